import { mkdirSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Changes, templateMachine } from './machine.ts'

test.each<[string, string[], string, Record<string, string>]>([
  ['litellm', [], '.config/litellm/config.yaml', {}],
  ['litellm', [], 'elsewhere/litellm/config.yaml', { XDG_CONFIG_HOME: '$HOME/elsewhere' }],
  ['litellm-systemd', [], '.config/systemd/user/litellm.service', {}],
  ['litellm-launchd', [], 'Library/LaunchAgents/local.litellm.plist', {}],
  ['modelfile', [], 'project/Modelfile', {}],
  ['vllm', [], 'project/vllm.sh', {}],
  ['vllm', ['--to', '~/bin/vllm.sh'], 'bin/vllm.sh', {}],
  ['vllm', ['--to', 'deep/er/vllm.sh'], 'project/deep/er/vllm.sh', {}],
  ['ollama-systemd', ['--to', 'override.conf'], 'project/override.conf', {}],
  ['llama-server', [], 'project/llama-server.sh', {}],
  ['claude-settings', [], '.claude/settings.json', {}],
  ['claude-settings', ['--project'], 'project/.claude/settings.json', {}],
  ['vscode-settings', [], '.config/Code/User/settings.json', {}],
  ['envrc', [], 'project/.envrc', {}],
  ['starship', [], '.config/starship.toml', {}],
  ['starship', [], 'my.toml', { STARSHIP_CONFIG: '$HOME/my.toml' }],
  ['cloud-escalator', [], '.claude/skills/cloud-escalator/SKILL.md', {}],
  ['cloud-escalator', [], 'own/skills/cloud-escalator/SKILL.md', { CLAUDE_CONFIG_DIR: '$HOME/own' }],
  ['vibe-orchestrator', ['--project'], 'project/.claude/skills/vibe-orchestrator/SKILL.md', {}],
])('%s %j to %s: new, the same again, never over something else', async (name, options, file, environment) => {
  const one = templateMachine({ environment })
  const write = [name, '--write', ...options]
  const done = await one.template(...write)
  expect(done).toMatchObject({ code: 0, stdout: '' })
  expect(done.stderr).toMatch(`wrote ~/${file}.\nnext: `)
  expect(one.modeOf(file)).toBe(0o600)
  const text = one.read(file)
  expect(text).toBe((await one.template(name)).stdout)
  expect((await one.template(...write)).stderr).toBe(`~/${file} has it already; nothing was changed.\n`)
  one.home.write(file, 'my own\n', 0o644)
  const refused = await one.template(...write)
  expect([refused.code, one.read(file)]).toEqual([1, 'my own\n'])
  expect(refused.stderr).toContain(`~/${file} is there already, with something else in it; nothing was written.`)
  const forced = await one.template(...write, '--force')
  expect(forced.stderr).toContain(`wrote ~/${file}; what it was is in ~/${file}.bak.`)
  expect([one.read(file), one.read(`${file}.bak`), one.modeOf(file), one.modeOf(`${file}.bak`)]).toEqual([
    text,
    'my own\n',
    0o644,
    0o600,
  ])
})

test('VS Code’s settings go to the one that is installed, and the way to keep the rest is said', async () => {
  const one = templateMachine()
  one.home.write('.config/VSCodium/User/settings.json', '{}')
  const { stderr } = await one.template('vscode-settings', 'local', '--write')
  expect(stderr).toContain('claude-switch settings PROFILE --scope vscode writes into settings that are there')
  expect(one.read('.config/VSCodium/User/settings.json')).toBe('{}')
})

test('a link goes on being one, and one to nothing is refused', async () => {
  const one = templateMachine()
  one.home.write('dotfiles/starship.toml', '# mine\n')
  mkdirSync(one.at('.config'))
  symlinkSync(one.at('dotfiles/starship.toml'), one.at('.config/starship.toml'))
  await one.template('starship', '--write', '--force')
  expect(one.read('dotfiles/starship.toml')).toContain('[env_var.CLAUDE_SWITCH_PROFILE]')
  symlinkSync(one.at('nowhere'), one.at('project/.envrc'))
  expect((await one.template('envrc', '--write')).stderr).toBe(
    '~/project/.envrc cannot be written: it is a link to nothing; nothing was changed.',
  )
})

test.each<[string, Changes, number, string]>([
  [
    'is marked read-only; nothing was changed. If it is yours to write, run: chmod u+w ~/project/.envrc',
    {},
    0o400,
    'mine\n',
  ],
  ['was changed by somebody else meanwhile', { files: { replace: async () => 'changed' } }, 0o600, 'mine\n'],
  [
    'cannot be written: the disk is full; nothing was changed.',
    {
      files: {
        replace: async () => {
          throw new Error('the disk is full')
        },
      },
    },
    0o600,
    'mine\n',
  ],
])('not even with --force: it %s', async (says, changes, mode, text) => {
  const one = templateMachine(changes)
  one.home.write('project/.envrc', text, mode)
  const done = await one.template('envrc', '--write', '--force')
  expect([done.code, done.stderr.startsWith('~/project/.envrc '), one.read('project/.envrc')]).toEqual([1, true, text])
  expect(done.stderr).toContain(says)
})

test('a place that belongs to root is refused with the way', async () => {
  const replace = async () => {
    throw new Error('permission denied')
  }
  const done = await templateMachine({
    files: { replace, read: () => ({ missing: true }), own: () => 'x\n' },
  }).template('ollama-systemd', '--write')
  expect(done).toEqual({
    code: 1,
    stdout: '',
    stderr:
      '/etc/systemd/system/ollama.service.d/override.conf cannot be written: permission denied; nothing was changed.\nas root: claude-switch template ollama-systemd | sudo install -D -m 644 /dev/stdin /etc/systemd/system/ollama.service.d/override.conf',
  })
})

test('CLAUDE_CONFIG_DIR set to nothing leaves no place for a skill but --to', async () => {
  const one = templateMachine({ environment: { CLAUDE_CONFIG_DIR: '' } })
  expect((await one.template('cloud-escalator', '--write')).stderr).toContain('CLAUDE_CONFIG_DIR is set to nothing')
  expect(await one.template('cloud-escalator', '--to', 'SKILL.md')).toMatchObject({ code: 0 })
})

import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

const switched = {
  CLAUDE_SWITCH_PROFILE: 'local',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary-local',
}

describe('status tells what the client would really do', () => {
  const status = (files: Record<string, string | Uint8Array>, env: Record<string, string> = switched, cwd = '.') => {
    const home = temporaryHome(backendsText)
    for (const [name, text] of Object.entries(files)) home.write(name, text)
    return claudeSwitch(['status'], home, { env, cwd: `${home.path}/${cwd}` })
  }
  const redirect = '{"env":{"ANTHROPIC_BASE_URL":"https://else.test"}}'

  test.each<[string, Record<string, string | Uint8Array>, string, string?]>([
    ['the user’s settings', { '.claude/settings.json': redirect }, '~/.claude/settings.json'],
    ['the project’s', { 'p/.claude/settings.json': redirect }, '~/p/.claude/settings.json'],
    ['the project’s local ones', { 'p/.claude/settings.local.json': redirect }, '~/p/.claude/settings.local.json'],
    [
      'those of the checkout’s root',
      { 'p/.git/HEAD': '', 'p/.claude/settings.local.json': redirect },
      '~/p/.claude/settings.local.json',
      'p/deep',
    ],
    [
      'those of the main checkout, in a linked worktree',
      {
        'p/.git': 'gitdir: ../m/.git/worktrees/p',
        'm/.git/worktrees/p/commondir': '../..',
        'm/.git/worktrees/p/gitdir': '../../../../p/.git',
        'm/.claude/settings.local.json': redirect,
      },
      '~/m/.claude/settings.local.json',
    ],
    [
      'those in UTF-16',
      { '.claude/settings.json': Buffer.from(`\uFEFF${redirect}`, 'utf16le') },
      '~/.claude/settings.json',
    ],
    ['the global config', { '.claude.json': redirect }, '~/.claude.json'],
  ])('%s override the shell, which is the first warning', (_, files, path, cwd = 'p') => {
    const { stdout, stderr } = status({ ...files, 'p/deep/x': '' }, switched, cwd)
    expect(stdout).toContain(`https://else.test (${path})\n`)
    expect(stderr.split('\n')[0]).toBe(
      `warning ${path} sets ANTHROPIC_BASE_URL, which Claude Code takes instead of what this shell says; take it out of the "env" block there.`,
    )
  })

  test.each([
    ['a comment', '{ "env": { "ANTHROPIC_BASE_URL": "https://else.test" } } // mine'],
    ['a trailing comma', '{ "env": { "ANTHROPIC_BASE_URL": "https://else.test" }, }'],
    ['broken JSON', '{ "env": '],
  ])('a settings file with %s counts for nothing, as for the client', (_, text) => {
    const { stdout, stderr } = status({ '.claude/settings.json': text })
    expect(stdout).toContain('  goes to   http://127.0.0.1:4999\n')
    expect(stderr).toContain(
      'warning ~/.claude/settings.json is not loaded by Claude Code either: it is not strict JSON.\n',
    )
  })

  const dropped = `{"permissions":{"allow":"Bash(ls)"},${redirect.slice(1)}`
  test.each<[string, string | Uint8Array, string, string]>([
    [
      'drops for one member',
      dropped,
      'free',
      'is not loaded by Claude Code either: its permissions.allow is of a kind for which',
    ],
    ['drops for a comment', '{} // x', 'free', 'is not loaded by Claude Code either: it is not strict JSON.'],
    [
      'may drop',
      '{"sandbox":{"credentials":{"files":[{"path":"~/.ssh","mode":"deny"}]}}}',
      'unknown',
      'may not be loaded by Claude Code: whether Claude Code takes its sandbox.credentials.files is not known.',
    ],
  ])('of a file that the client %s nothing is certain', (_, text, payer, says) => {
    const home = temporaryHome(backendsText)
    home.write('.claude/settings.json', text)
    const asked = claudeSwitch(['status', '--json', '--require', 'free,unknown'], home, { env: switched })
    expect(asked.code).toBe(3)
    expect(asked.stderr).toContain(`warning ~/.claude/settings.json ${says}`)
    expect(asked.stderr).toContain(
      '~/.claude/settings.json is not understood, so nothing is certain, and free or unknown is required.',
    )
    expect(JSON.parse(asked.stdout)).toMatchObject({ payer, destination: { url: 'http://127.0.0.1:4999' } })
  })

  test('CLAUDE_CONFIG_DIR moves the client’s files', () => {
    const home = temporaryHome(backendsText)
    home.write('other/settings.json', redirect)
    const { stdout } = claudeSwitch(['status'], home, { env: { ...switched, CLAUDE_CONFIG_DIR: `${home.path}/other` } })
    expect(stdout).toContain('https://else.test (~/other/settings.json)')
  })

  test('a helper is a credential', () => {
    const { stdout } = status({ '.claude/settings.json': '{"apiKeyHelper":"print-canary"}' }, {})
    expect(stdout).toContain('  as        apiKeyHelper of ~/.claude/settings.json (Bearer and x-api-key)\n')
    expect(stdout).toContain('metered')
  })

  test('drift from the profile is shown', () => {
    const { stdout } = status({}, { ...switched, ANTHROPIC_MODEL: 'other' })
    expect(stdout).toMatch(/\n {2}drift {5}.*ANTHROPIC_MODEL/)
  })
})

test('--short reads no file and writes none', () => {
  const home = temporaryHome()
  home.write('.claude/settings.json', '{"env":{"ANTHROPIC_BASE_URL":"https://else.test"}}')
  expectAnswer(['status', '--short'], home, { code: 0, stdout: 'anthropic\n', stderr: '' })
  expect(readdirSync(home.path)).toEqual(['.claude'])
})

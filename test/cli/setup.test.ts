import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { runAside } from '../support/aside.ts'
import { claudeSwitch, environmentOf } from '../support/binary.ts'
import { ollama } from '../support/fakes/ollama.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { type Home, temporaryHome } from '../support/home.ts'

const file = '.claude-backends.env'
const block = (shell: string) =>
  `# >>> claude-switch >>>\n${shell === 'fish' ? 'claude-switch init fish | source' : `eval "$(claude-switch init ${shell})"`}\n# <<< claude-switch <<<\n`
const textOf = (home: Home, name = file) => readFileSync(join(home.path, name), 'utf8')
const answersFor = (url: string, kind = 'vllm') => [
  '--profile',
  'box',
  '--kind',
  kind,
  '--url',
  url,
  '--model',
  'm',
  '--yes',
]
const nowhere = answersFor('http://127.0.0.1:1')

test('--yes: the profile with its window, the start-up file, and the doctor on it', async () => {
  const { url } = await serveFake(vllm({ models: ['m'], context: { loaded: 50_000 } }))
  const home = temporaryHome('# mine\nA_KEY=1\n')
  home.write('.bashrc', 'alias ll=ls\n', 0o644)
  const ran = await runAside(['setup', ...answersFor(`${url}/v1/`)], home)
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^box {2}works\n/) })
  expect(ran.stderr).toContain('4 + BOX_KIND=vllm\n')
  const lines = ['KIND=vllm', `BASE_URL=${url}`, 'MODEL=m', 'CONTEXT_TOKENS=50000', 'MAX_OUTPUT_TOKENS=8192']
  expect(textOf(home)).toBe(`# mine\nA_KEY=1\n\n${lines.map(line => `BOX_${line}\n`).join('')}`)
  expect(textOf(home, `${file}.bak`)).toBe('# mine\nA_KEY=1\n')
  expect(textOf(home, '.bashrc')).toBe(`alias ll=ls\n${block('bash')}`)

  const names = readdirSync(home.path)
  const again = await runAside(['setup', ...answersFor(url)], home)
  expect(again.code).toBe(0)
  expect(again.stderr).toMatch(/says all of this already[\s\S]*\.bashrc loads claude-switch already/)
  expect(textOf(home)).toBe(`# mine\nA_KEY=1\n\n${lines.map(line => `BOX_${line}\n`).join('')}`)
  expect(textOf(home, '.bashrc')).toBe(`alias ll=ls\n${block('bash')}`)
  expect(readdirSync(home.path)).toEqual(names)

  const removed = claudeSwitch(['setup', '--remove'], home)
  expect(removed).toEqual({ code: 0, stdout: '', stderr: 'took claude-switch out of ~/.bashrc.\n' })
  expect(textOf(home, '.bashrc')).toBe('alias ll=ls\n')
})

test('without a backends file, the template is written with the lines in it', async () => {
  const { url } = await serveFake(ollama({ models: ['m'], context: { claimed: 262_144 }, inMemory: false }))
  const home = temporaryHome()
  await runAside(['setup', ...answersFor(url, 'ollama'), '--no-rc'], home)
  expect(textOf(home)).toMatch(
    /^# The backends of claude-switch[\s\S]*\nBOX_KIND=ollama\nBOX_BASE_URL=\S+\nBOX_MODEL=m\n/,
  )
  // What the model could have is not what Ollama gives it.
  expect(textOf(home)).not.toContain('BOX_CONTEXT_TOKENS')
  expect(existsSync(join(home.path, '.bashrc'))).toBe(false)
})

describe('the key', () => {
  test.each<[string, string[], string, RegExp]>([
    ['from stdin', ['--token-stdin'], 'canary-key\nmore', /^BOX_AUTH_TOKEN=canary-key$/m],
    ['from a command', ['--token-command', "echo 'canary-key'"], '', /^BOX_AUTH_TOKEN_COMMAND="echo 'canary-key'"$/m],
  ])('%s is never shown', (_, words, input, line) => {
    const home = temporaryHome('')
    const { stdout, stderr } = claudeSwitch(['setup', ...nowhere, '--no-rc', ...words], home, { input })
    expect(textOf(home)).toMatch(line)
    expect(stdout + stderr).not.toContain('canary-key')
  })

  const old = `BOX_KIND=vllm\nBOX_BASE_URL=http://127.0.0.1:1\nBOX_MODEL=m\nBOX_AUTH_TOKEN='canary-old'\n`
  test.each([
    ['is kept for the same server', 'http://127.0.0.1:1', old],
    [
      'does not go to another server',
      'http://127.0.0.1:2',
      old.replace('127.0.0.1:1', '127.0.0.1:2').replace("'canary-old'", "''"),
    ],
  ])('%s', (_, url, expected) => {
    const home = temporaryHome(old)
    const { stderr } = claudeSwitch(['setup', ...answersFor(url), '--no-rc'], home)
    expect(textOf(home).replace(/TOKEN=$/m, "TOKEN=''")).toBe(expected)
    expect(stderr).not.toContain('canary-old')
  })
})

describe('the start-up file', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['bash', { SHELL: '/bin/bash' }, '.bashrc', 'bash'],
    ['zsh', { SHELL: '/usr/bin/zsh' }, '.zshrc', 'zsh'],
    ['zsh with ZDOTDIR', { SHELL: '/bin/zsh', ZDOTDIR: 'HOME/z' }, 'z/.zshrc', 'zsh'],
    ['fish', { SHELL: '/usr/bin/fish' }, '.config/fish/config.fish', 'fish'],
  ])('of %s', (_, env, name, shell) => {
    const home = temporaryHome('')
    const here = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value.replace('HOME', home.path)]))
    const { stderr } = claudeSwitch(['setup', ...nowhere], home, { env: here })
    expect(stderr).toContain('1 + # >>> claude-switch >>>\n')
    expect(textOf(home, name)).toBe(block(shell))
    claudeSwitch(['setup', '--remove'], home, { env: here })
    expect(textOf(home, name)).toBe('')
  })

  test('of PowerShell, which says where it is', () => {
    const home = temporaryHome('')
    const profile = join(home.path, 'ps/profile.ps1')
    home.write('bin/pwsh', `#!/bin/sh\necho '${profile}'\n`, 0o755)
    const PATH = `${join(home.path, 'bin')}:${environmentOf(home)['PATH']}`
    claudeSwitch(['setup', ...nowhere], home, { env: { SHELL: '/usr/bin/pwsh', PATH } })
    expect(textOf(home, 'ps/profile.ps1')).toContain(
      '\nInvoke-Expression (& claude-switch init powershell | Out-String)\n',
    )
  })

  test('keeps a link of the dotfiles, and its mode', () => {
    const home = temporaryHome('')
    symlinkSync(home.write('dotfiles/bashrc', 'a=1\n', 0o640), join(home.path, '.bashrc'))
    claudeSwitch(['setup', ...nowhere], home)
    expect(textOf(home, 'dotfiles/bashrc')).toBe(`a=1\n${block('bash')}`)
  })

  test.each<[string, string | Uint8Array, number, RegExp]>([
    ['is read-only', 'a=1\n', 0o400, /cannot be changed: it is marked read-only; by hand: put/],
    ['is no text', new Uint8Array([0xff, 0xfe, 0x41, 0]), 0o600, /is not UTF-8 text; by hand: put/],
    ['has a broken block', '# >>> claude-switch >>>\n', 0o600, /was left as it is: its lines/],
    ['loads it already', 'eval "$(claude-switch init bash --no-cc)"\n', 0o600, /loads claude-switch already/],
  ])('that %s is left alone', (_, text, mode, says) => {
    const home = temporaryHome('')
    const path = home.write('.bashrc', text, mode)
    expect(claudeSwitch(['setup', ...nowhere], home).stderr).toMatch(says)
    expect(readFileSync(path)).toEqual(Buffer.from(text))
    expect(textOf(home)).toContain('BOX_KIND=vllm')
  })

  test('--remove without a block', () =>
    expectAnswer(['setup', '--remove'], temporaryHome(''), { code: 0, stdout: '', stderr: /nothing was changed\.\n$/ }))
})

describe('refuses', () => {
  const noTerminal = /there is no terminal to ask on\.\n {2}without one: claude-switch setup --profile NAME/
  test.each<[string, string[], RegExp]>([
    ['to ask without a terminal', [], noTerminal],
    [
      'without a model',
      nowhere.filter(word => word !== '--model' && word !== 'm'),
      /still needed .*: --model qwen3-coder$/m,
    ],
    ['without --yes', nowhere.slice(0, -1), /still needed without one: --yes$/m],
    [
      'a vendor’s kind without a model',
      ['--profile', 'oa', '--kind', 'openai', '--yes'],
      /still needed without one: --model gpt-5\.1$/m,
    ],
    [
      'a vendor’s kind without its key',
      ['--profile', 'vibe', '--kind', 'mistral', '--yes'],
      /nothing was changed: vibe needs a key of Mistral \(keys: \S+\); .*MISTRAL_API_KEY=[\s\S]*--token-stdin/,
    ],
    [
      'a LiteLLM without its key',
      ['--profile', 'far', '--kind', 'litellm', '--url', 'http://127.0.0.1:1', '--model', 'm', '--yes'],
      /nothing was changed: FAR_AUTH_TOKEN is missing/,
    ],
    ['a mistyped kind', ['--kind', 'olama', '--yes'], /--kind: there is no olama \(did you mean ollama\?\)\.$/m],
    ['an unknown kind', ['--kind', 'xyzxyz', '--yes'], /--kind: take one of anthropic, /],
    ['a URL that is none', ['--url', 'box:8000'], /--url: it has no http:\/\/ or https:\/\/ in front; add it\.$/m],
    ['a password in the URL', ['--url', 'http://me:canary@box'], /--url: it has a user name or password in it/],
    ['a command as the name', ['--profile', 'status'], /--profile: "status" is a command/],
    ['a name that is none', ['--profile', 'a b'], /--profile: letters, digits/],
    ['no key on stdin', [...nowhere, '--token-stdin'], /there is no key on stdin/],
    ['two keys', [...nowhere, '--token-stdin', '--token-command', 'x'], /take one\.$/m],
    ['--remove with more', ['--remove', '--no-rc'], /goes with nothing else/],
    ['a word', ['local'], /./],
  ])('%s', (_, words, says) => {
    const home = temporaryHome()
    const { stderr } = expectAnswer(['setup', ...words], home, { code: 2, stdout: '', stderr: says })
    expect(stderr).not.toContain('canary')
    expect(readdirSync(home.path)).toEqual([])
  })

  test('a backends file that is read-only', () => {
    const home = temporaryHome()
    home.write(file, 'A=1\n', 0o400)
    expectAnswer(['setup', ...nowhere], home, {
      code: 1,
      stdout: '',
      stderr: /is marked read-only; nothing was changed/,
    })
    expect(textOf(home)).toBe('A=1\n')
    expect(readdirSync(home.path)).toEqual([file])
  })
})

import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { isInstalled } from '../support/shells.ts'
import { cc, init, launcher, names } from './init-scripts.ts'

describe.each(names)('init %s', name => {
  test('is complete', () => {
    const text = init(name)
    expect(text).not.toMatch(/'@\w+@'|@profile@|# begin|# end/)
    expect(text).toMatch(launcher[name] ?? /^$/)
    expect(text).toMatch(cc)
    expect(text.endsWith('\n')).toBe(true)
  })

  test('--no-launchers and --no-cc', () => {
    expect(init(name, '--no-cc')).toMatch(launcher[name] ?? /^$/)
    expect(init(name, '--no-launchers')).not.toMatch(/cc-(my-box|local|cloud|ollama|vibe)/)
    for (const option of ['--no-cc', '--no-launchers']) {
      const code = init(name, option)
        .replace(/^\s*#.*$/gm, '')
        .replace(/unalias.*$/gm, '')
      expect(code).not.toMatch(cc)
    }
  })
})

const parsers = [
  ['bash', ['bash', '-n']],
  ['zsh', ['zsh', '-fn']],
  ['sh', ['dash', '-n']],
  ['fish', ['fish', '--no-execute']],
] as const

test.each(parsers.filter(([, [program]]) => isInstalled(program)))(
  'what init %s prints is well-formed',
  (name, words) => {
    const [program, ...options] = words
    const script = temporaryHome().write('script', init(name))
    const { status, stderr } = spawnSync(program, [...options, script], { encoding: 'utf8', timeout: 20_000 })
    expect([status, stderr]).toEqual([0, ''])
  },
)

describe('which shell', () => {
  test.each([
    ['pwsh', 'powershell'],
    ['nu', 'nushell'],
    ['/bin/zsh', 'zsh'],
    ['ksh', 'sh'],
  ])('%s is %s', (word, name) => expect(init(word)).toBe(init(name)))

  test('without a name, the one that this runs in, and how that is known', () => {
    expectAnswer(
      ['init'],
      temporaryHome(backendsText),
      {
        code: 0,
        stdout: /^# claude-switch for zsh/,
        stderr: 'note this is for zsh, by $SHELL; claude-switch init SHELL asks for another.\n',
      },
      { env: { SHELL: '/bin/zsh' } },
    )
  })

  test('and none that is unknown', () => {
    const list = 'bash, zsh, sh, fish, elvish, nushell, powershell'
    const nowhere = { env: { SHELL: '/bin/false' } }
    const home = temporaryHome()
    expectAnswer(
      ['init'],
      home,
      { code: 2, stdout: '', stderr: `claude-switch: which shell? Say claude-switch init with one of ${list}.\n` },
      nowhere,
    )
    expectAnswer(['init', 'tcsh'], home, {
      code: 2,
      stdout: '',
      stderr: `claude-switch: there is no shell "tcsh" here; take one of ${list}.\n`,
    })
  })
})

test('a backends file that cannot be read does not take the user’s shell start with it', () => {
  const home = temporaryHome('A=\0')
  expectAnswer(['init', 'bash'], home, {
    code: 0,
    stdout: /cc-local[\s\S]*cc-vibe/,
    stderr: /^warning .* cannot be read: /,
  })
})

// A start-up file that exports its key again, in a shell under one that was switched.
test.each<[Record<string, string>, RegExp | '']>([
  [
    { ANTHROPIC_BASE_URL: 'http://box:8000', ANTHROPIC_API_KEY: 'sk-ant-api03-canary', CLAUDE_SWITCH_PROFILE: 'local' },
    /^warning ANTHROPIC_API_KEY is .* send it to http:\/\/box:8000; run: claude-switch local\n$/,
  ],
  [{ ANTHROPIC_BASE_URL: 'http://box:8000', ANTHROPIC_API_KEY: 'sk-ant-api03-canary' }, /run: claude-switch cloud\n$/],
  [{ ANTHROPIC_BASE_URL: 'http://box:8000', ANTHROPIC_API_KEY: 'box-key' }, ''],
  [{ ANTHROPIC_BASE_URL: 'https://api.anthropic.com', ANTHROPIC_API_KEY: 'sk-ant-api03-canary' }, ''],
  [{ ANTHROPIC_API_KEY: 'sk-ant-api03-canary' }, ''],
])('init with %j', (env, stderr) => {
  expectAnswer(['init', 'bash'], temporaryHome(backendsText), { code: 0, stdout: /./, stderr }, { env })
})

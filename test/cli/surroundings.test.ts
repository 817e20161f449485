import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeSwitch, environmentOf, runProgram } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

describe('what every object of JavaScript has is a name like any other', () => {
  test.each([
    [
      'a reference',
      `${backendsText}LOCAL_MODEL_NAME=$constructor\n`,
      ['env', 'local', '--shell', 'sh'],
      /\$constructor, which is not set/,
    ],
    [
      'another one',
      `${backendsText}LOCAL_MODEL_NAME=$__proto__\n`,
      ['env', 'local', '--shell', 'sh'],
      /\$__proto__, which is not set/,
    ],
    [
      'a profile',
      'CONSTRUCTOR_BASE_URL=http://127.0.0.1:1\nCONSTRUCTOR_MODEL=m\n',
      ['list'],
      /constructor .*127\.0\.0\.1:1/,
    ],
    ['a variable', `${backendsText}LOCAL_ENV_constructor=x\n`, ['env', 'local', '--json'], /"constructor": "x"/],
    ['an unset variable', `${backendsText}`, ['env', 'valueOf'], /no profile "valueOf"/],
  ])('%s', (_, text, args, says) => {
    const { stdout, stderr } = claudeSwitch(args, temporaryHome(text))
    expect(stdout + stderr).toMatch(says)
    expect(stderr).not.toContain('bug of ours')
  })
})

describe('a shell’s memory that somebody else wrote', () => {
  test.each([
    '{"profile":"local","variables":[["constructor",null,"y"],["__proto__",null,"z"]]}',
    '{"profile":"local","variables":[["toString","a","b"],["hasOwnProperty",null,null]]}',
    '{"profile":"constructor","previous":"__proto__","variables":[]}',
    '{"profile":"x\\n\\u001b[2J","variables":[]}',
    '{"__proto__":{"profile":"local"},"variables":[]}',
    '[]',
    'null',
    '{',
  ])('%s', memory => {
    const home = temporaryHome(backendsText)
    for (const shell of ['bash', 'fish', 'elvish'])
      for (const word of ['off', 'status', 'list', '-', 'local']) {
        const env = { __claude_switch_undo: memory }
        const program = ['sh', '-c', 'exec claude-switch --shell-eval "$0" "" "$1" 3>/dev/null', shell, word]
        const { code, stderr } = runProgram(program, home, { env })
        expect(stderr).not.toContain('bug of ours')
        expect([0, 1]).toContain(code)
      }
  })
})

describe('a home that is none', () => {
  test.each(['', 'relative', '.'])('%j is refused, and nothing is written into the working directory', value => {
    const home = temporaryHome()
    for (const args of [['status'], ['list'], ['cloud'], ['settings', 'cloud']]) {
      const { code, stderr } = claudeSwitch(args, home, { env: { HOME: value } })
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^claude-switch: HOME is .*; set it .*\n$/)])
    }
    expect(readdirSync(home.path)).toEqual([])
    // A shell's start goes on.
    expect(claudeSwitch(['init', 'bash'], home, { env: { HOME: value } }).code).toBe(0)
  })
})

describe('a backends file that is a pipe', () => {
  test.each([
    ['one that is filled at once', `cat text >.claude-backends.env`],
    ['one that is filled slowly', `{ sleep 0.3; head -c 30 text; sleep 0.3; tail -c +31 text; } >.claude-backends.env`],
  ])('%s is read', (_, writer) => {
    const home = temporaryHome()
    home.write('text', backendsText)
    execFileSync('mkfifo', [join(home.path, '.claude-backends.env')])
    const { code, stdout } = runProgram(['sh', '-c', `${writer} & claude-switch env local --json`], home)
    expect([code, JSON.parse(stdout).variables.ANTHROPIC_MODEL]).toEqual([0, 'qwen3-coder'])
  })

  test('one that nobody fills is refused within seconds', () => {
    const home = temporaryHome()
    execFileSync('mkfifo', [join(home.path, '.claude-backends.env')])
    const { code, stderr } = claudeSwitch(['list'], home)
    expect([code, stderr]).toEqual([
      1,
      'claude-switch: ~/.claude-backends.env cannot be read: it is a pipe, and nobody fills it.\n',
    ])
  })
})

test.each(['local', 'off', 'cloud'])(
  'bytes that are not UTF-8 stop a switch to %s, which could not bring them back',
  word => {
    const home = temporaryHome(backendsText)
    const script = `. claude-switch local; ANTHROPIC_MODEL=$(printf 'm\\351'); . claude-switch ${word}; printf %s "$ANTHROPIC_MODEL" | od -An -tx1`
    const { stdout, stderr } = runProgram(['bash', '-c', script], home)
    expect(stdout.trim()).toBe('6d e9')
    expect(stderr).toContain('ANTHROPIC_MODEL has bytes in it that are not UTF-8')
  },
)

test('off says what overrules it', () => {
  const home = temporaryHome(backendsText)
  home.write(
    '.claude/settings.json',
    '{"env":{"ANTHROPIC_BASE_URL":"https://other.test.invalid","ANTHROPIC_AUTH_TOKEN":"t"}}',
  )
  const { stderr } = runProgram(['bash', '-c', '. claude-switch local 2>/dev/null; . claude-switch off'], home)
  expect(stderr).toMatch(/^warning .*settings\.json.*\noff -> https:\/\/other/m)
})

describe('an alias of the user’s own', () => {
  test.each([
    ['bash', '--no-cc', 'mine'],
    ['bash', '--no-launchers', 'mine'],
    ['zsh', '--no-cc', 'mine'],
    ['dash', '--no-cc', 'mine'],
    ['ksh', '--no-cc', 'mine'],
    ['bash', '', 'mine'],
  ])('cc stays in a script of %s with %s', (shell, options, expected) => {
    const home = temporaryHome(backendsText)
    const kind = shell === 'dash' || shell === 'ksh' ? 'sh' : shell
    const expand = shell === 'bash' ? 'shopt -s expand_aliases\n' : ''
    home.write('rc', `${expand}alias cc='echo mine'\neval "$(claude-switch init ${kind} ${options})"\ncc\n`)
    expect(existsSync(join(home.path, 'rc'))).toBe(true)
    const out = execFileSync(shell, [join(home.path, 'rc')], { env: environmentOf(home), encoding: 'utf8' })
    expect(out.trim()).toBe(expected)
  })
})

test('a name, a number and a path of somebody else’s files reach no terminal as they are', () => {
  const home = temporaryHome(backendsText)
  const env = {
    CLAUDE_CODE_MAX_OUTPUT_TOKENS: '1\u001b[2J',
    ANTHROPIC_MODEL: 'm\u202e',
    CLAUDE_SWITCH_PROFILE: 'x\u001b[1A\nfree',
  }
  for (const args of [
    ['status'],
    ['status', '--json'],
    ['list'],
    ['env', 'a\u001b[2J\u200b'],
    ['settings', '\u202e', '--print'],
  ]) {
    const { stdout, stderr } = claudeSwitch(args, home, { env })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(stdout + stderr).not.toMatch(/[\u001b\u202e\u200b]/)
  }
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'

const at = '~/.claude-backends.env'

describe('a file that cannot be read', () => {
  const path = '.claude-backends.env'
  test.each<[string, (home: Home) => unknown, string]>([
    ['a directory', home => mkdirSync(join(home.path, path)), 'it is a directory.'],
    ['a named pipe', home => execFileSync('mkfifo', [join(home.path, path)]), 'it is a pipe, and nobody fills it.'],
    ['links in a circle', home => symlinkSync(path, join(home.path, path)), 'its links go round in a circle.'],
    ['binary', home => home.write(path, 'LOCAL_MODEL=a\0b\n'), 'it is not a text file (it has NUL bytes in it).'],
    [
      'Latin-1',
      home => home.write(path, Buffer.from('LOCAL_MODEL=gr\xf6\xdfe\n', 'latin1')),
      'it is not UTF-8 text; save it as UTF-8.',
    ],
    [
      'UTF-16',
      home => home.write(path, Buffer.from('\ufeffLOCAL_MODEL=m\n', 'utf16le')),
      'it is not a text file (it has NUL bytes in it).',
    ],
    ['10 MB', home => home.write(path, '#'.repeat(10_000_000)), 'it has 10000000 bytes, and 1048576 is the limit.'],
  ])('%s', (_, make, why) => {
    const home = temporaryHome()
    make(home)
    const before = readdirSync(home.path)
    const stderr = `claude-switch: ~/.claude-backends.env cannot be read: ${why}\n`
    expectAnswer(['local'], home, { code: 1, stdout: '', stderr })
    expectAnswer(['list'], home, { code: 1, stdout: '', stderr })
    expectAnswer(['env', 'local', '--shell', 'sh'], home, { code: 1, stdout: 'false\n', stderr })
    expect(readdirSync(home.path)).toEqual(before)
  })

  test('CLAUDE_BACKENDS_CONFIG below a file', () => {
    const home = temporaryHome(backendsText)
    const { code, stderr } = claudeSwitch(['list'], home, {
      env: { CLAUDE_BACKENDS_CONFIG: '~/.claude-backends.env/x' },
    })
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^warning ~\/\.claude-backends\.env\/x does not exist and cannot be written: .*\. CLAUDE_BACKENDS_CONFIG names another place\.\n$/,
      ),
    ])
  })
})

test.each([
  ['CRLF', backendsText.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\ufeff${backendsText}`],
  ['both', `\ufeff${backendsText.replaceAll('\n', '\r\n')}`],
  ['export in front', backendsText.replace(/^/gm, 'export ').replace(/export $/, '')],
  ['no newline at the end', backendsText.trimEnd()],
])('a file with %s is read alike', (_, text) => {
  const answers = [text, backendsText].map(one => {
    const home = temporaryHome(one)
    return ['local', 'my-box']
      .map(name => claudeSwitch(['env', name, '--json'], home))
      .concat(claudeSwitch(['list'], home))
  })
  expect(answers[0]).toEqual(answers[1])
})

describe('a file that others can read is a warning on every switch', () => {
  const says = `warning ${at} can be read by others (mode 644); run: chmod 600 ${at}\n`
  test.each([[['env', 'local', '--shell', 'sh']], [['run', 'local', 'true']], [['list']], [['status']]])('%s', args => {
    const home = temporaryHome()
    home.write('.claude-backends.env', backendsText, 0o644)
    expect(claudeSwitch(args, home).stderr).toContain(says)
    home.write('.claude-backends.env', backendsText, 0o600)
    expect(claudeSwitch(args, home).stderr).not.toContain('can be read by others')
  })
})

test('a home that cannot be written to', () => {
  // Below /sys nobody can make a file, not even root.
  const home = temporaryHome()
  const { code, stdout, stderr } = claudeSwitch(['list'], home, { env: { HOME: '/sys/kernel' } })
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}cloud .*Anthropic/m)])
  expect(stderr).toMatch(
    /^warning ~\/\.claude-backends\.env does not exist and cannot be written: (permission denied|not permitted|the disk is read-only)\. CLAUDE_BACKENDS_CONFIG names another place\.\n$/,
  )
  expect(claudeSwitch(['status'], home, { env: { HOME: '/sys/kernel' } })).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(stderr),
  })
  // What writes nothing has nothing to say.
  expect(claudeSwitch(['env', 'cloud', '--json'], home, { env: { HOME: '/sys/kernel' } }).code).toBe(0)
  expect(claudeSwitch(['init', 'bash'], home, { env: { HOME: '/sys/kernel' } }).code).toBe(0)
})

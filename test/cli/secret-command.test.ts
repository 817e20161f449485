import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'

describe('a secret command', () => {
  const commanded = (command: string) =>
    `BOX_BASE_URL=http://127.0.0.1:1\nBOX_MODEL=m\nBOX_AUTH_TOKEN_COMMAND='${command}'\n`

  test.each([
    [
      'fails',
      'echo "locked: canary-free" >&2; exit 3',
      'locked: canary-free\nclaude-switch: BOX_AUTH_TOKEN_COMMAND gave no secret: it ended with status 3; nothing was changed.',
    ],
    [
      'does not exist',
      'no-such-command',
      /^.*not found\nclaude-switch: BOX_AUTH_TOKEN_COMMAND gave no secret: it ended with status 127; nothing was changed\.$/,
    ],
    [
      'prints nothing',
      'true',
      'claude-switch: BOX_AUTH_TOKEN_COMMAND gave no secret: its first line is empty; nothing was changed.',
    ],
    [
      'prints an empty first line',
      'printf "\\n%s" canary',
      'claude-switch: BOX_AUTH_TOKEN_COMMAND gave no secret: its first line is empty; nothing was changed.',
    ],
    [
      'prints a NUL',
      'printf "a\\000b"',
      'claude-switch: BOX_AUTH_TOKEN_COMMAND gave a NUL byte, which no variable can hold; nothing was changed.',
    ],
    [
      'is ended by a signal',
      'kill -KILL $$',
      'claude-switch: BOX_AUTH_TOKEN_COMMAND gave no secret: it was ended by SIGKILL; nothing was changed.',
    ],
  ])('that %s stops the switch with its own stderr', (_, command, says) => {
    const { code, stdout, stderr } = claudeSwitch(['env', 'box', '--shell', 'sh'], temporaryHome(commanded(command)))
    expect([code, stdout]).toEqual([1, 'false\n'])
    if (typeof says === 'string') expect(stderr).toBe(`${says}\n`)
    else expect(stderr.trimEnd()).toMatch(says)
  })

  test('may take its time, and gives the first line', () => {
    const command = 'sleep 0.3; echo "  secret  "; echo second; echo note >&2'
    const { stdout, stderr } = claudeSwitch(
      ['run', '-q', 'box', 'printenv', 'ANTHROPIC_AUTH_TOKEN'],
      temporaryHome(commanded(command)),
    )
    expect([stdout, stderr]).toEqual(['secret\n', 'note\n'])
  })

  test('does not eat what is on stdin', () => {
    const { stdout } = claudeSwitch(['run', '-q', 'box', 'cat'], temporaryHome(commanded('cat >/dev/null; echo s')), {
      input: 'mine\n',
    })
    expect(stdout).toBe('mine\n')
  })

  test.each([
    [['list']],
    [['list', '--json']],
    [['status']],
    [['status', '--short']],
    [['box']],
    [['init', 'bash']],
    [['complete', '--', '']],
  ])('is not run by claude-switch %s', args => {
    const home = temporaryHome(commanded('touch ran; echo s'))
    claudeSwitch(args, home, { env: { CLAUDE_SWITCH_PROFILE: 'box', ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' } })
    expect(existsSync(join(home.path, 'ran'))).toBe(false)
    expect(claudeSwitch(['env', 'box', '--json'], home).code).toBe(0)
    expect(existsSync(join(home.path, 'ran'))).toBe(true)
  })
})

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { command, machinePath } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { changedLines, environmentIn, takeSnapshot } from '../support/shell-state.ts'
import { runShell, type Way, ways } from '../support/ways.ts'

const bourne = ways.filter(({ shell }) => shell.name !== 'fish')
const status = ({ shell }: Way) => (shell.name === 'fish' ? '$status' : '$?')

/** What is asked, the status that comes back, and what is said. */
const refusals: readonly [string, number, RegExp][] = [
  ['nope', 1, /there is no profile "nope".*\n.*local, /],
  ['my-bax', 1, /Did you mean my-box\?/],
  ['vibe', 1, /vibe needs a key of Mistral/],
  ['broken', 1, /^sorry\n.*BROKEN_AUTH_TOKEN_COMMAND gave no secret: it ended with status 3; nothing was changed/],
  ['--bogus', 2, /bogus/],
  ['local extra', 2, /./],
  ['status --require free', 3, /./],
]

describe.each(ways)('$name', way => {
  const { shell, setUp, call } = way

  test('a refusal changes nothing, tells why, carries its status, and the shell lives', () => {
    const home = temporaryHome(backendsText)
    const asked = refusals.map(([words], index) => `${call} ${words} >/dev/null 2>said${index}\necho ${status(way)}\n`)
    const before = `${setUp}${call} -q my-box\n${takeSnapshot(shell, 'before')}`
    const { stdout, code } = runShell(shell, `${before}${asked.join('')}${takeSnapshot(shell, 'after')}true`, home)
    expect(code).toBe(0)
    const statuses = stdout.split('\n').slice(0, -1).map(Number)
    expect(statuses).toEqual(refusals.map(([, expected]) => expected))
    for (const [index, [, , says]] of refusals.entries())
      expect(readFileSync(join(home.path, `said${index}`), 'utf8')).toMatch(says)
    expect(environmentIn(home, 'after')).toEqual(environmentIn(home, 'before'))
    expect(changedLines(home, 'before', 'after')).toEqual([])
  })

  test('what a preload of node prints is never evaluated', () => {
    const home = temporaryHome(backendsText)
    const preload = home.write('preload.cjs', "console.log('export PWNED=1; set -gx PWNED 1')")
    const set = shell.name === 'fish' ? 'set -gx NODE_OPTIONS ' : 'export NODE_OPTIONS='
    const text = `${setUp}${set}'--require ${preload}'\n${call} -q local >/dev/null\necho "$ANTHROPIC_MODEL$PWNED"`
    expect(runShell(shell, text, home).stdout).toBe('qwen3-coder\n')
  })
})

describe.each(bourne)('$name, under set -e', ({ shell, setUp, call }) => {
  const echo = 'echo "lives $?"'
  test.each([
    ['a guarded switch survives', `${call} nope || ${echo}`, 0, 'lives 1\n'],
    ['a guarded secret too', `${call} broken || ${echo}`, 0, 'lives 1\n'],
    ['a condition', `if ${call} nope; then :; else ${echo}; fi`, 0, 'lives 1\n'],
    ['a negation', `! ${call} nope; ${echo}`, 0, 'lives 0\n'],
    ['in front of &&', `${call} nope && echo deployed; ${echo}`, 0, 'lives 1\n'],
    ['an unguarded switch ends the script', `${call} nope; ${echo}`, 1, ''],
    ['with the true status', `${call} status --require metered >&2; ${echo}`, 3, ''],
    ['and a mistake with its own', `${call} --bogus; ${echo}`, 2, ''],
    ['a good switch goes on', `${call} local; ${echo}`, 0, 'lives 0\n'],
  ])('%s', (_, text, code, stdout) => {
    const ran = runShell(shell, `${setUp}set -e\n${text}`, temporaryHome(backendsText))
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout })
  })
})

describe('without node', () => {
  const bare = { PATH: '/usr/sbin' }

  test.each(ways)('$name: status 127, nothing changes, the shell lives', way => {
    const { shell, setUp, call, by } = way
    const home = temporaryHome(backendsText)
    const gone = shell.name === 'fish' ? `set -gx PATH ${bare.PATH}` : `PATH=${bare.PATH}`
    const path = shell.name === 'bash' || shell.name === 'zsh' ? command : 'claude-switch'
    // In a shell of POSIX's own, the file is found by its name, and it is env that misses node.
    const here = shell.taughtBy === 'sh' ? `PATH=${dirname(command)}` : gone
    const sourced = `${here}\n. ${path} local\necho "$? $ANTHROPIC_MODEL"`
    const called = `${setUp.replaceAll(/claude-switch init/g, 'claude-switch-gone init')}`
    const text = by === 'source' ? sourced : `${called}${gone}\n${call} local\necho "${status(way)} $ANTHROPIC_MODEL"`
    // For init: a script made by a node that has gone since.
    home.write(
      'bin/claude-switch-gone',
      `#!/bin/sh\n'${process.execPath}' '${command}' "$@" | sed "s|'${process.execPath}'|'/nowhere/node'|"\n`,
      0o700,
    )
    const env = { PATH: `${home.path}/bin:${dirname(command)}:${machinePath}` }
    const { stdout, stderr, code } = runShell(shell, text, home, { env })
    expect(stderr).not.toBe('')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '127 \n' })
  })
})

import { describe, expect, test } from 'vitest'
import { backendsText, temporaryHome } from '../support/home.ts'
import { environmentIn, takeSnapshot } from '../support/shell-state.ts'
import type { RealShell } from '../support/shells.ts'
import { runShell, ways } from '../support/ways.ts'

const own = { ANTHROPIC_API_KEY: 'user', ANTHROPIC_MODEL: 'old', NO_PROXY: 'corp.test.invalid' }
const managed = /^(?:ANTHROPIC_|CLAUDE_|API_TIMEOUT|EXTRA_THING|__claude)/

const managedIn = (env: Record<string, string>) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => managed.test(name)))

/** A command line that starts a shell of the same sort on a file. */
const again = ({ words }: RealShell, file: string) => `command ${words.join(' ')} ${file}`

describe.each(ways)('$name: a child shell that inherited a switched environment', ({ shell, setUp, call }) => {
  /** What a child does, and the managed variables that it then has. */
  const children: readonly [string, string, Record<string, string>][] = [
    ['goes off', `${call} off`, {}],
    // What the parent alone knows cannot come back here; what a start-up file exported again can.
    [
      'goes to the cloud with a key of its own',
      `${shell.name === 'fish' ? 'set -gx ANTHROPIC_API_KEY ' : 'export ANTHROPIC_API_KEY='}rc\n${call} cloud`,
      { ANTHROPIC_API_KEY: 'rc', CLAUDE_SWITCH_PROFILE: 'cloud' },
    ],
    [
      'goes off with a key of its own',
      `${shell.name === 'fish' ? 'set -gx ANTHROPIC_API_KEY ' : 'export ANTHROPIC_API_KEY='}rc\n${call} off`,
      { ANTHROPIC_API_KEY: 'rc' },
    ],
  ]

  test.each(children)('%s', (_, act, expected) => {
    const home = temporaryHome(backendsText)
    const file = home.write('child', `${setUp}${act}\n${takeSnapshot(shell, 'child')}true\n`)
    const parent = `${setUp}${takeSnapshot(shell, 'before')}${call} local\n${takeSnapshot(shell, 'switched')}${again(shell, file)}\n${takeSnapshot(shell, 'still')}${call} off\n${takeSnapshot(shell, 'after')}true`
    const { stderr } = runShell(shell, parent, home, { env: own })
    expect(managedIn(environmentIn(home, 'child'))).toEqual(expected)
    expect(stderr).toContain('inherited local from its parent, which alone knows what was there')
    expect(environmentIn(home, 'still')).toEqual(environmentIn(home, 'switched'))
    expect(environmentIn(home, 'after')).toEqual(environmentIn(home, 'before'))
  })

  test('goes elsewhere, and keeps nothing of the parent', () => {
    const home = temporaryHome(backendsText)
    const file = home.write('child', `${setUp}${call} ollama\n${takeSnapshot(shell, 'child')}true\n`)
    runShell(shell, `${setUp}${call} my-box\n${again(shell, file)}\ntrue`, home, { env: own })
    const seen = environmentIn(home, 'child')
    expect(seen).toMatchObject({ ANTHROPIC_BASE_URL: 'http://localhost:11434', ANTHROPIC_AUTH_TOKEN: 'ollama' })
    expect(Object.keys(seen)).not.toContain('ANTHROPIC_API_KEY')
    expect(Object.keys(seen)).not.toContain('EXTRA_THING')
    expect(Object.values(seen).join()).not.toMatch(/canary|glm/)
  })
})

describe.each(ways.filter(({ shell }) => shell.name !== 'fish'))('$name: a subshell', ({ shell, setUp, call }) => {
  test('remembers what its parent remembers, and keeps its own switches to itself', () => {
    const home = temporaryHome(backendsText)
    const text = `${setUp}${takeSnapshot(shell, 'before')}${call} local
(
${call} off
${takeSnapshot(shell, 'inside')}${call} my-box
)
${takeSnapshot(shell, 'switched')}${call} -
echo "status $?"
${call} off
${takeSnapshot(shell, 'after')}true`
    const { stdout } = runShell(shell, text, home, { env: own })
    const before = environmentIn(home, 'before')
    const seen = environmentIn(home, 'inside')
    expect({ ...seen, SHLVL: before['SHLVL'] }).toEqual({ ...before, SHLVL: before['SHLVL'] })
    expect(environmentIn(home, 'switched')).toMatchObject({
      CLAUDE_SWITCH_PROFILE: 'local',
      ANTHROPIC_AUTH_TOKEN: 'canary-local',
    })
    expect(stdout).toBe('status 1\n')
    expect(environmentIn(home, 'after')).toEqual(before)
  })
})

import { describe, expect, test } from 'vitest'
import { backendsText, temporaryHome } from '../support/home.ts'
import { changedLines, environmentIn, takeSnapshot } from '../support/shell-state.ts'
import { runShell, ways } from '../support/ways.ts'

const bourne = ways.filter(({ shell }) => shell.name !== 'fish')

describe.each(bourne)('$name: a variable that cannot be set', ({ shell, setUp, call }) => {
  const readonly = (name: string) => `${name}=mine; export ${name}; readonly ${name}`
  const cases = [
    ['the first of the plan', readonly('ANTHROPIC_BASE_URL'), 'local'],
    ['one in the middle, which only goes', readonly('ANTHROPIC_API_KEY'), 'local'],
    ['the last', readonly('CLAUDE_SWITCH_PROFILE'), 'local'],
    ['not exported', 'readonly ANTHROPIC_MODEL', 'local'],
    ['one of ENV_', readonly('EXTRA_THING'), 'my-box'],
    ['under set -e, guarded', `${readonly('ANTHROPIC_MODEL')}; set -e`, 'local'],
    ['while tracing', `${readonly('ANTHROPIC_MODEL')}; set -x`, 'local'],
  ] as const
  test.each(cases)('%s: a sentence, nothing half-applied, status 1, the shell lives', (_, before, profile) => {
    const home = temporaryHome(backendsText)
    const text = `${setUp}${before}\n: "$(:)"\n${takeSnapshot(shell, 'before')}${call} ${profile} || echo "status $?"\n${takeSnapshot(shell, 'after')}echo alive`
    const { stdout, stderr, code } = runShell(shell, text, home, { env: { ANTHROPIC_API_KEY: 'user' } })
    expect({ stdout, code }).toEqual({ stdout: 'status 1\nalive\n', code: 0 })
    expect(stderr).toContain('claude-switch: nothing was changed: this shell refuses the variable named above')
    expect(stderr).not.toContain('canary')
    expect(environmentIn(home, 'after')).toEqual(environmentIn(home, 'before'))
    expect(changedLines(home, 'before', 'after')).toEqual([])
  })
})

describe('a variable with an attribute, which would change or even evaluate the value', () => {
  const injection = "'a[$(touch pwned)]'"
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['an integer', ['bash', 'zsh', 'ksh93', 'mksh'], 'typeset -i ANTHROPIC_MODEL'],
    ['upper case', ['bash', 'zsh', 'ksh93', 'mksh'], 'typeset -u ANTHROPIC_MODEL'],
    ['lower case', ['bash', 'zsh', 'ksh93', 'mksh'], 'typeset -l ANTHROPIC_MODEL'],
    ['padded', ['zsh', 'ksh93', 'mksh'], 'typeset -L3 ANTHROPIC_MODEL'],
    ['an array', ['bash', 'zsh', 'ksh93'], 'typeset -a ANTHROPIC_MODEL; ANTHROPIC_MODEL=(one two)'],
    ['an associative array', ['bash', 'zsh', 'ksh93'], 'typeset -A ANTHROPIC_MODEL'],
    ['an array of yash', ['yash'], 'ANTHROPIC_MODEL=(one two)'],
    ['a local variable of that name is not read', ['bash', 'zsh'], 'here() { local __claude_switch=x; }; here'],
  ]
  const rows = ways.flatMap(way =>
    cases
      .filter(([, shells]) => shells.includes(way.shell.name))
      .map(([name, , declare]) => ({ ...way, title: name, declare })),
  )
  test.each(rows)('$name: $title', ({ shell, setUp, call, declare }) => {
    const home = temporaryHome(`ODD_BASE_URL=http://127.0.0.1:1\nODD_AUTH_TOKEN=x\nODD_MODEL=${injection}\n`)
    const text = `${setUp}${declare}\n${call} -q odd\n${takeSnapshot(shell, 'after')}ls`
    const { stdout, code } = runShell(shell, text, home)
    expect(environmentIn(home, 'after')['ANTHROPIC_MODEL']).toBe('a[$(touch pwned)]')
    expect({ stdout, code }).toEqual({ stdout: 'after.env\nafter.state\n', code: 0 })
  })

  test.each(ways.filter(({ shell }) => shell.name === 'zsh'))(
    '$name: words for a number of the shell itself',
    ({ shell, setUp, call }) => {
      const home = temporaryHome(`${backendsText}MY_BOX_ENV_LINES='a b'\n`)
      const text = `${setUp}${takeSnapshot(shell, 'before')}${call} my-box || echo "status $?"\n${takeSnapshot(shell, 'after')}true`
      expect(runShell(shell, text, home).stdout).toBe('status 1\n')
      expect(environmentIn(home, 'after')).toEqual(environmentIn(home, 'before'))
    },
  )
})

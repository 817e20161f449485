import { describe, expect, test } from 'vitest'
import { backendsText, temporaryHome } from '../support/home.ts'
import { settings } from '../support/settings.ts'
import { changedLines, environmentIn, takeSnapshot } from '../support/shell-state.ts'
import { after, planned, runShell, ways } from '../support/ways.ts'

/** What the user had; `off` has to bring it back. */
const own = {
  ANTHROPIC_API_KEY: "user's key",
  ANTHROPIC_BASE_URL: 'https://old.test.invalid/a b',
  NO_PROXY: 'corp.test.invalid',
  CLAUDE_CODE_USE_BEDROCK: '1',
}

/** Every value that a shell could trip over, as the backends file has it. */
const hostile = `${backendsText}HARD_BASE_URL=http://127.0.0.1:4998
HARD_MODEL='a  b * ? [x] $(touch pwned) \`touch pwned\` ~ {a,b} #! \\'
HARD_MODEL_NAME="it's"
HARD_AUTH_TOKEN='canary "hard" $HOME \\'
HARD_ENV_TWO_LINES="one\\ntwo\\n"
`

/** How a state listing ends the variable of two lines. */
const restOfTwoLines = ['+ two', "+ '"]

/** The plan, asked for once: it does not depend on where the home is. */
let asked: ReturnType<typeof planned> | undefined

describe.each(ways)('$name', ({ shell, by, setUp, call }) => {
  const ofShell = settings.filter(({ shells, by: only = by }) => only === by && shells.includes(shell.name))
  const fish = shell.name === 'fish'
  const echo = fish ? 'echo' : shell.taughtBy === 'sh' ? '\\command echo' : '\\builtin echo'

  test.each(ofShell)('under $name: nothing but the plan changes', ({ text, noisy }) => {
    const home = temporaryHome(hostile)
    const script = [
      shell.name === 'bash' ? 'shopt -s expand_aliases' : '',
      setUp,
      fish ? 'set argv one "two words"' : 'set -- one "two words"',
      text,
      // ksh93 exports IFS at the first $(...) under set -a, whatever it is.
      fish ? '' : ': "$(:)"',
      takeSnapshot(shell, 'before'),
      `${call} hard`,
      takeSnapshot(shell, 'switched'),
      `${call} -q off`,
      takeSnapshot(shell, 'off'),
      `${echo} done`,
    ].join('\n')
    const { stdout, stderr, code } = runShell(shell, script, home, { env: own })
    expect.soft({ stdout, code }).toEqual({ stdout: 'done\n', code: 0 })
    expect.soft(stderr).not.toMatch(/hijacked|ERR fired|canary/)
    if (!noisy) expect.soft(stderr.replace(/^(?:hard ->|warning) .*\n/gm, '')).toBe('')

    asked ??= planned('hard', home, own)
    const plan = asked
    const before = environmentIn(home, 'before')
    expect.soft(environmentIn(home, 'switched')).toEqual(after(plan, before))
    expect.soft(environmentIn(home, 'off')).toEqual(before)

    const names = [...plan.map(([name]) => name), '__claude_switch_undo']
    const isPlanned = (line: string) => restOfTwoLines.includes(line) || names.some(name => line.includes(name))
    const changed = changedLines(home, 'before', 'switched')
    expect.soft(changed.some(line => line.includes('__claude_switch_undo'))).toBe(true)
    expect.soft(changed.filter(line => !isPlanned(line))).toEqual([])
    expect.soft(changedLines(home, 'before', 'off')).toEqual([])
  })
})

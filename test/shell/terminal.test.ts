import { describe, expect, test } from 'vitest'
import { converse, type Exchange } from '../support/conversation.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'
import { ways } from '../support/ways.ts'

/** A profile whose secret takes its time, and one with what a history expands. */
const file = `${backendsText}SLOW_BASE_URL=http://127.0.0.1:1
SLOW_MODEL=m
SLOW_AUTH_TOKEN_COMMAND='echo waiting >&2; sleep 30'
EXCLAIM_BASE_URL=http://127.0.0.1:1
EXCLAIM_MODEL='wow!! !$ !x !?'
EXCLAIM_AUTH_TOKEN=x
`

const interrupted = '\u0003'
const suspended = '\u001a'

describe.runIf(isInstalled('expect') || everythingExpected)('at a prompt', () => {
  const bourne = ways.filter(({ shell }) => shell.name !== 'fish')

  test.each(bourne)(
    '$name: `!` is a character, a refusal and Ctrl-C leave the shell alive, and the next switch works',
    way => {
      const { shell, setUp, call } = way
      const home = temporaryHome(file)
      const exchanges: Exchange[] = [
        [`PS1='he''re> '; ${setUp.trimEnd() || ':'}; echo re''ady\r`, 'ready'],
        [`${call} exclaim\r`, 'exclaim ->'],
        ['echo "<$ANTHROPIC_MODEL>"\r', '<wow!! !$ !x !?>'],
        [`${call} nope\r`, 'there is no profile'],
        ['echo "status=$?="\r', 'status=1='],
        [`${call} slow\r`, 'waiting'],
        [interrupted, 'here> '],
        // 128 and the signal's number, or ksh93's 256 and yash's 384; zsh now and then says 1.
        ['echo "status=$?="\r', /status=(130|258|386|1)=/],
        ['echo "<$CLAUDE_SWITCH_PROFILE>"\r', '<exclaim>'],
        [`${call} local\r`, 'local ->'],
        ['echo "<$ANTHROPIC_MODEL>"\r', '<qwen3-coder>'],
      ]
      const { code, stderr } = converse([...shell.words, '-i'], exchanges, home, { TERM: 'dumb' })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    },
  )

  test.each(bourne)('$name: Ctrl-Z stops what run has started, and gives the prompt back', way => {
    const { shell, setUp, call } = way
    const exchanges: Exchange[] = [
      [`PS1='he''re> '; set -m; ${setUp.trimEnd() || ':'}; echo re''ady\r`, 'ready'],
      [`${call} run -q local sh -c 'echo beg''un; sleep 30'\r`, 'begun'],
      [suspended, 'here> '],
      ['echo "al""ive"\r', 'alive'],
      ['kill %1; kill -CONT %1; echo "en""ded"\r', 'ended'],
    ]
    const { code, stderr } = converse([...shell.words, '-i'], exchanges, temporaryHome(file), { TERM: 'dumb' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  const completing = ways.filter(({ shell, by }) => by === 'init' && ['bash', 'zsh', 'fish'].includes(shell.name))
  test.each(completing)('$name: the tab key completes commands, profiles and options', ({ shell, setUp }) => {
    const home = temporaryHome(file)
    const before = shell.name === 'zsh' ? 'autoload -Uz compinit; compinit -D; ' : ''
    const exchanges: Exchange[] = [
      [`${before}${setUp.trimEnd()}; echo re''ady\r`, 'ready'],
      ['claude-switch my-b\t\r', 'my-box ->'],
      ['claude-switch --qu\tloc\t\r', /[$#%>] /],
      ['echo "<$CLAUDE_SWITCH_PROFILE>"\r', '<local>'],
      ['claude-switch li\t\r', 'glm-4.6'],
      ['claude-switch init nus\t\r', 'claude-switch for nushell'],
    ]
    const { code, stderr } = converse([...shell.words, '-i'], exchanges, home, {
      PS1: '$ ',
      TERM: shell.name === 'fish' ? 'xterm' : 'dumb',
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

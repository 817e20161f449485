import { type Ran, runProgram } from './binary.ts'
import type { Home } from './home.ts'

/** One exchange with a program on a terminal: what is typed, and the text that it has to show afterwards. */
export type Exchange = readonly [typed: string, shows: string | RegExp]

/** Quotes a word for Tcl, which takes Ctrl-Z for the end of a script. */
const quoteTcl = (text: string) =>
  `"${text
    .replace(/[\\"$[\]{}]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replaceAll('\u001a', '\\u001a')}"`

/**
 * Talks to a program on a terminal of its own, by `expect`. Ends with code 0 when everything was shown in time, else with
 * 9 and the exchange that failed on stderr; stdout is the transcript.
 */
export function converse(
  program: readonly string[],
  exchanges: readonly Exchange[],
  home: Home,
  env: Readonly<Record<string, string>>,
): Ran {
  return runProgram(conversation(program, exchanges, home), home, { env: { NO_COLOR: '1', ...env } })
}

/** The program that has such a conversation: `expect` with a script in that home. */
export function conversation(program: readonly string[], exchanges: readonly Exchange[], home: Home): string[] {
  const steps = exchanges.map(([typed, shows]) => {
    const pattern = typeof shows === 'string' ? `-exact ${quoteTcl(shows)}` : `-re ${quoteTcl(shows.source)}`
    const failed = `puts stderr ${quoteTcl(`after ${JSON.stringify(typed)} there was no ${shows}`)}; exit 9`
    return `send -- ${quoteTcl(typed)}\nexpect {\n  ${pattern} {}\n  timeout { ${failed} }\n  eof { ${failed} }\n}\n`
  })
  const start = `set timeout 10\nset stty_init {rows 40 columns 200}\nspawn -noecho ${program.map(quoteTcl).join(' ')}\n`
  return ['expect', '-f', home.write('conversation.exp', `${start}${steps.join('')}exit 0\n`)]
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shells } from '../../src/shells/index.ts'
import { temporaryHome } from '../support/home.ts'
import { hostileValues, randomValues } from '../support/hostile-values.ts'
import { environmentIn } from '../support/shell-state.ts'
import type { RealShell } from '../support/shells.ts'
import { runShell, shellsHere } from '../support/ways.ts'

/** One way to start a shell that could read quotes differently. */
interface Reader {
  readonly title: string
  readonly shell: RealShell
  readonly words: readonly string[]
  readonly lang: string
}

const modes: Readonly<Record<string, readonly string[][]>> = {
  bash: [[], ['--posix'], ['-H']],
  zsh: [
    [],
    ['-o', 'cshjunkiequotes'],
    ['-o', 'rcquotes'],
    ['-o', 'cshjunkiequotes', '-o', 'rcquotes', '-o', 'kshglob'],
  ],
}

/** yash stops at the first byte beyond ASCII in LANG=C, whatever the quotes. */
const languages = (shell: RealShell) => (shell.name === 'yash' ? ['C.UTF-8'] : ['C.UTF-8', 'C'])

const readers: readonly Reader[] = shellsHere.flatMap(shell =>
  languages(shell).flatMap(lang =>
    (modes[shell.name] ?? [[]]).map(words => ({ title: [shell.name, ...words, lang].join(' '), shell, words, lang })),
  ),
)

/** Values in one environment: two megabytes of it are the limit, and one long value is as much as many short ones. */
const batch = 3000
const values = [...hostileValues, ...randomValues(6000, 20251121)]

test.each(readers)('$title reads every value as it was written', ({ shell, words, lang }) => {
  const home = temporaryHome()
  for (let start = 0; start < values.length; start += batch) {
    const plan = new Map(values.slice(start, start + batch).map((value, index) => [`V${start + index}`, value]))
    const file = home.write('plan', shells[shell.taughtBy].render(plan))
    const evaluate = shell.name === 'fish' ? `source ${file}` : `eval "$(cat '${file}')"`
    const { code, stdout, stderr } = runShell(shell, `${evaluate}\ncommand env -0 >'${home.path}/seen.env'`, home, {
      env: { LANG: lang, LC_ALL: lang },
      words,
    })
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
    const seen = environmentIn(home, 'seen')
    const wrong = [...plan].filter(([name, value]) => seen[name] !== value)
    expect(wrong.map(([name, value]) => ({ value, got: seen[name] }))).toEqual([])
  }
  expect(values.length).toBeGreaterThan(6000)
  expect(existsSync(join(home.path, 'pwned'))).toBe(false)
})

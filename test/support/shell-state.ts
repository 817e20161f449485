import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home.ts'
import type { RealShell } from './shells.ts'

/** How each shell prints everything that a switch must leave alone. `\` and `builtin` keep a test's aliases and functions out. */
const shown: Record<string, string> = {
  bash: '\\builtin declare -p; \\builtin declare -f; \\builtin set +o; \\builtin shopt -p; \\builtin trap -p; \\builtin alias -p',
  zsh: '\\builtin typeset -p; \\builtin functions; \\builtin set +o; \\builtin trap; \\builtin alias -L',
  ksh93: '\\command typeset -p; \\command typeset -f; \\command set +o; \\command trap; \\command alias',
  mksh: '\\command typeset -p; \\command typeset -f; \\command set +o; \\command trap; \\command alias',
  yash: '\\command typeset -p; \\command typeset -f 2>/dev/null; \\command set +o; \\command trap; \\command alias',
  dash: '\\command set; \\command export -p; \\command readonly; \\command set +o; \\command trap; \\command alias',
  busybox: '\\command set; \\command export -p; \\command readonly; \\command set +o; \\command trap; \\command alias',
}

/** Text for a shell that writes its state and its environment down under a name. */
export function takeSnapshot({ name }: RealShell, as: string): string {
  const file = `"$HOME"/${as}`
  if (name === 'fish') {
    return `begin; set --show; functions --names; string join \\n -- $argv; pwd; end >$HOME/${as}.state; command env -0 >$HOME/${as}.env\n`
  }
  // zsh still holds the pipe of its fork while ls looks.
  const descriptors = name === 'zsh' ? '' : ' \\command ls "/proc/$$/fd";'
  const word = name === 'bash' || name === 'zsh' ? '\\builtin' : '\\command'
  return `{ ${word} printf '%s\\n' "$#" "$@"; ${shown[name]}; ${word} pwd;${descriptors} } >|${file}.state; \\command env -0 >|${file}.env\n`
}

/** The environment that a snapshot saw, byte for byte; without what shells export of their own accord (`_`, ksh93's features). */
export function environmentIn(home: Home, as: string): Record<string, string> {
  const text = readFileSync(join(home.path, `${as}.env`), 'latin1')
  const pairs = text.split('\0').filter(pair => pair !== '' && !/^(?:_|_AST_FEATURES)=/.test(pair))
  return Object.fromEntries(
    pairs.map(pair => {
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      return [name, Buffer.from(value, 'latin1').toString('utf8')]
    }),
  )
}

/** Variables that every command changes, whatever it is: bash fills BASH_ARGV when it is first looked at, mksh LINES at every program. */
const volatile =
  /^(?:(?:declare|typeset|export|set)\b[^=]*\s)?\$?(?:_|LINENO|RANDOM|SRANDOM|SECONDS|EPOCHREALTIME|EPOCHSECONDS|PIPESTATUS|BASH_CMDS|BASH_COMMAND|BASH_ARGC|BASH_ARGV|BASHPID|TTYIDLE|KSH_MATCH|_AST_FEATURES|LINES|COLUMNS|pipestatus|status|history|status_generation|\.sh\.\w+|ZSH_\w*DEBUG\w*)\b/

/** The lines of state that two snapshots do not share, but for those that always differ. */
export function changedLines(home: Home, before: string, after: string): string[] {
  const [was, is] = [before, after].map(as =>
    readFileSync(join(home.path, `${as}.state`), 'utf8')
      .split('\n')
      .filter(line => !volatile.test(line)),
  ) as [string[], string[]]
  return [...without(was, is).map(line => `- ${line}`), ...without(is, was).map(line => `+ ${line}`)]
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter(line => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}

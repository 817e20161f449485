import { bash } from './bash.ts'
import { elvish } from './elvish.ts'
import { fish } from './fish.ts'
import { nushell } from './nushell.ts'
import { powershell } from './powershell.ts'
import { sh } from './sh.ts'
import type { Shell, ShellName } from './shell.ts'
import { zsh } from './zsh.ts'

/** Every shell that can be taught the command. */
export const shells = { bash, zsh, sh, fish, elvish, nushell, powershell } as const satisfies Record<ShellName, Shell>

/** The shell of a name, an alias or a path (`/usr/bin/pwsh.exe`, `-zsh`); undefined for one we do not know. */
export function shellNamed(word: string): Shell | undefined {
  if (Object.hasOwn(shells, word)) return shells[word as ShellName]
  const name = word
    .replace(/^.*[\\/]/, '')
    .replace(/^-/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase()
  return Object.values<Shell>(shells).find(shell => shell.name === name || shell.aliases.includes(name))
}

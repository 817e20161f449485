import { spawnSync } from 'node:child_process'
import { machinePath } from './binary.ts'

/** A real shell that tests run, and the words that start it without anybody's start-up files. */
export interface RealShell {
  readonly name: string
  /** The program that must be on the PATH. */
  readonly program: string
  /** The words in front of `-c TEXT`. */
  readonly words: readonly string[]
  /** Which of our shells it is taught by. */
  readonly taughtBy: 'bash' | 'zsh' | 'sh' | 'fish' | 'elvish' | 'nushell'
}

export const realShells = [
  { name: 'bash', program: 'bash', words: ['bash', '--norc', '--noprofile'], taughtBy: 'bash' },
  { name: 'zsh', program: 'zsh', words: ['zsh', '-f'], taughtBy: 'zsh' },
  { name: 'dash', program: 'dash', words: ['dash'], taughtBy: 'sh' },
  { name: 'ksh93', program: 'ksh93', words: ['ksh93'], taughtBy: 'sh' },
  { name: 'mksh', program: 'mksh', words: ['mksh'], taughtBy: 'sh' },
  { name: 'busybox', program: 'busybox', words: ['busybox', 'ash'], taughtBy: 'sh' },
  { name: 'yash', program: 'yash', words: ['yash', '--norcfile', '--noprofile'], taughtBy: 'sh' },
  { name: 'fish', program: 'fish', words: ['fish', '--no-config'], taughtBy: 'fish' },
  { name: 'elvish', program: 'elvish', words: ['elvish', '-norc'], taughtBy: 'elvish' },
  { name: 'nushell', program: 'nu', words: ['nu', '--no-config-file'], taughtBy: 'nushell' },
] as const satisfies readonly RealShell[]

/** True when a program is on the PATH that tests run with. */
export function isInstalled(program: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program], { env: { PATH: machinePath } }).status === 0
}

/** With this in the environment (CI), a missing shell or client is a failure and not a skipped test. */
export const everythingExpected = process.env['CLAUDE_SWITCH_EXPECT_ALL'] === '1'

/** The shells that this machine has; throws for a missing one where all are expected. */
export function installedShells(): RealShell[] {
  const missing = realShells.filter(({ program }) => !isInstalled(program))
  if (everythingExpected && missing.length > 0)
    throw new Error(`missing shells: ${missing.map(({ name }) => name).join(', ')}`)
  return realShells.filter(shell => !missing.includes(shell))
}

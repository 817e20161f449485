import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { elvish } from '../../src/shells/elvish.ts'
import { fillInit, type InitFacts } from '../../src/shells/fill-init.ts'
import { nushell } from '../../src/shells/nushell.ts'
import type { Shell } from '../../src/shells/shell.ts'
import { type Ran, root, runProgram } from './binary.ts'
import type { Home } from './home.ts'
import { installedShells, type RealShell } from './shells.ts'

/** A real shell that reads data instead of text, and how a test speaks to it. */
export interface DataShell {
  readonly name: 'elvish' | 'nushell'
  readonly shell: Shell
  readonly extension: string
  /** Loads a file with a filled init script, or with a plan. */
  readonly load: (path: string) => string
  /** Calls one of the functions that were loaded, with words that are written in this shell's language. */
  readonly call: (name: string, words: string) => string
  /** Does something, prints `NAME=STATUS`, and goes on. */
  readonly attempt: (as: string, text: string) => string
  /** Sets a variable by hand. */
  readonly set: (name: string, value: string) => string
  /** Writes the environment that a program sees down under a name. */
  readonly snapshot: (as: string) => string
  readonly words: readonly string[]
}

const dialects = [
  {
    name: 'elvish',
    shell: elvish,
    extension: 'elv',
    load: path => `var ns = (ns [&])\neval (slurp < ${elvish.quote(path)}) &on-end={|loaded| set ns = $loaded }\n`,
    call: (name, words) => `$ns[${name}~] ${words}\n`,
    attempt: (as, text) => `try { ${text}; echo ${as}=0 } catch e { echo ${as}=$e[reason][exit-status] }\n`,
    set: (name, value) => `set-env ${name} ${elvish.quote(value)}\n`,
    snapshot: as => `e:env -0 > $E:HOME/${as}.env\n`,
  },
  {
    name: 'nushell',
    shell: nushell,
    extension: 'nu',
    load: path => `source ${nushell.quote(path)}\n`,
    call: (name, words) => `${name} ${words}\n`,
    attempt: (as, text) => `try { ${text}; print "${as}=0" } catch {|e| print $"${as}=($e.exit_code)" }\n`,
    set: (name, value) => `$env.${name} = ${nushell.quote(value)}\n`,
    snapshot: as => `^env -0 o> ($env.HOME | path join ${as}.env)\n`,
  },
] as const satisfies readonly Omit<DataShell, 'words'>[]

/** Those that are installed here. */
export const dataShells: readonly DataShell[] = dialects.flatMap(dialect => {
  const real: RealShell | undefined = installedShells().find(({ taughtBy }) => taughtBy === dialect.name)
  return real ? [{ ...dialect, words: real.words }] : []
})

/** Runs a text in the shell. Nothing that a person sees may hold a secret, whatever the text does. */
export function runData(
  { shell, words, extension }: DataShell,
  text: string,
  home: Home,
  options: Parameters<typeof runProgram>[2] = {},
): Ran {
  const file = home.write(`session.${extension}`, text)
  const ran = runProgram([...words, file], home, options)
  expect(`${ran.stdout}${ran.stderr}`, `${shell.name} shows a secret`).not.toMatch(/canary|own-key/)
  return ran
}

/** The init script of a shell as `claude-switch init` prints it, in a file of the home; returns the text that loads it. */
export function initLoaded(data: DataShell, home: Home, ...options: string[]): string {
  const { stdout, code, stderr } = runProgram(['claude-switch', 'init', data.shell.name, ...options], home)
  if (code !== 0) throw new Error(stderr)
  return data.load(home.write(`init.${data.extension}`, stdout))
}

/** The init script of a shell for another program than ours. */
export function filled({ script, quote }: Shell, facts: Partial<InitFacts> = {}): string {
  const all = { quote, node: process.execPath, cli: '/nowhere/cli.cjs', commands: ['status', 'launch'], ...facts }
  return fillInit(readFileSync(join(root, script), 'utf8'), { profiles: [], launchers: true, cc: true, ...all })
}

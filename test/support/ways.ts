import { delimiter, dirname, join } from 'node:path'
import { command, machinePath, type Ran, runProgram } from './binary.ts'
import type { Home } from './home.ts'
import { installedShells, type RealShell } from './shells.ts'

/** One way for a shell to be switched: by sourcing the command, or through what `init` defined. */
export interface Way {
  readonly shell: RealShell
  readonly by: 'source' | 'init'
  /** What has to be loaded first. */
  readonly setUp: string
  /** The command in front of its words. */
  readonly call: string
  /** The same call where aliases do not reach: in `eval`, in a function that was read before. */
  readonly name: string
}

/** Shells that give a sourced file arguments of its own. dash does not, and busybox cannot be told from it. */
const sourcing = ['bash', 'zsh', 'ksh93', 'mksh', 'yash']
/** Shells that this directory is about; the others read data, not text. */
const textShells = [...sourcing, 'dash', 'busybox', 'fish']

/** The real shells here that evaluate text. */
export const shellsHere: readonly RealShell[] = installedShells().filter(({ name }) => textShells.includes(name))

/** Every installed shell in each way that it has. */
export const ways: readonly Way[] = shellsHere.flatMap(shell => [
  ...(sourcing.includes(shell.name)
    ? [{ shell, by: 'source', setUp: '', call: '. claude-switch', name: `${shell.name}, sourced` } as const]
    : []),
  {
    shell,
    by: 'init',
    setUp: load(shell),
    call: shell.taughtBy === 'sh' ? '__claude_switch' : 'claude-switch',
    name: `${shell.name}, init`,
  },
])

/** The load line of a shell, as people have it in their start-up file. */
export function load({ taughtBy }: RealShell, options = ''): string {
  return taughtBy === 'fish'
    ? `command claude-switch init fish ${options} | source\n`
    : `\\eval "$(\\command claude-switch init ${taughtBy} ${options})"\n`
}

/** A PATH with the programs of a home's own `bin` in front, the command behind them. */
export function pathWith(home: Home): string {
  return [join(home.path, 'bin'), dirname(command), dirname(process.execPath), machinePath].join(delimiter)
}

/** Runs a text in a real shell, with the built command on its PATH. */
export function runShell(
  shell: RealShell,
  text: string,
  home: Home,
  options: Parameters<typeof runProgram>[2] & { args?: readonly string[]; words?: readonly string[] } = {},
): Ran {
  const { args = [], words = [], ...rest } = options
  const zero = shell.name === 'fish' ? [] : args.length > 0 ? [shell.name] : []
  return runProgram([...shell.words, ...words, '-c', text, ...zero, ...args], home, rest)
}

type Planned = readonly (readonly [string, string | null])[]

/** The plan of a switch, from the built command itself. */
export function planned(profile: string, home: Home, env: Readonly<Record<string, string>> = {}): Planned {
  const { stdout, code, stderr } = runProgram([process.execPath, command, 'env', profile, '--json', '-q'], home, {
    env,
  })
  if (code !== 0) throw new Error(stderr)
  return Object.entries(JSON.parse(stdout).variables)
}

/** An environment after a plan. */
export function after(plan: Planned, env: Readonly<Record<string, string>>): Record<string, string> {
  const result = { ...env }
  for (const [name, value] of plan) {
    if (value === null) delete result[name]
    else result[name] = value
  }
  return result
}

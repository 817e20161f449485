import type { Plan } from '../env/plan.ts'
import { undoVariable } from '../env/undo.ts'
import type { Errand, Shell } from './shell.ts'

/** What differs between the shells of the Bourne family. */
interface Dialect extends Pick<Shell, 'name' | 'title' | 'aliases' | 'script' | 'rcFile' | 'loadLine'> {
  /**
   * The word before every command. `\builtin` passes by a user's function of that name; zsh's `command export` would
   * look for a program. Elsewhere `\command` also keeps a failing special builtin from ending the shell (dash, mksh,
   * busybox, and bash in posix mode exit when `export` meets a readonly variable).
   */
  readonly builtin: '\\builtin' | '\\command'
  readonly quote: (text: string) => string
  /** Sets a global variable without exporting it, also under `set -a`, also inside a function. */
  readonly keep: (name: string, quoted: string, options: string) => string
}

/** In single quotes nothing is special but the single quote itself: right in bash 3.2 to 5.3, dash, ksh93, mksh, busybox, yash. */
export function quotePosix(text: string): string {
  return `'${text.replaceAll("'", () => "'\\''")}'`
}

/** A shell of the Bourne family, from what is particular to it. */
export function posixShell({ builtin, keep, ...dialect }: Dialect): Shell {
  const { quote } = dialect
  const unset = (names: readonly string[]) => `${builtin} unset -v ${names.join(' ')}`

  // Every variable is unset before it is set: that clears arrays and integer attributes, which would evaluate the value.
  const steps = (plan: Plan): string[] => [
    unset([...plan.keys()]),
    ...[...plan].flatMap(([name, value]) => (value === null ? [] : [`${builtin} export ${name}=${quote(value)}`])),
  ]

  const carryOut = ({ plan, undo, says, launch, options }: Errand): string => {
    const names = [...plan.keys(), ...(undo === undefined ? [] : [undoVariable])]
    const remember =
      undo === undefined ? [] : undo === null ? [unset([undoVariable])] : [keep(undoVariable, quote(undo), options)]
    const chain = [
      ...(plan.size === 0 ? [] : [...steps(plan), ...remember]),
      ...(says === undefined ? [] : [`${builtin} printf '%s\\n' ${quote(says)} >&2`]),
      // Descriptor 4 is the shim's copy of stdout; a program has no use for it.
      ...(launch === undefined ? [] : [`\\command ${launch.map(quote).join(' ')} 4>&-`]),
    ].join(' &&\n')
    // The shim has switched tracing off, since it would print every secret. It comes back last, and keeps the status.
    const trace = options.includes('x') ? `${builtin} set -x` : undefined
    const body = trace ? `{ ${chain}\n} && ${trace} || ${builtin} eval "\\${builtin} set -x; \\"return\\" $?"` : chain
    if (plan.size === 0) return `${body}\n`
    // A subshell tries to unset everything first, so that a readonly variable stops the switch before anything has changed.
    const stop = `${builtin} printf '%s\\n' ${quote(readonlySays)} >&2; ${trace ? `${trace}; ` : ''}"return" 1`
    return `( ${unset(names)} ) || { ${stop}; }\n${body}\n`
  }

  return {
    ...dialect,
    channel: 3,
    render: plan => (plan.size === 0 ? '' : `${steps(plan).join(' &&\n')}\n`),
    failure: 'false\n',
    carryOut,
  }
}

const readonlySays =
  'claude-switch: nothing was changed: the variable named above is read-only in this shell. Start a shell without it, or take its readonly out of your start-up files.'

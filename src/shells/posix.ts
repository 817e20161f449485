import type { Plan } from '../env/plan.ts'
import { undoVariable } from '../env/undo.ts'
import type { Shell, ShellReply } from './shell.ts'

/** What differs between the shells of the Bourne family. */
interface Dialect extends Pick<Shell, 'name' | 'title' | 'aliases' | 'script' | 'rcFile' | 'loadLine'> {
  /**
   * The word before every command. `\builtin` passes by a user's function of that name; zsh's `command export` would
   * look for a program. Elsewhere `\command` also keeps a failing special builtin from ending the shell (dash, mksh,
   * busybox, and bash in posix mode exit when `export` meets a readonly variable).
   */
  readonly builtin: '\\builtin' | '\\command'
  readonly quote: (text: string) => string
  /** Sets a global variable, also inside a function. */
  readonly keep: (name: string, quoted: string) => string
}

/** A shell of the Bourne family, from what is particular to it. */
export function posixShell({ builtin, keep, ...dialect }: Dialect): Shell {
  const { quote } = dialect
  const unset = (names: readonly string[]) => `${builtin} unset -v ${names.join(' ')}`

  // Every variable is unset before it is set: that clears arrays and integer attributes, which would evaluate the value.
  const steps = (plan: Plan): string[] => [unset([...plan.keys()]), ...exports(plan)]
  const exports = (plan: Plan): string[] =>
    [...plan].flatMap(([name, value]) => (value === null ? [] : [`${builtin} export ${name}=${quote(value)}`]))

  const renderReply = ({ plan, undo, says, launch, options }: ShellReply): string => {
    const remember =
      undo === undefined
        ? []
        : undo === null
          ? [unset([undoVariable])]
          : [unset([undoVariable]), keep(undoVariable, quote(undo))]
    const changes = [...steps(plan), ...remember].join(' &&\n')
    const chain = [
      ...(plan.size === 0 ? [] : [changes]),
      ...(says === undefined ? [] : [`{ ${builtin} printf '%s\\n' ${quote(says)} >&2 || ${builtin} true; }`]),
      // Descriptor 4 is the shim's copy of stdout; a program has no use for it.
      ...(launch === undefined ? [] : [`\\command ${launch.map(quote).join(' ')} 4>&-`]),
    ].join(' &&\n')
    // Four options step aside and come back with the last command, which keeps the status. -x and -v would print every
    // secret; the shim has switched -x off before this text was made, and -v echoes line by line as it reads, so the
    // first line here is enough. Under -k an assignment is no argument of export. Under -a what is to stay in the shell would be exported, and in dash what is unset too.
    const letters = (of: string) => [...of].filter(letter => options.includes(letter)).join('')
    const suspend = letters('vak') && `${builtin} set +${letters('vak')}\n`
    const resume = letters('xvak') && `${builtin} set -${letters('xvak')}`
    const body = resume ? `{ ${chain}\n} && ${resume} || ${builtin} eval "\\${resume}; \\"return\\" $?"` : chain
    if (plan.size === 0) return `${suspend}${body}\n`
    // A subshell tries it all first, so that a variable which cannot be set (a readonly one; in zsh a word for LINES, which
    // is a number there) stops the switch before anything has changed.
    const stop = `${builtin} printf '%s\\n' ${quote(refusedSays)} >&2; ${resume ? `${resume}; ` : ''}"return" 1`
    return `${suspend}( ${changes} ) || { ${stop}; }\n${body}\n`
  }

  return {
    ...dialect,
    fd: 3,
    // For people too, so in lines that they can read; what the function evaluates is one line, and 0.2 ms faster.
    render: plan =>
      plan.size === 0
        ? ''
        : `${[...folded([...plan.keys()]).map(names => unset([names])), ...exports(plan)].join(' &&\n')}\n`,
    failure: 'false\n',
    renderReply,
  }
}

/** Columns that a line of names may take, so that people can read what `env` prints. */
const lineWidth = 64

/** Names with spaces between, in lines of a width that people can read. */
function folded(names: readonly string[]): string[] {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + name.length < lineWidth) lines[lines.length - 1] = `${last} ${name}`
    else lines.push(name)
  }
  return lines
}

const refusedSays =
  "claude-switch: nothing was changed: this shell refuses the variable named above (is it read-only, or the shell's own?). Start a shell without it, or take its readonly out of your start-up files."

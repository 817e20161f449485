import type { Plan } from '../env/plan.ts'
import type { ShellReply } from './shell.ts'

/**
 * The errand as one line of JSON, for shells that read data instead of text: elvish, nushell and PowerShell then need no
 * quoting rule of ours at all. Its shape suits the pickiest reader, PowerShell's ConvertFrom-Json: that refuses an object
 * with both NO_PROXY and no_proxy, takes a string that looks like a date for a date, and decodes what is not ASCII by
 * the console's code page. So variables are NAME=value, the words to launch one string with NUL between them, which no
 * word can contain, and everything is ASCII.
 */
export function jsonReply({ plan, undo, says, launch }: ShellReply): string {
  const reply: StructuredErrand = {
    unset: [...plan].flatMap(([name, value]) => (value === null ? [name] : [])),
    set: [...plan].flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])),
    undo: undo ?? '',
    remember: undo !== undefined,
    says: says ?? '',
    launch: launch?.join('\0') ?? '',
  }
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(reply).replace(/[\u007f-\uffff]/g, escaped)}\n`
}

interface StructuredErrand {
  /** To be done first: where case does not count, as on Windows, removing no_proxy takes NO_PROXY with it. */
  readonly unset: readonly string[]
  /** NAME=value, as an environment block has it. */
  readonly set: readonly string[]
  /** What the shell keeps for the next call, where `remember` says that it changes; empty makes it forget. */
  readonly undo: string
  readonly remember: boolean
  /** A line for stderr, once the variables have changed. */
  readonly says: string
  /** A program and its words to run at the end, NUL between them; empty for none. */
  readonly launch: string
}

/** The same order for the plan as text. */
export function removalsFirst(plan: Plan): [string, string | null][] {
  const rows = [...plan]
  return [...rows.filter(([, value]) => value === null), ...rows.filter(([, value]) => value !== null)]
}

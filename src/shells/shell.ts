import type { Plan } from '../env/plan.ts'

/** What a shell function is given to evaluate after one command. */
export interface ShellReply {
  readonly plan: Plan
  /** What the shell remembers from now on; null makes it forget. Undefined leaves it as it is. */
  readonly undo?: string | null
  /** The line that says what happened, for stderr, once it has happened. */
  readonly says?: string
  /** A command to run afterwards, as words. */
  readonly launch?: readonly string[]
  /** The option letters of the calling shell (`$-`), where it has such. */
  readonly options: string
}

/** How one shell says a plan, and how it is taught the command. */
export interface Shell {
  readonly name: ShellName
  readonly title: string
  /** Other names by which people and systems call it. */
  readonly aliases: readonly string[]
  /** The plan as text that a user can evaluate by hand. */
  readonly render: (plan: Plan) => string
  /** The text that evaluates to failure and changes nothing: what `eval "$(claude-switch env nope)"` gets. */
  readonly failure: string
  /** What the shell's own function evaluates. */
  readonly renderReply: (reply: ShellReply) => string
  /** Which file descriptor carries that text: 3 where the shell can redirect it, 1 where it reads the command's output. */
  readonly fd: 1 | 3
  /** Quotes one word. */
  readonly quote: (text: string) => string
  /** The script in this package that teaches it the command; `fillInit` completes it. */
  readonly script: string
  /** Where its users put the load line, and the line. */
  readonly rcFile: string
  readonly loadLine: string
}

export const shellNames = ['bash', 'zsh', 'sh', 'fish', 'elvish', 'nushell', 'powershell'] as const
export type ShellName = (typeof shellNames)[number]

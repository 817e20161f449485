import type { Shell } from '../shells/shell.ts'
import type { System } from '../system/system.ts'

/** An option of a command. With `value` it takes one, and the word names it in help. */
export interface OptionSpec {
  readonly name: string
  readonly short?: string
  readonly value?: string
  readonly says: string
}

/** One command: its words, its options, and the module that does it, loaded when it is asked for. */
export interface CommandSpec {
  readonly name: string
  /** Its arguments as help shows them. */
  readonly words: string
  /** How many words it takes; `any` for a command whose words are not ours to read. */
  readonly count: readonly [number, number] | 'any'
  /** What its first word is, for completion. */
  readonly takes?: 'profile' | 'shell' | 'template'
  readonly says: string
  readonly options: readonly OptionSpec[]
  readonly examples: readonly (readonly [string, string])[]
  /** Called by the shell scripts only. */
  readonly hidden?: true
  readonly load: () => Promise<{ readonly run: Command }>
}

/** Every command, and what a first word that is no command means. */
export interface Program {
  readonly commands: readonly CommandSpec[]
  readonly switchCommand: CommandSpec
  /** First words of other switchers that people's fingers know, and the words that they stand for here. */
  readonly aliases: Readonly<Record<string, readonly string[]>>
}

/** What a command is asked to do: its words and options, and the shell that will evaluate what it says. */
export interface Input {
  /** The words behind the command's own. */
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  readonly program: Program
  /** The shell function that called, when one did, and its option letters (`$-`). */
  readonly caller?: { readonly shell: Shell; readonly options: string }
}

/** Does one thing and returns the exit code; throws a UserError for what a user can put right. */
export type Command = (input: Input, system: System) => Promise<number> | number

/** An option that takes a value. */
export function textOption(input: Input, name: string): string | undefined {
  const value = input.options[name]
  return typeof value === 'string' ? value : undefined
}

import { parseArgs } from 'node:util'
import type { CommandSpec, Program } from './commands/command.ts'

/** A command line that leaves nothing to explain: the command, its words and its options. */
export interface PlainRequest {
  readonly spec: CommandSpec
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/**
 * Reads a command line by the table of commands. Undefined for one that asks for help or has a mistake in it: those go to
 * commander, which explains them by the same table and would cost every switch 4 ms.
 */
export function readArguments(
  words: readonly string[],
  { commands, switchCommand }: Program,
): PlainRequest | undefined {
  const named = commands.find(({ name }) => name === words[0])
  if (named?.count === 'any') return named.hidden ? { spec: named, words: words.slice(1), options: {} } : undefined
  const spec = named ?? switchCommand
  const options = Object.fromEntries(
    spec.options.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
    ]),
  )
  try {
    const rest = named ? words.slice(1) : words
    const { values, positionals } = parseArgs({ args: [...rest], options, allowPositionals: true, strict: true })
    const [least, most] = spec.count as readonly [number, number]
    if (positionals.length < least || positionals.length > most) return undefined
    return { spec, words: positionals, options: values as PlainRequest['options'] }
  } catch {
    return undefined
  }
}

import { parseArgs } from 'node:util'
import type { CommandSpec, Program } from '../commands/command.ts'

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
export function parseCommandLine(
  words: readonly string[],
  { commands, switchCommand }: Program,
): PlainRequest | undefined {
  if (words[0] === 'help') return undefined
  const named = commands.find(({ name }) => name === words[0])
  if (named?.count === 'any') {
    return named.hidden ? { spec: named, words: words.slice(1), options: {} } : readRunning(words.slice(1), named)
  }
  const spec = named ?? switchCommand
  const rest = named ? words.slice(1) : words
  const [least, most] = spec.count as readonly [number, number]
  // Most command lines are words alone, and then there is nothing to parse.
  if (rest.every(isPlainWord)) {
    return rest.length < least || rest.length > most ? undefined : { spec, words: rest, options: {} }
  }
  const read = parsed(rest, spec)
  return read && read.words.length >= least && read.words.length <= most ? read : undefined
}

/** A command line with the words that its first one stands for, where that is an alias. */
export function expandAlias(words: readonly string[], { aliases }: Pick<Program, 'aliases'>): readonly string[] {
  const [first = '', ...rest] = words
  const meant = Object.hasOwn(aliases, first) ? aliases[first] : undefined
  return meant ? [...meant, ...rest] : words
}

/** `run local --model M -- claude -p hi`: options on either side of the profile are ours, the rest is another program's. */
function readRunning(words: readonly string[], spec: CommandSpec): PlainRequest | undefined {
  let end = 0
  for (let profiles = 0; end < words.length && words[end] !== '--'; end++) {
    const word = words[end] ?? ''
    if (isPlainWord(word)) {
      if (profiles++ === 1) break
    } else if (spec.options.some(({ name, value }) => value !== undefined && word === `--${name}`)) end++
  }
  const read = parsed(words.slice(0, end), spec)
  return read?.words.length === 1 ? { ...read, words: [...read.words, ...words.slice(end)] } : undefined
}

/** Words that are all ours; undefined when an option is not one of the command's, or lacks its value. */
function parsed(words: readonly string[], spec: CommandSpec): PlainRequest | undefined {
  const options = Object.fromEntries(
    spec.options.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    return { spec, words: positionals, options: values as PlainRequest['options'] }
  } catch {
    return undefined
  }
}

/** A lone `-` is the profile before. */
function isPlainWord(word: string): boolean {
  return word === '-' || !word.startsWith('-')
}

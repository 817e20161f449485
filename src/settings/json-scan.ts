import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'

/** `json` is what Claude Code reads, strict; `jsonc` what VS Code reads, with comments and trailing commas. */
export type Syntax = 'json' | 'jsonc'

/** A text that is not JSON: what is wrong, without anything of the text, and in which line, from 1. */
export class JsonError extends Error {
  readonly line: number

  constructor(says: string, text: string, at: number) {
    super(says)
    this.line = text.slice(0, at).split(/\r\n?|\n/).length
  }
}

/** A value by its place in the text, from `start` up to, not including, `end`. */
export interface JsonNode {
  readonly start: number
  readonly end: number
  /** What an object or a list holds; absent for anything else. */
  readonly entries?: readonly Entry[]
  readonly kind: 'object' | 'array' | 'plain'
}

/** A member of an object, or an item of a list. */
export interface Entry {
  /** Absent in a list. */
  readonly name?: string
  /** Where its key begins, or in a list its value. */
  readonly start: number
  readonly value: JsonNode
  /** Where the comma behind it is. */
  readonly comma?: number
}

const deepest = 500

/** An entry, an object or a list that is being read. */
interface OpenEntry {
  name?: string
  start: number
  value: JsonNode
  comma?: number
}
interface Container {
  readonly start: number
  readonly kind: 'object' | 'array'
  readonly entries: OpenEntry[]
  /** The key that waits for its value. */
  key?: { readonly name: string; readonly start: number }
}

/** What has to come next, and what is said where it does not. */
const missing = {
  key: 'no key in quotes where there has to be one',
  colon: 'no colon behind a key',
  value: 'no value where there has to be one',
  comma: 'no comma between two values',
  end: 'something behind the end',
} as const

/**
 * Finds every value of a text by its place. Throws JsonError for what the reader of that syntax would not accept. The words
 * and the places are ours, since jsonc-parser goes on after an error and keeps no commas; the grammar is its own.
 */
export function scan(text: string, syntax: Syntax): JsonNode {
  const open: Container[] = []
  let root: JsonNode | undefined
  let wanted: keyof typeof missing = 'value'
  let comma: number | undefined
  const put = (value: JsonNode) => {
    const parent = open.at(-1)
    const { name, start } = parent?.key ?? { name: undefined, start: value.start }
    parent?.entries.push({ ...(name === undefined ? {} : { name }), start, value })
    delete parent?.key
    if (!parent) root = value
    wanted = parent ? 'comma' : 'end'
    comma = undefined
  }
  const begin = (kind: Container['kind']) => (start: number) => {
    if (open.length > deepest) throw new JsonError('it is nested too deeply', text, start)
    open.push({ start, kind, entries: [] })
    wanted = kind === 'object' ? 'key' : 'value'
    comma = undefined
  }
  const end = (at: number) => {
    const { start, kind, entries } = open.pop() as Container
    put({ start, end: at + 1, kind, entries })
  }
  const separator = (sign: string, at: number) => {
    if (sign === ':') {
      wanted = 'value'
      return
    }
    const parent = open.at(-1)
    const last = parent?.entries.at(-1)
    if (last) last.comma = comma = at
    wanted = parent?.kind === 'object' ? 'key' : 'value'
  }
  const error = (code: ParseErrorCode, at: number, length: number) => {
    throw errorAt(text, { wanted, comma }, printParseErrorCode(code), at, length)
  }
  // A mark in front is white space to the readers, and none to the parser.
  visit(
    text.replace(/^\uFEFF/, ' '),
    {
      onObjectBegin: begin('object'),
      onArrayBegin: begin('array'),
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectProperty: (name, start) => {
        const parent = open.at(-1)
        if (parent) parent.key = { name, start }
        wanted = 'colon'
      },
      onLiteralValue: (_, start, length) => put({ start, end: start + length, kind: 'plain' }),
      onSeparator: separator,
      onError: error,
    },
    { disallowComments: syntax === 'json', allowTrailingComma: syntax === 'jsonc' },
  )
  return root as JsonNode
}

/** What is wrong at a place, in our words. */
function errorAt(
  text: string,
  { wanted, comma }: { wanted: keyof typeof missing; comma: number | undefined },
  code: string,
  at: number,
  length: number,
): JsonError {
  const said = inToken[code]?.(text, at + length)
  if (said !== undefined) return new JsonError(said, text, at)
  if (at >= text.length) return new JsonError('it ends too early', text, at)
  const isTrailing = comma !== undefined && /[}\]]/.test(text[at] as string)
  return isTrailing
    ? new JsonError('a comma behind the last value', text, comma)
    : new JsonError(missing[wanted], text, at)
}

const oddText = () => 'a text with a line end or an escape that JSON does not have'

/** What is wrong within a token, wherever it stands. */
const inToken: Readonly<Record<string, ((text: string, end: number) => string) | undefined>> = {
  InvalidCommentToken: () => 'a comment, which Claude Code does not accept',
  UnexpectedEndOfComment: () => 'a comment that does not end',
  UnexpectedEndOfString: (text, end) => (text.includes('"', end) ? oddText() : 'a text without its closing quote'),
  InvalidUnicode: oddText,
  InvalidEscapeCharacter: oddText,
  InvalidCharacter: oddText,
}

/** Where the white space that begins at a place ends. */
export function skipSpace(text: string, at: number): number {
  let end = at
  while (end < text.length && ' \t\r\n'.includes(text[end] as string)) end++
  return end
}

/** Where the comment that begins at a place ends, its line end not included; undefined where none does. */
export function commentEnd(text: string, at: number): number | undefined {
  if (text.startsWith('//', at)) {
    const length = text.slice(at).search(/[\r\n]/)
    return length < 0 ? text.length : at + length
  }
  const close = text.startsWith('/*', at) ? text.indexOf('*/', at + 2) : -1
  return close < 0 ? undefined : close + 2
}

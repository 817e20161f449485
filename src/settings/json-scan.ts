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
const plain = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Finds every value of a text by its place. Throws JsonError for what the reader of that syntax would not accept. */
export function scan(text: string, syntax: Syntax): JsonNode {
  let at = text.startsWith('\uFEFF') ? 1 : 0
  const fail = (says: string, where = at): never => {
    throw new JsonError(says, text, where)
  }
  const gap = () => {
    at = syntax === 'json' ? skipSpace(text, at) : skipGap(text, at)
    if (text[at] !== '/') return
    fail(syntax === 'json' ? 'a comment, which Claude Code does not accept' : 'a comment that does not end')
  }
  const next = () => {
    gap()
    if (at >= text.length) fail('it ends too early')
    return text[at]
  }
  const string = (): string => {
    const start = at++
    for (; text[at] !== '"'; at++) {
      if (at >= text.length) fail('a text without its closing quote', start)
      if (text[at] === '\\') at++
    }
    at++
    try {
      return JSON.parse(text.slice(start, at))
    } catch {
      return fail('a text with a line end or an escape that JSON does not have', start)
    }
  }
  const value = (depth: number): JsonNode => {
    const sign = next()
    const start = at
    if (depth > deepest) fail('it is nested too deeply')
    if (sign === '{' || sign === '[') {
      at++
      const entries = list(sign === '{' ? '}' : ']', depth)
      return { start, end: at, entries, kind: sign === '{' ? 'object' : 'array' }
    }
    if (sign === '"') string()
    else {
      plain.lastIndex = at
      const found = plain.exec(text)?.[0]
      if (found === undefined) fail('no value where there has to be one')
      at += found?.length ?? 0
    }
    return { start, end: at, kind: 'plain' }
  }
  const list = (close: '}' | ']', depth: number): Entry[] => {
    const entries: Entry[] = []
    while (next() !== close) {
      const last = entries.at(-1)
      if (last && last.comma === undefined) fail('no comma between two values')
      const start = at
      const name = close === '}' ? key() : undefined
      const found = value(depth + 1)
      const comma = next() === ',' ? at++ : undefined
      const isTrailing = comma !== undefined && next() === close
      if (isTrailing && syntax === 'json') fail('a comma behind the last value', comma)
      entries.push({
        start,
        value: found,
        ...(name === undefined ? {} : { name }),
        ...(comma === undefined ? {} : { comma }),
      })
    }
    at++
    return entries
  }
  const key = (): string => {
    if (text[at] !== '"') fail('no key in quotes where there has to be one')
    const name = string()
    if (next() !== ':') fail('no colon behind a key')
    at++
    return name
  }
  const root = value(0)
  gap()
  if (at < text.length) fail('something behind the end')
  return root
}

/** Where the white space that begins at a place ends. */
export function skipSpace(text: string, at: number): number {
  let end = at
  while (end < text.length && ' \t\r\n'.includes(text[end] as string)) end++
  return end
}

/** Where the white space and comments that begin at a place end; at the slash of a comment that does not end. */
function skipGap(text: string, from: number): number {
  for (let at = from; ; ) {
    at = skipSpace(text, at)
    const end = commentEnd(text, at)
    if (end === undefined) return at
    at = end
  }
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

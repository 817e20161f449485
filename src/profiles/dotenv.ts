import { problemOf } from './problem.ts'
import type { Problem } from './profile.ts'

/** One `NAME=value` of the backends file. */
export interface Assignment {
  readonly key: string
  /** The right-hand side as it stands in the file; `readValue` reads it. */
  readonly source: string
  /** Single quotes keep `$NAME` literal. */
  readonly literal: boolean
  /** Line in the file, from 1. */
  readonly line: number
  /** True when an unquoted `#` ends the value in the middle of a word, which is hardly ever meant. */
  readonly cut: boolean
}

// The same shapes that dotenv's own pattern accepts; its values are taken from dotenv itself.
const head = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=|:(?=\s))/
const quoted = /^(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`)[^\S\n]*(?:#[^\n]*)?$/m
const quotes = '\'"`'
/** Lines that a quoted value may span; what is longer is a quote that somebody forgot to close. */
const longestValue = 200
/** Characters of a name: looking for a profile in it takes the square of them. */
const longestKey = 256
const exportable = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Reads the text of a backends file. dotenv decides what a value is; this adds what dotenv keeps to itself: where each
 * one stands, how it was quoted, and what it silently drops or cuts.
 */
export function readAssignments(text: string): { assignments: Assignment[]; problems: Problem[] } {
  const assignments: Assignment[] = []
  const problems: Problem[] = []
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
  for (let index = 0; index < lines.length; index++) {
    const source = lines[index] ?? ''
    const line = index + 1
    const first = source.trimStart()[0]
    if (first === undefined || first === '#') continue
    // Most lines are NAME=..., and in a long file a match for each takes its time.
    const equals = source.indexOf('=')
    let key: string | undefined = source.slice(0, Math.max(equals, 0))
    let raw = source.slice(equals + 1)
    if (!exportable.test(key)) {
      const match = head.exec(source)
      key = match?.[1]
      raw = source.slice(match?.[0].length)
    }
    if (key === undefined) {
      problems.push(problemOf('warning', { code: 'line-not-read' }, { line }))
      continue
    }
    if (!exportable.test(key) || key.length > longestKey) {
      problems.push(problemOf('warning', { code: 'key-invalid', key: key.slice(0, longestKey) }, { line }))
      continue
    }
    const rest = raw.trimStart()
    const isQuoted = rest !== '' && quotes.includes(rest[0] ?? '')
    const chunk = isQuoted ? quotedChunk(lines, index, rest) : rest
    if (chunk === undefined) {
      problems.push(problemOf('warning', { code: 'quote-open', key }, { line }))
      continue
    }
    const cut = !isQuoted && raw.includes('#') && raw.replace(/\s#.*$/, '').includes('#')
    assignments.push({ key, source: chunk, literal: rest.startsWith("'"), line, cut })
    if (chunk !== rest) index += chunk.split('\n').length - 1
  }
  return { assignments, problems }
}

/**
 * The value of an assignment, as dotenv reads it: quotes taken off, `\n` in double quotes a newline. Read on demand, so
 * that a switch among a thousand profiles pays for one.
 */
export function readValue({ source }: Assignment): string {
  // Plain words, and words in single quotes, are most of all values and mean themselves in dotenv too: loading it for
  // them would cost a switch half a millisecond.
  const plain = /^(?:[\w.:/@+,=%-]*|'([^'\n]*)')$/.exec(source)
  if (plain) return plain[1] ?? source
  const { parse } = require('dotenv') as typeof import('dotenv')
  return parse(`X=${source}`)['X'] ?? ''
}

/** The quoted value that begins in `rest`, over as many lines as it takes; undefined when it is never closed. */
function quotedChunk(lines: readonly string[], index: number, rest: string): string | undefined {
  // Closed by the last character of its line, and nothing of its kind before: most quotes are.
  if (rest.length > 1 && rest.indexOf(rest[0] ?? '', 1) === rest.length - 1) return rest
  const match = quoted.exec(rest)
  if (match?.index === 0 && match[0].length === rest.length) return rest
  // A quote that closes on its own line with text behind it (`"a"b`) is dotenv's to judge, as an unquoted value.
  if (rest.indexOf(rest[0] ?? '', 1) > 0) return rest
  const whole = [rest, ...lines.slice(index + 1, index + longestValue)].join('\n')
  const long = quoted.exec(whole)
  return long?.index === 0 ? long[0] : undefined
}

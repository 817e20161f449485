import {
  colonOf,
  commentBehind,
  commentsBetween,
  indentAt,
  indentIfFirst,
  type Layout,
  layoutOf,
  render,
} from './json-layout.ts'
import { type Entry, type JsonNode, type Syntax, scan } from './json-scan.ts'

/** A way into a text: names of members, and numbers of items. Of two members of one name the last counts, as for all readers. */
export type Path = readonly (string | number)[]

/** What is at a path: the value, and its own text. */
export interface Read {
  readonly value: unknown
  readonly text: string
}

/** Reads what is at a path; undefined where there is nothing. Throws JsonError for a text that its reader would refuse. */
export function readAt(text: string, path: Path, syntax: Syntax): Read | undefined {
  const found = follow(scanned(text, syntax), path)
  return found && { value: meaning(text, found), text: text.slice(found.start, found.end) }
}

/**
 * Puts a value at a path: in the place of what is there, else behind the last member, written as its neighbours are. A
 * number one past the last item adds an item; objects and lists that are missing on the way are made. All else in the text
 * stays as it is, byte for byte, and all of it where that value is there already. Throws JsonError for a text that its reader
 * would refuse, and RangeError where the way leads through something that holds no such members.
 */
export function putAt(text: string, path: Path, value: unknown, syntax: Syntax): string {
  const root = scanned(text, syntax)
  const layout = layoutOf(text, root)
  const there = follow(root, path)
  if (there) {
    if (JSON.stringify(meaning(text, there)) === JSON.stringify(value)) return text
    const flat = there.kind !== 'plain' && !/[\r\n]/.test(text.slice(there.start, there.end))
    return splice(text, there.start, there.end, render(value, indentAt(text, there.start), layout, flat))
  }
  let depth = path.length - 1
  while (follow(root, path.slice(0, depth)) === undefined) depth--
  const parent = follow(root, path.slice(0, depth)) as JsonNode
  const step = path[depth] as string | number
  const wanted = typeof step === 'string' ? 'object' : 'array'
  if (parent.kind !== wanted) {
    const name = depth === 0 ? 'all of it' : JSON.stringify(path[depth - 1])
    throw new RangeError(`${name} is no ${wanted === 'object' ? 'object' : 'list'}`)
  }
  const inner = path.slice(depth + 1).reduceRight<unknown>((held, key) => {
    return typeof key === 'string' ? { [key]: held } : [held]
  }, value)
  const last = parent.entries?.at(-1)
  return last ? append(text, parent, last, step, inner, layout) : fill(text, parent, step, inner, layout)
}

/** Puts a text that was read before back at a path where something is. Throws as readAt does. */
export function restoreAt(text: string, path: Path, source: string, syntax: Syntax): string {
  const there = follow(scanned(text, syntax), path)
  return there ? splice(text, there.start, there.end, source) : text
}

/** Takes what is at a path out of its object or list, with its comma. Comments stay. Throws as readAt does. */
export function takeAt(text: string, path: Path, syntax: Syntax): string {
  const parent = follow(scanned(text, syntax), path.slice(0, -1))
  const entries = parent?.entries ?? []
  const index = entries.findLastIndex((entry, at) => isAt(entry, at, path.at(-1)))
  const entry = entries[index]
  if (!parent || !entry) return text
  const before = entries[index - 1]
  const begin = before ? (before.comma ?? before.value.end) + 1 : parent.start + 1
  const end = entry.comma === undefined ? entry.value.end : entry.comma + 1
  if (
    entries.length === 1 &&
    text
      .slice(parent.start + 1, entry.start)
      .concat(text.slice(end, parent.end - 1))
      .trim() === ''
  )
    return splice(text, parent.start, parent.end, parent.kind === 'object' ? '{}' : '[]')
  const comment = commentsBetween(text, begin, entry.start).at(-1)
  // What stands behind on the line must not become a part of the comment in front.
  const isAlone = /^[^\S\r\n]*(?:[\r\n]|$)/.test(text.slice(end))
  const lineEnd = comment?.isLine && !isAlone ? /^(?:\r\n?|\n)/.exec(text.slice(comment.end))?.[0].length : 0
  const cut = splice(text, (comment?.end ?? begin) + (lineEnd ?? 0), end, '')
  const isLast = entry.comma === undefined && before?.comma !== undefined
  return isLast ? splice(cut, before.comma, before.comma + 1, '') : cut
}

let latest: { readonly text: string; readonly syntax: Syntax; readonly root: JsonNode } | undefined

/** A text is asked several things before it changes, and a large one takes a while to scan. */
function scanned(text: string, syntax: Syntax): JsonNode {
  if (latest?.text !== text || latest.syntax !== syntax) latest = { text, syntax, root: scan(text, syntax) }
  return latest.root
}

function follow(root: JsonNode, path: Path): JsonNode | undefined {
  let found: JsonNode | undefined = root
  for (const step of path) found = found?.entries?.findLast((entry, at) => isAt(entry, at, step))?.value
  return found
}

function isAt({ name }: Entry, index: number, step: string | number | undefined): boolean {
  return typeof step === 'string' ? name === step : name === undefined && index === step
}

/** The value of a piece of text that has been scanned. */
function meaning(text: string, { start, end, kind, entries = [] }: JsonNode): unknown {
  if (kind === 'array') return entries.map(entry => meaning(text, entry.value))
  if (kind === 'plain') return JSON.parse(text.slice(start, end))
  return Object.fromEntries(entries.map(entry => [entry.name ?? '', meaning(text, entry.value)]))
}

function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end)
}

/** Adds an entry behind the last one. */
function append(
  text: string,
  parent: JsonNode,
  last: Entry,
  step: string | number,
  value: unknown,
  layout: Layout,
): string {
  const indent = indentIfFirst(text, last.start)
  const from = last.comma === undefined ? last.value.end : last.comma + 1
  const comment = commentBehind(text, from, parent.end - 1)
  const [before] = (parent.entries ?? []).slice(-2, -1)
  const gap = text.slice(before ? (before.comma ?? 0) + 1 : parent.start + 1, last.start)
  const isInline = indent === undefined && !comment?.isLine && /^[^\S\r\n]*$/.test(gap)
  const inner = indent ?? indentAt(text, parent.start) + layout.indent
  const key = typeof step === 'string' ? JSON.stringify(step) + colonOf(text, last) : ''
  const comma = last.comma === undefined ? '' : ','
  const added = `${isInline ? gap : layout.line + inner}${key}${render(value, inner, layout, indent === undefined)}${comma}`
  const grown = splice(text, comment?.end ?? from, comment?.end ?? from, added)
  return last.comma === undefined ? splice(grown, from, from, ',') : grown
}

/** Adds the first entry of an object or a list, behind the comments that are in it. */
function fill(text: string, parent: JsonNode, step: string | number, value: unknown, layout: Layout): string {
  const outer = indentAt(text, parent.start)
  const comment = commentsBetween(text, parent.start + 1, parent.end - 1).at(-1)
  const isFlat = layout.flat && !comment
  const inner = isFlat ? '' : outer + layout.indent
  const key = typeof step === 'string' ? JSON.stringify(step) + layout.colon : ''
  const entry = `${isFlat ? '' : layout.line + inner}${key}${render(value, inner, layout)}`
  if (comment) return splice(text, comment.end, comment.end, entry)
  return splice(text, parent.start + 1, parent.end - 1, isFlat ? entry : `${entry}${layout.line}${outer}`)
}

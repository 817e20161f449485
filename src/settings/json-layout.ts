import { commentEnd, type Entry, type JsonNode, skipSpace } from './json-scan.ts'

/** How a text is laid out: how it indents and ends its lines, and whether it is all on one. */
export interface Layout {
  readonly indent: string
  readonly line: string
  readonly flat: boolean
  /** The colon of a member, with its white space. */
  readonly colon: string
}

/** Learns the layout from what is there; two spaces and `\n` where nothing tells. */
export function layoutOf(text: string, root: JsonNode): Layout {
  const [first] = root.entries ?? []
  const line = /\r\n?|\n/.exec(text)?.[0]
  const indent = first && indentIfFirst(text, first.start)?.slice(indentAt(text, root.start).length)
  const flat = first !== undefined && !/[\r\n]/.test(text.slice(root.start, root.end))
  return { indent: indent || '  ', line: line ?? '\n', flat, colon: first ? colonOf(text, first) : ': ' }
}

/** The text of a value that begins on a line indented by `indent`. */
export function render(value: unknown, indent: string, layout: Layout, flat = layout.flat): string {
  if (flat) return JSON.stringify(value)
  return JSON.stringify(value, null, layout.indent).replaceAll('\n', layout.line + indent)
}

/** The white space that the line of a place begins with. */
export function indentAt(text: string, at: number): string {
  return /^[^\S\r\n\uFEFF]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? ''
}

/** The white space in front of a place; undefined when something else is in front of it on its line. */
export function indentIfFirst(text: string, at: number): string | undefined {
  const indent = indentAt(text, at)
  return lineStart(text, at) + indent.length === at ? indent : undefined
}

function lineStart(text: string, at: number): number {
  const before = at - 1
  const start = before < 0 ? 0 : Math.max(text.lastIndexOf('\n', before), text.lastIndexOf('\r', before)) + 1
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start
}

/** The colon of a member with the white space around it, when that is all on one line. */
export function colonOf(text: string, { name, start, value }: Entry): string {
  const colon = name === undefined ? undefined : /"([^\S\r\n]*:[^\S\r\n]*)$/.exec(text.slice(start, value.start))?.[1]
  return colon ?? ': '
}

/** The comments that begin between two places, each by its end, and whether its line's end ends it. */
export function commentsBetween(text: string, from: number, to: number): { end: number; isLine: boolean }[] {
  const comments: { end: number; isLine: boolean }[] = []
  for (let at = skipSpace(text, from); at < to; ) {
    const end = commentEnd(text, at)
    if (end === undefined) break
    comments.push({ end, isLine: text.startsWith('//', at) })
    at = skipSpace(text, end)
  }
  return comments
}

/** The last comment that begins between two places and on the line of the first; none where there is none. */
export function commentBehind(text: string, from: number, to: number): { end: number; isLine: boolean } | undefined {
  let last: { end: number; isLine: boolean } | undefined
  for (const comment of commentsBetween(text, from, to)) {
    const begin = skipSpace(text, last?.end ?? from)
    if (/[\r\n]/.test(text.slice(last?.end ?? from, begin))) break
    last = comment
  }
  return last
}

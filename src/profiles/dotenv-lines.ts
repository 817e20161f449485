/** One place of a text that an edit changed; a value that spans lines is one place, with `\n` between its lines. */
export interface EditedLine {
  /** Where it begins in the new text, from 1. */
  readonly line: number
  /** What stood there; absent for a line that is new. */
  readonly was?: string
  readonly is: string
}

/** A text after an edit, and what the edit did. */
export interface Edited {
  readonly text: string
  /** In the text's order; empty when there was nothing to change. */
  readonly lines: readonly EditedLine[]
}

/** A line, and what ends it: nothing, for a last line without a line end. */
export type Line = { readonly text: string; readonly end: string }

/** The lines from `first` up to, not including, `next`, counted from 0, become `text`; none of them where a line is new. */
export interface Change {
  readonly first: number
  readonly next: number
  readonly text: string
}

/** The lines of a text, as readAssignments counts them; a line end at the very end begins no further one. */
export function splitLines(text: string): Line[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n?|\n|$)/g)]
    .map(([, line = '', end = '']) => ({ text: line, end }))
    .filter(line => line.text !== '' || line.end !== '')
}

/** Carries out changes, those of one place in the given order. Line ends stay; a new line has that of the line before. */
export function changeLines(lines: readonly Line[], changes: readonly Change[]): Edited {
  const usual = lines.find(({ end }) => end !== '')?.end ?? '\n'
  const made: { text: string; end: string }[] = []
  const edited: EditedLine[] = []
  let from = 0
  for (const { first, next, text } of [...changes].sort((a, b) => a.first - b.first || a.next - b.next)) {
    for (const line of lines.slice(from, first)) made.push({ ...line })
    from = next
    const old = lines.slice(first, next)
    const was = old.length === 0 ? {} : { was: old.map(line => line.text).join('\n') }
    edited.push({ line: made.length + 1, ...was, is: text })
    const before = made.at(-1)
    const inner = old[0]?.end || before?.end || usual
    let end = old.at(-1)?.end
    if (end === undefined) {
      end = before?.end ?? usual
      // Behind a last line without a line end, the new one is the last without one.
      if (before) before.end ||= usual
    }
    for (const part of text.split('\n')) made.push({ text: part, end: inner })
    const last = made.at(-1)
    if (last) last.end = end
  }
  const rest = lines.slice(from)
  return { text: [...made, ...rest].map(({ text, end }) => text + end).join(''), lines: edited }
}

/** Two edits, the second one of the text that the first one made, as one. They have no line in common. */
export function follow(first: Edited, second: Edited): Edited {
  const moved = first.lines.map(edited => {
    let { line } = edited
    for (const later of second.lines) if (later.line <= line) line += heightOf(later.is) - heightOf(later.was)
    return { ...edited, line }
  })
  return { text: second.text, lines: [...moved, ...second.lines].sort((a, b) => a.line - b.line) }
}

function heightOf(text: string | undefined): number {
  return text === undefined ? 0 : text.split('\n').length
}

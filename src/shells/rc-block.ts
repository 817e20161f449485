/** The lines around what setup writes into a start-up file. */
export const blockBegin = '# >>> claude-switch >>>'
export const blockEnd = '# <<< claude-switch <<<'

/**
 * A start-up file's text with our block in it, `line` between its marks: in the place of the block that is there, else at
 * the end. Every other character stays as it is, but for a line end behind a last line that has none. Throws RangeError
 * for marks that are no block of ours: see `withoutBlock`.
 */
export function withBlock(text: string, line: string): string {
  const end = lineEndOf(text)
  const block = [blockBegin, ...line.split('\n'), blockEnd].map(one => `${one}${end}`).join('')
  const place = findBlock(text)
  if (place) return text.slice(0, place.from) + block + text.slice(place.to)
  const open = text !== '' && !/[\r\n]$/.test(text)
  return `${text}${open ? end : ''}${block}`
}

/**
 * The text without our block; the same text where there is none. Throws RangeError where a mark stands alone or comes
 * twice, and where something else than the loading of claude-switch stands between them: that is the user's to decide.
 */
export function withoutBlock(text: string): string {
  const place = findBlock(text)
  return place ? text.slice(0, place.from) + text.slice(place.to) : text
}

/** True where a line of the text loads what `claude-switch init` prints, in a block of ours or not. */
export function loadsInit(text: string): boolean {
  return /^[^#\r\n]*claude-switch\S{0,200}[^\S\r\n]{1,200}init\b/m.test(text)
}

/** Where our block is, in characters; undefined for none. */
function findBlock(text: string): { from: number; to: number } | undefined {
  const lines = [...text.matchAll(/([^\r\n]*)(?:\r\n?|\n|$)/g)]
  const at = (mark: string) => lines.filter(([, line]) => line === mark)
  const [begins, ends] = [at(blockBegin), at(blockEnd)]
  if (begins.length === 0 && ends.length === 0) return undefined
  const [[begin], [end]] = [begins, ends]
  if (!begin || !end || begins.length > 1 || ends.length > 1 || end.index < begin.index)
    throw new RangeError(`its lines "${blockBegin}" and "${blockEnd}" are not one of each`)
  const inner = text.slice(begin.index + begin[0].length, end.index)
  const foreign = inner.split(/\r\n?|\n/).find(line => line.trim() !== '' && !isOurs(line))
  if (foreign !== undefined) throw new RangeError(`there is something else between its lines "${blockBegin}"`)
  return { from: begin.index, to: end.index + end[0].length }
}

function isOurs(line: string): boolean {
  return /claude-switch\S{0,200}\s{1,200}init\b/.test(line)
}

function lineEndOf(text: string): string {
  return /\r\n|\n/.exec(text)?.[0] ?? '\n'
}

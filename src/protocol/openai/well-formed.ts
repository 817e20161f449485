/** The same JSON value without half letters (lone surrogates) and NULs, for which servers refuse the whole. */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return isClean(value) ? value : value.toWellFormed().replaceAll('\0', '\uFFFD')
  if (Array.isArray(value)) return value.map(wellFormed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wellFormed(inner)]))
}

function isClean(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

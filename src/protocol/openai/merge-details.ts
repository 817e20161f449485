import { fieldsOf } from '../json.ts'

/** Fields of a detail that come in pieces. */
const texts = ['text', 'summary', 'data'] as const

/**
 * Puts the pieces of `reasoning_details` together, as OpenRouter streams them: pieces of one index and type are one detail,
 * whose texts go on and whose other fields (`id`, `format`, `signature`) are as they came last.
 */
export function mergeDetails(details: readonly unknown[], pieces: readonly unknown[]): readonly unknown[] {
  const merged = [...details]
  for (const piece of pieces) {
    const fields = fieldsOf(piece)
    const last = fieldsOf(merged.at(-1))
    const isSame = merged.length > 0 && last['type'] === fields['type'] && last['index'] === fields['index']
    if (!isSame || fields['index'] === undefined) {
      merged.push(piece)
      continue
    }
    const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
    const together: Record<string, unknown> = { ...last, ...Object.fromEntries(known) }
    for (const name of texts)
      if (typeof fields[name] === 'string' && typeof last[name] === 'string')
        together[name] = `${last[name]}${fields[name]}`
    merged[merged.length - 1] = together
  }
  return merged
}

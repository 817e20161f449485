/** A sentence of a warning as a finding has it: without the full stop. */
export function sentence(text: string): string {
  return text.replace(/\.$/, '')
}

/** Names in a row, for a sentence: `a, b and c`; of many, the first and how many more. */
export function listed(names: readonly string[], most = 4): string {
  const few = names.length <= most
  const others = few ? names.slice(0, -1) : names.slice(0, most - 1)
  const last = few ? names.slice(-1).join('') : `${names.length - others.length} more`
  return others.length === 0 ? last : `${others.join(', ')} and ${last}`
}

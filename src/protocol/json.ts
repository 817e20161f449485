/** The fields of a JSON object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return value as Record<string, unknown>
}

/** What lies at the end of a path of field names; undefined where a step is missing. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  let found = value
  for (const name of names) {
    const fields = fieldsOf(found)
    // `constructor` and its like are no fields of what a server sent.
    found = Object.hasOwn(fields, name) ? fields[name] : undefined
  }
  return found
}

/** The items of a JSON array; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The strings of a JSON array; undefined where it is no array, which is not the same as an empty one. */
export function stringsIn(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : undefined
}

/** A name of one to 300 characters. */
export function stringIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 300 ? value : undefined
}

/** A truth value; `null` and everything else is not known. */
export function booleanIn(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** A number of tokens: whole, from 1 to a milliard, also where it was written as text. */
export function tokenCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined
  return number > 0 && number <= 1e9 ? number : undefined
}

/** The smallest of the numbers that are known. */
export function least(...numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter(number => number !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}

/** The fields that are known: those that are undefined are left out. */
export function known<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }
}

/** JSON text -> its value; undefined where it is none. A byte order mark does no harm. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

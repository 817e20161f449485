import { invalid } from './api-error.ts'

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>

/** True for an object of JSON: no array, no null. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The field's value, or a refusal in the words of Anthropic's validation when it is missing. */
function present(value: unknown, path: string): unknown {
  if (value === undefined) throw invalid(`${path}: Field required`)
  return value
}

/** A field that must hold a text. Throws an ApiError, as all of these do. */
export function textField(value: unknown, path: string): string {
  if (typeof present(value, path) !== 'string') throw invalid(`${path}: Input should be a valid string`)
  return value as string
}

/** A field that must hold a list. */
export function listField(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(present(value, path))) throw invalid(`${path}: Input should be a valid list`)
  return value as readonly unknown[]
}

/** A field that must hold an object. */
export function objectField(value: unknown, path: string): Json {
  if (!isJson(present(value, path))) throw invalid(`${path}: Input should be a valid dictionary`)
  return value as Json
}

/** A field that must hold a whole number of at least `least`. */
export function wholeField(value: unknown, path: string, least: number): number {
  if (!Number.isInteger(present(value, path))) throw invalid(`${path}: Input should be a valid integer`)
  if ((value as number) < least) throw invalid(`${path}: Input should be greater than or equal to ${least}`)
  return value as number
}

/** A field that must hold a number between 0 and 1, or be absent. */
export function shareField(value: unknown, path: string): void {
  if (value === undefined) return
  if (typeof value !== 'number') throw invalid(`${path}: Input should be a valid number`)
  if (value < 0 || value > 1) throw invalid(`${path}: range: 0..1`)
}

/** A field that must hold true or false, or be absent, which is false. */
export function flagField(value: unknown, path: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw invalid(`${path}: Input should be a valid boolean`)
  return value === true
}

/** A field that must hold one of some words. */
export function wordField<Word extends string>(value: unknown, path: string, words: readonly Word[]): Word {
  const word = words.find(one => one === present(value, path))
  if (word === undefined) throw invalid(`${path}: Input should be ${alternatives(words)}`)
  return word
}

/** A `type` that decides how the rest of an object is read. */
export function tagField<Tag extends string>(value: Json, path: string, tags: readonly Tag[]): Tag {
  const tag = tags.find(one => one === value['type'])
  if (tag !== undefined) return tag
  if (value['type'] === undefined) throw invalid(`${path}.type: Field required`)
  const expected = tags.map(one => `'${one}'`).join(', ')
  const found = `Input tag '${String(value['type'])}' found using 'type'`
  throw invalid(`${path}: ${found} does not match any of the expected tags: ${expected}`)
}

function alternatives(words: readonly string[]): string {
  const quoted = words.map(word => `'${word}'`)
  const last = quoted.pop()
  return quoted.length === 0 ? `${last}` : `${quoted.join(', ')} or ${last}`
}

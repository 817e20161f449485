/**
 * Judges one value of a settings file: undefined where the client takes it, else the way to what it does not take, from the
 * value on; `unsure` where it may or may not take it.
 */
export type Shape = (value: unknown) => string | undefined

/** Stands behind a way where it is not known whether the client takes what is there. */
export const unsure = '?'

const is =
  (test: (value: unknown) => boolean): Shape =>
  value =>
    test(value) ? undefined : ''

export const anything: Shape = () => undefined
export const text = is(value => typeof value === 'string')
export const flag = is(value => typeof value === 'boolean')
export const number = is(value => typeof value === 'number' && Number.isFinite(value))
export const array = is(Array.isArray)
export const filled = is(value => typeof value === 'string' && value !== '')
export const link = is(value => typeof value === 'string' && URL.canParse(value))

/** A number between two, both included. */
export const between = (low: number, high: number) =>
  is(value => typeof value === 'number' && value >= low && value <= high)
export const above = (low: number, high = Number.MAX_VALUE) =>
  is(value => typeof value === 'number' && value > low && value <= high)
/** A whole number that a double holds exactly. */
export const whole = (low: number) => is(value => Number.isSafeInteger(value) && (value as number) >= low)
export const oneOf = (...words: readonly string[]) => is(value => words.includes(value as string))
export const matching = (pattern: RegExp) => is(value => typeof value === 'string' && pattern.test(value))

/** A value of one of several shapes. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  value => {
    const ways = shapes.map(shape => shape(value))
    return ways.includes(undefined) ? undefined : (ways.find(way => way !== '') ?? '')
  }

/** Where null is as good as nothing. */
export const orNull = (shape: Shape): Shape =>
  either(
    is(value => value === null),
    shape,
  )

/** What is not taken apart here: empty it is fine, and else nobody knows. */
export const opaque =
  (shape: Shape): Shape =>
  value => {
    const way = shape(value)
    if (way !== undefined) return way
    return Object.keys(value as object).length === 0 ? undefined : unsure
  }

export const arrayOf =
  (shape: Shape): Shape =>
  value => {
    if (!Array.isArray(value)) return ''
    return value.map(shape).find(way => way !== undefined)
  }

export const mapOf =
  (shape: Shape): Shape =>
  value => {
    if (!isObject(value)) return ''
    return firstWay(Object.entries(value).map(([name, one]) => [name, shape(one)]))
  }

/** An object with members of their shapes, the first of them there always, and with any others. */
export const members =
  (shapes: Readonly<Record<string, Shape>>, ...required: readonly string[]): Shape =>
  value => {
    if (!isObject(value)) return ''
    const lacking = required.find(name => !Object.hasOwn(value, name))
    if (lacking !== undefined) return `.${lacking}`
    const there = Object.entries(shapes).filter(([name]) => Object.hasOwn(value, name))
    return firstWay(there.map(([name, shape]) => [name, shape(value[name])]))
  }

/** What is certainly not taken comes before what may not be. */
export function firstWay(ways: readonly (readonly [string, string | undefined])[]): string | undefined {
  const found = ways.filter(([, way]) => way !== undefined)
  const [name, way] = found.find(([, way]) => !way?.endsWith(unsure)) ?? found[0] ?? []
  return name === undefined ? undefined : `.${name}${way}`
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Members of one shape, by their names with blanks between. */
export function named(shape: Shape, names: string): Record<string, Shape> {
  return Object.fromEntries(names.split(/\s+/).map(name => [name, shape]))
}

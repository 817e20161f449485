import type { Details } from './details.ts'
import { isJson, type Json } from './fields.ts'

/** How deep a schema is followed; one that needs more refers to itself. */
const deepest = 8
/** Items and characters that are made because a schema wants them; more is nobody's honest wish. */
const mostItems = 100
const mostCharacters = 10_000

/**
 * An object for a schema, with every required property in it: what the question mentions where a property's name asks
 * for it (a command, a path, a place), else the simplest value of the type. `n` takes the n-th of what is mentioned. A
 * `pattern` is not looked at.
 */
export function inputFor(schema: Json, details: Details, n: number): Json {
  const value = valueFor(schema, 'input', { root: schema, details, n }, 0)
  const { properties } = schema
  const given = Object.entries(details.input ?? {}).filter(([name]) => isJson(properties) && name in properties)
  return { ...(isJson(value) ? value : {}), ...Object.fromEntries(given) }
}

interface Sources {
  readonly root: Json
  readonly details: Details
  readonly n: number
}

function valueFor(given: unknown, name: string, sources: Sources, depth: number): unknown {
  const schema = resolved(given, sources.root)
  if (depth > deepest) return null
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return chosen(schema['enum'], sources.details.question)
  const alternatives = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(alternatives)) {
    const first = alternatives.find(one => isJson(one) && one['type'] !== 'null') ?? alternatives[0]
    const rest = { ...schema, anyOf: undefined, oneOf: undefined }
    return valueFor(merged(rest, resolved(first, sources.root)), name, sources, depth + 1)
  }
  const type = typeOf(schema)
  if (type === 'string') return stringOf(schema, name, sources)
  if ('default' in schema) return schema['default']
  switch (type) {
    case 'object':
      return objectOf(schema, sources, depth)
    case 'array': {
      const item = () => valueFor(schema['items'] ?? {}, name, sources, depth + 1)
      return Array.from({ length: Math.min(Number(schema['minItems'] ?? 0), mostItems) }, item)
    }
    case 'number':
    case 'integer':
      return numberOf(schema, type)
    case 'boolean':
      return false
    default:
      return null
  }
}

/** A schema with its reference followed (`#/$defs/…` only) and its allOf merged. */
function resolved(given: unknown, root: Json, depth = 0): Json {
  const schema = isJson(given) ? given : {}
  if (depth > deepest) return schema
  const { $ref, allOf, ...rest } = schema
  const keys = typeof $ref === 'string' ? $ref.split('/').slice(1) : undefined
  const target = keys?.reduce<unknown>((at, key) => (isJson(at) ? at[key] : undefined), root)
  const parts = [...(target ? [target] : []), ...(Array.isArray(allOf) ? allOf : [])]
  return parts.map(part => resolved(part, root, depth + 1)).reduceRight<Json>((all, part) => merged(part, all), rest)
}

/** Both schemas at once; where they differ, the second one's word counts. */
function merged(one: Json, other: Json): Json {
  const properties = { ...(one['properties'] as Json), ...(other['properties'] as Json) }
  const required = [one, other].flatMap(schema => (Array.isArray(schema['required']) ? schema['required'] : []))
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  }
}

function typeOf(schema: Json): unknown {
  const type = Array.isArray(schema['type']) ? schema['type'].find(one => one !== 'null') : schema['type']
  if (type !== undefined) return type
  return isJson(schema['properties']) ? 'object' : schema['items'] === undefined ? 'string' : 'array'
}

function objectOf(schema: Json, sources: Sources, depth: number): Json {
  const properties = isJson(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.fromEntries(required.map(name => [name, valueFor(properties[name], String(name), sources, depth + 1)]))
}

/** The alternative that the question mentions, else the first. */
function chosen(values: readonly unknown[], question: string): unknown {
  return values.find(one => typeof one === 'string' && one !== '' && question.includes(one)) ?? values[0]
}

function numberOf(schema: Json, type: 'number' | 'integer'): number {
  const step = Number(schema['multipleOf'] ?? (type === 'integer' ? 1 : 0))
  const above = Number(schema['exclusiveMinimum'] ?? Number.NaN)
  const least = Number(schema['minimum'] ?? Number.NaN)
  const below = Math.min(
    Number(schema['maximum'] ?? Infinity),
    Number(schema['exclusiveMaximum'] ?? Infinity) - (step || 0.5),
  )
  const lowest = Number.isNaN(above)
    ? Number.isNaN(least)
      ? Math.min(1, below)
      : least
    : above + (step || Math.min(1, (below - above) / 2))
  return step === 0 ? lowest : Math.ceil(lowest / step) * step
}

const formats: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  time: '12:00:00Z',
  'date-time': '2026-01-01T12:00:00Z',
  duration: 'PT1S',
  email: 'demo@example.com',
  hostname: 'example.com',
  ipv4: '127.0.0.1',
  ipv6: '::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
}

function stringOf(schema: Json, name: string, { details, n }: Sources): string {
  const format = formats[String(schema['format'])]
  const text = format ?? (mentioned(name, details, n) || String(schema['default'] ?? 'demo'))
  const padded = text.padEnd(Math.min(Number(schema['minLength'] ?? 0), mostCharacters), '.')
  return schema['maxLength'] === undefined ? padded : padded.slice(0, Number(schema['maxLength']))
}

/** What the question says about a property, by the property's name; '' where it says nothing. */
function mentioned(name: string, { commands, paths, places, quoted, question }: Details, n: number): string {
  const nth = (list: readonly string[], otherwise: string) => list[n] ?? list[0] ?? otherwise
  if (/^(command|cmd|script)$/i.test(name)) return nth(commands, 'ls')
  if (/path|file(name)?$|^dir/i.test(name)) return nth(paths, nth(quoted, 'README.md'))
  if (/location|city|place|town|country/i.test(name)) return nth(places, nth(quoted, 'Lisbon'))
  if (/url|uri|link/i.test(name)) return 'https://example.com/'
  if (/query|question|prompt|search/i.test(name)) return nth(quoted, question.slice(0, 200))
  return nth(quoted, '')
}

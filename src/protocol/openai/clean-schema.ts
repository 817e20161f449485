import { fieldsOf, listOf } from '../json.ts'
import type { Dialect } from './dialect.ts'

/** What Gemini's subset of OpenAPI does not know. */
const unknownToGemini = new Set([
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'definitions',
  'additionalProperties',
  'propertyNames',
  'const',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'uniqueItems',
  'default',
  'examples',
  'patternProperties',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'readOnly',
  'writeOnly',
  'deprecated',
])

/** Keywords whose values are values, not schemas. */
const plainKeywords = new Set(['enum', 'required', 'default', 'examples', 'const', 'type', 'description', 'title'])

/** A subschema deeper than this is not looked at. */
const deepest = 40

type Schema = Readonly<Record<string, unknown>>

/** What a walk through a schema knows of its place in it. */
interface Place {
  readonly root: Schema
  readonly isGemini: boolean
  readonly depth: number
  /** The references that led here: one that leads to itself has no end. */
  readonly followed: readonly string[]
}

/** Whether a pattern is one that RE2 and Rust's regex, by which servers check schemas, can read. */
const isPortable = (pattern: unknown) => typeof pattern === 'string' && !/\(\?(?:[=!]|<[=!])|\\[1-9]/.test(pattern)

/** A tool's schema as a vendor takes it: an object, whatever else. The schema itself is not changed. */
export function cleanSchema(schema: unknown, level: Dialect['schema']): Record<string, unknown> {
  const root = fieldsOf(schema)
  const place: Place = { root, isGemini: level === 'gemini', depth: 0, followed: [] }
  const { $ref } = root
  const whole = typeof $ref === 'string' ? { ...root, ...fieldsOf(lookUp($ref, root)), $ref: undefined } : root
  const cleaned = fieldsOf(clean(whole, place))
  const flat = level === 'plain' ? cleaned : withoutBranches(cleaned)
  return { ...flat, type: 'object', properties: fieldsOf(flat['properties']) }
}

function clean(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map(one => clean(one, deeper(place)))
  if (typeof value !== 'object' || value === null) return value
  if (place.depth > deepest) return {}
  const fields = fieldsOf(value)
  const { $ref } = fields
  if (place.isGemini && typeof $ref === 'string') return followReference($ref, place)
  const kept: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(fields)) {
    if (name === '$schema' || inner === undefined) continue
    if (name === 'pattern' && !isPortable(inner)) continue
    if (place.isGemini && unknownToGemini.has(name)) continue
    if (place.isGemini && name === 'format' && inner !== 'enum' && inner !== 'date-time') continue
    kept[name] = cleanKeyword(name, inner, place)
  }
  // OpenAI and Gemini refuse a list that does not say of what.
  if (fields['type'] === 'array' && fields['items'] === undefined && fields['prefixItems'] === undefined)
    kept['items'] = place.isGemini ? { type: 'string' } : {}
  return place.isGemini ? forGemini(fields, kept) : kept
}

/** Names of properties are no keywords, whatever they are called. */
function cleanKeyword(name: string, inner: unknown, place: Place): unknown {
  if (plainKeywords.has(name)) return inner
  if (!['properties', '$defs', 'definitions', 'patternProperties'].includes(name)) return clean(inner, deeper(place))
  const entries = Object.entries(fieldsOf(inner))
  return Object.fromEntries(entries.map(([own, schema]) => [own, clean(schema, deeper(place))]))
}

const deeper = (place: Place): Place => ({ ...place, depth: place.depth + 1 })

function followReference(reference: string, place: Place): unknown {
  const target = lookUp(reference, place.root)
  if (target === undefined) return { type: 'string' }
  if (place.followed.includes(reference)) return { type: 'object' }
  return clean(target, { ...deeper(place), followed: [...place.followed, reference] })
}

/** What a reference within the same schema means. */
function lookUp(reference: string, root: object): unknown {
  if (!reference.startsWith('#/')) return undefined
  let found: unknown = root
  for (const step of reference.slice(2).split('/'))
    found = fieldsOf(found)[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  return found
}

/** What has another form in OpenAPI: one type alone, `nullable`, choices among texts, `anyOf` for `oneOf`. */
function forGemini(original: Schema, { oneOf, allOf, ...kept }: Record<string, unknown>): Record<string, unknown> {
  if ('const' in original) kept['enum'] = [String(original['const'])]
  if (Array.isArray(oneOf)) kept['anyOf'] = [...listOf(kept['anyOf']), ...oneOf]
  const types = listOf(kept['type'])
  if (types.length > 0) {
    const real = types.filter(type => type !== 'null')
    if (real.length < types.length) kept['nullable'] = true
    delete kept['type']
    if (real.length === 1) kept['type'] = real[0]
    else kept['anyOf'] = real.map(type => (type === 'array' ? { type, items: { type: 'string' } } : { type }))
  }
  const choices = listOf(kept['enum'])
  if (choices.length > 0) {
    // Only texts may be chosen from.
    if (choices.every(choice => typeof choice === 'string')) kept['type'] = 'string'
    else delete kept['enum']
  }
  const all = listOf(allOf).map(fieldsOf)
  const merged: Record<string, unknown> = all.some(one => 'properties' in one)
    ? withoutBranches({ ...kept, allOf })
    : Object.assign({}, ...all, kept)
  const { required, properties } = merged
  // A property that is required and not described is refused.
  if (Array.isArray(required))
    merged['required'] = required.filter(name => Object.hasOwn(fieldsOf(properties), String(name)))
  return merged
}

/** A schema whose branches are merged into one object that allows for each of them: a root may have none. */
function withoutBranches({ anyOf, oneOf, allOf, not: _, enum: __, ...rest }: Schema): Record<string, unknown> {
  const some = [...listOf(anyOf), ...listOf(oneOf)].map(fieldsOf)
  const all = listOf(allOf).map(fieldsOf)
  if (some.length === 0 && all.length === 0) return rest
  const properties = Object.assign(
    {},
    fieldsOf(rest['properties']),
    ...[...all, ...some].map(one => fieldsOf(one['properties'])),
  )
  const inEach = listOf(some[0]?.['required']).filter(name => some.every(one => listOf(one['required']).includes(name)))
  const required = new Set([...listOf(rest['required']), ...all.flatMap(one => listOf(one['required'])), ...inEach])
  return { ...rest, type: 'object', properties, ...(required.size > 0 ? { required: [...required] } : {}) }
}

/** The same schema, strict as OpenAI's structured answers want it: every property required, and no other. */
export function strictSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strictSchema)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strictSchema(inner)]))
  const { properties } = fields
  if (typeof properties !== 'object' || properties === null || fields['type'] !== 'object') return fields
  return { ...fields, additionalProperties: false, required: Object.keys(properties) }
}

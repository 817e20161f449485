import { fieldsOf } from '../json.ts'

/** What the vendors' own parsers of schemas refuse or do not know, by how much they know. */
const unknownToGemini = new Set([
  '$schema',
  '$id',
  '$comment',
  'additionalProperties',
  'propertyNames',
  'const',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'default',
  'patternProperties',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'unevaluatedProperties',
])

/** A subschema deeper than this refers to itself, or might as well. */
const deepest = 12

/** Whether a pattern is one that RE2 and Rust's regex, by which servers check schemas, can read. */
const isPortable = (pattern: unknown) => typeof pattern === 'string' && !/\(\?(?:[=!]|<[=!])|\\[1-9]/.test(pattern)

/** A tool's schema as a vendor takes it. The schema itself is not changed. */
export function cleanSchema(schema: unknown, level: 'plain' | 'gemini'): Record<string, unknown> {
  const root = fieldsOf(schema)
  const cleaned = clean(root, level, root, 0) as Record<string, unknown>
  if (cleaned['type'] === undefined && cleaned['properties'] === undefined && !cleaned['anyOf'])
    return { type: 'object', properties: {} }
  return cleaned['type'] === 'object' && cleaned['properties'] === undefined
    ? { ...cleaned, properties: {} }
    : { type: 'object', ...cleaned }
}

function clean(value: unknown, level: 'plain' | 'gemini', root: object, depth: number): unknown {
  if (Array.isArray(value)) return value.map(one => clean(one, level, root, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  if (depth > deepest) return level === 'gemini' ? { type: 'string' } : {}
  const fields = fieldsOf(value)
  const reference = fields['$ref']
  if (level === 'gemini' && typeof reference === 'string') {
    const target = followed(reference, root)
    return target === undefined ? { type: 'string' } : clean(target, level, root, depth + 1)
  }
  const kept: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(fields)) {
    if (name === '$schema') continue
    if (name === 'pattern' && !isPortable(inner)) continue
    if (level === 'gemini' && unknownToGemini.has(name)) continue
    if (level === 'gemini' && (name === '$defs' || name === 'definitions')) continue
    if (level === 'gemini' && name === 'format' && inner !== 'enum' && inner !== 'date-time') continue
    kept[name] = name === 'properties' ? eachOf(inner, level, root, depth) : cleanField(name, inner, level, root, depth)
  }
  if (level === 'gemini' && 'const' in fields) kept['enum'] = [String(fields['const'])]
  return kept
}

/** Names of properties are no keywords, whatever they are called. */
function eachOf(properties: unknown, level: 'plain' | 'gemini', root: object, depth: number): object {
  const entries = Object.entries(fieldsOf(properties))
  return Object.fromEntries(entries.map(([name, inner]) => [name, clean(inner, level, root, depth + 1)]))
}

function cleanField(name: string, inner: unknown, level: 'plain' | 'gemini', root: object, depth: number): unknown {
  return ['enum', 'required', 'default', 'examples', 'const'].includes(name)
    ? inner
    : clean(inner, level, root, depth + 1)
}

/** What a reference within the same schema means. */
function followed(reference: string, root: object): unknown {
  if (!reference.startsWith('#/')) return undefined
  let found: unknown = root
  for (const step of reference.slice(2).split('/'))
    found = fieldsOf(found)[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  return found
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

import { fieldsOf, listOf, parseJson } from '../../protocol/json.ts'

/**
 * The input of a tool call as JSON, from what a server wrote for it: JSON inside a text, a list of one, something behind
 * its end. What cannot be understood stays as it is, so that the client says what is wrong with it.
 */
export function repairInput(json: string, atStart: unknown, schema: unknown): string {
  const inStart = typeof atStart === 'string' ? parseJson(atStart) : atStart
  const fromStart = Object.keys(fieldsOf(inStart)).length > 0 ? JSON.stringify(inStart) : undefined
  if (json.trim() === '') return fromStart ?? '{}'
  const value = unwrapped(parseJson(json) ?? parseJson(firstObject(json) ?? ''))
  if (value === undefined) return json
  return Object.keys(value).length === 0 && fromStart !== undefined
    ? fromStart
    : JSON.stringify(withinSchema(value, fieldsOf(schema)))
}

/** Without what the tool's schema forbids, and without `null` for what need not be there: the client refuses both. */
function withinSchema(value: object, schema: Readonly<Record<string, unknown>>): object {
  const known = fieldsOf(schema['properties'])
  const required = listOf(schema['required'])
  const isClosed = schema['additionalProperties'] === false
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, inner]) => (!isClosed || Object.hasOwn(known, name)) && (inner !== null || required.includes(name)),
    ),
  )
}

function unwrapped(value: unknown): object | undefined {
  const inner = typeof value === 'string' ? parseJson(value) : value
  const one = Array.isArray(inner) && inner.length === 1 ? listOf(inner)[0] : inner
  return typeof one === 'object' && one !== null && !Array.isArray(one) ? one : undefined
}

/** The first whole JSON object of a text; undefined where none ends. */
export function firstObject(text: string): string | undefined {
  const from = text.indexOf('{')
  if (from < 0) return undefined
  let depth = 0
  let isText = false
  for (let at = from; at < text.length; at++) {
    const letter = text[at]
    if (isText) {
      if (letter === '\\') at++
      else if (letter === '"') isText = false
    } else if (letter === '"') isText = true
    else if (letter === '{') depth++
    else if (letter === '}' && --depth === 0) return text.slice(from, at + 1)
  }
  return undefined
}

/** The tool that a name means: as it is, in another case, or behind a prefix; the name itself where there is none. */
export function toolNamed(name: string, tools: readonly string[]): string {
  const bare = name.replace(/^(functions?|tools?)[.:/]/i, '')
  return tools.find(tool => tool === name) ?? tools.find(tool => tool.toLowerCase() === bare.toLowerCase()) ?? name
}

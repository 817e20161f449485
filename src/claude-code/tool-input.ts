import { fieldsOf, listOf, parseJson } from '../protocol/json.ts'
import { quoted } from './content-block.ts'

/** What is wrong with the input of a call: `faults` keep the client from running it, `oddities` do not. */
export interface InputCheck {
  readonly faults: readonly string[]
  readonly oddities: readonly string[]
}

type Schema = Readonly<Record<string, unknown>>

/**
 * Checks the input of a call against the tool's JSON schema as Claude Code 2.1.329 does [measured]: required inputs
 * (unless they have a default), types, enums, and no inputs that the schema does not have; numbers, truth values and lists
 * may be written as text, limits of numbers do not count, and in deeper objects inputs too many do no harm.
 */
export function checkInput(schema: Schema, input: Readonly<Record<string, unknown>>): InputCheck {
  const check = { faults: [] as string[], oddities: [] as string[] }
  checkObject(schema, input, '', check)
  if (schema['additionalProperties'] === false) {
    const known = fieldsOf(schema['properties'])
    for (const name of Object.keys(input)) {
      if (!Object.hasOwn(known, name)) check.faults.push(`there is no input ${quoted(name)}`)
    }
  }
  return check
}

/**
 * The input as the client reads it, and as it sends it back in the next turn: numbers, truth values and lists that were written
 * as text are what the schema wants [measured, 2.1.332: "5000" comes back as 5000].
 */
export function coerceInput(
  schema: Schema,
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const properties = fieldsOf(schema['properties'])
  const read = (name: string, value: unknown) => {
    const { type } = fieldsOf(properties[name])
    return typeof type === 'string' && !isOf(type, value) ? (readAs(value)(type) ?? value) : value
  }
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, read(name, value)]))
}

interface Findings {
  readonly faults: string[]
  readonly oddities: string[]
}

function checkObject(schema: Schema, input: Schema, path: string, check: Findings): void {
  const properties = fieldsOf(schema['properties'])
  for (const name of listOf(schema['required'])) {
    if (typeof name !== 'string' || Object.hasOwn(input, name)) continue
    if (Object.hasOwn(fieldsOf(properties[name]), 'default')) continue
    check.faults.push(`${quoted(path + name)} is missing`)
  }
  for (const [name, property] of Object.entries(properties)) {
    if (Object.hasOwn(input, name)) checkValue(fieldsOf(property), input[name], path + name, check)
  }
}

function checkValue(schema: Schema, value: unknown, path: string, check: Findings): void {
  const choices = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])]
  if (choices.length > 0) {
    const fits = choices.some(choice => {
      const tried = { faults: [], oddities: [] }
      checkValue(fieldsOf(choice), value, path, tried)
      return tried.faults.length === 0
    })
    if (!fits) check.faults.push(`${quoted(path)} fits none of its types`)
    return
  }
  const types = typeof schema['type'] === 'string' ? [schema['type']] : listOf(schema['type'])
  const given =
    types.length === 0 || types.some(type => isOf(type, value)) ? value : types.map(readAs(value)).find(isRead)
  if (given === undefined) {
    check.faults.push(`${quoted(path)} is ${nameOf(value)} and should be ${types.join(' or ')}`)
    return
  }
  if (given !== value) check.oddities.push(`${quoted(path)} is written as text and should be ${types.join(' or ')}`)
  const allowed = schema['enum']
  if (Array.isArray(allowed) && !allowed.includes(given)) check.faults.push(`${quoted(path)} is none of its values`)
  if (Array.isArray(given)) {
    for (const [index, item] of given.entries()) checkValue(fieldsOf(schema['items']), item, `${path}[${index}]`, check)
  } else if (typeof given === 'object' && given !== null) checkObject(schema, fieldsOf(given), `${path}.`, check)
}

function isOf(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type
    case 'integer':
      return Number.isInteger(value)
    case 'array':
      return Array.isArray(value)
    case 'null':
      return value === null
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    default:
      return true
  }
}

/** What the client reads a text as, where the schema wants something else; undefined where it does not [measured]. */
function readAs(value: unknown): (type: unknown) => unknown {
  return type => {
    if (typeof value !== 'string') return undefined
    const number = /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined
    if (type === 'number') return number
    if (type === 'integer') return Number.isInteger(number) ? number : undefined
    if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : undefined
    if (type !== 'array') return undefined
    const list = parseJson(value)
    return Array.isArray(list) ? list : undefined
  }
}

const isRead = (value: unknown) => value !== undefined

function nameOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** A JSON schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>

/** A tool as Claude Code offers it. */
export interface ToolSpec {
  readonly name: string
  readonly description: string
  readonly input_schema: Schema
  readonly defer_loading?: true
}

/** A tool in our own words, and the characters that the client's own description of it and of its inputs has. */
export interface KnownTool extends ToolSpec {
  readonly length: number
}

const largest = Number.MAX_SAFE_INTEGER

const flag = { type: 'boolean' }
const number = { type: 'number' }
const count = { type: 'integer', minimum: 0, maximum: largest }
const positive = { type: 'integer', exclusiveMinimum: 0, maximum: largest }

const text = (description?: string, more: Schema = {}): Schema => ({
  ...(description === undefined ? {} : { description }),
  type: 'string',
  ...more,
})

const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values })

const listOf = (items: Schema, most?: number): Schema => ({
  ...(most === undefined ? {} : { maxItems: most }),
  type: 'array',
  items,
})

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
  additionalProperties: false,
})

/** The inputs of a tool: an object's schema with the dialect that the client names. */
const inputs = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...object(properties, required),
})

/** The parts of which the tools' schemas are made. */
export const schemas = { flag, number, count, positive, text, oneOf, listOf, object, inputs } as const

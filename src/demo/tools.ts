import { invalid } from './api-error.ts'
import { flagField, type Json, listField, objectField, tagField, textField } from './fields.ts'

/** A tool that may be called. */
export interface Tool {
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly schema: Json
  /** False for what only Anthropic can run, and for what is merely named until it is searched for (`defer_loading`). */
  readonly callable: boolean
}

export interface ToolChoice {
  readonly type: 'auto' | 'any' | 'tool' | 'none'
  /** With `tool`, which. */
  readonly name?: string
  /** At most one call. */
  readonly single: boolean
}

const namePattern = '^[a-zA-Z0-9_-]{1,128}$'

/** Reads `tools`; without it there are none. Throws an ApiError (400). */
export function readTools(value: unknown): readonly Tool[] {
  if (value === undefined || value === null) return []
  const tools = listField(value, 'tools').map((entry, n) => readTool(objectField(entry, `tools.${n}`), n))
  if (new Set(tools.map(({ name }) => name)).size < tools.length) throw invalid('tools: Tool names must be unique.')
  return tools
}

function readTool(tool: Json, n: number): Tool {
  const type = tool['type'] ?? 'custom'
  const path = `tools.${n}.${String(type)}`
  const name = textField(tool['name'], `${path}.name`)
  // A tool of Anthropic's own, such as web_search_20250305: its schema is not in the request.
  if (type !== 'custom') return { name, description: '', schema: {}, callable: false }
  if (!new RegExp(namePattern).test(name)) throw invalid(`${path}.name: String should match pattern '${namePattern}'`)
  const schema = objectField(tool['input_schema'], `${path}.input_schema`)
  if (schema['type'] === undefined) throw invalid(`${path}.input_schema.type: Field required`)
  if (schema['type'] !== 'object') throw invalid(`${path}.input_schema.type: Input should be 'object'`)
  const description = tool['description'] === undefined ? '' : textField(tool['description'], `${path}.description`)
  return { name, description, schema, callable: !flagField(tool['defer_loading'], `${path}.defer_loading`) }
}

/** Reads `tool_choice`; without it the model decides. Throws an ApiError (400). */
export function readToolChoice(value: unknown, tools: readonly Tool[]): ToolChoice {
  if (value === undefined || value === null) return { type: 'auto', single: false }
  const choice = objectField(value, 'tool_choice')
  const type = tagField(choice, 'tool_choice', ['auto', 'any', 'tool', 'none'])
  const single = flagField(choice['disable_parallel_tool_use'], `tool_choice.${type}.disable_parallel_tool_use`)
  if (tools.length === 0) throw invalid('tool_choice may only be specified while providing tools.')
  if (type !== 'tool') return { type, single }
  const name = textField(choice['name'], 'tool_choice.tool.name')
  if (!tools.some(tool => tool.name === name)) throw invalid(`Tool '${name}' not found in provided tools`)
  return { type, name, single }
}

import { fieldsOf, listOf } from '../json.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Dialect } from './dialects.ts'
import type { ToolNames } from './tool-names.ts'
import type { ChatTool } from './types.ts'

/** The tools of a request as chat completions take them, and how one has to be chosen. */
export interface PreparedTools {
  readonly tools: readonly ChatTool[]
  readonly tool_choice?: unknown
  /** Tools that Anthropic's servers would run, which nobody else can. */
  readonly removed: readonly string[]
}

/** Prepares `tools` and `tool_choice`. `referenced` are deferred tools that the conversation has found by their names. */
export function prepareTools(
  body: Readonly<Record<string, unknown>>,
  dialect: Dialect,
  names: ToolNames,
  referenced: ReadonlySet<string>,
): PreparedTools {
  const removed: string[] = []
  const usable = listOf(body['tools']).filter(tool => {
    const { name, type, defer_loading, input_schema } = fieldsOf(tool)
    if (typeof name !== 'string') return false
    const isServers = typeof type === 'string' && type !== 'custom' && input_schema === undefined
    if (isServers) removed.push(name)
    return !isServers && (defer_loading !== true || referenced.has(name))
  })
  const { type, name: chosen } = fieldsOf(body['tool_choice'])
  const isForced = type === 'tool' && typeof chosen === 'string'
  const only = isForced && !dialect.forcesByName ? usable.filter(tool => fieldsOf(tool)['name'] === chosen) : usable
  const tools = (only.length > 0 ? only : usable).map(tool => converted(tool, dialect, names))
  if (tools.length === 0) return { tools, removed }
  const choice = choiceOf(type, isForced && !removed.includes(chosen) ? chosen : undefined, dialect, names)
  return { tools, removed, ...(choice === undefined ? {} : { tool_choice: choice }) }
}

function converted(tool: unknown, dialect: Dialect, names: ToolNames): ChatTool {
  const { name, description, input_schema } = fieldsOf(tool)
  return {
    type: 'function',
    function: {
      name: names.nameFor(String(name)),
      ...(typeof description === 'string' && description !== '' ? { description } : {}),
      parameters: cleanSchema(input_schema, dialect.schema),
    },
  }
}

function choiceOf(type: unknown, forced: string | undefined, dialect: Dialect, names: ToolNames): unknown {
  if (type === 'any') return dialect.anyTool
  if (type === 'none') return 'none'
  if (type === 'auto') return 'auto'
  if (forced === undefined) return undefined
  return dialect.forcesByName ? { type: 'function', function: { name: names.nameFor(forced) } } : dialect.anyTool
}

/** The names of the deferred tools that results in a conversation refer to. */
export function referencedTools(messages: readonly unknown[]): Set<string> {
  const found = new Set<string>()
  for (const message of messages)
    for (const block of listOf(fieldsOf(message)['content']))
      for (const inner of [block, ...listOf(fieldsOf(block)['content'])]) {
        const { type, tool_name } = fieldsOf(inner)
        if (type === 'tool_reference' && typeof tool_name === 'string') found.add(tool_name)
      }
  return found
}

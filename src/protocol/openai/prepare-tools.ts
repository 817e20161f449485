import { at, fieldsOf, listOf } from '../json.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Dialect } from './dialect.ts'
import type { ToolNames } from './tool-names.ts'
import type { ChatTool } from './types.ts'

/** The tools of a request as chat completions take them, and how one has to be chosen. */
export interface PreparedTools {
  readonly tools: readonly ChatTool[]
  readonly tool_choice?: unknown
  /** Tools that Anthropic's servers would run, which nobody else can. */
  readonly removed: readonly string[]
  /** Tools beyond what the server takes. */
  readonly leftOut: readonly string[]
  /** The ends of descriptions that are too long for it, for the system prompt. */
  readonly descriptions: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

/** Prepares `tools` and `tool_choice`, with the tools that the conversation itself found, added or took away. */
export function prepareTools(body: Fields, dialect: Dialect, names: ToolNames): PreparedTools {
  const { tools: all, removed } = usableTools(body)
  const { type, name: chosen } = fieldsOf(body['tool_choice'])
  const forced = type === 'tool' && typeof chosen === 'string' && !removed.includes(chosen) ? chosen : undefined
  const only = dialect.forcesByName || forced === undefined ? all : all.filter(tool => tool['name'] === forced)
  const usable = only.length > 0 ? only : all
  const kept = mostUseful(usable, dialect.mostTools, body)
  const descriptions: string[] = []
  const tools = kept.map(tool => converted(tool, dialect, names, descriptions))
  const leftOut = usable.filter(tool => !kept.includes(tool)).map(tool => String(tool['name']))
  const choice = tools.length === 0 ? undefined : choiceOf(type, forced, dialect, names)
  return { tools, removed, leftOut, descriptions, ...(choice === undefined ? {} : { tool_choice: choice }) }
}

/** The tools that the model may call by now: deferred ones only where they were found. */
function usableTools(body: Fields): { tools: readonly Fields[]; removed: readonly string[] } {
  const removed: string[] = []
  const { found, gone, added } = changesOf(listOf(body['messages']))
  const given = [...listOf(body['tools']).map(fieldsOf), ...added]
  const last = new Map(given.map((tool, at) => [tool['name'], at]))
  const tools = given.filter((tool, at) => {
    const { name, type, defer_loading, input_schema } = tool
    if (typeof name !== 'string' || gone.has(name) || last.get(name) !== at) return false
    const isServers = typeof type === 'string' && type !== 'custom' && input_schema === undefined
    if (isServers) removed.push(name)
    return !isServers && (defer_loading !== true || found.has(name))
  })
  return { tools, removed }
}

/**
 * What a conversation did to its tools: references in results (found by searching) and, in system messages between others,
 * `tool_addition` of a reference or a whole definition, and `tool_removal` (read in the client, 2.1.332).
 */
function changesOf(messages: readonly unknown[]) {
  const found = new Set<string>()
  const gone = new Set<string>()
  const added: Fields[] = []
  for (const block of messages.flatMap(message => listOf(at(message, 'content'))))
    for (const inner of [block, ...listOf(at(block, 'content'))]) {
      const { type, tool_name, tool } = fieldsOf(inner)
      const definition = fieldsOf(at(tool, 'definition'))
      const name = type === 'tool_reference' ? tool_name : (at(tool, 'name') ?? definition['name'])
      if (typeof name !== 'string') continue
      if (type === 'tool_removal') gone.add(name)
      else if (type === 'tool_reference' || type === 'tool_addition') {
        gone.delete(name)
        found.add(name)
        if (definition['name'] !== undefined) added.push(definition)
      }
    }
  return { found, gone, added }
}

/** As many tools as may be sent: the client's own and those that were called come before those of MCP servers. */
function mostUseful(tools: readonly Fields[], most: number, body: Fields): readonly Fields[] {
  if (tools.length <= most) return tools
  const blocks = listOf(body['messages']).flatMap(message => listOf(at(message, 'content')))
  const called = new Set(blocks.filter(block => at(block, 'type') === 'tool_use').map(block => at(block, 'name')))
  const isOwn = ({ name }: Fields) => called.has(name) || !String(name).startsWith('mcp__')
  const chosen = new Set([...tools.filter(isOwn), ...tools.filter(tool => !isOwn(tool))].slice(0, most))
  return tools.filter(tool => chosen.has(tool))
}

function converted(tool: Fields, dialect: Dialect, names: ToolNames, descriptions: string[]): ChatTool {
  const { name, description, input_schema } = tool
  const text = typeof description === 'string' ? description : ''
  const most = dialect.longestDescription
  const sent = names.nameFor(String(name))
  if (text.length > most) descriptions.push(`# More about the tool ${sent}\n${text.slice(most)}`)
  return {
    type: 'function',
    function: {
      name: sent,
      ...(text === '' ? {} : { description: text.slice(0, most) }),
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

import { type Conversation, entryText, fieldsOf, imageSource, type OfferedTool, tokensIn } from './conversation.ts'

/**
 * How a model takes tools: calls them; writes its calls as text; the server refuses every request with tools; it answers
 * in words; its calls are cut off in the middle of their input.
 */
export type ToolCalls = 'native' | 'text' | 'refused' | 'none' | 'broken'

export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  /** `cut`: the input was not written to its end. */
  | { readonly type: 'call'; readonly name: string; readonly input: object; readonly cut: boolean }

/** What the model said, before a server puts it into its own shape. */
export interface Said {
  readonly blocks: readonly Block[]
  /** Whether max_tokens ended it. */
  readonly cut: boolean
  readonly tokens: number
}

/** What a server makes of tool_choice: the model decides, it must call, it must not, it must call this one. */
export type Choice = 'auto' | 'any' | 'none' | { readonly name: string }

/** What decides over an answer beside the conversation itself. */
export interface Mind {
  readonly tools: ToolCalls
  readonly choice: Choice
  readonly thinks: boolean
}

/** tool_choice as Anthropic means it: https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/implement-tool-use */
export function choiceOf({ choice }: Conversation): Choice {
  if (choice?.type === 'tool') return { name: choice.name ?? '' }
  return choice?.type === 'any' || choice?.type === 'none' ? choice.type : 'auto'
}

/**
 * The scripted model. A task calls a tool where there is one; a tool's result is "done"; the code word is what stands
 * behind "The code word is", as far as the prompt still has it; every picture is red; all else is "OK".
 */
export function say(conversation: Conversation, { tools, choice, thinks }: Mind): Said {
  const words = wordsFor(conversation)
  const tool = toolFor(conversation, choice)
  const called = tool && words === undefined ? callOf(tool, tools) : undefined
  const spoken = called ?? { type: 'text', text: words ?? 'OK' }
  const most = conversation.maxTokens ?? Number.POSITIVE_INFINITY
  const written = spoken.type === 'call' ? JSON.stringify(spoken.input) : spoken.text
  const cut = tokensIn(written) > most
  const last: Block =
    spoken.type === 'call' ? { ...spoken, cut: spoken.cut || cut } : { ...spoken, text: written.slice(0, most * 4) }
  const blocks: Block[] = thinks ? [{ type: 'thinking', text: 'Let me see.' }, last] : [last]
  return { blocks, cut, tokens: Math.min(tokensIn(written), most) + (thinks ? 3 : 0) }
}

/** What is said without a tool; undefined where a task may call one. */
function wordsFor(conversation: Conversation): string | undefined {
  const { messages, system } = conversation
  const last = messages.findLast(({ role }) => role === 'user')
  if (last?.blocks.some(({ type }) => type === 'tool_result')) return 'done'
  const asked = last ? entryText(last) : ''
  if (asked.includes('What is the code word?')) {
    const told = [system, ...messages.map(entryText)].join('\n')
    return /The code word is ([\w-]+)/.exec(told)?.[1] ?? 'I do not know'
  }
  return imageSource(conversation) === undefined ? undefined : 'Red'
}

/** A task tells to do something; what only asks for words needs no tool. */
const task = /\b(run|call|use|execute|read|write|edit|list|look up|search|find|fetch|open|create)\b/i

/** The tool that is called: Bash where it is offered, else the first one. */
function toolFor({ messages, tools }: Conversation, choice: Choice): OfferedTool | undefined {
  if (choice === 'none') return undefined
  if (typeof choice === 'object') return tools.find(({ name }) => name === choice.name)
  const last = messages.findLast(({ role }) => role === 'user')
  const asked = (last ? entryText(last) : '').replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '')
  if (choice === 'auto' && !task.test(asked)) return undefined
  return tools.find(({ name }) => name === 'Bash') ?? tools[0]
}

function callOf({ name, schema }: OfferedTool, tools: ToolCalls): Exclude<Block, { type: 'thinking' }> {
  const input = name === 'Bash' ? { command: 'ls', description: 'list' } : (valueFor(schema) as object)
  switch (tools) {
    case 'text':
      return { type: 'text', text: `<tool_call>\n${JSON.stringify({ name, arguments: input })}\n</tool_call>` }
    case 'none':
      return { type: 'text', text: 'One could use a tool for that.' }
    default:
      return { type: 'call', name, input, cut: tools === 'broken' }
  }
}

/** A value that a JSON Schema allows: its required properties, by enum and type. */
function valueFor(schema: unknown): unknown {
  const { type, enum: values, const: only, anyOf, oneOf, minimum, exclusiveMinimum, ...rest } = fieldsOf(schema)
  if (Array.isArray(values)) return values[0]
  if (only !== undefined) return only
  const either = anyOf ?? oneOf
  if (Array.isArray(either)) return valueFor(either[0])
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : typeof minimum === 'number' ? minimum : 1
    case 'boolean':
      return true
    case 'null':
      return null
    case 'array':
      return Array.from({ length: Number(rest['minItems'] ?? 0) }, () => valueFor(rest['items']))
    default: {
      const required = Array.isArray(rest['required']) ? rest['required'].map(String) : []
      return Object.fromEntries(required.map(name => [name, valueFor(fieldsOf(rest['properties'])[name])]))
    }
  }
}

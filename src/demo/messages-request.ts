import { invalid } from './api-error.ts'
import { type ContentBlock, readText } from './blocks.ts'
import {
  flagField,
  isJson,
  type Json,
  listField,
  objectField,
  shareField,
  tagField,
  textField,
  wholeField,
} from './fields.ts'
import { type Message, readMessages } from './messages.ts'
import { readToolChoice, readTools, type Tool, type ToolChoice } from './tools.ts'

/** What /v1/messages was asked, once it is known to be well-formed. */
export interface MessagesRequest {
  readonly model: string
  /** Tokens; a large number where a request for counting names none. */
  readonly maxTokens: number
  readonly system: readonly ContentBlock[]
  readonly messages: readonly Message[]
  readonly tools: readonly Tool[]
  readonly toolChoice: ToolChoice
  readonly stopSequences: readonly string[]
  readonly stream: boolean
  /** Whether a thinking block is wanted, and whether its text is to be shown. */
  readonly thinking: 'off' | 'shown' | 'omitted'
  /** The schema that the answer's text must satisfy, of output_config.format. */
  readonly schema?: Json
}

/**
 * Reads the body of POST /v1/messages, or of /v1/messages/count_tokens, which needs no max_tokens. Throws an ApiError
 * (400) in Anthropic's words. Fields that are not known are passed over, although Anthropic refuses them: a newer
 * client may send what is new, and nothing depends on it here.
 */
export function readRequest(body: string, purpose: 'answer' | 'count'): MessagesRequest {
  const request = parseObject(body)
  const model = textField(request['model'], 'model')
  if (model === '') throw invalid('model: String should have at least 1 character')
  const counted = purpose === 'count' && request['max_tokens'] === undefined
  const maxTokens = counted ? Number.MAX_SAFE_INTEGER : wholeField(request['max_tokens'], 'max_tokens', 1)
  const tools = readTools(request['tools'])
  const toolChoice = readToolChoice(request['tool_choice'], tools)
  for (const name of ['temperature', 'top_p']) shareField(request[name], name)
  if (request['top_k'] !== undefined) wholeField(request['top_k'], 'top_k', 0)
  const schema = schemaOf(request['output_config'])
  return {
    model,
    maxTokens,
    messages: readMessages(request['messages']),
    system: request['system'] === undefined ? [] : readText(request['system'], 'system'),
    tools,
    toolChoice,
    stopSequences: stopSequencesOf(request['stop_sequences']),
    stream: flagField(request['stream'], 'stream'),
    thinking: thinkingOf(request['thinking'], maxTokens, toolChoice),
    ...(schema ? { schema } : {}),
  }
}

function parseObject(body: string): Json {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (error) {
    throw invalid(`The request body is not valid JSON: ${(error as Error).message}`)
  }
  if (!isJson(value)) throw invalid('The request body must be a JSON object')
  return value
}

function stopSequencesOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  const texts = listField(value, 'stop_sequences').map((one, n) => textField(one, `stop_sequences.${n}`))
  if (texts.some(text => text.trim() === ''))
    throw invalid('stop_sequences: each stop sequence must contain non-whitespace')
  return texts
}

/**
 * Manual thinking has a budget under max_tokens, and cannot go with a forced tool; adaptive thinking can. With
 * `display: omitted` the block is there and its text is not:
 * https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking
 */
function thinkingOf(value: unknown, maxTokens: number, choice: ToolChoice): MessagesRequest['thinking'] {
  if (value === undefined || value === null) return 'off'
  const thinking = objectField(value, 'thinking')
  const type = tagField(thinking, 'thinking', ['adaptive', 'disabled', 'enabled'])
  if (type === 'disabled') return 'off'
  if (type === 'enabled') {
    const budget = wholeField(thinking['budget_tokens'], 'thinking.enabled.budget_tokens', 1024)
    if (budget >= maxTokens) throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`')
    if (choice.type === 'any' || choice.type === 'tool')
      throw invalid('Thinking may not be enabled when tool_choice forces tool use.')
  }
  return thinking['display'] === 'omitted' ? 'omitted' : 'shown'
}

function schemaOf(value: unknown): Json | undefined {
  const config = value === undefined || value === null ? {} : objectField(value, 'output_config')
  const format = config['format']
  if (!isJson(format)) return undefined
  tagField(format, 'output_config.format', ['json_schema'])
  return objectField(format['schema'], 'output_config.format.schema')
}

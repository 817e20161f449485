import { callExtra } from '../ids.ts'
import { fieldsOf } from '../json.ts'
import { ownThinking } from '../thinking-envelope.ts'
import type { Dialect } from './dialect.ts'
import { partOf, type Sight } from './message-parts.ts'
import { baseName } from './reasoning.ts'
import type { ToolNames } from './tool-names.ts'
import type { ChatMessage, ChatPart, ChatToolCall } from './types.ts'

/** Who hears what an assistant said before. */
export interface Speaker {
  readonly dialect: Dialect
  /** The kind of backend, whose own thinking and marks may go back to it. */
  readonly kind: string
  readonly model: string
  readonly names: ToolNames
}

/** The blocks of an assistant's message as one message of chat completions; undefined where nothing is said in them. */
export function assistantMessage(blocks: readonly unknown[], how: Speaker & Sight): ChatMessage | undefined {
  const calls = blocks.map(fieldsOf).filter(({ type }) => type === 'tool_use')
  const texts = blocks.flatMap(block => {
    const part = fieldsOf(block)['type'] === 'tool_use' ? undefined : partOf(block, how)
    return part?.type === 'text' && part.text.trim() !== '' ? [part.text] : []
  })
  if (calls.length === 0 && texts.length === 0) return undefined
  const said = texts.join('\n')
  // Mistral takes an empty text beside calls, the others a null.
  const content = said === '' ? (how.dialect.thinkingBack === 'parts' ? '' : null) : said
  return {
    role: 'assistant',
    content,
    ...earlierThinking(blocks, said, how),
    ...(calls.length > 0 ? { tool_calls: calls.map((call, at) => callOf(call, at === 0, how)) } : {}),
  }
}

function callOf(
  { id, name, input }: Readonly<Record<string, unknown>>,
  isFirst: boolean,
  { names, kind, model, dialect: { unmarkedCall } }: Speaker,
): ChatToolCall {
  const mark = callExtra(String(id), kind)?.content
  // Of calls made at once, only the first has a mark.
  const missing = isFirst && unmarkedCall?.models.test(baseName(model)) ? unmarkedCall.extra : undefined
  const extra_content = mark ?? missing
  return {
    id: names.idFor(String(id)),
    type: 'function',
    ...(extra_content === undefined ? {} : { extra_content }),
    function: { name: names.nameFor(String(name)), arguments: JSON.stringify(input ?? {}) },
  }
}

/** What the assistant thought before it spoke, in the field that its server reads; nothing of what others thought. */
function earlierThinking(
  blocks: readonly unknown[],
  said: string,
  { kind, dialect: { thinkingBack } }: Speaker,
): Partial<ChatMessage> {
  if (thinkingBack === 'none') return {}
  const thoughts = blocks.map(block => ownThinking(block, kind)).filter(thought => thought !== undefined)
  const text = thoughts.map(thought => thought.text).join('\n')
  const details = thoughts.flatMap(({ data }) => (Array.isArray(data) ? data : []))
  if (thinkingBack === 'reasoning_details' && details.length > 0) return { reasoning_details: details }
  if (text === '') return {}
  if (thinkingBack === 'parts') {
    const parts = thoughts.map(
      ({ text, data }): ChatPart => ({
        type: 'thinking',
        thinking: [{ type: 'text', text }],
        ...(typeof data === 'string' ? { signature: data } : {}),
        closed: true,
      }),
    )
    return { content: said === '' ? parts : [...parts, { type: 'text', text: said }] }
  }
  if (thinkingBack === 'reasoning_details') return { reasoning: text }
  const field =
    thinkingBack === 'as-it-came' && thoughts.at(-1)?.field === 'reasoning' ? 'reasoning' : 'reasoning_content'
  return { [field]: text }
}

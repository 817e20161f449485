import { fieldsOf, listOf } from '../json.ts'
import { Conversation, type Conversion } from './conversation.ts'
import { textOf } from './message-parts.ts'
import type { ChatMessage } from './types.ts'

/**
 * The conversation of a Messages API request as messages of chat completions, in the order that its servers insist on.
 * `more` are texts that the system prompt has to hold beside the client's own.
 */
export function convertMessages(
  system: unknown,
  messages: readonly unknown[],
  how: Conversion,
  more: readonly string[] = [],
): ChatMessage[] {
  const out = new Conversation(how)
  const first = [systemText(system), ...more].filter(text => text !== '').join('\n\n')
  if (first !== '') out.system(first)
  for (const message of messages) {
    const { role, content } = fieldsOf(message)
    if (role === 'system') out.aside(textOf(content, '\n\n'))
    else if (role === 'assistant') out.assistant(blocksOf(content))
    else out.user(blocksOf(content))
  }
  return out.finished()
}

/** The line by which Anthropic knows its own client: it changes with each request, and a cache would miss for its sake. */
const clientLine = 'x-anthropic-billing-header:'

function systemText(system: unknown): string {
  if (typeof system === 'string') return system.startsWith(clientLine) ? system.replace(/^.*\n*/, '') : system
  const texts = listOf(system).map(block => fieldsOf(block)['text'])
  return texts.filter(text => typeof text === 'string' && !text.startsWith(clientLine)).join('\n\n')
}

/** The blocks of a message's content, which may be a text alone. */
function blocksOf(content: unknown): readonly unknown[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)
}

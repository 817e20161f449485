import { fieldsOf, listOf } from '../../protocol/json.ts'
import type { MessagesEvent } from '../../protocol/sse-write.ts'

type Fields = Readonly<Record<string, unknown>>

/** The events of an answer that came in one piece, whatever form its content has. */
export function eventsOfWhole(value: unknown): MessagesEvent[] {
  const { content, stop_reason, stop_sequence, usage, ...message } = fieldsOf(value)
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)
  return [
    { type: 'message_start', message: { ...message, usage } },
    ...blocks.flatMap((block, index) => blockEvents(fieldsOf(block), index)),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage },
    { type: 'message_stop' },
  ]
}

function blockEvents(block: Fields, index: number): MessagesEvent[] {
  const start = { type: 'content_block_start', index, content_block: block }
  const { signature } = block
  const signed =
    typeof signature === 'string' && signature !== ''
      ? [{ type: 'content_block_delta', index, delta: { type: 'signature_delta', signature } }]
      : []
  return [start, ...signed, { type: 'content_block_stop', index }]
}

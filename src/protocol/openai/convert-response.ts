import { at, fieldsOf, listOf } from '../json.ts'
import type { MessagesEvent } from '../sse-write.ts'
import { StreamConverter } from './convert-stream.ts'
import type { StreamOptions } from './stream-options.ts'

/** The events of an answer that came in one piece, for a client that asked for a stream. */
export function responseEvents(response: unknown, options: StreamOptions): MessagesEvent[] {
  const converter = new StreamConverter(options)
  const [choice] = listOf(at(response, 'choices'))
  const { message, finish_reason } = fieldsOf(choice)
  const whole = {
    ...fieldsOf(response),
    choices: choice === undefined ? [] : [{ index: 0, delta: message, finish_reason: finish_reason ?? 'stop' }],
  }
  return [...converter.feedChunk(whole), ...converter.end()]
}

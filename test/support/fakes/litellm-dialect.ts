import { randomUUID } from 'node:crypto'
import { fieldsOf } from './conversation.ts'
import { anthropicDialect, type Dialect, type StreamEvent } from './dialect.ts'
import { isOlder } from './versions.ts'

const nothing = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
}

/** What LiteLLM's adapter makes of an OpenAI-like answer: the usage of the beginning is all zeros. */
const adapted: Dialect = {
  ...anthropicDialect,
  messageId: () => `msg_${randomUUID()}`,
  callId: () => `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
  signature: () => '',
  usage: ({ input, output }) => ({ input_tokens: input, output_tokens: output }),
  startUsage: () => nothing,
  deltaUsage: ({ input, output }) => ({ input_tokens: input, output_tokens: output }),
  stopSequence: true,
  pings: false,
}

/** How the answers of a model look through a release of LiteLLM. */
export function dialectOf(model: string, version: string, envelope: 'oldest' | 'old' | 'new'): Dialect {
  if (model.startsWith('claude-')) return anthropicDialect
  const failure =
    envelope === 'new'
      ? (message: string) => `event: error\n${data({ type: 'error', error: { type: 'api_error', message } })}`
      : // Without the name of an event.
        (message: string) => data({ error: { message, type: 'None', param: 'None', code: '500' } })
  // BerriAI/litellm issues 25321 and 32357.
  const losesInputs = !isOlder(version, '1.82.0') && isOlder(version, '1.83.5')
  const startsTwice = !isOlder(version, '1.90.0') && isOlder(version, '1.91.0')
  const spoil = losesInputs ? withoutInputs : startsTwice ? startedTwice : undefined
  return { ...adapted, failure, ...(spoil ? { spoil } : {}) }
}

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

function withoutInputs(events: readonly StreamEvent[]): readonly StreamEvent[] {
  return events.filter(event => fieldsOf(event['delta'])['type'] !== 'input_json_delta')
}

/** Two beginnings, and thinking inside a block that began as text. */
function startedTwice(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const [start, ...rest] = events
  if (!start) return events
  const isThinking = (event: StreamEvent) => fieldsOf(event['content_block'])['type'] === 'thinking'
  const thought = rest.findIndex(isThinking)
  if (thought < 0) return [start, ...events]
  // The text block that follows the thinking has its number, and neither is told from the other.
  const merged = rest.flatMap((event, at): StreamEvent[] => {
    if (isThinking(event)) return [{ ...event, content_block: { type: 'text', text: '' } }]
    const isBetween =
      fieldsOf(event['delta'])['type'] === 'signature_delta' ||
      (event.type === 'content_block_stop' && event['index'] === 0) ||
      (fieldsOf(event['content_block'])['type'] === 'text' && at > thought)
    if (isBetween) return []
    return typeof event['index'] === 'number' && event['index'] > 0
      ? [{ ...event, index: event['index'] - 1 }]
      : [event]
  })
  return [start, start, ...merged]
}

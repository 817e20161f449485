// Backends whose streams have other events than Anthropic's, or the same in another order.
import { contentFor, eventsOf, messageOf, replying, spoiling, sse, streaming, streamOf } from './answers.mjs'

const without = type => streaming(events => events.filter(event => event.type !== type))
const editing = (type, edit) => streaming(events => events.map(event => (event.type === type ? edit(event) : event)))
const thinking = { type: 'thinking', thinking: 'I have to run it.', signature: 'c2lnbmF0dXJl' }

/** As llama-server does: starts without input, and every stop at the very end. */
const overlapping = events => {
  const stops = events.filter(({ type }) => type === 'content_block_stop')
  const others = events.filter(({ type }) => type !== 'content_block_stop' && type !== 'ping')
  const bare = others.map(event => {
    if (event.content_block?.type !== 'tool_use') return event
    const { input: _, ...block } = event.content_block
    return { ...event, content_block: block }
  })
  return [...bare.slice(0, -2), ...stops, ...bare.slice(-2)]
}

export const streamRows = [
  { name: 'stream: no message_start', answer: without('message_start') },
  { name: 'stream: no message_stop', answer: without('message_stop') },
  { name: 'stream: no message_delta', answer: without('message_delta') },
  { name: 'stream: no content_block_start', answer: without('content_block_start') },
  { name: 'stream: no content_block_delta', answer: without('content_block_delta') },
  { name: 'stream: no content_block_stop', answer: without('content_block_stop') },
  {
    name: 'stream: content_block_stop twice',
    answer: streaming(events =>
      events.flatMap(event => (event.type === 'content_block_stop' ? [event, event] : [event])),
    ),
  },
  { name: 'stream: neither message_delta nor message_stop', answer: streaming(events => events.slice(0, -2)) },
  {
    name: 'stream: message_delta without delta',
    answer: editing('message_delta', ({ usage }) => ({ type: 'message_delta', usage })),
  },
  {
    name: 'stream: data without type',
    answer: streaming(events =>
      events.map(({ type, ...event }) => `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`),
    ),
  },
  {
    name: 'stream: event: message',
    answer: streaming(events => events.map(event => `event: message\ndata: ${JSON.stringify(event)}\n\n`)),
  },
  {
    name: 'stream: data on several lines',
    answer: streaming(events =>
      events.map(event => `event: ${event.type}\n${JSON.stringify(event, null, 1).replace(/^/gm, 'data: ')}\n\n`),
    ),
  },
  {
    name: 'stream: thinking within a text block, as LiteLLM 1.90',
    answer: streaming(events =>
      events.flatMap(event =>
        event.delta?.type === 'text_delta'
          ? [{ ...event, delta: { type: 'thinking_delta', thinking: 'hm' } }, event]
          : [event],
      ),
    ),
  },
  {
    name: 'stream: text within a thinking block',
    answer: editing('content_block_start', event =>
      event.content_block.type === 'text' ? { ...event, content_block: { type: 'thinking', thinking: '' } } : event,
    ),
  },
  {
    name: 'stream: deltas of an unknown type',
    answer: streaming(events =>
      events.flatMap(event =>
        event.delta?.type === 'text_delta' ? [{ ...event, delta: { type: 'vendor_delta' } }, event] : [event],
      ),
    ),
  },
  {
    name: 'stream: text in content_block_start',
    answer: streaming(events =>
      events
        .filter(({ delta }) => delta?.type !== 'text_delta')
        .map(event =>
          event.content_block?.type === 'text'
            ? { ...event, content_block: { type: 'text', text: 'ORACLE-DONE' } }
            : event,
        ),
    ),
  },
  {
    name: 'stream: stop_reason "tool_use" always',
    answer: editing('message_delta', event => ({ ...event, delta: { stop_reason: 'tool_use' } })),
  },
  {
    name: 'stream: stop_reason "model_context_window_exceeded"',
    answer: editing('message_delta', event => ({ ...event, delta: { stop_reason: 'model_context_window_exceeded' } })),
  },
  { name: 'stream: message_start twice', answer: streaming(events => [events[0], ...events]) },
  {
    name: 'stream: pings between all events',
    answer: streaming(events => events.flatMap(event => [{ type: 'ping' }, event])),
  },
  { name: 'stream: comments between events', answer: streaming(events => events.flatMap(event => [':\n\n', event])) },
  {
    name: 'stream: events of an unknown type',
    answer: streaming(events => [events[0], { type: 'vendor_news', text: 'hi' }, ...events.slice(1)]),
  },
  {
    name: 'stream: message_start without role and type',
    answer: editing('message_start', ({ message: { role: _r, type: _t, ...message }, ...event }) => ({
      ...event,
      message,
    })),
  },
  { name: 'stream: [DONE] at the end', answer: streaming(events => [...events, 'data: [DONE]\n\n']) },
  { name: 'stream: blocks overlap, as llama-server sends them', answer: streaming(overlapping) },
  {
    name: 'stream: thinking and a call overlap',
    answer: spoiling(request => {
      if (!request.json.stream) return undefined
      const events = eventsOf(messageOf([thinking, ...contentFor(request)]))
      return streamOf(overlapping(events).map(sse))
    }),
  },
  {
    name: 'stream: a block has another index than its deltas',
    answer: editing('content_block_delta', event => ({ ...event, index: event.index + 1 })),
  },
  {
    name: 'stream: blocks count from 1',
    answer: streaming(events =>
      events.map(event => (event.index === undefined ? event : { ...event, index: event.index + 1 })),
    ),
  },
  {
    name: 'stream: usage is missing',
    answer: streaming(events =>
      events.map(({ usage: _, message, ...event }) => {
        if (!message) return event
        const { usage: _u, ...rest } = message
        return { ...event, message: rest }
      }),
    ),
  },
  {
    name: 'stream: usage is null',
    answer: streaming(events =>
      events.map(event =>
        event.message
          ? { ...event, message: { ...event.message, usage: null } }
          : 'usage' in event
            ? { ...event, usage: null }
            : event,
      ),
    ),
  },
  {
    name: 'stream: usage is all zeros in message_start',
    answer: editing('message_start', event => ({
      ...event,
      message: { ...event.message, usage: { input_tokens: 0, output_tokens: 0 } },
    })),
  },
  {
    name: 'stream: stop_reason "stop"',
    answer: editing('message_delta', event => ({ ...event, delta: { stop_reason: 'stop' } })),
  },
  {
    name: 'stream: stop_reason "end_turn" behind a call',
    answer: editing('message_delta', event => ({ ...event, delta: { stop_reason: 'end_turn' } })),
  },
  {
    name: 'stream: stop_reason "max_tokens" behind a call',
    answer: editing('message_delta', event => ({ ...event, delta: { stop_reason: 'max_tokens' } })),
  },
  {
    name: 'stream: stop_reason "refusal"',
    answer: editing('message_delta', event => ({ ...event, delta: { stop_reason: 'refusal' } })),
  },
  {
    name: 'stream: an empty text block in front',
    answer: replying(content => [{ type: 'text', text: '' }, ...content]),
  },
]

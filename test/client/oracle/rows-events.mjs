// Backends whose events are those of Anthropic but for one thing.
import { callOfBash, contentFor, eventsOf, messageOf, spoiling, sse, streaming, streamOf } from './answers.mjs'

const editing = (type, edit) =>
  streaming(events => events.flatMap(event => (event.type === type ? edit(event) : event)))
const _stream = 'content-type: text/event-stream'
const withIndex = edit => streaming(events => events.map(event => (event.index === undefined ? event : edit(event))))
const thought = { type: 'thinking', thinking: 'I run it.', signature: 'c2ln' }
const thinking = edit =>
  spoiling(request => {
    if (!request.json.stream) return undefined
    const content = contentFor(request)
    return streamOf(
      eventsOf(messageOf([thought, ...content]))
        .flatMap(edit)
        .map(sse),
    )
  })
const two = [callOfBash, { ...callOfBash, id: 'toolu_oracle2' }]
const twoCalls = order =>
  spoiling(request => {
    const content = contentFor(request)
    if (!request.json.stream || content[0].type !== 'tool_use') return undefined
    return streamOf(order(eventsOf(messageOf(two))).map(sse))
  })

export const eventRows = [
  {
    name: 'events: the call’s first delta is null',
    answer: editing('content_block_delta', event =>
      event.delta.type === 'input_json_delta'
        ? [{ ...event, delta: { ...event.delta, partial_json: null } }, event]
        : event,
    ),
  },
  {
    name: 'events: the call’s input is null at first',
    answer: editing('content_block_start', event =>
      event.content_block.type === 'tool_use'
        ? { ...event, content_block: { ...event.content_block, input: null } }
        : event,
    ),
  },
  {
    name: 'events: the call’s input is a text at first',
    answer: editing('content_block_start', event =>
      event.content_block.type === 'tool_use'
        ? { ...event, content_block: { ...event.content_block, input: '' } }
        : event,
    ),
  },
  {
    name: 'events: a text’s delta within the call',
    answer: editing('content_block_delta', event =>
      event.delta.type === 'input_json_delta'
        ? [{ ...event, delta: { type: 'text_delta', text: 'hm' } }, event]
        : event,
    ),
  },
  {
    name: 'events: delta without a type',
    answer: editing('content_block_delta', ({ delta: { type: _, ...delta }, ...event }) => ({ ...event, delta })),
  },
  {
    name: 'events: delta of a text is null',
    answer: editing('content_block_delta', event => [
      { ...event, delta: { ...event.delta, ...(event.delta.text ? { text: null } : {}) } },
      event,
    ]),
  },
  {
    name: 'events: citations',
    answer: editing('content_block_delta', event =>
      event.delta.text
        ? [event, { ...event, delta: { type: 'citations_delta', citation: { type: 'char_location' } } }]
        : event,
    ),
  },
  { name: 'events: indexes are texts', answer: withIndex(event => ({ ...event, index: String(event.index) })) },
  { name: 'events: no indexes', answer: withIndex(({ index: _, ...event }) => event) },
  { name: 'events: an index is null', answer: withIndex(event => ({ ...event, index: null })) },
  {
    name: 'events: a delta behind the block’s end',
    answer: streaming(events =>
      events.flatMap(event =>
        event.type === 'content_block_stop'
          ? [event, { type: 'content_block_delta', index: event.index, delta: { type: 'text_delta', text: ' ' } }]
          : [event],
      ),
    ),
  },
  {
    name: 'events: message_start with content in it',
    answer: editing('message_start', event => ({
      ...event,
      message: { ...event.message, content: [{ type: 'text', text: 'hi' }] },
    })),
  },
  {
    name: 'events: message_start with content null',
    answer: editing('message_start', event => ({ ...event, message: { ...event.message, content: null } })),
  },
  {
    name: 'events: message_start without content',
    answer: editing('message_start', ({ message: { content: _, ...message }, ...event }) => ({ ...event, message })),
  },
  {
    name: 'events: message_start without a message',
    answer: editing('message_start', ({ message: _, ...event }) => event),
  },
  {
    name: 'events: message_delta with usage null',
    answer: editing('message_delta', event => ({ ...event, usage: null })),
  },
  {
    name: 'events: message_delta with delta null',
    answer: editing('message_delta', event => ({ ...event, delta: null })),
  },
  {
    name: 'events: thinking without a signature’s delta',
    answer: thinking(event => (event.delta?.type === 'signature_delta' ? [] : [event])),
  },
  {
    name: 'events: the signature first',
    answer: thinking(event =>
      event.delta?.type === 'thinking_delta'
        ? [{ ...event, delta: { type: 'signature_delta', signature: 'c2ln' } }, event]
        : event.delta?.type === 'signature_delta'
          ? []
          : [event],
    ),
  },
  {
    name: 'events: the signature is null',
    answer: thinking(event =>
      event.delta?.type === 'signature_delta' ? [{ ...event, delta: { ...event.delta, signature: null } }] : [event],
    ),
  },
  {
    name: 'events: thinking that does not end',
    answer: thinking(event => (event.type === 'content_block_stop' && event.index === 0 ? [] : [event])),
  },
  {
    name: 'events: thinking begins without its key',
    answer: thinking(event =>
      event.content_block?.type === 'thinking' ? [{ ...event, content_block: { type: 'thinking' } }] : [event],
    ),
  },
  {
    name: 'events: two calls side by side',
    answer: twoCalls(events => [
      events[0],
      events[2],
      events[5],
      events[3],
      events[6],
      events[4],
      events[7],
      ...events.slice(8),
    ]),
  },
  {
    name: 'events: two calls with one index',
    answer: twoCalls(events => events.map(event => (event.index === 1 ? { ...event, index: 0 } : event))),
  },
  {
    name: 'events: the second call’s deltas go to the first',
    answer: twoCalls(events =>
      events.map(event => (event.delta?.type === 'input_json_delta' ? { ...event, index: 0 } : event)),
    ),
  },
]

// Backends that look at what comes back behind a tool call.
import {
  bringsResult,
  callOfBash,
  contentFor,
  eventsOf,
  messageOf,
  refusal,
  replying,
  replyWith,
  spoiling,
  sse,
  streamOf,
} from './answers.mjs'

/** @returns the blocks of assistants in the history of a request */
const history = request =>
  request.json.messages.flatMap(({ role, content }) => (role === 'assistant' && Array.isArray(content) ? content : []))
const results = request =>
  request.json.messages
    .flatMap(({ content }) => (Array.isArray(content) ? content : []))
    .filter(({ type }) => type === 'tool_result')

const hasThinking = request => history(request).some(({ type }) => type === 'thinking')
const thought = { type: 'thinking', thinking: 'I run it.', signature: '' }

/** @returns a backend that calls behind `first`, and refuses the next turn where `isWrong` */
const judging = (first, isWrong, message) =>
  spoiling(request => {
    if (bringsResult(request)) return isWrong(request) && refusal(400, message)
    return request.json.tools?.length > 0 && replyWith(request, first)
  })

/** @returns a stream of a redacted block and a call */
const redacted = request => {
  const events = eventsOf(messageOf([callOfBash]))
  const moved = events.map(event => ('index' in event ? { ...event, index: event.index + 1 } : event))
  const block = [
    { type: 'content_block_start', index: 0, content_block: { type: 'redacted_thinking', data: 'c2VjcmV0' } },
    { type: 'content_block_stop', index: 0 },
  ]
  if (!request.json.stream) return replyWith(request, [{ type: 'redacted_thinking', data: 'c2VjcmV0' }, callOfBash])
  return streamOf([moved[0], ...block, ...moved.slice(1)].map(sse))
}

const passedBack = 'The `content[].thinking` in the thinking mode must be passed back to the API.'

export const nextTurnRows = [
  {
    name: 'next turn: thinking in the history refused, behind unsigned thinking',
    answer: judging([thought, callOfBash], hasThinking, 'messages.2.content.0: thinking blocks are not allowed here'),
  },
  {
    name: 'next turn: an empty signature refused',
    answer: judging(
      [thought, callOfBash],
      request => history(request).some(({ signature }) => signature === ''),
      'messages.2.content.0.thinking.signature: String should have at least 1 character',
    ),
  },
  {
    name: 'next turn: thinking must be passed back',
    answer: judging([thought, callOfBash], request => !hasThinking(request), passedBack),
  },
  {
    name: 'next turn: redacted thinking must be passed back',
    answer: spoiling(request => {
      if (!bringsResult(request)) return request.json.tools?.length > 0 && redacted(request)
      return !history(request).some(({ type }) => type === 'redacted_thinking') && refusal(400, passedBack)
    }),
  },
  {
    name: 'next turn: redacted thinking refused',
    answer: spoiling(request => {
      if (!bringsResult(request)) return request.json.tools?.length > 0 && redacted(request)
      return (
        history(request).some(({ type }) => type === 'redacted_thinking') &&
        refusal(400, 'unknown block type redacted_thinking')
      )
    }),
  },
  {
    name: 'next turn: blank text refused',
    answer: judging(
      [{ type: 'text', text: '\n\n' }, callOfBash],
      request => history(request).some(({ text }) => text?.trim() === ''),
      'messages: text content blocks must contain non-whitespace text',
    ),
  },
  {
    name: 'next turn: text behind a call refused',
    answer: judging(
      [callOfBash, { type: 'text', text: 'I ran it.' }],
      request => history(request).at(-1)?.type === 'text',
      'messages.2: tool_use must be the last block',
    ),
  },
  {
    name: 'next turn: a number as text refused',
    answer: judging(
      [{ ...callOfBash, input: { ...callOfBash.input, timeout: '5000' } }],
      request => history(request).some(({ input }) => typeof input?.timeout === 'string'),
      'timeout must be a number',
    ),
  },
  {
    name: 'next turn: a number as text wanted back as it was',
    answer: judging(
      [{ ...callOfBash, input: { ...callOfBash.input, timeout: '5000' } }],
      request => history(request).some(({ input }) => typeof input?.timeout === 'number'),
      'the history was changed',
    ),
  },
  {
    name: 'next turn: is_error refused',
    answer: judging(
      [callOfBash],
      request => results(request).some(one => 'is_error' in one),
      'is_error: Extra inputs are not permitted',
    ),
  },
  {
    name: 'next turn: is_error wanted',
    answer: judging(
      [callOfBash],
      request => results(request).some(one => !('is_error' in one)),
      'is_error: Field required',
    ),
  },
  {
    name: 'next turn: cache marks in results refused',
    answer: judging(
      [callOfBash],
      request => results(request).some(one => one.cache_control),
      'tool_result.cache_control: Extra inputs are not permitted',
    ),
  },
  {
    name: 'next turn: the system entry as blocks refused',
    answer: spoiling(
      request =>
        bringsResult(request) &&
        request.json.messages.some(({ role, content }) => role === 'system' && Array.isArray(content)) &&
        refusal(400, 'system content must be a string'),
    ),
  },
  {
    name: 'next turn: the same call for ever',
    answer: replying((content, request) =>
      request.json.tools?.length > 0 ? [{ ...callOfBash, id: `toolu_${results(request).length}` }] : content,
    ),
  },
  {
    name: 'next turn: the same call twice, then an end',
    answer: replying((_, request) =>
      request.json.tools?.length > 0 && results(request).length < 2
        ? [{ ...callOfBash, id: `toolu_${results(request).length}` }]
        : contentFor(request),
    ),
  },
]

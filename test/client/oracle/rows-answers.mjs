// Backends whose answers differ from Anthropic’s as those of real servers and gateways do.
import {
  bringsResult,
  callOfBash,
  contentFor,
  eventsOf,
  json,
  messageOf,
  refusal,
  replying,
  replyWith,
  spoiling,
  sse,
  streaming,
  streamOf,
} from './answers.mjs'

const isCall = ({ type }) => type === 'tool_use'
const _input = callOfBash.input
const calling = change => replying(content => content.map(block => (isCall(block) ? { ...block, ...change } : block)))
const editing = (type, edit) =>
  streaming(events => events.flatMap(event => (event.type === type ? edit(event) : event)))
const blocksWith = more => replying(content => content.map(block => ({ ...block, ...more })))
/** The call with something behind or in front of it. */
const around = edit => replying(content => (content.some(isCall) ? edit(content) : content))
/** A call that fails in front of the good one, and an end behind both. */
const beside = call =>
  replying((content, request) =>
    bringsResult(request) ? [text('ORACLE-DONE')] : content.some(isCall) ? [call, ...content] : content,
  )
const withMessage = more =>
  spoiling(request => {
    const message = { ...messageOf(contentFor(request)), ...more }
    return request.json.stream ? streamOf(eventsOf(message).map(sse)) : json(200, message)
  })
const historyHolds = (request, is) =>
  request.json.messages.some(({ role, content }) => role === 'assistant' && Array.isArray(content) && content.some(is))
/** Blocks with a key of the server's own, which it does not take back. */
const notTakenBack = (key, value) =>
  spoiling(request => {
    if (bringsResult(request) && historyHolds(request, block => key in block))
      return refusal(400, `messages.1.content.0.${key}: Extra inputs are not permitted`)
    const content = contentFor(request).map(block => ({ ...block, [key]: value }))
    return replyWith(request, content)
  })
const text = (said, more = {}) => ({ type: 'text', text: said, ...more })

export const answerRows = [
  { name: 'call: text behind it', answer: around(content => [...content, text('I ran it.')]) },
  {
    name: 'call: thinking behind it',
    answer: around(content => [...content, { type: 'thinking', thinking: 'done', signature: 'c2ln' }]),
  },
  {
    name: 'call: a bad one in front of a good one',
    answer: beside({ ...callOfBash, id: 'toolu_bad', input: { cmd: 'ls' } }),
  },
  {
    name: 'call: one of a tool that does not exist in front of a good one',
    answer: beside({ ...callOfBash, id: 'toolu_bad', name: 'shell' }),
  },
  {
    name: 'call: one of the server’s own in front of it',
    answer: around(content => [
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'oracle' } },
      ...content,
    ]),
  },
  { name: 'call: name with a blank behind it', answer: calling({ name: 'Bash ' }) },
  { name: 'call: name with a colon and a number', answer: calling({ name: 'Bash:0' }) },
  { name: 'call: id that is a number', answer: calling({ id: 7 }) },
  { name: 'call: id null', answer: calling({ id: null }) },
  { name: 'history: "citations": null is not taken back', answer: notTakenBack('citations', null) },
  { name: 'history: "caller" is not taken back', answer: notTakenBack('caller', { type: 'direct' }) },
  { name: 'history: "index" is not taken back', answer: notTakenBack('index', 0) },
  { name: 'history: a vendor’s key is not taken back', answer: notTakenBack('extra_content', { google: {} }) },
  { name: 'history: "cache_control": null is not taken back', answer: notTakenBack('cache_control', null) },
  { name: 'message: the same id each time', answer: withMessage({ id: 'msg_1' }) },
  { name: 'message: id null', answer: withMessage({ id: null }) },
  { name: 'message: no model', answer: withMessage({ model: undefined }) },
  { name: 'message: stop_reason "tool_calls"', answer: withMessage({ stop_reason: 'tool_calls' }) },
  { name: 'message: stop_reason "length"', answer: withMessage({ stop_reason: 'length' }) },
  { name: 'message: stop_reason ""', answer: withMessage({ stop_reason: '' }) },
  { name: 'message: stop_reason null', answer: withMessage({ stop_reason: null }) },
  {
    name: 'message: stop_reason "stop_sequence"',
    answer: withMessage({ stop_reason: 'stop_sequence', stop_sequence: '</s>' }),
  },
  { name: 'message: stop_reason "pause_turn"', answer: withMessage({ stop_reason: 'pause_turn' }) },
  { name: 'message: a text of blanks in front of the call', answer: around(content => [text('\n\n'), ...content]) },
  {
    name: 'message: "<think>" in the text',
    answer: around(content => [text('<think>\nI run it.\n</think>\n\n'), ...content]),
  },
  { name: 'message: a NUL in the text', answer: around(content => [text('a\u0000b'), ...content]) },
  { name: 'message: half a surrogate in the text', answer: around(content => [text('a\ud83db'), ...content]) },
  { name: 'message: text null', answer: around(content => [text(null), ...content]) },
  { name: 'blocks: with an index of their own', answer: blocksWith({ index: 0 }) },
  {
    name: 'stream: two message_delta',
    answer: editing('message_delta', event => [{ ...event, delta: { stop_reason: null } }, event]),
  },
  {
    name: 'stream: the second message_delta without stop_reason',
    answer: editing('message_delta', event => [event, { ...event, delta: {} }]),
  },
  {
    name: 'stream: the second message_delta with stop_reason null',
    answer: editing('message_delta', event => [event, { ...event, delta: { stop_reason: null } }]),
  },
  {
    name: 'stream: message_delta in front of the blocks’ end',
    answer: streaming(events => [...events.slice(0, -3), events.at(-2), events.at(-3), events.at(-1)]),
  },
  { name: 'stream: message_stop twice', answer: streaming(events => [...events, events.at(-1)]) },
  {
    name: 'stream: events behind message_stop',
    answer: streaming(events => [...events, { type: 'usage', usage: {} }]),
  },
  {
    name: 'stream: an error event behind message_stop',
    answer: streaming(events => [...events, { type: 'error', error: { type: 'api_error', message: 'late' } }]),
  },
  { name: 'stream: cut behind message_stop', answer: streaming(events => [...events, { destroy: true }]) },
]

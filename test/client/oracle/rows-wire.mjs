// Backends whose streams are written oddly, are none, or end too early.
import { gzipSync } from 'node:zlib'
import {
  contentFor,
  eventsOf,
  isMessages,
  json,
  messageOf,
  openAiRefusal,
  refusal,
  spoiling,
  sse,
  streaming,
  streamOf,
} from './answers.mjs'

const textOf = request =>
  eventsOf(messageOf(contentFor(request)))
    .map(sse)
    .join('')
/** Streams spoilt at the level of text. */
const written = edit => spoiling(request => request.json.stream && streamOf(edit(textOf(request))))
const errorEvent = (type, message) => ({ type: 'error', error: { type, message } })
const overloaded = errorEvent('overloaded_error', 'Overloaded')
const broken = errorEvent('api_error', 'Internal server error')
/** A stream that is cut off behind its first `count` events, by what `tail` is. */
const cutAfter = (count, tail) => streaming(events => [...events.slice(0, count), tail])
/** The same where a request in one piece is answered by `answer` instead of rightly. */
const cutAnd = (spoil, answer) => request =>
  isMessages(request) && Array.isArray(request.json?.messages) && !request.json.stream
    ? answer(request)
    : spoil(request)
const alwaysStreamed = request => streamOf([textOf(request)])

/** A message that is never streamed. */
const inOnePiece = edit => spoiling(request => json(200, edit(messageOf(contentFor(request)))))

const openAiChunks = request =>
  request.json.stream &&
  streamOf([
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { role: 'assistant', content: 'OK' }, finish_reason: null }] })}\n\n`,
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`,
    'data: [DONE]\n\n',
  ])

export const wireRows = [
  {
    name: 'stream: no event: lines',
    answer: streaming(events => events.map(event => `data: ${JSON.stringify(event)}\n\n`)),
  },
  { name: 'stream: OpenAI chunks', answer: spoiling(openAiChunks) },
  { name: 'stream: CRLF', answer: written(text => [text.replaceAll('\n', '\r\n')]) },
  {
    name: 'stream: no space behind data:',
    answer: written(text => [text.replaceAll('data: ', 'data:').replaceAll('event: ', 'event:')]),
  },
  { name: 'stream: byte by byte', answer: written(text => [...text]) },
  {
    name: 'stream: gzip',
    answer: spoiling(
      request => request.json.stream && streamOf([gzipSync(textOf(request))], { 'content-encoding': 'gzip' }),
    ),
  },
  {
    name: 'stream: content-type application/json',
    answer: streaming(events => events, { 'content-type': 'application/json' }),
  },
  { name: 'stream: content-type text/plain', answer: streaming(events => events, { 'content-type': 'text/plain' }) },
  {
    name: 'stream: broken JSON in one event',
    answer: streaming(events => [
      ...events.slice(0, 2),
      'event: content_block_start\ndata: {"type":\n\n',
      ...events.slice(2),
    ]),
  },
  { name: 'stream: plain JSON instead', answer: spoiling(request => json(200, messageOf(contentFor(request)))) },
  { name: 'stream: plain JSON without model', answer: inOnePiece(({ model: _, ...message }) => message) },
  { name: 'stream: plain JSON without usage', answer: inOnePiece(({ usage: _, ...message }) => message) },
  {
    name: 'stream: plain JSON without id, type, role and stop_reason',
    answer: inOnePiece(({ model, content, usage }) => ({ model, content, usage })),
  },
  {
    name: 'stream: plain JSON, content is a text',
    answer: inOnePiece(message => ({ ...message, content: message.content[0].text ?? message.content })),
  },
  {
    name: 'stream: plain JSON, input is a text',
    answer: inOnePiece(message => ({
      ...message,
      content: message.content.map(block => (block.input ? { ...block, input: JSON.stringify(block.input) } : block)),
    })),
  },
  { name: 'stream: plain JSON, content is []', answer: inOnePiece(message => ({ ...message, content: [] })) },
  { name: 'stream: a stream for every request', answer: spoiling(alwaysStreamed) },
  {
    name: 'stream: a slow start with comments',
    answer: spoiling(
      request => request.json.stream && streamOf([':\n\n', { waitMs: 700 }, ':\n\n', { waitMs: 700 }, textOf(request)]),
    ),
  },
  { name: 'stream: an error event at once', answer: streaming(() => [broken]) },
  { name: 'stream: an overloaded_error event at once', answer: streaming(() => [overloaded]) },
  { name: 'stream: an error event behind message_start', answer: cutAfter(1, broken) },
  { name: 'stream: an error event within a block', answer: cutAfter(4, broken) },
  {
    name: 'stream: an error event within a block, and streams for ever',
    answer: cutAnd(cutAfter(4, broken), alwaysStreamed),
  },
  {
    name: 'stream: an error event within a block, and 500',
    answer: cutAnd(cutAfter(4, broken), () => refusal(500, 'Internal server error', 'api_error')),
  },
  {
    name: 'stream: an error event of llama-server',
    answer: cutAfter(4, 'event: error\ndata: {"code":500,"message":"failed to decode","type":"server_error"}\n\n'),
  },
  {
    name: 'stream: an OpenAI error without event:',
    answer: cutAfter(4, 'data: {"error":{"message":"engine died","type":"None","code":"500"}}\n\n'),
  },
  {
    name: 'stream: an error event, and OpenAI 400',
    answer: cutAnd(cutAfter(4, broken), () => openAiRefusal(400, 'stream must be true')),
  },
  { name: 'stream: cut before message_start', answer: cutAfter(0, { destroy: true }) },
  { name: 'stream: cut behind message_start', answer: cutAfter(2, { destroy: true }) },
  { name: 'stream: cut within a block', answer: cutAfter(4, { destroy: true }) },
  { name: 'stream: cut behind the block', answer: cutAfter(5, { destroy: true }) },
  {
    name: 'stream: cut within a block, and 500',
    answer: cutAnd(cutAfter(4, { destroy: true }), () => refusal(500, 'Internal server error', 'api_error')),
  },
  { name: 'stream: ends before message_start', answer: cutAfter(0, ':\n\n') },
  { name: 'stream: ends behind message_start', answer: cutAfter(2, ':\n\n') },
  { name: 'stream: ends within a block', answer: cutAfter(4, ':\n\n') },
  { name: 'stream: ends behind the block', answer: cutAfter(5, ':\n\n') },
]

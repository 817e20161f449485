// Backends whose answers are written, compressed or labelled oddly.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { contentFor, eventsOf, json, messageOf, refusal, replyWith, spoiling, sse, streamOf } from './answers.mjs'

const textOf = request =>
  eventsOf(messageOf(contentFor(request)))
    .map(sse)
    .join('')
const written = (edit, headers) =>
  spoiling(request => request.json.stream && streamOf(edit(textOf(request), request), headers))
const _raw = edit => spoiling(request => request.json.stream && { raw: edit(textOf(request)) })
const _stream = 'content-type: text/event-stream'
const chat = 'data: {"id":"gen-1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":1}}\n\n'
const inOnePiece = (pad, headers = {}) =>
  spoiling(request => ({
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    chunks: pad(JSON.stringify(messageOf(contentFor(request)))),
  }))
/** The stream compressed, whatever the request takes. */
const compressed = (encoding, compress) => written(text => [compress(text)], { 'content-encoding': encoding })
/** Zstandard with one raw block, which node 20 has no function for: https://www.rfc-editor.org/rfc/rfc8878 */
const zstdSync = text => {
  const bytes = Buffer.from(text)
  const block = (bytes.length << 3) | 1
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, block & 255, (block >> 8) & 255, block >> 16]),
    bytes,
  ])
}

export const encodingRows = [
  {
    name: 'wire: id: and retry: lines',
    answer: written(text => [`retry: 3000\n\n${text.replaceAll('event:', 'id: 7\nevent:')}`]),
  },
  { name: 'wire: a byte order mark', answer: written(text => [`\ufeff${text}`]) },
  { name: 'wire: carriage returns alone', answer: written(text => [text.replaceAll('\n', '\r')]) },
  { name: 'wire: the last blank line is missing', answer: written(text => [text.trimEnd()]) },
  {
    name: 'wire: data: in front of event:',
    answer: written(text => [text.replaceAll(/(event: .*)\n(data: .*)\n/g, '$2\n$1\n')]),
  },
  {
    name: 'wire: blanks behind the name of an event',
    answer: written(text => [text.replaceAll(/(event: \w+)/g, '$1 ')]),
  },
  {
    name: 'wire: names of events in capitals',
    answer: written(text => [text.replaceAll(/event: (\w+)/g, (_, name) => `event: ${name.toUpperCase()}`)]),
  },
  {
    name: 'wire: chunks of chat completions between',
    answer: written(text => [chat, ...text.split(/(?<=\n\n)/), chat]),
  },
  {
    name: 'wire: cut within a character',
    answer: written((_, request) => {
      const bytes = Buffer.from(
        eventsOf(messageOf([{ type: 'text', text: '🤖 ok' }, ...contentFor(request)]))
          .map(sse)
          .join(''),
      )
      const at = bytes.indexOf(Buffer.from('🤖')) + 2
      return [bytes.subarray(0, at), { waitMs: 100 }, bytes.subarray(at)]
    }),
  },
  {
    name: 'wire: an error of OpenAI at once',
    answer: written(() => ['data: {"error":{"message":"Rate limit exceeded","code":429}}\n\n']),
  },
  {
    name: 'wire: an error as JSON where a stream is promised',
    answer: written(() => ['{"type":"error","error":{"type":"api_error","message":"no"}}']),
  },
  {
    name: 'wire: comments of OpenRouter',
    answer: written(text => [': OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n', text]),
  },
  {
    name: 'wire: white space in front of plain JSON',
    answer: inOnePiece(body => ['\n', { waitMs: 300 }, '\n\n', body]),
  },
  { name: 'wire: plain JSON without a type of content', answer: inOnePiece(body => [body], { 'content-type': '' }) },
  {
    name: 'wire: plain JSON as text',
    answer: inOnePiece(body => [body], { 'content-type': 'text/plain; charset=utf-8' }),
  },
  {
    name: 'wire: plain JSON under the type of a stream',
    answer: inOnePiece(body => [body], { 'content-type': 'text/event-stream' }),
  },
  { name: 'wire: brotli', answer: compressed('br', brotliCompressSync) },
  { name: 'wire: zstd', answer: compressed('zstd', zstdSync) },
  { name: 'wire: deflate', answer: compressed('deflate', deflateSync) },
  { name: 'wire: raw deflate', answer: compressed('deflate', deflateRawSync) },
  { name: 'wire: x-gzip', answer: compressed('x-gzip', gzipSync) },
  { name: 'wire: gzip that is none', answer: compressed('gzip', text => text) },
  { name: 'wire: identity', answer: compressed('identity', text => text) },
  { name: 'wire: an unknown encoding', answer: compressed('utf-8', text => text) },
  { name: 'wire: gzip twice', answer: compressed('gzip, gzip', text => gzipSync(gzipSync(text))) },
  { name: 'wire: 206', answer: spoiling(request => ({ ...replyWith(request, contentFor(request)), status: 206 })) },
  { name: 'wire: 203', answer: spoiling(request => ({ ...replyWith(request, contentFor(request)), status: 203 })) },
  {
    name: 'http: JSON error under 200 as a stream’s only event',
    answer: spoiling(request =>
      request.json.stream
        ? streamOf([sse({ type: 'error', error: { type: 'overloaded_error', message: 'busy' } })])
        : json(200, { error: 'busy' }),
    ),
  },
  {
    name: 'http: 422 in one piece alone',
    answer: spoiling(request => !request.json.stream && refusal(422, 'stream: must be true')),
  },
]

// Backends and proxies whose HTTP is odd on the wire.
import { contentFor, eventsOf, messageOf, spoiling, sse } from './answers.mjs'

const textOf = request =>
  eventsOf(messageOf(contentFor(request)))
    .map(sse)
    .join('')
const raw = edit => spoiling(request => request.json.stream && { raw: edit(textOf(request)) })
const head = (status, ...headers) =>
  `HTTP/1.1 ${status}\r\n${headers.map(one => `${one}\r\n`).join('')}connection: close\r\n\r\n`
const stream = 'content-type: text/event-stream'
const chunked = text => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`

export const rawRows = [
  {
    name: 'wire: 100 Continue first',
    answer: raw(text => `HTTP/1.1 100 Continue\r\n\r\n${head('200 OK', stream)}${text}`),
  },
  {
    name: 'wire: 103 Early Hints first',
    answer: raw(text => `HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n${head('200 OK', stream)}${text}`),
  },
  {
    name: 'wire: the last chunk is missing',
    answer: raw(text => `${head('200 OK', stream, 'transfer-encoding: chunked')}${chunked(text).slice(0, -5)}`),
  },
  {
    name: 'wire: chunks with extensions and a trailer',
    answer: raw(
      text =>
        `${head('200 OK', stream, 'transfer-encoding: chunked')}${chunked(text)
          .replace('\r\n', ';x=1\r\n')
          .replace(/0\r\n\r\n$/, '0\r\nx-usage: 1\r\n\r\n')}`,
    ),
  },
  {
    name: 'wire: a length that is too long',
    answer: raw(text => `${head('200 OK', stream, `content-length: ${Buffer.byteLength(text) + 100}`)}${text}`),
  },
  {
    name: 'wire: a length that is too short',
    answer: raw(text => `${head('200 OK', stream, 'content-length: 600')}${text}`),
  },
  {
    name: 'wire: a header of 20 KB',
    answer: raw(text => `${head('200 OK', stream, `content-security-policy: ${'x'.repeat(20_000)}`)}${text}`),
  },
  {
    name: 'wire: a header of 90 KB',
    answer: raw(text => `${head('200 OK', stream, `content-security-policy: ${'x'.repeat(90_000)}`)}${text}`),
  },
  {
    name: 'wire: a header of 250 KB',
    answer: raw(text => `${head('200 OK', stream, `x-policy: ${'x'.repeat(250_000)}`)}${text}`),
  },
  {
    name: 'wire: 120 headers',
    answer: raw(
      text => `${head('200 OK', stream, ...Array.from({ length: 120 }, (_, n) => `x-trace-${n}: 1`))}${text}`,
    ),
  },
  { name: 'wire: a header beyond Latin-1', answer: raw(text => `${head('200 OK', stream, 'x-region: 北京')}${text}`) },
  { name: 'wire: a header without a colon', answer: raw(text => `${head('200 OK', stream, 'x-region')}${text}`) },
  {
    name: 'wire: transfer-encoding identity',
    answer: raw(text => `${head('200 OK', stream, 'transfer-encoding: identity')}${text}`),
  },
]

// Backends that are busy, slow, or strange in how they speak HTTP, and backends that count strangely.
import {
  contentFor,
  correct,
  eventsOf,
  isMessages,
  json,
  messageOf,
  refusal,
  spoiling,
  sse,
  streamOf,
} from './answers.mjs'

/** @returns a backend that is fine when `ms` have passed since the first request */
const atFirst = (ms, answer) => request => (request.elapsedMs < ms && isMessages(request) ? answer : correct(request))
const always = answer => spoiling(() => answer)
const again = { 'x-should-retry': 'true' }
const never = { 'x-should-retry': 'false' }
const busy = headers => refusal(429, 'rate limited', 'rate_limit_error', headers)
const after = value => busy({ 'retry-after': value })

/** @returns a backend whose every answer counts so many tokens */
const counting = usage =>
  spoiling(request => {
    const message = { ...messageOf(contentFor(request)), usage: { input_tokens: 1000, output_tokens: 10, ...usage } }
    return request.json.stream ? streamOf(eventsOf(message).map(sse)) : json(200, message)
  })

/** @returns a backend that pings from a place in its stream on, without an end */
const pinging = (from, ms = 2000) =>
  spoiling(request => {
    if (!request.json.stream) return undefined
    const events = eventsOf(messageOf(contentFor(request))).map(sse)
    const pings = Array.from({ length: 120 }, () => [{ waitMs: ms }, 'event: ping\ndata: {"type":"ping"}\n\n']).flat()
    return streamOf([...events.slice(0, from(events)), ...pings])
  })

/** @returns a backend that writes its answer to the socket as it stands */
const raw = text =>
  spoiling(
    request =>
      request.json.stream && {
        raw: text(
          eventsOf(messageOf(contentFor(request)))
            .map(sse)
            .join(''),
        ),
      },
  )
const chunk = text => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`

export const patienceRows = [
  {
    name: 'patience: 400 that says it may be repeated, then fine',
    answer: atFirst(1200, refusal(400, 'try again', 'invalid_request_error', again)),
  },
  {
    name: 'patience: 400 that says it may be repeated, for ever',
    answer: always(refusal(400, 'try again', 'invalid_request_error', again)),
  },
  {
    name: 'patience: 403 that says it may be repeated, then fine',
    answer: atFirst(1200, refusal(403, 'try again', 'permission_error', again)),
  },
  {
    name: 'patience: 404 that says it may be repeated, then fine',
    answer: atFirst(1200, refusal(404, 'try again', 'not_found_error', again)),
  },
  {
    name: 'patience: 402 that says it may be repeated, then fine',
    answer: atFirst(1200, refusal(402, 'try again', 'billing_error', again)),
  },
  {
    name: 'patience: 413 that says it may be repeated, then fine',
    answer: atFirst(1200, refusal(413, 'try again', 'request_too_large', again)),
  },
  {
    name: 'patience: 529 that says it may not be repeated, then fine',
    answer: atFirst(1200, refusal(529, 'Overloaded', 'overloaded_error', never)),
  },
  { name: 'patience: 401, then fine', answer: atFirst(1200, refusal(401, 'no', 'authentication_error')) },
  { name: 'patience: 403, then fine', answer: atFirst(1200, refusal(403, 'no', 'permission_error')) },
  { name: 'patience: 408, then fine', answer: atFirst(1200, refusal(408, 'late', 'timeout_error')) },
  { name: 'patience: 409, then fine', answer: atFirst(1200, refusal(409, 'conflict', 'conflict_error')) },
  { name: 'patience: 425, then fine', answer: atFirst(1200, refusal(425, 'too early', 'api_error')) },
  { name: 'patience: 500 in the same words, then fine', answer: atFirst(1200, refusal(500, 'oh', 'api_error')) },
  { name: 'patience: 520, then fine', answer: atFirst(1200, { status: 520, headers: {}, body: 'origin error' }) },
  {
    name: 'patience: 503 overloaded on every path, then fine',
    answer: request => (request.elapsedMs < 1200 ? json(503, { error: 'Service overloaded' }) : correct(request)),
  },
  { name: 'patience: retry-after 1.5', answer: atFirst(900, after('1.5')) },
  { name: 'patience: retry-after is a date', answer: atFirst(400, after('Wed, 21 Oct 2037 07:28:00 GMT')) },
  { name: 'patience: retry-after 61', answer: atFirst(900, after('61')) },
  { name: 'patience: retry-after 0', answer: atFirst(400, after('0')) },
  { name: 'patience: retry-after -5', answer: atFirst(400, after('-5')) },
  { name: 'patience: retry-after 1s', answer: atFirst(900, after('1s')) },
  { name: 'patience: retry-after-ms', answer: atFirst(400, busy({ 'retry-after-ms': '120000' })) },
  {
    name: 'patience: 503 with retry-after 120',
    answer: atFirst(900, refusal(503, 'down', 'api_error', { 'retry-after': '120' })),
  },
  { name: 'usage: texts', answer: counting({ input_tokens: '1000', output_tokens: '10' }) },
  { name: 'usage: texts beyond the point of compaction', answer: counting({ input_tokens: '170000' }) },
  { name: 'usage: beyond the point of compaction', answer: counting({ input_tokens: 170_000 }) },
  { name: 'usage: below the point of compaction', answer: counting({ input_tokens: 150_000 }) },
  { name: 'usage: beyond it in the cache', answer: counting({ input_tokens: 10, cache_read_input_tokens: 170_000 }) },
  { name: 'usage: beyond it in the output', answer: counting({ output_tokens: 170_000 }) },
  { name: 'usage: short texts', answer: counting({ input_tokens: '1', output_tokens: '1' }) },
  { name: 'usage: a text beside a number', answer: counting({ input_tokens: '1000' }) },
  { name: 'usage: the output as a text', answer: counting({ output_tokens: '10' }) },
  { name: 'usage: the cache as a text', answer: counting({ cache_read_input_tokens: '1000' }) },
  { name: 'usage: 190000 of 200000', answer: counting({ input_tokens: 190_000 }) },
  { name: 'usage: more than the window', answer: counting({ input_tokens: 250_000 }) },
  { name: 'usage: more than any window', answer: counting({ input_tokens: 1e9 }) },
  { name: 'usage: negative', answer: counting({ input_tokens: -1 }) },
  { name: 'usage: a fraction', answer: counting({ input_tokens: 1000.5 }) },
  { name: 'usage: null', answer: counting({ input_tokens: null, output_tokens: null }) },
  {
    name: 'usage: beyond the point of compaction with the call alone',
    answer: spoiling(request => {
      const content = contentFor(request)
      if (content[0].type !== 'tool_use') return undefined
      const message = { ...messageOf(content), usage: { input_tokens: 170_000, output_tokens: 10 } }
      return request.json.stream ? streamOf(eventsOf(message).map(sse)) : json(200, message)
    }),
  },
  { name: 'time: pings without an end', answer: pinging(() => 1) },
  { name: 'time: pings without an end behind a call', answer: pinging(events => events.length - 2) },
  { name: 'time: pings without an end behind message_stop', answer: pinging(events => events.length) },
  {
    name: 'time: pings for three seconds, then the answer',
    answer: spoiling(request => {
      if (!request.json.stream) return undefined
      const events = eventsOf(messageOf(contentFor(request))).map(sse)
      const pings = Array.from({ length: 3 }, () => [{ waitMs: 1000 }, 'event: ping\ndata: {"type":"ping"}\n\n']).flat()
      return streamOf([events[0], ...pings, ...events.slice(1)])
    }),
  },
  {
    name: 'http: bare line feeds',
    answer: raw(body => `HTTP/1.1 200 OK\ncontent-type: text/event-stream\nconnection: close\n\n${body}`),
  },
  {
    name: 'http: Content-Length beside chunked',
    answer: raw(
      body =>
        `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${chunk(body)}`,
    ),
  },
  {
    name: 'http: 1.0 without a length',
    answer: raw(body => `HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${body}`),
  },
  {
    name: 'http: a space in a header’s name',
    answer: raw(body => `HTTP/1.1 200 OK\r\ncontent type: text/event-stream\r\nconnection: close\r\n\r\n${body}`),
  },
  {
    name: 'http: no reason phrase',
    answer: raw(body => `HTTP/1.1 200\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n${body}`),
  },
  {
    name: 'http: chunks with bare line feeds',
    answer: raw(
      body =>
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${chunk(body).replaceAll('\r\n', '\n')}`,
    ),
  },
  {
    name: 'http: ten megabytes of pings before the answer',
    answer: spoiling(request => {
      if (!request.json.stream) return undefined
      const events = eventsOf(messageOf(contentFor(request))).map(sse)
      const padding = Array.from({ length: 10 }, () => `: ${'x'.repeat(1 << 20)}\n\n`)
      return streamOf([events[0], ...padding, ...events.slice(1)])
    }),
  },
]

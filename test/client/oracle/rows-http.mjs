// Backends whose fault is one of HTTP, of the account, or of the hour.
import { gzipSync } from 'node:zlib'
import {
  contentFor,
  correct,
  isMessages,
  json,
  messageOf,
  openAiRefusal,
  refusal,
  replyWith,
  spoiling,
} from './answers.mjs'

const always = answer => spoiling(() => answer)
/** Fine when `ms` have passed since the first request. */
const atFirst = (ms, answer) => request => (request.elapsedMs < ms ? answer : correct(request))
const onMessages = (before, then) => request => (isMessages(request) ? then(request) : before(request))
const inOnePiece = edit => spoiling(request => !request.json.stream && edit(request))
const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in</body></html>'
const html = (status, body = page) => ({ status, headers: { 'content-type': 'text/html' }, body })
const text = (status, body) => ({ status, headers: { 'content-type': 'text/plain' }, body })
const hello = spoil => request => (request.path === '/api/hello' ? spoil : correct(request))
const loading = json(503, { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } })
const retryAfter = seconds => refusal(429, 'rate limited', 'rate_limit_error', { 'retry-after': String(seconds) })
const redirect = (status, location) => ({ status, headers: { location }, body: '' })

export const httpRows = [
  { name: 'http: 400 with a text', answer: always(text(400, 'Bad Request')) },
  { name: 'http: 400 without a body', answer: always(text(400, '')) },
  { name: 'http: 401', answer: always(refusal(401, 'invalid x-api-key', 'authentication_error')) },
  { name: 'http: 401 of vLLM', answer: always(json(401, { error: 'Unauthorized' })) },
  { name: 'http: 402', answer: always(openAiRefusal(402, 'Insufficient credits. Add more using the account page.')) },
  {
    name: 'http: 400, the credit is too low',
    answer: always(refusal(400, 'Your credit balance is too low to access the Anthropic API.')),
  },
  { name: 'http: 403', answer: always(refusal(403, 'not allowed', 'permission_error')) },
  { name: 'http: 403 page', answer: always(html(403)) },
  { name: 'http: 404, no such model', answer: always(refusal(404, 'model: oracle-model', 'not_found_error')) },
  { name: 'http: 404 text of Ollama', answer: always(text(404, '404 page not found')) },
  { name: 'http: 404 of FastAPI', answer: always(json(404, { detail: 'Not Found' })) },
  {
    name: 'http: 400, no such model, of LiteLLM',
    answer: always(
      openAiRefusal(
        400,
        'anthropic_messages: Invalid model name passed in model=oracle-model. Call `/v1/models` to view available models for your key.',
        'None',
      ),
    ),
  },
  { name: 'http: 405', answer: always(text(405, '405 method not allowed')) },
  { name: 'http: 413', answer: always(refusal(413, 'Request exceeds the maximum size', 'request_too_large')) },
  {
    name: 'http: 422',
    answer: always(
      json(422, { detail: [{ loc: ['body', 'tools'], msg: 'value is not a valid list', type: 'type_error.list' }] }),
    ),
  },
  { name: 'http: 429 for ever', answer: always(refusal(429, 'rate limited', 'rate_limit_error')) },
  { name: 'http: 429 with retry-after, then fine', answer: onMessages(correct, atFirst(1500, retryAfter(1))) },
  { name: 'http: 429 with retry-after for ever', answer: always(retryAfter(1)) },
  { name: 'http: 500 for ever', answer: always(refusal(500, 'Internal server error', 'api_error')) },
  { name: 'http: 500 with a text for ever', answer: always(text(500, 'Internal Server Error')) },
  {
    name: 'http: 501',
    answer: always(openAiRefusal(501, 'The model does not support Messages API', 'NotImplementedError')),
  },
  { name: 'http: 502 page for ever', answer: always(html(502, '<html><body><h1>502 Bad Gateway</h1></body></html>')) },
  { name: 'http: 503 for ever', answer: always(loading) },
  { name: 'http: 503 on every path while loading, then fine', answer: atFirst(1500, loading) },
  { name: 'http: 529 for ever', answer: always(refusal(529, 'Overloaded', 'overloaded_error')) },
  {
    name: 'http: 529, then fine',
    answer: onMessages(correct, atFirst(1200, refusal(529, 'Overloaded', 'overloaded_error'))),
  },
  { name: 'http: 200 with a page', answer: always(html(200)) },
  { name: 'http: 200 with nothing', answer: always({ status: 200, headers: {}, body: '' }) },
  {
    name: 'http: 200 with an error',
    answer: always(json(200, { error: 'Unexpected endpoint or method. (POST /v1/messages)' })),
  },
  {
    name: "http: 200 with Anthropic's error",
    answer: always(json(200, { type: 'error', error: { type: 'api_error', message: 'no' } })),
  },
  {
    name: "http: 200 with OpenAI's message",
    answer: always(
      json(200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content: 'OK' }, finish_reason: 'stop' }],
      }),
    ),
  },
  { name: 'http: 204', answer: always({ status: 204, headers: {}, body: '' }) },
  {
    name: 'http: redirect to itself',
    answer: ({ path, query }) => redirect(307, `.${path.replace(/^.*\//, '/')}?${query}`),
  },
  {
    name: 'http: redirect to where it is answered',
    answer: spoiling(request => !request.query.includes('again') && redirect(307, 'messages?beta=true&again')),
  },
  { name: 'http: redirect to another host', answer: always(redirect(307, 'http://127.0.0.1:8102/v1/messages')) },
  {
    name: 'http: 302 to a sign-in page',
    answer: request => (request.path === '/login' ? html(200) : redirect(302, '/login')),
  },
  {
    name: 'http: gzip of one piece',
    answer: spoiling(request => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      chunks: [gzipSync(JSON.stringify(messageOf(contentFor(request))))],
    })),
  },
  {
    name: 'http: half an answer in one piece',
    answer: spoiling(request => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      chunks: [JSON.stringify(messageOf(contentFor(request))).slice(0, 80), { destroy: true }],
    })),
  },
  {
    name: 'http: hangs up without an answer',
    answer: always({ status: 200, headers: {}, before: [{ destroy: true }], body: '' }),
  },
  {
    name: 'http: hangs up without an answer at first',
    answer: onMessages(correct, atFirst(300, { status: 200, headers: {}, before: [{ destroy: true }], body: '' })),
  },
  {
    name: 'http: silence',
    fields: { TIMEOUT_MS: '3000' },
    answer: always({ status: 200, headers: {}, before: [{ waitMs: 12_000 }], body: '' }),
  },
  {
    name: 'http: silence behind the headers',
    fields: { TIMEOUT_MS: '3000' },
    answer: always({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      chunks: [':\n\n', { waitMs: 12_000 }],
    }),
  },
  { name: 'http: HEAD /api/hello is 404', answer: hello(text(404, '')) },
  { name: 'http: HEAD /api/hello is 401', answer: hello(json(401, {})) },
  {
    name: 'http: HEAD /api/hello hangs',
    answer: hello({ status: 200, headers: {}, before: [{ waitMs: 12_000 }], body: '' }),
  },
  {
    name: 'http: nothing but /v1/messages',
    answer: request => (isMessages(request) ? correct(request) : text(404, 'nothing here')),
  },
  { name: 'http: requests in one piece are refused', answer: inOnePiece(() => refusal(400, 'stream must be true')) },
  {
    name: 'http: reply in another charset',
    answer: spoiling(request => {
      const answer = replyWith(request, contentFor(request))
      return { ...answer, headers: { 'content-type': `${answer.headers['content-type']}; charset=UTF-8` } }
    }),
  },
]

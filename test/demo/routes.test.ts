import { expect, test } from 'vitest'
import { demoBackend } from '../../src/demo/backend.ts'
import { ask, request } from './exchange.ts'

const hello = JSON.stringify(request('Say hello.'))

test.each([
  ['GET', '/', '', 200, /claude-switch/],
  ['HEAD', '/', '', 200, /^$/],
  ['HEAD', '/api/hello', '', 200, /^$/],
  ['GET', '/api/hello', '', 200, /hello/],
  ['POST', '/v1/messages', hello, 200, /"text":"hello"/],
  ['POST', '/v1/messages?beta=true', hello, 200, /"text":"hello"/],
  ['GET', '/v1/messages', '', 405, /"invalid_request_error","message":"Method Not Allowed"/],
  ['DELETE', '/v1/models/demo', '', 405, /Method Not Allowed/],
  ['POST', '/', '', 405, /Method Not Allowed/],
  ['POST', '/v1/messages/count_tokens?beta=true', hello, 200, /^{"input_tokens":\d+}$/],
  ['GET', '/v1/models?limit=1000', '', 200, /"has_more":false,"first_id":"demo","last_id":"demo"/],
  ['GET', '/v1/models?after_id=demo', '', 200, /^{"data":\[],"has_more":false,"first_id":null,"last_id":null}$/],
  ['GET', '/v1/models/demo', '', 200, /"max_input_tokens":65536,"max_tokens":8192/],
  ['GET', '/v1/models/claude%2Dnope', '', 404, /"not_found_error","message":"model: claude-nope"/],
  ['GET', '/v1/models/%zz', '', 404, /model: %zz/],
  ['GET', '/v1/models/demo/more', '', 404, /"not_found_error","message":"Not found"/],
  ['GET', '/api/tags', '', 404, /"not_found_error"/],
  ['HEAD', '/api/tags', '', 404, /^$/],
])('%s %s %s -> %d', async (method, url, body, status, text) => {
  const answer = await ask(method, url, body)
  expect(answer.status).toBe(status)
  expect(answer.text).toMatch(text)
  expect(answer.headers['request-id']).toMatch(/^req_01[A-Za-z0-9]{22}$/)
})

test.each([
  [{}, 401],
  [{ 'x-api-key': ' ' }, 401],
  [{ authorization: 'Bearer ' }, 401],
  [{ authorization: 'Basic ZGVtbzpkZW1v' }, 401],
  [{ authorization: 'Bearer anything' }, 200],
  [{ 'x-api-key': 'anything' }, 200],
])('with the headers %o: %d', async (headers, status) => {
  for (const [method, url] of [
    ['POST', '/v1/messages'],
    ['POST', '/v1/messages/count_tokens'],
    ['GET', '/v1/models'],
    ['GET', '/v1/models/demo'],
  ] as const) {
    const answer = await ask(method, url, hello, headers)
    expect(answer.status, url).toBe(status)
    if (status !== 401) continue
    const error = { type: 'authentication_error', message: 'x-api-key header is required' }
    expect(JSON.parse(answer.text)).toEqual({ type: 'error', error, request_id: answer.headers['request-id'] })
  }
})

test('an error says what it is in the body and in the headers', async () => {
  const { headers, text } = await ask('GET', '/v1/messages')
  expect(headers).toMatchObject({ 'content-type': 'application/json', allow: 'POST' })
  expect(JSON.parse(text).request_id).toBe(headers['request-id'])
})

test('32 MB are too much, also of characters that are several bytes', async () => {
  const { status, text } = await ask('POST', '/v1/messages', 'ü'.repeat(16 * 1024 * 1024 + 1))
  expect(status).toBe(413)
  expect(JSON.parse(text).error.type).toBe('request_too_large')
})

test('a model entry has what Anthropic says of a model', async () => {
  const { data } = JSON.parse((await ask('GET', '/v1/models')).text)
  const one = JSON.parse((await ask('GET', '/v1/models/demo')).text)
  expect(data).toEqual([one])
  expect(one).toMatchObject({ type: 'model', id: 'demo', display_name: 'Demo' })
  expect(new Date(one.created_at).getTime()).not.toBeNaN()
  const { image_input, thinking, effort } = one.capabilities
  expect([image_input.supported, thinking.types.adaptive.supported, effort.high.supported]).toEqual([true, true, true])
})

test('a backend has the model that it is given, and says its limits', async () => {
  const { answer, ...backend } = demoBackend({ model: 'local' })
  expect(backend).toEqual({ model: 'local', contextTokens: 65536, maxOutputTokens: 8192 })
  const post = (body: string) => answer({ method: 'POST', url: '/v1/messages', headers: { 'x-api-key': 'a' }, body })
  expect((await post(hello)).status).toBe(404)
  expect((await post(hello.replace('demo', 'local'))).body).toContain('"model":"local"')
})

test('the same requests get the same answers, and no two of them the same ids', async () => {
  const [one, other] = [demoBackend(), demoBackend()]
  const post = { method: 'POST', url: '/v1/messages', headers: { 'x-api-key': 'a' }, body: hello }
  const [first, second] = [await one.answer(post), await one.answer(post)]
  expect([await other.answer(post), await other.answer(post)]).toEqual([first, second])
  const ids = [first, second].map(({ body, headers }) => [JSON.parse(String(body)).id, headers['request-id']])
  expect(new Set(ids.flat()).size).toBe(4)
})

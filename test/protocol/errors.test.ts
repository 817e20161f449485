import { expect, test } from 'vitest'
import { readError } from '../../src/protocol/errors.ts'
import { recording } from '../support/recordings.ts'

const json = JSON.stringify
const anthropic = (type: string, message: string) =>
  json({ type: 'error', error: { type, message }, request_id: 'req_1' })
const llama = json({
  error: { code: 400, message: 'request (9000 tokens) exceeds', type: 'exceed_context_size_error' },
})

test.each<[string, string, string | undefined, string]>([
  ['Anthropic', anthropic('not_found_error', 'model: claude-nope'), 'not_found_error', 'model: claude-nope'],
  ['llama-server', llama, 'exceed_context_size_error', 'request (9000 tokens) exceeds'],
  ['vLLM, the key', '{"error":"Unauthorized"}', undefined, 'Unauthorized'],
  [
    'vLLM, validation',
    json({ error: { message: '1 validation error', type: 'Bad Request', param: 'body.max_tokens', code: 400 } }),
    'Bad Request',
    '1 validation error',
  ],
  [
    'older LiteLLM',
    json({ error: { message: 'Invalid model name', type: 'None', param: 'None', code: '400' } }),
    undefined,
    'Invalid model name',
  ],
  [
    'LiteLLM before that',
    json({ error: { message: "400: {'error': 'Invalid model name passed in model=x'}", type: 'None' } }),
    undefined,
    'Invalid model name passed in model=x',
  ],
  [
    'LiteLLM, count_tokens',
    '{"detail":{"error":"model parameter is required"}}',
    undefined,
    'model parameter is required',
  ],
  ['FastAPI', '{"detail":"Not Found"}', undefined, 'Not Found'],
  [
    'FastAPI, validation',
    json({ detail: [{ loc: ['body', 'model'], msg: 'field required', type: 'missing' }, { msg: 'x' }] }),
    undefined,
    'body.model: field required; x',
  ],
  [
    'LM Studio',
    '{"error":"Unexpected endpoint or method. (GET /)"}',
    undefined,
    'Unexpected endpoint or method. (GET /)',
  ],
  [
    'LM Studio, with JSON at its end',
    anthropic(
      'api_error',
      `Engine protocol predict request returned 400: ${json({ error: { code: 400, message: 'grammar' } })}`,
    ),
    'api_error',
    'Engine protocol predict request returned 400: grammar',
  ],
  ['Ollama', `{"error":"model 'nope' not found"}`, undefined, "model 'nope' not found"],
  [
    'Ollama, with JSON as text',
    anthropic('invalid_request_error', llama),
    'exceed_context_size_error',
    'request (9000 tokens) exceeds',
  ],
  ['Ollama, plain text', '404 page not found', undefined, '404 page not found'],
  ['Portkey', '{"status":"failure","message":"Something went wrong"}', undefined, 'Something went wrong'],
  [
    'OpenRouter',
    json({
      error: { code: 400, message: 'Provider returned error', metadata: { raw: '{"error":{"message":"too long"}}' } },
    }),
    undefined,
    'Provider returned error: too long',
  ],
  ['a bare object', '{"code":500,"message":"broken","type":"server_error"}', 'server_error', 'broken'],
  ['a list of one', '[{"error":{"message":"quota","status":"X"}}]', undefined, 'quota'],
  ['a text of JSON', '"no"', undefined, 'no'],
  ['a byte order mark', '\ufeff{"error":"no"}', undefined, 'no'],
  [
    'an error event',
    `: wait\n\nevent: error\r\ndata: ${anthropic('overloaded_error', 'Overloaded')}\r\n\r\n`,
    'overloaded_error',
    'Overloaded',
  ],
  [
    'a web page',
    '<!DOCTYPE html><html><head><title>\n 502 Bad &amp; Gateway </title>',
    undefined,
    'a web page: 502 Bad & Gateway',
  ],
  ['a web page with a heading', '<html><body><h1>Log in</h1>', undefined, 'a web page: Log in'],
  ['a web page of nothing', '<html></html>', undefined, 'a web page without a title'],
  ['nothing', '', undefined, 'HTTP 400 with nothing in it'],
  ['blanks', ' \r\n ', undefined, 'HTTP 400 with nothing in it'],
  ['an empty error', '{"error":""}', undefined, '{"error":""}'],
  ['half of one', '{"error":{"mess', undefined, '{"error":{"mess'],
  ['a terminal’s commands', '{"error":"\\u001b[2Jgone\\u0007\\nand\\tmore"}', undefined, '[2Jgone \nand\tmore'],
])('%s', (_, body, type, message) => {
  expect(readError(400, body)).toEqual({ message, ...(type === undefined ? {} : { type }) })
})

test.each([
  ['llama-server/auth-none', 'authentication_error', 'Invalid API Key'],
  ['llama-server/loading-messages', 'unavailable_error', 'Loading model'],
  ['llama-server/no-jinja-tools', 'server_error', 'tools param requires --jinja flag'],
  ['llama-server/router-missing-model', 'invalid_request_error', 'model name is missing from the request'],
  ['aimock/overloaded', 'overloaded_error', 'Overloaded'],
  ['aimock/no-fixture', 'invalid_request_error', 'No fixture matched'],
  ['aimock/auth-none', 'authentication_error', 'Invalid API key'],
])('%s', (name, type, message) => {
  const { status, body } = recording(name)
  expect(readError(status, body)).toEqual({ type, message })
})

test('a message is never longer than people read', () => {
  expect(readError(400, json({ error: 'x'.repeat(1e6) })).message).toHaveLength(4000)
  expect(readError(400, 'y'.repeat(1e6)).message).toHaveLength(4000)
})

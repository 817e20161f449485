import { describe, expect, test } from 'vitest'
import { convertError, isOutputLimit } from '../../../src/protocol/openai/convert-error.ts'

const now = Date.parse('2026-11-26T12:00:00Z')
const convert = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  convertError(status, headers, typeof body === 'string' ? body : JSON.stringify(body), now)
const said = (message: string, more: object = {}) => ({ error: { message, ...more } })

describe('errors', () => {
  test.each<[string, number, unknown, number, string, RegExp]>([
    ['E1 a bad request', 400, said('bad'), 400, 'invalid_request_error', /^bad$/],
    [
      'E2 too long',
      400,
      said("This model's maximum context length is 8192 tokens. However, your prompt contains at least 9000 tokens"),
      400,
      'invalid_request_error',
      /^prompt is too long: 9000 tokens > 8192 maximum$/,
    ],
    [
      'E2 too long, by its code',
      400,
      said('nope', { code: 'context_length_exceeded' }),
      400,
      'invalid_request_error',
      /^prompt is too long: /,
    ],
    [
      'E2 Kimi',
      400,
      said('Invalid request: Your request exceeded model token limit: 131072'),
      400,
      'invalid_request_error',
      /^prompt is too long: /,
    ],
    [
      'E2 Mistral',
      400,
      { message: 'Prompt contains 300000 tokens, too large for model with 262144 maximum context length' },
      400,
      'invalid_request_error',
      /^prompt is too long: /,
    ],
    ['E4 a refused key', 401, said('Unauthorized'), 403, 'permission_error', /^Unauthorized$/],
    ['E4 a forbidden one', 403, said('no'), 403, 'permission_error', /^no$/],
    ['E5 no credit', 402, said('Insufficient credits'), 402, 'billing_error', /credits/],
    ['E6 no such model', 404, said('model not found'), 404, 'not_found_error', /model/],
    [
      'R44 the answer is too long, not the prompt',
      400,
      said(
        "'max_tokens' is too large: 64000. This model's maximum context length is 32768 tokens and your request has 1000 input tokens",
      ),
      400,
      'invalid_request_error',
      /^'max_tokens' is too large/,
    ],
    ['E7 too large', 413, 'Request Entity Too Large', 413, 'request_too_large', /Too Large/],
    [
      'E8 what does not validate',
      422,
      { detail: [{ loc: ['body', 'x'], msg: 'extra forbidden', type: 'extra_forbidden' }] },
      400,
      'invalid_request_error',
      /^body\.x: extra forbidden$/,
    ],
    ['E9 too many requests', 429, said('slow down'), 429, 'rate_limit_error', /slow/],
    ['E11 a fault', 500, said('oops'), 500, 'api_error', /oops/],
    ['E11 a gateway', 502, '', 502, 'api_error', /502/],
    ['E12 no room', 503, said('busy'), 503, 'overloaded_error', /busy/],
    ['E12 overloaded', 529, said('busy'), 529, 'overloaded_error', /busy/],
    [
      'E14 a page',
      500,
      '<html><head><title>Oh no</title></head><body>secret</body></html>',
      500,
      'api_error',
      /^a web page: Oh no$/,
    ],
    ['a status of no meaning', 418, said('teapot'), 400, 'invalid_request_error', /teapot/],
  ])('%s', (_, status, body, expected, type, message) => {
    const error = convert(status, body)
    expect([error.status, error.type]).toEqual([expected, type])
    expect(error.message).toMatch(message)
  })

  test.each<[string, string | undefined, number | undefined]>([
    ['seconds', '7', 7],
    ['a part of a second', '1.5', 2],
    ['a date', 'Thu, 26 Nov 2026 12:00:30 GMT', 30],
    ['a date that is over', 'Thu, 26 Nov 2026 11:00:00 GMT', undefined],
    ['nonsense', 'soon', undefined],
    ['nothing', undefined, undefined],
  ])('E9 retry-after as %s', (_, value, expected) => {
    expect(convert(429, said('x'), value === undefined ? {} : { 'retry-after': value }).retryAfterSeconds).toBe(
      expected,
    )
  })
})

test.each<[string, boolean]>([
  ['Could not finish the message because max_tokens or model output limit was reached.', true],
  ['max_tokens is too large', false],
])('E3 %s', (message, expected) => {
  expect(isOutputLimit(message)).toBe(expected)
})

import { describe, expect, test } from 'vitest'
import { convertError } from '../../../src/protocol/openai/convert-error.ts'
import { type Corrections, correctionFrom, noCorrections } from '../../../src/protocol/openai/corrections.ts'

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

describe('what a refusal teaches', () => {
  const sent = new Set([
    'model',
    'messages',
    'max_tokens',
    'stream',
    'stream_options',
    'reasoning_effort',
    'tools',
    'parallel_tool_calls',
  ])
  test.each<[string, string, Partial<Corrections> | undefined]>([
    ['S40 stream_options', 'Unknown parameter: stream_options', { without: new Set(['stream_options']) }],
    [
      'an extra field',
      'body.parallel_tool_calls: Extra inputs are not permitted',
      { without: new Set(['parallel_tool_calls']) },
    ],
    [
      'an effort',
      "reasoning_effort: 'high' is not supported by this model",
      { without: new Set(['reasoning_effort']) },
    ],
    [
      'R43 another name',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { maxTokens: 'max_completion_tokens' },
    ],
    ['R42 the most tokens', 'max_tokens must be less than or equal to 8192', { mostTokens: 8192 }],
    [
      'R42 in other words',
      'max_tokens is too large: 32000. This model supports at most 16384 completion tokens',
      { mostTokens: 16384 },
    ],
    ['R42 as a range', 'Invalid max_tokens value, the valid range of max_tokens is [1, 8192]', { mostTokens: 8192 }],
    [
      'thinking must come back',
      'The `reasoning_content` in the thinking mode must be passed back to the API.',
      { thinkingBack: true },
    ],
    [
      'M9 thinking must not',
      "messages.1.content: thinking is not supported for this model's assistant content",
      { thinkingBack: false },
    ],
    ['R9 images', 'this model does not support image input', { blind: true }],
    ['R4 system messages', 'System message must be at the beginning.', { systemFirst: true }],
    ['the messages themselves', 'messages: invalid role', undefined],
    ['tools', 'tools is not supported', undefined],
    ['anything', 'something went wrong', undefined],
  ])('%s', (_, message, expected) => {
    const taught = correctionFrom(message, sent, noCorrections)
    if (expected === undefined) expect(taught).toBeUndefined()
    else expect(taught).toMatchObject(expected)
  })

  test('nothing is taught twice', () => {
    for (const message of [
      'Unknown parameter: stream_options',
      'this model does not support image input',
      'max_tokens must be <= 8192',
    ]) {
      const once = correctionFrom(message, sent, noCorrections)
      expect(once && correctionFrom(message, sent, once)).toBeUndefined()
    }
  })
})

import { describe, expect, test } from 'vitest'
import { type Feature, lowerCaseMessage, recoveryFrom, roomIn } from '../../src/claude-code/error-recovery.ts'

// Every row is what Claude Code 2.1.329 did about a scripted backend that answered so.

const beta = (name: string): Feature => `beta:${name}`
const count = beta('thinking-token-count-2026-05-13')
const interleaved = 'interleaved-thinking-2025-05-14'
const ladder: readonly Feature[] = [count, 'thinking-display', 'deferred-tools']
const session: readonly Feature[] = [
  ...['context_management', 'thinking', 'adaptive', 'effort', 'max_tokens', 'system-role', 'betas'],
  ...[beta(interleaved), ...ladder, 'tools', 'cache_control'],
] as Feature[]
const all = new Set(session)
/** What is left when the client has no more to leave out for words that it does not know. */
const bare = new Set(session.filter(feature => !ladder.includes(feature)))
const header = (...names: string[]) =>
  `Unexpected value(s) ${names.map(name => `\`${name}\``).join(', ')} for the \`anthropic-beta\` header.`

describe('words that make it recover', () => {
  test.each<[without: Feature, status: number, message: string]>([
    ['system-role', 400, "messages.1.role: Input should be 'user' or 'assistant'"],
    ['system-role', 422, 'Input should be "user" or "assistant"'],
    ['system-role', 400, "INPUT SHOULD BE 'USER' OR 'ASSISTANT'"],
    ['system-role', 400, "role 'system' is not supported on this model"],
    ['system-role', 500, "role 'system' is not supported on this model"],
    ['system-role', 404, 'role "system" not supported'],
    ['system-role', 400, 'not supported: role system'],
    ['system-role', 400, "Unexpected role 'system' as an input message role"],
    ['system-role', 400, "messages.1: use the top-level 'system' parameter for the initial system prompt"],
    ['system-role', 400, 'messages[1].role: unknown variant `system`, expected `user` or `assistant` at line 1'],
    ['context_management', 400, 'context_management: Extra inputs are not permitted'],
    ['context_management', 500, 'body.context_management: Extra inputs are not permitted'],
    ['effort', 400, 'This model does not support the effort parameter.'],
    ['effort', 400, 'effort parameter not supported'],
    ['effort', 400, 'output_config.effort: Extra inputs are not permitted'],
    ['adaptive', 400, 'Adaptive thinking is not supported on this model'],
    ['adaptive', 400, "thinking.type 'adaptive' is not supported"],
    [beta(interleaved), 400, header(interleaved)],
    [beta(interleaved), 500, header('context-1m-2025-08-07', interleaved)],
    ['max_tokens', 400, 'input length and `max_tokens` exceed context limit: 12000 + 32000 > 16000, decrease'],
  ])('without %s: %i %s', (without, status, message) => {
    expect(recoveryFrom(status, 'invalid_request_error', message, all)).toEqual({ does: 'recovers', without })
  })
})

describe('words that mean nothing to it', () => {
  test.each([
    [400, 'System message must be at the beginning.'],
    [400, 'System role not supported'],
    [400, 'System messages are not allowed'],
    [400, 'unsupported role: system'],
    [400, "role: 'system' is not supported"],
    [400, "role 'system' Not Supported"],
    [400, "role 'system' is not allowed"],
    [400, "request.messages.1.role: Invalid discriminator value. Expected 'user' | 'assistant'"],
    [400, 'Unexpected role "system"'],
    [400, 'unknown variant `system`, expected one of `user`, `assistant`'],
    [400, 'Only user and assistant roles are supported!'],
    [400, 'context_management: extra inputs are not permitted'],
    [422, '{"detail":[{"loc":["body","context_management"],"msg":"Extra inputs are not permitted"}]}'],
    [400, 'thinking: Extra inputs are not permitted'],
    [400, "thinking.type: Input should be 'enabled' or 'disabled'"],
    [400, 'thinking.type is not supported'],
    [400, 'invalid beta flag'],
    [400, `${interleaved} is not supported`],
    [400, 'max_tokens: 32000 > 8192, which is the maximum allowed number of output tokens'],
    [400, 'input length and max_tokens exceed context limit: 12000 + 32000 > 40000'],
    [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
    [400, 'the prompt is longer than the context length currently available to the model'],
    [400, ''],
  ])('%i %s: down the ladder, then dead', (status, message) => {
    const left = new Set(session)
    for (const feature of ladder) {
      expect(recoveryFrom(status, undefined, message, left)).toEqual({ does: 'recovers', without: feature })
      left.delete(feature)
    }
    expect(recoveryFrom(status, undefined, message, left)).toEqual({ does: 'dies' })
  })
})

describe('everything else', () => {
  test.each<[does: string, status: number, message: string, sent?: ReadonlySet<Feature>, type?: string]>([
    ['dies', 400, 'output_config: Extra inputs are not permitted'],
    ['dies', 422, 'This model does not support the effort parameter.'],
    ['dies', 400, 'adaptive thinking is not supported', new Set(['thinking'])],
    ['dies', 422, 'adaptive thinking is not supported'],
    ['dies', 400, "role 'system' is not supported on this model", new Set(['thinking'])],
    ['dies', 400, header(interleaved), new Set(['thinking'])],
    ['dies', 400, 'Your credit balance is too low to access the Anthropic API.'],
    ['retries', 400, 'overloaded', bare, 'overloaded_error'],
    ['dies', 400, 'rate limited', bare, 'rate_limit_error'],
    ['compacts', 400, 'prompt is too long: 208310 tokens > 200000 maximum'],
    ['compacts', 413, 'Prompt is too long'],
    ['compacts', 422, 'Input is too long for requested model'],
    ['compacts', 400, 'request (12020 tokens) exceeds the available context size (4096 tokens), try increasing it'],
    [
      'compacts',
      400,
      "This model's maximum context length is 40960 tokens. However, you requested 32000 output tokens",
    ],
    ['compacts', 400, 'input length and `max_tokens` exceed context limit: 12000 + 32000 > 15900'],
    ['compacts', 422, 'input length and `max_tokens` exceed context limit: 12000 + 32000 > 40000'],
    ['retries', 500, 'prompt is too long'],
    ['retries', 500, 'Jinja Exception: System message must be at the beginning.'],
    ['retries', 500, 'output_config: Extra inputs are not permitted'],
    ['falls back', 404, 'model: none'],
    ...[401, 408, 409, 429, 501, 502, 503, 524, 529].map(
      status => ['retries', status, 'no'] as [string, number, string],
    ),
    ...[402, 403, 405, 413, 415, 425, 499, 304].map(status => ['dies', status, 'no'] as [string, number, string]),
  ])('%s: %i %s', (does, status, message, sent = all, type = undefined) => {
    expect(recoveryFrom(status, type, message, sent)).toEqual({ does })
  })
})

test.each([
  ['{"type":"error","error":{"type":"x","message":"no"}}', 'no'],
  ['{"error":"no"}', '{"error":"no"}'],
  ['{"detail":[{"msg":"no"}]}', '{"detail":[{"msg":"no"}]}'],
  ['null', 'null'],
  ['Bad Request', 'Bad Request'],
])('the words of %s', (body, words) => {
  expect(lowerCaseMessage(body)).toBe(words)
})

test.each([
  ['input length and `max_tokens` exceed context limit: 12000 + 32000 > 40000', 27_000],
  ['max_tokens: 32000 > 8192', undefined],
  ['max_tokens: 32000 > 8192, which is the maximum allowed number of output tokens for m', 8192],
  ['max_tokens: 32000 > 4096, which is the maximum allowed number of output tokens for m', 4096],
  ['max_tokens: 32000 > 4095, which is the maximum allowed number of output tokens for m', undefined],
  ['max_tokens: 32000 > 8192, which is the maximum allowed number of output tokens', undefined],
  ['oh: max_tokens: 32000 > 8192, which is the maximum allowed number of output tokens for m', undefined],
])('the room in "%s"', (message, room) => {
  expect(roomIn(message)).toBe(room)
})

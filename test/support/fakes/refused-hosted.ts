import { expect } from 'vitest'
import { anthropic } from './anthropic.ts'
import { type Exchange, enveloped, inside, long, refused, small, system, tools } from './exchange.ts'
import { litellm } from './litellm.ts'
import { openrouter } from './openrouter.ts'

const own = { 'anthropic-version': '2023-06-01', 'x-api-key': 'k' }
const bearer = { authorization: 'Bearer k' }
const config = { output_config: { effort: 'high' } }

/** What gateways and vendors say when they refuse. */
export const refusedElsewhere: readonly Exchange[] = [
  refused('LiteLLM: unknown', litellm(), { model: 'x' }, 400, {
    error: {
      message:
        'anthropic_messages: Invalid model name passed in model=x. Call `/v1/models` to view available models for your key.',
      type: 'None',
      param: 'None',
      code: '400',
    },
  }),
  refused('LiteLLM: oldest', litellm({ envelope: 'oldest' }), { model: 'x' }, 400, {
    error: { message: expect.stringMatching(/^400: {'error': 'anthropic_messages: Invalid/) },
  }),
  refused(
    'LiteLLM: newest',
    litellm({ envelope: 'new' }),
    { model: 'x' },
    400,
    enveloped('invalid_request_error', expect.stringMatching(/^anthropic_messages: Invalid model name/)),
  ),
  refused('LiteLLM: key', litellm({ key: 'other' }), {}, 401, {
    error: { type: 'auth_error', param: 'None', code: '401' },
  }),
  refused(
    'LiteLLM: effort',
    litellm({ rejects: ['output_config'] }),
    config,
    400,
    inside('litellm.BadRequestError: AnthropicException - output_config: Extra inputs are not permitted'),
  ),
  refused('LiteLLM: output', litellm({ maxOutput: 32 }), {}, 400, {
    error: { message: expect.stringContaining('at most 32 completion tokens') },
  }),
  refused('LiteLLM: too long', litellm(small), long, 400, {
    error: { message: expect.stringMatching(/ContextWindowExceededError.*maximum context length is 4096 tokens/) },
  }),
  refused('OpenRouter: nobody', openrouter(), {}, 401, inside('No auth credentials found'), own),
  refused('OpenRouter: key', openrouter({ key: 'other' }), {}, 401, { error: { code: 401 } }),
  refused('OpenRouter: unknown', openrouter(), { model: 'x' }, 400, {
    error: { code: 400, message: 'x is not a valid model ID' },
  }),
  refused('OpenRouter: no credit', openrouter({ credits: { bought: 1, used: 2 } }), {}, 402, { error: { code: 402 } }),
  refused('OpenRouter: daily limit', openrouter({ credits: { bought: 1, used: 0 }, freeUsed: 50 }), {}, 429, {
    error: { code: 429, metadata: { headers: { 'X-RateLimit-Limit': '50' } } },
  }),
  refused('OpenRouter: tools', openrouter({ tools: 'refused' }), tools, 404, {
    error: { message: expect.stringMatching(/^No endpoints found that support tool use/) },
  }),
  refused('OpenRouter: too long', openrouter(small), long, 400, {
    error: { metadata: { raw: expect.stringContaining('maximum context length is 4096') } },
  }),
  refused(
    'Anthropic: nobody',
    anthropic(),
    {},
    401,
    { error: { type: 'authentication_error' } },
    { 'anthropic-version': '2023-06-01' },
  ),
  refused(
    'Anthropic: key',
    anthropic({ key: 'other' }),
    {},
    401,
    enveloped('authentication_error', 'invalid x-api-key'),
  ),
  refused(
    'Anthropic: bearer',
    anthropic({ key: 'other' }),
    {},
    401,
    enveloped('authentication_error', 'invalid bearer token'),
    bearer,
  ),
  refused(
    'Anthropic: unknown',
    anthropic(),
    { model: 'claude-nope' },
    404,
    enveloped('not_found_error', 'model: claude-nope'),
  ),
  refused(
    'Anthropic: system',
    anthropic({ systemRole: 'rejected' }),
    system,
    400,
    enveloped('invalid_request_error', "role 'system' is not supported on this model"),
  ),
  refused(
    'Anthropic: output',
    anthropic({ maxOutput: 32 }),
    {},
    400,
    enveloped(
      'invalid_request_error',
      'max_tokens: 64 > 32, which is the maximum allowed number of output tokens for claude-sonnet-4-6',
    ),
  ),
  refused(
    'Anthropic: too long',
    anthropic(small),
    long,
    400,
    enveloped('invalid_request_error', 'prompt is too long: 6000 tokens > 4096 maximum'),
  ),
  refused(
    'Anthropic: overloaded',
    anthropic({ overloadedMs: 60_000 }),
    {},
    529,
    enveloped('overloaded_error', 'Overloaded'),
  ),
]

import { expect, test } from 'vitest'
import { readError, readOverLong } from '../../src/protocol/errors.ts'
import { recording } from '../support/recordings.ts'

const llama = JSON.stringify({
  error: {
    code: 400,
    message: 'request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it',
    type: 'exceed_context_size_error',
    n_prompt_tokens: 9000,
    n_ctx: 4096,
  },
})

test.each<[string, string, object]>([
  ['Anthropic', 'prompt is too long: 208310 tokens > 200000 maximum', { promptTokens: 208310, limitTokens: 200000 }],
  [
    'grouped digits',
    'prompt is too long: 208,310 tokens > 200,000 maximum',
    { promptTokens: 208310, limitTokens: 200000 },
  ],
  ['Anthropic without numbers', 'Prompt is too long', {}],
  ['llama-server', llama, { promptTokens: 9000, limitTokens: 4096 }],
  [
    "llama-server's in a text of Ollama's",
    JSON.stringify({ error: { message: llama } }),
    { promptTokens: 9000, limitTokens: 4096 },
  ],
  ['older llama-server', 'the request exceeds the available context size, try increasing it', {}],
  [
    'llama-server by its numbers alone',
    '{"error":{"type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}',
    { promptTokens: 9000, limitTokens: 4096 },
  ],
  [
    'vLLM, where the answer counts',
    "This model's maximum context length is 4096 tokens. However, you requested 512 output tokens and your prompt contains at least 3585 input tokens, for a total of at least 4097 tokens.",
    { promptTokens: 3585, limitTokens: 4096, outputTokens: 512 },
  ],
  [
    'OpenAI-like',
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4488 in the messages, 512 in the completion).",
    { promptTokens: 4488, limitTokens: 4096, outputTokens: 512 },
  ],
  [
    'older vLLM',
    "Input length (5000) exceeds model's maximum context length (4096).",
    { promptTokens: 5000, limitTokens: 4096 },
  ],
  [
    'LM Studio',
    'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length',
    { promptTokens: 13055, limitTokens: 4096 },
  ],
  [
    'older LM Studio',
    'Trying to keep the first 6547 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
    { promptTokens: 6547, limitTokens: 4096 },
  ],
  [
    'LiteLLM',
    "litellm.ContextWindowExceededError: OpenAIException - This model's maximum context length is 8192 tokens.",
    { limitTokens: 8192 },
  ],
  ['LiteLLM alone', 'litellm.ContextWindowExceededError: too much', {}],
  ['Ollama', 'the prompt is longer than the context length currently available to the model; shorten the prompt', {}],
  ['OpenRouter', '{"error":{"code":400,"message":"context_length_exceeded"}}', {}],
])('%s', (_, text, expected) => expect(readOverLong(text)).toEqual(expected))

test.each(['over-long', 'over-long-stream', 'context-shift-over-long', 'two-slots-over-long'])(
  'llama-server/%s',
  name => {
    const { status, body } = recording(`llama-server/${name}`)
    const { promptTokens, limitTokens } = readOverLong(body) ?? {}
    expect(limitTokens).toBe(4096)
    expect(promptTokens).toBeGreaterThan(4096)
    expect(readOverLong(readError(status, body).message)).toEqual({ promptTokens, limitTokens })
  },
)

test.each([
  '',
  'max_tokens: 32000 > 8192',
  'model "x" not found',
  'context_management: Extra inputs are not permitted',
  'rate limit of 30,000 input tokens per minute',
  recording('llama-server/auth-none').body,
  recording('llama-server/get-v1-models').body,
])('%j speaks of something else', text => expect(readOverLong(text)).toBeUndefined())

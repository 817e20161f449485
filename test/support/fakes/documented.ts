import { anthropic } from './anthropic.ts'
import type { Exchange } from './exchange.ts'
import type { Fake } from './fake.ts'
import { litellm } from './litellm.ts'
import { lmstudio } from './lmstudio.ts'
import { ollama } from './ollama.ts'
import { openrouter } from './openrouter.ts'
import { vllm } from './vllm.ts'

const version = { 'anthropic-version': '2023-06-01' }
const own = { ...version, 'x-api-key': 'k' }
const bearer = { authorization: 'Bearer k' }
const hello = (model: string) => ({ model, max_tokens: 64, messages: [{ role: 'user', content: 'hello' }] })
const message = { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'OK' }], stop_reason: 'end_turn' }
const get = (what: string, fake: Fake, path: string, says: object | string, status = 200): Exchange => {
  const headers = { ...own, ...bearer }
  return { what, fake, ask: `GET ${path}`, headers, status, says }
}
const post = (what: string, fake: Fake, path: string, body: unknown, says: object | string, status = 200): Exchange => {
  const headers = path.startsWith('/api/v1') ? bearer : own
  return { what, fake, ask: `POST ${path}`, body, headers, status, says }
}

const qwen = { name: 'qwen3.5:latest', model: 'qwen3.5:latest' }
const gemma = 'google/gemma-4-26b-a4b'
const sonnet = 'anthropic/claude-sonnet-4.6'
const list = (id: string, owner: string) => ({ object: 'list', data: [{ id, object: 'model', owned_by: owner }] })
const unexpected = (ask: string) => ({ error: `Unexpected endpoint or method. (${ask})` })

/** Every endpoint of every fake. */
export const documented: readonly Exchange[] = [
  get('Ollama greets', ollama(), '/', 'Ollama is running'),
  get('Ollama: version', ollama({ version: '0.31.2' }), '/api/version', { version: '0.31.2' }),
  get('Ollama: list', ollama(), '/v1/models', list('qwen3.5:latest', 'library')),
  get('Ollama: tags', ollama({ tools: 'refused', images: false }), '/api/tags', {
    models: [{ ...qwen, details: { context_length: 262144 }, capabilities: ['completion'] }],
  }),
  get('Ollama: nothing in memory', ollama(), '/api/ps', { models: [] }),
  get('Ollama: in memory', ollama({ inMemory: true, numCtx: 8192 }), '/api/ps', {
    models: [{ ...qwen, context_length: 8192 }],
  }),
  post(
    'Ollama: show',
    ollama({ numCtx: 8192 }),
    '/api/show',
    { model: 'qwen3.5' },
    {
      parameters: 'num_ctx                        8192\nstop                           "<|im_end|>"',
      model_info: { 'general.architecture': 'qwen35', 'qwen35.context_length': 262144 },
      capabilities: ['completion', 'tools', 'vision'],
    },
  ),
  post('Ollama: reply', ollama(), '/v1/messages', hello('qwen3.5'), {
    ...message,
    model: 'qwen3.5',
    usage: { input_tokens: 2, output_tokens: 1 },
  }),
  post('Ollama: no count', ollama(), '/v1/messages/count_tokens', hello('qwen3.5'), '404 page not found', 404),
  get('Ollama: only POST', ollama(), '/v1/messages', '405 method not allowed', 405),
  get('LM Studio: models', lmstudio(), '/api/v1/models', {
    models: [
      { key: gemma, loaded_instances: [{ id: gemma, config: { context_length: 4096 } }], max_context_length: 262144 },
    ],
  }),
  get('LM Studio: older list', lmstudio({ inMemory: false }), '/api/v0/models', {
    data: [{ id: gemma, type: 'vlm', state: 'not-loaded', max_context_length: 262144, capabilities: ['tool_use'] }],
  }),
  get('LM Studio: list', lmstudio(), '/v1/models', list(gemma, 'organization_owner')),
  post('LM Studio: reply', lmstudio(), '/v1/messages', hello(gemma), { ...message, model: gemma }),
  {
    ...post(
      'LM Studio: no count',
      lmstudio(),
      '/v1/messages/count_tokens',
      {},
      unexpected('POST /v1/messages/count_tokens'),
    ),
    with: { 'x-powered-by': 'Express' },
  },
  get('LM Studio: anything', lmstudio(), '/api/version', unexpected('GET /api/version')),
  get('LM Studio 0.3.36', lmstudio({ version: '0.3.36' }), '/api/v1/models', unexpected('GET /api/v1/models')),
  { ...get('vLLM: version', vllm({ key: 'other' }), '/version', { version: '0.19.1' }), with: { server: 'uvicorn' } },
  get('vLLM: health', vllm({ key: 'other' }), '/health', ''),
  get('vLLM: list', vllm(), '/v1/models', { data: [{ id: 'served-name', owned_by: 'vllm', max_model_len: 40960 }] }),
  post('vLLM: reply', vllm(), '/v1/messages', hello('served-name'), {
    ...message,
    usage: { input_tokens: 2, output_tokens: 1 },
  }),
  post('vLLM: count', vllm(), '/v1/messages/count_tokens', hello('served-name'), {
    input_tokens: 2,
    context_management: { original_input_tokens: 2 },
  }),
  post(
    'vLLM of February',
    vllm({ built: '2026-02-01' }),
    '/v1/messages/count_tokens',
    {},
    { detail: 'Not Found' },
    404,
  ),
  get('LiteLLM lives', litellm({ key: 'other' }), '/health/liveliness', '"I\'m alive!"'),
  get('LiteLLM 1.82 is ready', litellm({ version: '1.82.6' }), '/health/readiness', {
    status: 'healthy',
    db: 'Not connected',
    cache: null,
    litellm_version: '1.82.6',
  }),
  get(
    'LiteLLM 1.84 is ready',
    litellm({ version: '1.84.0' }),
    '/health/readiness',
    '{"status":"healthy","db":"connected"}',
  ),
  get('LiteLLM: details', litellm({ key: 'k' }), '/health/readiness/details', { litellm_version: '1.88.2' }),
  get('LiteLLM: hub', litellm({ key: 'other' }), '/public/model_hub/info', { litellm_version: '1.88.2' }),
  {
    ...get('LiteLLM: list', litellm(), '/v1/models', list('gpt-4o', 'openai')),
    with: { 'x-litellm-version': '1.88.2' },
  },
  get('LiteLLM: info', litellm(), '/v1/model/info', {
    data: [
      {
        model_name: 'gpt-4o',
        model_info: { max_input_tokens: 128000, max_output_tokens: 16384, supports_vision: true },
      },
    ],
  }),
  get('LiteLLM: own model', litellm({ context: { claimed: null } }), '/model/info', {
    data: [{ model_info: { max_tokens: null, max_input_tokens: null, max_output_tokens: null } }],
  }),
  post('LiteLLM: reply', litellm(), '/v1/messages', hello('gpt-4o'), { ...message, stop_sequence: null }),
  post('LiteLLM: count', litellm(), '/v1/messages/count_tokens', hello('gpt-4o'), { input_tokens: 2 }),
  get('OpenRouter: models', openrouter({ context: { loaded: 200000 } }), '/api/v1/models', {
    data: [
      { id: sonnet, context_length: 1000000, top_provider: { context_length: 200000, max_completion_tokens: 128000 } },
      {
        id: 'qwen/qwen3-coder:free',
        pricing: { prompt: '0' },
        supported_parameters: ['max_tokens', 'tools', 'tool_choice'],
      },
    ],
  }),
  get('OpenRouter: endpoints', openrouter(), `/api/v1/models/${sonnet}/endpoints`, {
    data: { endpoints: [{ context_length: 1000000, max_prompt_tokens: null }] },
  }),
  get('OpenRouter: key', openrouter({ keyLeft: 4.9, freeUsed: 7 }), '/api/v1/key', {
    data: {
      limit_remaining: 4.9,
      is_free_tier: false,
      free_model_daily_requests: { limit: 1000, used: 7, remaining: 993 },
    },
  }),
  get('OpenRouter: credits', openrouter(), '/api/v1/credits', { data: { total_credits: 10, total_usage: 1 } }),
  post('OpenRouter: reply', openrouter(), '/api/v1/messages', hello(sonnet), { ...message, model: sonnet }),
  get('Anthropic: models', anthropic(), '/v1/models?limit=1000', {
    data: [{ type: 'model', id: 'claude-sonnet-4-6', max_input_tokens: 1000000, max_tokens: 128000 }, {}],
    has_more: false,
  }),
  get('Anthropic: model', anthropic({ rejects: ['thinking'] }), '/v1/models/claude-haiku-4-5', {
    id: 'claude-haiku-4-5',
    capabilities: { image_input: { supported: true }, thinking: { types: { adaptive: { supported: false } } } },
  }),
  post('Anthropic: reply', anthropic(), '/v1/messages?beta=true', hello('claude-sonnet-4-6'), {
    ...message,
    stop_sequence: null,
    usage: { input_tokens: 2, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 },
  }),
  post('Anthropic: count', anthropic(), '/v1/messages/count_tokens', hello('claude-sonnet-4-6'), { input_tokens: 2 }),
]

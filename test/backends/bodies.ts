import type { PathResponse } from '../../src/backends/response.ts'
import { recording } from '../support/recordings.ts'

/** An answer by hand: of JSON, or of text as it stands. */
export function response(
  path: string,
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): PathResponse {
  return { path, status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** An answer that was recorded, at the path that it was recorded from. */
export function recorded(name: string): PathResponse {
  const { request = 'GET /', status, headers, body } = recording(name)
  return { path: request.replace(/^GET /, ''), status, headers, body }
}

/** What LM Studio answers to every path that it does not know. */
export const unexpected = (path: string) =>
  response(path, { error: `Unexpected endpoint or method. (GET ${path})` }, 200, { 'x-powered-by': 'Express' })

export const ollama = {
  root: response('/', 'Ollama is running', 200, { 'content-type': 'text/plain; charset=utf-8' }),
  version: response('/api/version', { version: '0.33.0' }),
  models: response('/v1/models', {
    object: 'list',
    data: [{ id: 'qwen3.5:latest', object: 'model', created: 1780000000, owned_by: 'library' }],
  }),
  tags: response('/api/tags', {
    models: [
      {
        name: 'qwen3.5:latest',
        model: 'qwen3.5:latest',
        size: 1,
        details: { format: 'gguf', family: 'qwen35', context_length: 262144, embedding_length: 2560 },
        capabilities: ['completion', 'tools', 'thinking', 'vision'],
      },
      { name: 'gemma2:2b', model: 'gemma2:2b', details: { context_length: 8192 }, capabilities: ['completion'] },
      { name: 'old:7b', model: 'old:7b', details: {} },
    ],
  }),
  running: response('/api/ps', { models: [{ name: 'qwen3.5:latest', size: 1, size_vram: 0, context_length: 4096 }] }),
  idle: response('/api/ps', { models: [] }),
  show: response('POST /api/show', {
    parameters: 'num_ctx                        8192\nstop                           "<|im_end|>"',
    model_info: { 'general.architecture': 'qwen35', 'qwen35.context_length': 262144 },
    capabilities: ['completion', 'tools'],
  }),
  plainShow: response('/api/show', {
    model_info: { 'general.architecture': 'qwen35', 'qwen35.context_length': 262144 },
  }),
  unknownShow: response('/api/show', { error: "model 'nope' not found" }, 404),
}

export const lmStudio = {
  models: response('/api/v1/models', {
    models: [
      {
        type: 'llm',
        key: 'google/gemma-4-26b-a4b',
        loaded_instances: [
          { id: 'google/gemma-4-26b-a4b', config: { context_length: 4096, parallel: 4 } },
          { id: 'gemma-big', config: { context_length: 65536 } },
        ],
        max_context_length: 262144,
        capabilities: { vision: true, trained_for_tool_use: true, reasoning: { allowed_options: ['off', 'on'] } },
      },
      {
        type: 'llm',
        key: 'tiny',
        loaded_instances: [],
        max_context_length: 8192,
        capabilities: { vision: false, trained_for_tool_use: false },
      },
      { type: 'embedding', key: 'text-embedding-nomic', loaded_instances: [], max_context_length: 2048 },
    ],
  }),
  older: response('/api/v0/models', {
    object: 'list',
    data: [
      {
        id: 'qwen2-vl-7b-instruct',
        type: 'vlm',
        state: 'loaded',
        max_context_length: 32768,
        loaded_context_length: 4096,
        capabilities: ['tool_use'],
      },
      { id: 'nomic', type: 'embeddings', state: 'not-loaded', max_context_length: 2048 },
    ],
  }),
}

export const vllm = {
  version: response('/version', { version: '0.19.1' }, 200, { server: 'uvicorn' }),
  models: response('/v1/models', {
    object: 'list',
    data: [{ id: 'served', object: 'model', owned_by: 'vllm', root: 'org/model', max_model_len: 40960 }],
  }),
  refused: response('/v1/models', { error: 'Unauthorized' }, 401, { server: 'uvicorn' }),
}

export const liteLlm = {
  alive: response('/health/liveliness', '"I\'m alive!"'),
  ready: response('/health/readiness', { status: 'healthy', db: 'Not connected', litellm_version: '1.82.6' }),
  newReady: response('/health/readiness', { status: 'healthy', db: 'connected' }),
  withHeaders: response('/v1/models', { data: [] }, 200, { 'x-litellm-version': '1.88.2', 'x-litellm-call-id': 'c' }),
  models: response('/v1/models', { object: 'list', data: [{ id: 'gpt-4o', object: 'model', owned_by: 'openai' }] }),
  info: response('/v1/model/info', {
    data: [
      {
        model_name: 'gpt-4o',
        model_info: {
          max_tokens: 16384,
          max_input_tokens: 128000,
          max_output_tokens: 16384,
          input_cost_per_token: 2.5e-6,
          output_cost_per_token: 1e-5,
          supports_function_calling: true,
          supports_vision: true,
          supports_reasoning: false,
        },
      },
      { model_name: 'gpt-4o', model_info: { max_input_tokens: 64000, supports_vision: false } },
      { model_name: 'own', model_info: { max_input_tokens: null, supports_vision: null, input_cost_per_token: 0 } },
    ],
  }),
}

export const openRouter = {
  models: response('/v1/models', {
    data: [
      {
        id: 'anthropic/claude-sonnet-4.6',
        context_length: 1000000,
        architecture: { input_modalities: ['text', 'image'] },
        pricing: { prompt: '0.000003', completion: '0.000015', request: '0' },
        top_provider: { context_length: 200000, max_completion_tokens: 128000 },
        supported_parameters: ['max_tokens', 'tools', 'tool_choice', 'reasoning'],
      },
      {
        id: 'qwen/qwen3-coder:free',
        context_length: 262144,
        architecture: { input_modalities: ['text'] },
        pricing: { prompt: '0', completion: '0', request: '0' },
        top_provider: { context_length: 262144, max_completion_tokens: null },
        supported_parameters: ['max_tokens'],
      },
      { id: 'openrouter/auto', context_length: 2000000, pricing: { prompt: '-1', completion: '-1' } },
    ],
  }),
  endpoints: response('/v1/models/anthropic/claude-sonnet-4.6/endpoints', {
    data: {
      endpoints: [
        { context_length: 1000000, max_completion_tokens: 128000, max_prompt_tokens: null },
        { context_length: 131072, max_completion_tokens: 32000, max_prompt_tokens: 120000 },
      ],
    },
  }),
}

const sonnet = {
  type: 'model',
  id: 'claude-sonnet-4-6',
  display_name: 'Claude Sonnet 4.6',
  max_input_tokens: 1000000,
  max_tokens: 128000,
  capabilities: { image_input: { supported: true }, thinking: { supported: true, types: {} } },
}

export const anthropic = {
  models: response('/v1/models?limit=1000', {
    data: [sonnet, { type: 'model', id: 'claude-new', max_input_tokens: null, max_tokens: null, capabilities: null }],
    has_more: false,
  }),
  one: response('/v1/models/claude-sonnet-4-6', sonnet),
  behind: response('/v1/models', '', 200, { 'request-id': 'req_01', 'anthropic-ratelimit-requests-limit': '50' }),
}

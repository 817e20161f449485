import { type Exchange, enveloped, image, long, refused, system, tools } from './exchange.ts'
import { llamacpp } from './llamacpp.ts'
import { lmstudio } from './lmstudio.ts'
import { ollama } from './ollama.ts'
import { vllm } from './vllm.ts'

const nothing = { model: undefined }

/** What servers on one's own machine say when they refuse. */
export const refusedLocally: readonly Exchange[] = [
  refused('Ollama: no JSON', ollama(), undefined, 400, enveloped('invalid_request_error', 'unexpected EOF')),
  refused('Ollama: no model', ollama(), nothing, 400, enveloped('invalid_request_error', 'model is required')),
  refused('Ollama: unknown', ollama(), { model: 'nope' }, 404, enveloped('not_found_error', "model 'nope' not found")),
  refused(
    'Ollama: tools',
    ollama({ tools: 'refused' }),
    tools,
    400,
    enveloped('invalid_request_error', 'registry.ollama.ai/library/qwen3.5 does not support tools'),
  ),
  refused(
    'Ollama: url',
    ollama(),
    image('url'),
    400,
    enveloped('invalid_request_error', 'invalid image source type: url. Only base64 images are supported.'),
  ),
  refused(
    'Ollama: too long',
    ollama(),
    long,
    400,
    enveloped(
      'invalid_request_error',
      '{"error":{"code":400,"message":"request (6000 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":6000,"n_ctx":4096}}',
    ),
  ),
  refused('Ollama: busy', ollama({ busyMs: 60_000 }), {}, 503, { type: 'error', error: { type: 'overloaded_error' } }),
  refused('Ollama: before 0.14', ollama({ version: '0.13.5' }), {}, 404, '404 page not found'),
  refused(
    'LM Studio: no model',
    lmstudio(),
    nothing,
    400,
    enveloped('invalid_request_error', 'request.model: Required'),
  ),
  refused('LM Studio: unknown', lmstudio(), { model: 'nope' }, 400, {
    error: { code: 'model_not_found', param: 'model' },
  }),
  refused(
    'LM Studio: system',
    lmstudio(),
    system,
    400,
    enveloped(
      'invalid_request_error',
      "request.messages.1.role: Invalid discriminator value. Expected 'user' | 'assistant'",
    ),
  ),
  refused('LM Studio: tools', lmstudio({ tools: 'refused' }), tools, 500, { error: { type: 'api_error' } }),
  refused('LM Studio: too long', lmstudio(), long, 400, {
    error:
      'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 6000>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input.',
  }),
  refused('LM Studio: key', lmstudio({ key: 'other' }), {}, 401, { error: { code: 'invalid_api_key' } }),
  refused('LM Studio: before 0.4.1', lmstudio({ version: '0.4.0' }), {}, 200, {
    error: 'Unexpected endpoint or method. (POST /v1/messages)',
  }),
  refused('vLLM: x-api-key', vllm({ key: 'k' }), {}, 401, '{"error":"Unauthorized"}'),
  refused('vLLM: no max_tokens', vllm(), { max_tokens: undefined }, 400, {
    error: { type: 'Bad Request', param: 'body.max_tokens', code: 400 },
  }),
  refused('vLLM: unknown', vllm(), { model: 'x' }, 404, enveloped('NotFoundError', 'The model `x` does not exist.')),
  refused(
    'vLLM: tools',
    vllm({ toolParser: false }),
    tools,
    400,
    enveloped(
      'BadRequestError',
      '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    ),
  ),
  refused(
    'vLLM: forced',
    vllm({ toolParser: false }),
    { ...tools, tool_choice: { type: 'any' } },
    400,
    enveloped('BadRequestError', 'tool_choice="required" requires --tool-call-parser to be set'),
  ),
  refused('vLLM: system', vllm({ built: '2026-06-01' }), system, 400, { error: { param: 'body.messages.1.role' } }),
  refused(
    'vLLM: max_tokens counts',
    vllm({ context: { loaded: 4096 } }),
    { max_tokens: 4095 },
    400,
    enveloped(
      'BadRequestError',
      "This model's maximum context length is 4096 tokens. However, you requested 4095 output tokens and your prompt contains at least 2 input tokens, for a total of at least 4097 tokens. Please reduce the length of the input prompt or the number of requested output tokens.",
    ),
  ),
  refused(
    'vLLM: of July',
    vllm({ built: '2026-07-01', models: ['tiny-tools'] }),
    { model: 'tiny-tools', max_tokens: 50_000 },
    500,
    { error: { type: 'internal_error' } },
  ),
  refused('llama-server: too long', llamacpp(), long, 400, {
    error: {
      code: 400,
      message: 'request (6000 tokens) exceeds the available context size (4096 tokens), try increasing it',
      type: 'exceed_context_size_error',
      n_prompt_tokens: 6000,
      n_ctx: 4096,
    },
  }),
  refused('llama-server: old', llamacpp({ version: 'b7000-0' }), {}, 404, {
    error: { message: 'File Not Found', type: 'not_found_error', code: 404 },
  }),
]

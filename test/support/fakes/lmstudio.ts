import { conversationOf, imageSource, promptTokens, systemEntryAt } from './conversation.ts'
import { anthropicDialect, type Dialect } from './dialect.ts'
import { bearerIn, type Fake, type FakeAnswer, type FakeRequest, json, withHeaders } from './fake.ts'
import { choiceOf } from './model.ts'
import { type Manner, speak } from './speaking.ts'
import { isOlder } from './versions.ts'

/** What a fake LM Studio can be told; it never says its version. */
export interface LmStudioOptions extends Manner {
  /** Before 0.4.1 there is no /v1/messages, before 0.4.0 no /api/v1/models. */
  readonly version?: string
  readonly models?: readonly string[]
  /** Tokens: the model's own, and what it is loaded with. */
  readonly context?: { readonly claimed?: number; readonly loaded?: number }
  /** False: nothing is in memory until the first message. */
  readonly inMemory?: boolean
  readonly key?: string
  /** `rejected` where nothing is said, as releases of 2026 were reported. */
  readonly systemRole?: 'accepted' | 'rejected'
  readonly thinking?: boolean
  readonly images?: boolean
}

const dialect: Dialect = {
  ...anthropicDialect,
  usage: ({ input, output }) => ({ input_tokens: input, output_tokens: output }),
  startUsage: ({ input }) => ({ input_tokens: input, output_tokens: 0 }),
  deltaUsage: ({ output }) => ({ output_tokens: output }),
  pings: false,
  headers: { 'content-type': 'application/json; charset=utf-8' },
}

/** LM Studio. Source: its documents of April 2026, and what users reported up to 0.4.20. */
export function lmstudio(options: LmStudioOptions = {}): Fake {
  const running = new Set((options.inMemory ?? true) ? namesIn(options) : [])
  return request => withHeaders(answerTo(request, options, running), { 'x-powered-by': 'Express' })
}

const namesIn = ({ models = ['google/gemma-4-26b-a4b'] }: LmStudioOptions) => models

function answerTo(request: FakeRequest, options: LmStudioOptions, running: Set<string>): FakeAnswer {
  const { method, path } = request
  const { version = '0.4.20', key } = options
  const isKeyed = key === undefined || [bearerIn(request), request.headers['x-api-key']].includes(key)
  if (!isKeyed) return json(401, { error: { type: 'invalid_request', code: 'invalid_api_key', message: keyless } })
  switch (`${method} ${path}`) {
    case 'GET /api/v1/models':
      if (isOlder(version, '0.4.0')) break
      return json(200, { models: namesIn(options).map(name => modelOf(name, options, running)) })
    case 'GET /api/v0/models':
      return json(200, { object: 'list', data: namesIn(options).map(name => olderModelOf(name, options, running)) })
    case 'GET /v1/models': {
      const data = namesIn(options).map(id => ({ id, object: 'model', owned_by: 'organization_owner' }))
      return json(200, { data, object: 'list' })
    }
    case 'POST /v1/messages':
      if (isOlder(version, '0.4.1')) break
      return reply(request, options, running)
  }
  return json(200, { error: `Unexpected endpoint or method. (${method} ${path})` })
}

// Reported of 0.4.18.
const keyless =
  'An LM Studio API token is required to make requests to this server, but none was provided using the Authorization ' +
  "header using the 'Bearer' scheme (i.e., 'Authorization: Bearer $LM_API_TOKEN'). Learn more at: " +
  'https://lmstudio.ai/docs/developer/core/authentication.'

function refuse(status: number, type: string, message: string): FakeAnswer {
  return json(status, { type: 'error', error: { type, message } })
}

const invalid = (message: string) => refuse(400, 'invalid_request_error', message)

function reply(request: FakeRequest, options: LmStudioOptions, running: Set<string>): FakeAnswer {
  const conversation = conversationOf(request.json)
  const { model, thinking, fields, tools: offered } = conversation
  const { tools, systemRole = 'rejected', images = true } = options
  if (model === undefined) return invalid('request.model: Required')
  if (!Array.isArray(fields['messages'])) return invalid('request.messages: Required')
  const system = systemEntryAt(conversation)
  if (system >= 0 && systemRole === 'rejected')
    return invalid(`request.messages.${system}.role: Invalid discriminator value. Expected 'user' | 'assistant'`)
  if (!namesIn(options).includes(model)) {
    // Seen on its OpenAI route.
    const message = `Invalid model identifier "${model}". Please specify a valid downloaded model (e.g., ${namesIn(options).join(', ')}).`
    return json(400, { error: { message, type: 'invalid_request_error', param: 'model', code: 'model_not_found' } })
  }
  running.add(model)
  if (tools === 'refused' && offered.length > 0) return refuse(500, 'api_error', grammar)
  if (!images && imageSource(conversation))
    return invalid('Model does not support images. Please use a model that does.')
  const [kept, limit] = [promptTokens(conversation), windowOf(options)]
  if (kept > limit) return json(400, { error: tooLong(kept, limit) })
  const thinks = options.thinking === true && thinking !== 'disabled'
  return speak(dialect, { conversation, model, choice: choiceOf(conversation), thinks }, options)
}

const grammar = `Engine protocol predict request returned 400: ${JSON.stringify({
  error: {
    code: 400,
    message: 'Failed to initialize samplers: failed to parse grammar',
    type: 'invalid_request_error',
  },
})}`

function tooLong(kept: number, limit: number): string {
  const rule = 'The number of tokens to keep from the initial prompt is greater than the context length'
  const workaround = 'Try to load the model with a larger context length, or provide a shorter input.'
  return `${rule} (n_keep: ${kept}>= n_ctx: ${limit}). ${workaround}`
}

function windowOf({ context }: LmStudioOptions): number {
  return context?.loaded ?? 4096
}

/** An entry of GET /api/v1/models. */
function modelOf(key: string, options: LmStudioOptions, running: Set<string>): object {
  const { context, images = true, tools = 'native', thinking } = options
  const config = { eval_batch_size: 512, parallel: 4, flash_attention: true, offload_kv_cache_to_gpu: true }
  return {
    type: 'llm',
    publisher: key.split('/')[0],
    key,
    display_name: key,
    architecture: 'gemma4',
    quantization: { name: 'Q4_K_M', bits_per_weight: 4 },
    size_bytes: 17_990_911_801,
    params_string: '26B-A4B',
    loaded_instances: running.has(key) ? [{ id: key, config: { context_length: windowOf(options), ...config } }] : [],
    max_context_length: context?.claimed ?? 262_144,
    format: 'gguf',
    capabilities: {
      vision: images,
      trained_for_tool_use: tools === 'native',
      ...(thinking ? { reasoning: { allowed_options: ['off', 'on'], default: 'on' } } : {}),
    },
  }
}

/** An entry of GET /api/v0/models. */
function olderModelOf(id: string, options: LmStudioOptions, running: Set<string>): object {
  const { context, images = true, tools = 'native', version = '0.4.20' } = options
  const loaded = running.has(id)
  return {
    id,
    object: 'model',
    type: images ? 'vlm' : 'llm',
    publisher: id.split('/')[0],
    arch: 'gemma4',
    compatibility_type: 'gguf',
    quantization: 'Q4_K_M',
    state: loaded ? 'loaded' : 'not-loaded',
    max_context_length: context?.claimed ?? 262_144,
    ...(loaded ? { loaded_context_length: windowOf(options) } : {}),
    ...(isOlder(version, '0.3.16') ? {} : { capabilities: tools === 'native' ? ['tool_use'] : [] }),
  }
}

import { conversationOf, promptTokens } from './conversation.ts'
import { bearerIn, type Fake, type FakeAnswer, type FakeRequest, json, withHeaders } from './fake.ts'
import { hex } from './ids.ts'
import { dialectOf } from './litellm-dialect.ts'
import { choiceOf } from './model.ts'
import { type Field, rejectedField } from './rejections.ts'
import { type Manner, speak } from './speaking.ts'
import { mistakeOf } from './upstream.ts'
import { isOlder } from './versions.ts'

/** What a fake LiteLLM proxy can be told. */
export interface LiteLlmOptions extends Manner {
  /** 1.82.0 to 1.83.4 lose the inputs of streamed calls, 1.90 sends its beginning twice. */
  readonly version?: string
  /** Those that begin with `claude-` come from Anthropic, and pass through. */
  readonly models?: readonly string[]
  /** Tokens: what /v1/model/info says (null where its price map does not know the model), and what the upstream has. */
  readonly context?: { readonly claimed?: number | null; readonly loaded?: number }
  readonly key?: string
  /** The shape of its errors: OpenAI's, with the words in a text of Python before that, Anthropic's since the end of August 2026. */
  readonly envelope?: 'oldest' | 'old' | 'new'
  readonly systemRole?: 'accepted' | 'rejected'
  readonly rejects?: readonly Field[]
  /** The longest answer of the upstream, in tokens. */
  readonly maxOutput?: number
  readonly countTokens?: boolean
  readonly thinking?: boolean
  readonly images?: boolean
}

/** A LiteLLM proxy. Source: its proxy/ and adapters/ of 2026, documents and issues. */
export function litellm(options: LiteLlmOptions = {}): Fake {
  return request => answerTo(request, options)
}

const namesIn = ({ models = ['gpt-4o'] }: LiteLlmOptions) => models
const versionIn = ({ version = '1.88.2' }: LiteLlmOptions) => version

function answerTo(request: FakeRequest, options: LiteLlmOptions): FakeAnswer {
  const version = versionIn(options)
  const tellsVersion = isOlder(version, '1.84.0')
  switch (`${request.method} ${request.path}`) {
    case 'GET /health/liveliness':
    case 'GET /health/liveness':
      return json(200, "I'm alive!")
    case 'GET /health/readiness':
      return json(
        200,
        tellsVersion ? { ...ready(version), db: 'Not connected' } : { status: 'healthy', db: 'connected' },
      )
    case 'GET /public/model_hub/info':
      return json(200, { litellm_version: version })
  }
  const known = routes[`${request.method} ${request.path}`]
  if (!known) return json(404, { detail: 'Not Found' })
  if (!isAllowed(request, options.key))
    return refuse(options, 401, 'auth_error', 'Authentication Error, Invalid proxy server token passed.')
  return known(request, options)
}

/** Any of these headers holds its key. */
const keyHeaders = ['x-api-key', 'api-key', 'x-goog-api-key', 'ocp-apim-subscription-key', 'x-litellm-api-key']

function isAllowed(request: FakeRequest, key: string | undefined): boolean {
  return key === undefined || [bearerIn(request), ...keyHeaders.map(name => request.headers[name])].includes(key)
}

const ready = (version: string) => ({ status: 'healthy', cache: null, litellm_version: version, success_callbacks: [] })

type Route = (request: FakeRequest, options: LiteLlmOptions) => FakeAnswer

const modelInfo: Route = (_, options) => json(200, { data: namesIn(options).map(name => infoOf(name, options)) })

const routes: Readonly<Record<string, Route>> = {
  'GET /health/readiness/details': (_, options) => json(200, { ...ready(versionIn(options)), db: 'connected' }),
  'GET /v1/models': (_, options) => {
    const data = namesIn(options).map(id => ({ id, object: 'model', created: 1_677_610_602, owned_by: 'openai' }))
    return withHeaders(json(200, { data, object: 'list' }), headersOf(options))
  },
  'GET /v1/model/info': modelInfo,
  'GET /model/info': modelInfo,
  'POST /v1/messages': (request, options) => withHeaders(reply(request, options), headersOf(options)),
  'POST /v1/messages/count_tokens': ({ json: body }, options) => {
    const conversation = conversationOf(body)
    if (conversation.model === undefined) return json(400, { detail: { error: 'model parameter is required' } })
    if (options.countTokens === false)
      return json(400, { detail: { error: 'count_tokens is not supported for this model' } })
    return json(200, { input_tokens: promptTokens(conversation) })
  },
}

function headersOf(options: LiteLlmOptions): Readonly<Record<string, string>> {
  return {
    'x-litellm-version': versionIn(options),
    'x-litellm-call-id': '01234567-89ab-4cde-8f01-23456789abcd',
    'x-litellm-model-id': hex(64),
  }
}

/** An error in the envelope of its release. Missing values are the text "None" in the older ones. */
function refuse({ envelope = 'old' }: LiteLlmOptions, status: number, type: string, message: string): FakeAnswer {
  if (envelope === 'new') {
    const names: Readonly<Record<number, string>> = { 401: 'authentication_error', 404: 'not_found_error' }
    const error = { type: names[status] ?? 'invalid_request_error', message, litellm_call_id: hex(32) }
    return json(status, { type: 'error', error })
  }
  const written = envelope === 'oldest' && status === 400 ? `400: {'error': '${message}'}` : message
  return json(status, { error: { message: written, type, param: 'None', code: String(status) } })
}

function reply(request: FakeRequest, options: LiteLlmOptions): FakeAnswer {
  const conversation = conversationOf(request.json)
  const { model, thinking } = conversation
  const invalid = (message: string) => refuse(options, 400, 'None', message)
  if (model === undefined || !namesIn(options).includes(model)) {
    const workaround = 'Call `/v1/models` to view available models for your key.'
    return invalid(`anthropic_messages: Invalid model name passed in model=${model ?? 'None'}. ${workaround}`)
  }
  const rejected = rejectedField(conversation, options.rejects ?? [])
  if (rejected !== undefined) return invalid(`litellm.BadRequestError: AnthropicException - ${rejected}`)
  if (options.tools === 'refused' && conversation.tools.length > 0) {
    const workaround = 'To drop these, set `litellm.drop_params=True`'
    return invalid(
      `litellm.UnsupportedParamsError: openai does not support parameters: ['tools'], for model=${model}. ${workaround}`,
    )
  }
  const { loaded = 128_000 } = options.context ?? {}
  const mistake = mistakeOf(conversation, { ...options, window: loaded })
  if (mistake?.kind === 'window')
    return invalid(
      `litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - ${mistake.says}`,
    )
  if (mistake) return invalid(`litellm.BadRequestError: OpenAIException - ${mistake.says}`)
  const thinks = options.thinking === true && thinking !== undefined && thinking !== 'disabled'
  const dialect = dialectOf(model, versionIn(options), options.envelope ?? 'old')
  return speak(dialect, { conversation, model, choice: choiceOf(conversation), thinks }, options)
}

/** An entry of GET /v1/model/info. */
function infoOf(name: string, options: LiteLlmOptions): object {
  const { context, maxOutput = 16_384, images = true, thinking = false, tools } = options
  const claimed = context?.claimed === undefined ? 128_000 : context.claimed
  return {
    model_name: name,
    litellm_params: { model: `openai/${name}`, api_base: 'https://upstream.example/v1' },
    model_info: {
      id: hex(64),
      db_model: false,
      key: name,
      max_tokens: claimed === null ? null : maxOutput,
      max_input_tokens: claimed,
      max_output_tokens: claimed === null ? null : maxOutput,
      input_cost_per_token: claimed === null ? 0 : 2.5e-6,
      output_cost_per_token: claimed === null ? 0 : 1e-5,
      litellm_provider: 'openai',
      mode: 'chat',
      supports_function_calling: tools !== 'refused',
      supports_tool_choice: tools !== 'refused',
      supports_vision: images,
      supports_reasoning: thinking,
      supports_prompt_caching: true,
    },
  }
}

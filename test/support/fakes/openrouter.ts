import { conversationOf, imageSource, promptTokens } from './conversation.ts'
import { anthropicDialect, type Dialect } from './dialect.ts'
import { bearerIn, type Fake, type FakeAnswer, type FakeRequest, json } from './fake.ts'
import { idOf } from './ids.ts'
import { choiceOf } from './model.ts'
import { creditsOf, keyOf, type OpenRouterAccount, refusalOf } from './openrouter-account.ts'
import { type Field, rejectedField } from './rejections.ts'
import { type Manner, speak } from './speaking.ts'
import { mistakeOf } from './upstream.ts'

/** What a fake OpenRouter can be told. Its base URL for Claude Code ends with `/api`. */
export interface OpenRouterOptions extends Manner, OpenRouterAccount {
  /** Those that end with `:free` cost nothing. */
  readonly models?: readonly string[]
  /** Tokens: of the model with any provider, and of the provider that it goes to first. */
  readonly context?: { readonly claimed?: number; readonly loaded?: number }
  /** Any credential where it is absent, but none is never enough. */
  readonly key?: string
  readonly systemRole?: 'accepted' | 'rejected'
  readonly rejects?: readonly Field[]
  /** The longest answer, in tokens. */
  readonly maxOutput?: number
  /** Whether /v1/messages/count_tokens is there; it is not documented. */
  readonly countTokens?: boolean
  readonly thinking?: boolean
  readonly images?: boolean
}

const dialect: Dialect = { ...anthropicDialect, before: ': OPENROUTER PROCESSING\n\n', pings: false }

/** openrouter.ai. Source: the types of @openrouter/sdk 1.3, its documents, and issues that quote its errors. */
export function openrouter(options: OpenRouterOptions = {}): Fake {
  return request => answerTo(request, options)
}

const namesIn = ({ models = ['anthropic/claude-sonnet-4.6', 'qwen/qwen3-coder:free'] }: OpenRouterOptions) => models

function answerTo(request: FakeRequest, options: OpenRouterOptions): FakeAnswer {
  const { method, path } = request
  const rest = /^\/api\/v1\/(.+)$/.exec(path)?.[1] ?? ''
  const models = namesIn(options)
  if (method === 'GET' && rest === 'models') return json(200, { data: models.map(id => modelOf(id, options)) })
  const listed = method === 'GET' ? /^models\/(.+)\/endpoints$/.exec(decodeURIComponent(rest))?.[1] : undefined
  if (listed !== undefined)
    return models.includes(listed) ? json(200, { data: endpointsOf(listed, options) }) : refuse(404, 'Not Found')
  const route = routes[`${method} ${rest}`]
  if (!route || (rest === 'messages/count_tokens' && !options.countTokens)) return refuse(404, 'Not Found')
  const sent = bearerIn(request)
  if (!sent) return refuse(401, 'No auth credentials found')
  if (sent !== (options.key ?? sent)) return refuse(401, 'User not found.')
  return route(request, options)
}

const routes: Readonly<Record<string, (request: FakeRequest, options: OpenRouterOptions) => FakeAnswer>> = {
  'GET key': (_, options) => json(200, keyOf(options)),
  'GET credits': (_, options) => json(200, creditsOf(options)),
  'POST messages/count_tokens': ({ json: body }) => json(200, { input_tokens: promptTokens(conversationOf(body)) }),
  'POST messages': (request, options) => reply(request, options),
}

function refuse(code: number, message: string, metadata?: object): FakeAnswer {
  return json(code, { error: { code, message, ...(metadata ? { metadata } : {}) }, user_id: `user_${idOf(24)}` })
}

/** What a provider says is handed on inside. */
function fromProvider(message: string): FakeAnswer {
  const raw = JSON.stringify({ error: { message, code: 400 } })
  return refuse(400, 'Provider returned error', { raw, provider_name: 'Provider' })
}

function reply(request: FakeRequest, options: OpenRouterOptions): FakeAnswer {
  const conversation = conversationOf(request.json)
  const { model, thinking, fields, tools } = conversation
  if (model === undefined || !Array.isArray(fields['messages']))
    return refuse(400, 'Invalid input: expected model and messages')
  if (!namesIn(options).includes(model)) return refuse(400, `${model} is not a valid model ID`)
  const unpaid = refusalOf(model, options)
  if (unpaid) return refuse(unpaid.code, unpaid.message, unpaid.metadata)
  if (options.tools === 'refused' && tools.length > 0) {
    const advice = `Try disabling "${tools[0]?.name}". To learn more about provider routing, visit: `
    const page = 'https://openrouter.ai/docs/guides/routing/provider-selection'
    return refuse(404, `No endpoints found that support tool use. ${advice}${page}`)
  }
  if (options.images === false && imageSource(conversation))
    return refuse(404, 'No endpoints found that support image input')
  const rejected = rejectedField(conversation, options.rejects ?? [])
  if (rejected !== undefined) return fromProvider(rejected)
  const mistake = mistakeOf(conversation, { ...options, window: options.context?.loaded ?? 1_000_000 })
  if (mistake) return fromProvider(mistake.says)
  const thinks = options.thinking === true && thinking !== undefined && thinking !== 'disabled'
  return speak(dialect, { conversation, model, choice: choiceOf(conversation), thinks }, options)
}

/** An entry of GET /v1/models; prices are texts, in dollars for one token. */
function modelOf(id: string, options: OpenRouterOptions): object {
  const { context, maxOutput = 128_000, images = true, thinking, tools } = options
  const isFree = id.endsWith(':free')
  return {
    id,
    canonical_slug: id.replace(/:free$/, ''),
    name: id,
    context_length: context?.claimed ?? 1_000_000,
    architecture: {
      modality: images ? 'text+image->text' : 'text->text',
      input_modalities: images ? ['text', 'image'] : ['text'],
      output_modalities: ['text'],
      tokenizer: 'Claude',
    },
    pricing: isFree ? { prompt: '0', completion: '0' } : { prompt: '0.000003', completion: '0.000015' },
    top_provider: {
      context_length: context?.loaded ?? context?.claimed ?? 1_000_000,
      max_completion_tokens: maxOutput,
      is_moderated: true,
    },
    per_request_limits: null,
    supported_parameters: parametersOf(thinking, tools),
  }
}

function parametersOf(thinking: boolean | undefined, tools: OpenRouterOptions['tools']): string[] {
  const called = tools === 'refused' ? [] : ['tools', 'tool_choice']
  return ['max_tokens', ...called, ...(thinking ? ['reasoning', 'include_reasoning'] : [])]
}

function endpointsOf(id: string, options: OpenRouterOptions): object {
  const { context, maxOutput = 128_000, thinking, tools } = options
  const provider = {
    name: `Provider | ${id}`,
    provider_name: 'Provider',
    context_length: context?.loaded ?? context?.claimed ?? 1_000_000,
    max_completion_tokens: maxOutput,
    max_prompt_tokens: null,
    supported_parameters: parametersOf(thinking, tools),
  }
  return { id, name: id, endpoints: [provider] }
}

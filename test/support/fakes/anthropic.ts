import { conversationOf, promptTokens, systemEntryAt } from './conversation.ts'
import { anthropicDialect } from './dialect.ts'
import { atFirst, bearerIn, type Fake, type FakeAnswer, type FakeRequest, json, withHeaders } from './fake.ts'
import { idOf } from './ids.ts'
import { choiceOf } from './model.ts'
import { type Field, rejectedField } from './rejections.ts'
import { type Manner, speak } from './speaking.ts'

/** What a fake api.anthropic.com can be told. */
export interface AnthropicOptions extends Omit<Manner, 'tools'> {
  readonly models?: readonly string[]
  /** Tokens of the window, which is also what a request has. */
  readonly context?: { readonly claimed?: number }
  /** Taken in either header; any credential where it is absent, but none is never enough. */
  readonly key?: string
  readonly systemRole?: 'accepted' | 'rejected'
  readonly rejects?: readonly Field[]
  /** The longest answer of the models, in tokens. */
  readonly maxOutput?: number
  /** ms for which /v1/messages says 529, from the first request on. */
  readonly overloadedMs?: number
}

const maxBytes = 32 * 1024 * 1024

/** Anthropic itself. Source: its documents, and the types of its SDK 0.120. */
export function anthropic(options: AnthropicOptions = {}): Fake {
  const overloaded = atFirst(options.overloadedMs ?? 0)
  return request => {
    const id = `req_01${idOf(22)}`
    const refuse: Refuse = (status, type, message) =>
      json(status, { type: 'error', error: { type, message }, request_id: id })
    const headers = {
      'request-id': id,
      'anthropic-organization-id': '01234567-89ab-4cde-8f01-23456789abcd',
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
    }
    return withHeaders(answerTo(request, options, refuse, overloaded), headers)
  }
}

type Refuse = (status: number, type: string, message: string) => FakeAnswer

function answerTo(request: FakeRequest, options: AnthropicOptions, refuse: Refuse, overloaded: () => boolean) {
  const { method, path, headers } = request
  const { models = ['claude-sonnet-4-6', 'claude-haiku-4-5'] } = options
  const post = method === 'POST' && /^\/v1\/messages(\/count_tokens)?$/.test(path)
  const one = method === 'GET' ? /^\/v1\/models(?:\/(.+))?$/.exec(path) : null
  if (!post && !one) return refuse(404, 'not_found_error', 'Not Found')
  const unknown = refusedCredential(request, options.key)
  if (unknown) return refuse(401, 'authentication_error', unknown)
  if (headers['anthropic-version'] === undefined)
    return refuse(400, 'invalid_request_error', 'anthropic-version: header is required')
  if (post) {
    if (path === '/v1/messages' && overloaded()) return refuse(529, 'overloaded_error', 'Overloaded')
    return mistakeIn(request, models, refuse) ?? reply(request, options, refuse)
  }
  const entries = models.map(id => entryOf(id, options))
  if (one?.[1] === undefined)
    return json(200, { data: entries, has_more: false, first_id: models[0], last_id: models.at(-1) })
  const entry = entries[models.indexOf(decodeURIComponent(one[1]))]
  return entry ? json(200, entry) : refuse(404, 'not_found_error', `model: ${one[1]}`)
}

function refusedCredential(request: FakeRequest, key: string | undefined): string | undefined {
  const own = request.headers['x-api-key']
  const bearer = bearerIn(request)
  if (own === undefined && bearer === undefined) return 'x-api-key header is required'
  const isRight = (sent: string | undefined) => sent !== undefined && sent !== '' && (key ?? sent) === sent
  if (own !== undefined) return isRight(own) ? undefined : 'invalid x-api-key'
  return isRight(bearer) ? undefined : 'invalid bearer token'
}

function mistakeIn(request: FakeRequest, models: readonly string[], refuse: Refuse): FakeAnswer | undefined {
  const invalid = (message: string) => refuse(400, 'invalid_request_error', message)
  if (request.body.length > maxBytes) return refuse(413, 'request_too_large', 'Request exceeds the maximum size')
  if (request.json === undefined) return invalid('The request body is not valid JSON')
  const { fields, model, maxTokens } = conversationOf(request.json)
  if (model === undefined) return invalid('model: Field required')
  if (!Array.isArray(fields['messages'])) return invalid('messages: Field required')
  if (request.path === '/v1/messages' && maxTokens === undefined) return invalid('max_tokens: Field required')
  return models.includes(model) ? undefined : refuse(404, 'not_found_error', `model: ${model}`)
}

function reply(request: FakeRequest, options: AnthropicOptions, refuse: Refuse): FakeAnswer {
  const conversation = conversationOf(request.json)
  const { context, maxOutput = 128_000, rejects = [], systemRole } = options
  const invalid = (message: string) => refuse(400, 'invalid_request_error', message)
  const tokens = promptTokens(conversation)
  if (request.path === '/v1/messages/count_tokens') return json(200, { input_tokens: tokens })
  const rejected = rejectedField(conversation, rejects)
  if (rejected !== undefined) return invalid(rejected)
  if (systemRole === 'rejected' && systemEntryAt(conversation) >= 0)
    return invalid("role 'system' is not supported on this model")
  const { model = '', maxTokens = 0, thinking } = conversation
  if (maxTokens > maxOutput) {
    const rule = 'which is the maximum allowed number of output tokens for'
    return invalid(`max_tokens: ${maxTokens} > ${maxOutput}, ${rule} ${model}`)
  }
  const limit = context?.claimed ?? 1_000_000
  if (tokens > limit) return invalid(`prompt is too long: ${tokens} tokens > ${limit} maximum`)
  const thinks = thinking === 'enabled' || thinking === 'adaptive'
  return speak(anthropicDialect, { conversation, model, choice: choiceOf(conversation), thinks }, options)
}

/** An entry of GET /v1/models. */
function entryOf(id: string, { context, maxOutput = 128_000, rejects = [] }: AnthropicOptions): object {
  const supported = (value = true) => ({ supported: value })
  const thinks = !rejects.includes('thinking')
  return {
    type: 'model',
    id,
    display_name: id.replace(
      /^claude-(\w+)-(\d+)-(\d+)$/,
      (_, name, major, minor) => `Claude ${name} ${major}.${minor}`,
    ),
    created_at: '2026-02-17T00:00:00Z',
    max_input_tokens: context?.claimed ?? 1_000_000,
    max_tokens: maxOutput,
    capabilities: {
      image_input: supported(),
      pdf_input: supported(),
      structured_outputs: supported(),
      thinking: { ...supported(), types: { enabled: supported(), adaptive: supported(thinks) } },
      effort: {
        ...supported(!rejects.includes('output_config')),
        low: supported(),
        medium: supported(),
        high: supported(),
      },
      context_management: supported(!rejects.includes('context_management')),
    },
  }
}

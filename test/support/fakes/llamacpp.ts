import { recording } from '../recordings.ts'
import { conversationOf, imageSource, promptTokens, systemEntryAt } from './conversation.ts'
import { anthropicDialect, type Dialect } from './dialect.ts'
import { atFirst, type Fake, type FakeAnswer, type FakeRequest, json } from './fake.ts'
import { idOf } from './ids.ts'
import { type Manner, speak } from './speaking.ts'

/** What a fake llama-server can be told; the rest is as it was recorded from b10573. */
export interface LlamaCppOptions extends Manner {
  /** As in build_info: `b10573-d775b8967`. Builds before b7187 have no /v1/messages. */
  readonly version?: string
  /** The alias of the one model that is loaded, whatever is asked for. */
  readonly model?: string
  /** Tokens: the model's own, and of one slot. */
  readonly context?: { readonly claimed?: number; readonly loaded?: number }
  readonly slots?: number
  readonly key?: string
  /** What the chat template makes of `role: system` inside messages. */
  readonly systemRole?: 'accepted' | 'rejected'
  /** Whether the model thinks; the request has no say in it. */
  readonly thinking?: boolean
  readonly images?: boolean
  /** ms for which every path says 503, from the first request on. */
  readonly loadingMs?: number
}

const dialect: Dialect = {
  ...anthropicDialect,
  messageId: () => `chatcmpl-${idOf(32)}`,
  callId: () => idOf(32),
  signature: () => '',
  usage: ({ input, output }) => ({ cache_read_input_tokens: 0, input_tokens: input, output_tokens: output }),
  startUsage: ({ input }) => ({ cache_read_input_tokens: 0, input_tokens: input, output_tokens: 0 }),
  deltaUsage: ({ output }) => ({ output_tokens: output }),
  fullStarts: false,
  overlaps: true,
  pings: false,
  pieces: text => [...text],
  inputPieces: text => [...text],
  cutStop: 'max_tokens',
  failure: message => `event: error\ndata: ${JSON.stringify({ code: 500, message, type: 'server_error' })}\n\n`,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  streamHeaders: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
}

const openPaths = ['/health', '/v1/health']
const postPaths = ['/v1/messages', '/v1/messages/count_tokens']

/** llama-server with one model. Source: recordings of the real program, b10573. */
export function llamacpp(options: LlamaCppOptions = {}): Fake {
  const { loadingMs = 0, version = 'b10573-d775b8967' } = options
  const loading = atFirst(loadingMs)
  const hasMessages = Number(/^b(\d+)/.exec(version)?.[1]) >= 7187
  return request => {
    const answer = loading() ? recorded('loading-messages') : answerTo(request, options, hasMessages)
    return { ...answer, headers: { server: 'llama.cpp', 'access-control-allow-origin': '', ...answer.headers } }
  }
}

function answerTo(request: FakeRequest, options: LlamaCppOptions, hasMessages: boolean): FakeAnswer {
  const { method, path } = request
  const known = method === 'GET' ? reads[path] : hasMessages && method === 'POST' ? writes[path] : undefined
  if (!known) return recorded('get-root')
  if (!openPaths.includes(path) && !isAllowed(request, options.key)) return recorded('auth-none')
  return known(request, options)
}

/** A present Authorization wins, so that a wrong one is not rescued by a right x-api-key. */
function isAllowed({ headers }: FakeRequest, key: string | undefined): boolean {
  const sent = headers['authorization'] || headers['x-api-key'] || ''
  return key === undefined || sent.replace(/^Bearer /, '') === key
}

type Reader = (request: FakeRequest, options: LlamaCppOptions) => FakeAnswer

const models: Reader = (_, { model = 'tiny-tools', context, images }) => {
  const { models, data } = bodyOf('get-v1-models')
  const { claimed = 262_144, loaded = 4096 } = context ?? {}
  const capabilities = ['completion', ...(images ? ['multimodal'] : [])]
  return inJson({
    models: [{ ...models[0], name: model, model, capabilities }],
    object: 'list',
    data: [{ ...data[0], id: model, aliases: [model], meta: { ...data[0].meta, n_ctx: loaded, n_ctx_train: claimed } }],
  })
}

const props: Reader = (_, { model = 'tiny-tools', context, slots = 1, images = false, version, tools }) => {
  const body = bodyOf('get-props')
  const hasTools = tools !== 'refused' && tools !== 'text'
  return inJson({
    ...body,
    default_generation_settings: { ...body.default_generation_settings, n_ctx: context?.loaded ?? 4096 },
    total_slots: slots,
    model_alias: model,
    modalities: { ...body.modalities, vision: images },
    chat_template_caps: { ...body.chat_template_caps, supports_tools: hasTools, supports_tool_calls: hasTools },
    ...(version === undefined ? {} : { build_info: version }),
  })
}

const slotList: Reader = (_, { context, slots = 1 }) => {
  const [slot] = bodyOf('get-slots')
  return inJson(Array.from({ length: slots }, (_, id) => ({ ...slot, id, n_ctx: context?.loaded ?? 4096 })))
}

const reads: Readonly<Record<string, Reader>> = {
  '/health': () => recorded('get-health'),
  '/v1/health': () => recorded('get-health'),
  '/metrics': () => recorded('get-metrics'),
  '/models': models,
  '/v1/models': models,
  '/props': props,
  '/slots': slotList,
}

const writes: Readonly<Record<string, Reader>> = {
  [postPaths[0] as string]: (request, options) => messages(request, options),
  [postPaths[1] as string]: request => {
    const mistake = mistakeIn(request)
    return mistake ?? inJson({ input_tokens: promptTokens(conversationOf(request.json)) })
  },
}

/** What it does not understand it calls an error of its own. */
function mistakeIn({ body, json: fields }: FakeRequest): FakeAnswer | undefined {
  if (body === '') return recorded('empty-body')
  if (fields === undefined) return recorded('malformed-json')
  const { messages } = conversationOf(fields).fields
  return Array.isArray(messages) ? undefined : recorded('missing-messages')
}

function messages(request: FakeRequest, options: LlamaCppOptions): FakeAnswer {
  const mistake = mistakeIn(request)
  if (mistake) return mistake
  const conversation = conversationOf(request.json)
  const { model = 'tiny-tools', context, systemRole, tools, images, thinking = false } = options
  if (tools === 'refused' && conversation.tools.length > 0) return recorded('no-jinja-tools')
  if (!images && imageSource(conversation)) return recorded('image-base64')
  if (systemRole === 'rejected' && systemEntryAt(conversation) >= 0)
    return recorded('qwen35-template-system-role-in-messages')
  const [n, limit] = [promptTokens(conversation), context?.loaded ?? 4096]
  if (n > limit) return inJson({ error: overLong(n, limit) }, 400)
  // Any and tool both mean "required", and none means nothing.
  const forced = conversation.choice?.type === 'any' || conversation.choice?.type === 'tool'
  const choice = forced ? 'any' : 'auto'
  return speak(dialect, { conversation, model, choice, thinks: thinking }, options)
}

/** The error of a prompt that does not fit, in tokens; Ollama hands it on. */
export function overLong(promptTokens: number, limit: number): object {
  return {
    code: 400,
    message: `request (${promptTokens} tokens) exceeds the available context size (${limit} tokens), try increasing it`,
    type: 'exceed_context_size_error',
    n_prompt_tokens: promptTokens,
    n_ctx: limit,
  }
}

function inJson(value: unknown, status = 200): FakeAnswer {
  return json(status, value, dialect.headers)
}

function recorded(name: string): FakeAnswer {
  const { status, body } = recording(`llama-server/${name}`)
  return { status, headers: dialect.headers, body }
}

// biome-ignore lint/suspicious/noExplicitAny: what was recorded is what it is
function bodyOf(name: string): any {
  return JSON.parse(recording(`llama-server/${name}`).body)
}

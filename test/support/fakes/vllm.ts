import { type Conversation, conversationOf, imageSource, promptTokens, systemEntryAt } from './conversation.ts'
import { anthropicDialect, type Dialect, type StreamEvent } from './dialect.ts'
import { bearerIn, type Fake, type FakeAnswer, type FakeRequest, json, withHeaders } from './fake.ts'
import { hex } from './ids.ts'
import { type Choice, choiceOf } from './model.ts'
import { type Manner, speak } from './speaking.ts'

/** What a fake vLLM can be told. */
export interface VllmOptions extends Manner {
  readonly version?: string
  /** The day of its source, as YYYY-MM-DD: its faults are known by their day. */
  readonly built?: string
  /** Served names. */
  readonly models?: readonly string[]
  /** Tokens of the window, the answer among them. */
  readonly context?: { readonly loaded?: number }
  readonly key?: string
  /** False: started without --enable-auto-tool-choice, so that every request with tools is refused. */
  readonly toolParser?: boolean
  /** By `built` where nothing is said. */
  readonly systemRole?: 'accepted' | 'rejected'
  /** By `built` where nothing is said. */
  readonly countTokens?: boolean
  /** Whether the model thinks; the request has no say in it. */
  readonly thinking?: boolean
  readonly images?: boolean
}

/** Days on which something was put right. */
const since = {
  countTokens: '2026-03-02',
  choiceNone: '2026-03-04',
  noDone: '2026-03-19',
  systemRole: '2026-06-02',
  typedStart: '2026-06-13',
  mistakesAs400: '2026-08-16',
}
const newest = '2026-08-17'

const dialect: Dialect = {
  ...anthropicDialect,
  messageId: () => `chatcmpl-${hex(32)}`,
  callId: () => `chatcmpl-tool-${hex(32)}`,
  signature: () => hex(32),
  usage: ({ input, output }) => ({ input_tokens: input, output_tokens: output }),
  startUsage: ({ input }) => ({ input_tokens: input, output_tokens: 0 }),
  deltaUsage: ({ input, output }) => ({ input_tokens: input, output_tokens: output }),
  stopSequence: false,
  pings: false,
  failure: message => {
    const error = { type: 'internal_error', message }
    return `event: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`
  },
}

/** vLLM. Source: entrypoints/anthropic and its neighbours, as of August 2026. */
export function vllm(options: VllmOptions = {}): Fake {
  return request => withHeaders(answerTo(request, options), { server: 'uvicorn' })
}

function answerTo(request: FakeRequest, options: VllmOptions): FakeAnswer {
  const { method, path } = request
  const { version = '0.19.1', key, built = newest, countTokens = built >= since.countTokens } = options
  // Only Bearer is read, and only for these paths.
  if (key !== undefined && /^\/(v1|v2|inference|cohere)(\/|$)/.test(path) && bearerIn(request) !== key)
    return json(401, { error: 'Unauthorized' })
  switch (`${method} ${path}`) {
    case 'GET /version':
      return json(200, { version })
    case 'GET /health':
      return { status: 200, body: '' }
    case 'GET /v1/models':
      return json(200, { object: 'list', data: namesIn(options).map(name => modelOf(name, options)) })
    case 'POST /v1/messages/count_tokens':
      if (!countTokens) break
      return mistakeIn(request, options) ?? counted(conversationOf(request.json))
    case 'POST /v1/messages':
      return mistakeIn(request, options) ?? reply(conversationOf(request.json), options)
  }
  return json(404, { detail: 'Not Found' })
}

const namesIn = ({ models = ['served-name'] }: VllmOptions) => models
const windowOf = ({ context }: VllmOptions) => context?.loaded ?? 40_960

function counted(conversation: Conversation): FakeAnswer {
  const tokens = promptTokens(conversation)
  return json(200, { input_tokens: tokens, context_management: { original_input_tokens: tokens } })
}

/** What the schema of the body refuses, in OpenAI's shape; then a model that is not served. */
function mistakeIn(request: FakeRequest, options: VllmOptions): FakeAnswer | undefined {
  const conversation = conversationOf(request.json)
  const { fields, model = '', messages } = conversation
  if (request.json === undefined) return invalid('json_invalid', ['body', 0], 'JSON decode error')
  const counts = request.path.endsWith('/count_tokens')
  const needed = ['model', 'messages', ...(counts ? [] : ['max_tokens'])]
  const missing = needed.find(name => fields[name] === undefined)
  if (missing !== undefined) return invalid('missing', ['body', missing], 'Field required')
  const { built = newest } = options
  const { systemRole = built < since.systemRole ? 'rejected' : 'accepted' } = options
  const roles = systemRole === 'accepted' ? ['user', 'assistant', 'system'] : ['user', 'assistant']
  const other = systemRole === 'accepted' ? -1 : systemEntryAt(conversation)
  const wrong = other >= 0 ? other : messages.findIndex(({ role }) => !roles.includes(role))
  if (wrong >= 0)
    return invalid('literal_error', ['body', 'messages', wrong, 'role'], "Input should be 'user' or 'assistant'")
  return namesIn(options).includes(model)
    ? undefined
    : refuse(404, 'NotFoundError', `The model \`${model}\` does not exist.`)
}

function invalid(type: string, place: readonly (string | number)[], says: string): FakeAnswer {
  const loc = place.map(part => (typeof part === 'string' ? `'${part}'` : part)).join(', ')
  const message = `1 validation error:\n  {'type': '${type}', 'loc': (${loc}), 'msg': "${says}"}`
  return json(400, { error: { message, type: 'Bad Request', param: place.join('.'), code: 400 } })
}

function refuse(status: number, type: string, message: string): FakeAnswer {
  return json(status, { type: 'error', error: { type, message } })
}

function reply(conversation: Conversation, options: VllmOptions): FakeAnswer {
  const { built = newest, tools, toolParser = tools !== 'refused', images = true, thinking = false } = options
  const choice = choiceOf(conversation)
  const choiceHere: Choice = choice === 'none' && built < since.choiceNone ? 'auto' : choice
  if (!toolParser && conversation.tools.length > 0 && choiceHere !== 'none') {
    const flags = 'requires --enable-auto-tool-choice and --tool-call-parser to be set'
    const required = 'tool_choice="required" requires --tool-call-parser to be set'
    return refuse(400, 'BadRequestError', choiceHere === 'auto' ? `"auto" tool choice ${flags}` : required)
  }
  if (!images && imageSource(conversation))
    return refuse(400, 'BadRequestError', 'At most 0 image(s) may be provided in one prompt.')
  const [prompt, asked, limit] = [promptTokens(conversation), conversation.maxTokens ?? 0, windowOf(options)]
  if (prompt + asked > limit)
    return built < since.mistakesAs400
      ? refuse(500, 'internal_error', tooLong(prompt, asked, limit))
      : refuse(400, 'BadRequestError', tooLong(prompt, asked, limit))
  const { model = '' } = conversation
  return speak(dialectOf(built), { conversation, model, choice: choiceHere, thinks: thinking }, options)
}

/** The answer that was asked for counts. */
function tooLong(prompt: number, asked: number, limit: number): string {
  const has = `However, you requested ${asked} output tokens and your prompt contains at least ${prompt} input tokens`
  const workaround = 'Please reduce the length of the input prompt or the number of requested output tokens.'
  return `This model's maximum context length is ${limit} tokens. ${has}, for a total of at least ${prompt + asked} tokens. ${workaround}`
}

function dialectOf(built: string): Dialect {
  return {
    ...dialect,
    ...(built < since.noDone ? { after: 'data: [DONE]\n\n' } : {}),
    ...(built < since.typedStart ? { spoil: untypedStart } : {}),
  }
}

/** message_start without `type` and `role`. */
function untypedStart(events: readonly StreamEvent[]): readonly StreamEvent[] {
  return events.map(event => {
    if (event.type !== 'message_start') return event
    const { type, role, ...message } = event['message'] as Record<string, unknown>
    return { ...event, message }
  })
}

function modelOf(id: string, options: VllmOptions): object {
  return {
    id,
    object: 'model',
    created: 1,
    owned_by: 'vllm',
    root: 'org/model',
    parent: null,
    max_model_len: windowOf(options),
    permission: [{ id: `modelperm-${hex(32)}`, object: 'model_permission', allow_sampling: true }],
  }
}

import { recording } from '../recordings.ts'
import {
  type Conversation,
  conversationOf,
  fieldsOf,
  imageSource,
  promptTokens,
  systemEntryAt,
  withoutOldest,
} from './conversation.ts'
import { anthropicDialect, type Dialect, whole } from './dialect.ts'
import { atFirst, type Fake, type FakeAnswer, type FakeRequest, json, text } from './fake.ts'
import { hex, idOf, lowAlphanumeric } from './ids.ts'
import { overLong } from './llamacpp.ts'
import { type OllamaModels, ollamaModels } from './ollama-models.ts'
import { type Manner, speak } from './speaking.ts'
import { isOlder } from './versions.ts'

/** What a fake Ollama can be told. It takes any credential, and none. */
export interface OllamaOptions extends Manner, OllamaModels {
  /** Before 0.14.0 there is no /v1/messages. */
  readonly version?: string
  /** What the chat template makes of `role: system` inside messages. */
  readonly systemRole?: 'accepted' | 'rejected'
  /** False: what is too long is refused instead of cut. */
  readonly contextShift?: boolean
  /** ms for which /v1/messages says 503, its queue being full, from the first request on. */
  readonly busyMs?: number
}

const dialect: Dialect = {
  ...anthropicDialect,
  messageId: () => `msg_${hex(24)}`,
  callId: () => `call_${idOf(8, lowAlphanumeric)}`,
  usage: ({ input, output }) => ({ input_tokens: input, output_tokens: output }),
  // An estimate, made before the prompt is cut.
  startUsage: ({ sent }) => ({ input_tokens: sent, output_tokens: 0 }),
  deltaUsage: ({ input, output }) => ({ input_tokens: input, output_tokens: output }),
  stopSequence: false,
  startStops: false,
  pings: false,
  inputPieces: whole,
  // The error is swallowed: the stream only ends.
  failure: () => '',
  headers: { 'content-type': 'application/json; charset=utf-8' },
  streamHeaders: { 'content-type': 'text/event-stream' },
}

const { signature: _, ...unsigned } = dialect

/** A call that cannot be read is an error of the model's runner, so a stream has nothing but its beginning. */
const mute: Dialect = {
  ...unsigned,
  spoil: events =>
    events.some(event => fieldsOf(event['content_block'])['type'] === 'tool_use') ? events.slice(0, 1) : events,
}

/** Ollama. Source: anthropic/anthropic.go, middleware/anthropic.go and server/routes.go of 0.33. */
export function ollama(options: OllamaOptions = {}): Fake {
  const { version = '0.33.0', busyMs = 0 } = options
  const models = ollamaModels(options)
  const busy = atFirst(busyMs)
  return request => {
    const { method, path } = request
    const get = method === 'GET' || method === 'HEAD'
    if (path === '/' && get) return text(200, 'Ollama is running')
    if (path === '/api/version' && get) return json(200, { version })
    const listed = models.answer(request)
    if (listed) return listed
    if (path !== '/v1/messages' || isOlder(version, '0.14.0')) return text(404, '404 page not found')
    if (method !== 'POST') return text(405, '405 method not allowed')
    if (busy())
      return refuse(503, 'overloaded_error', 'server busy, please try again.  maximum pending requests exceeded')
    return mistakeIn(request) ?? reply(conversationOf(request.json), options, models)
  }
}

function refuse(status: number, type: string, message: string): FakeAnswer {
  return json(status, { type: 'error', error: { type, message }, request_id: `req_${hex(24)}` })
}

const invalid = (message: string) => refuse(400, 'invalid_request_error', message)

function mistakeIn({ body, json: fields }: FakeRequest): FakeAnswer | undefined {
  // Go's own words.
  if (fields === undefined) return invalid(body === '' ? 'EOF' : 'unexpected EOF')
  const { model, maxTokens = 0, messages } = conversationOf(fields)
  if (model === undefined) return invalid('model is required')
  if (maxTokens <= 0) return invalid('max_tokens is required and must be positive')
  if (messages.length === 0) return invalid('messages is required')
  const calls = messages.flatMap(({ blocks }) => blocks).filter(({ type }) => type === 'tool_use')
  return calls.every(({ id }) => id) ? undefined : invalid("tool_use block missing required 'id' field")
}

function reply(asked: Conversation, options: OllamaOptions, models: ReturnType<typeof ollamaModels>): FakeAnswer {
  const { tools, images = true, systemRole, contextShift = true, thinking = false } = options
  const { model = '' } = asked
  const source = imageSource(asked)
  if (source !== undefined && source !== 'base64')
    return invalid(`invalid image source type: ${source}. Only base64 images are supported.`)
  if (!models.has(model)) return refuse(404, 'not_found_error', `model '${model}' not found`)
  if (tools === 'refused' && asked.tools.length > 0)
    return invalid(`registry.ollama.ai/library/${model} does not support tools`)
  models.load(model)
  if (source !== undefined && !images)
    return refuse(500, 'api_error', 'this model is missing data required for image input')
  // Its llama-server refuses, and it hands that on as a text.
  if (systemRole === 'rejected' && systemEntryAt(asked) >= 0)
    return refuse(500, 'api_error', recording('llama-server/qwen35-template-system-role-in-messages').body)
  const sent = promptTokens(asked)
  if (sent > models.window && !contextShift) return invalid(tooLong)
  const conversation = sent > models.window ? withoutOldest(asked, models.window) : asked
  const kept = promptTokens(conversation)
  if (kept > models.window) return invalid(JSON.stringify({ error: overLong(kept, models.window) }))
  const thinks = thinking && asked.thinking !== 'disabled'
  const spoken = tools === 'broken' ? mute : unsigned
  // It parses tool_choice and takes no notice of it.
  const answer = speak(spoken, { conversation, model, choice: 'auto', thinks, sent }, options)
  return tools === 'broken' && typeof answer.body === 'string' && answer.body.includes('"tool_use"')
    ? refuse(500, 'api_error', `error parsing tool call: raw='{"comm', err=unexpected end of JSON input`)
    : answer
}

const tooLong =
  'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the ' +
  'context length in settings, or use a model with a longer context length'

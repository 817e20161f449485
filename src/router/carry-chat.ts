import { at, parseJson } from '../protocol/json.ts'
import { convertError, isOutputLimit } from '../protocol/openai/convert-error.ts'
import { type ConvertedRequest, convertRequest } from '../protocol/openai/convert-request.ts'
import { responseEvents } from '../protocol/openai/convert-response.ts'
import { StreamConverter } from '../protocol/openai/convert-stream.ts'
import { type Corrections, correctionFrom, noCorrections } from '../protocol/openai/corrections.ts'
import { dialectOf } from '../protocol/openai/dialects.ts'
import type { StreamOptions } from '../protocol/openai/stream-options.ts'
import { createSseReader } from '../protocol/sse-parse.ts'
import type { MessagesEvent } from '../protocol/sse-write.ts'
import type { ServedAnswer } from '../system/http/served.ts'
import type { HttpStreamResponse } from '../system/http/types.ts'
import { errorAnswer } from './answers.ts'
import type { TokenCounter } from './count-tokens.ts'
import { answerEvents, answerWhole, noteUsage } from './event-answer.ts'
import { type Exchange, hasEvents, nameOf, readWhole, redirected, unreachable } from './exchange.ts'
import { chatHeaders } from './upstream-request.ts'

/** What refusals taught about a model of a backend, for as long as the router runs. */
const learned = new Map<string, Corrections>()
/** How many corrections one request may teach. */
const mostCorrections = 5

/** Carries a request to a server that speaks chat completions, translated both ways. */
export async function carryChat(exchange: Exchange, counter: TokenCounter): Promise<ServedAnswer> {
  const { route, body, seen } = exchange
  const promptTokens = counter.estimate(route.model, body)
  const key = `${route.upstream.baseUrl} ${route.model}`
  for (let tries = 0; ; tries++) {
    const corrections = learned.get(key) ?? noCorrections
    const converted = convertRequest(body, { ...requestOptions(exchange, promptTokens), corrections })
    const came = await ask(exchange, converted)
    if ('says' in came) return unreachable(exchange, came)
    seen.status = came.status
    if (came.status >= 300 && came.status < 400) return redirected(exchange, came)
    const options = streamOptions(exchange, converted, promptTokens)
    if (came.status === 200) {
      seen.repairs.push(...converted.notes)
      return await answerFrom(exchange, came, options, counter)
    }
    const text = await readWhole(came, 1 << 20).then(String, () => '')
    const error = convertError(came.status, came.headers, text, Date.now())
    if (error.status === 400 && isOutputLimit(error.message)) return given(exchange, nothingSaid, options, counter)
    const taught =
      tries < mostCorrections ? taughtBy(came.status, error.message, converted, corrections, promptTokens) : undefined
    if (!taught) return refusal(exchange, error)
    learned.set(key, taught)
    seen.repairs.push('corrected-request')
  }
}

/** An answer that had no room for a word. */
const nothingSaid = { choices: [{ index: 0, message: { content: '' }, finish_reason: 'length' }] }

/** What a refusal teaches. Fields are refused with 400 or 422 alone; what a template cannot take may be a fault (500). */
function taughtBy(status: number, message: string, { body }: ConvertedRequest, known: Corrections, tokens: number) {
  if (![400, 404, 422, 500].includes(status)) return undefined
  const fields = status === 400 || status === 422 ? Object.keys(body) : []
  return correctionFrom(message, new Set(fields), known, tokens)
}

function ask(exchange: Exchange, { body }: ConvertedRequest) {
  const { request, route, carried, upstreams } = exchange
  return upstreams.send({
    method: 'POST',
    url: `${route.upstream.baseUrl}/chat/completions`,
    headers: chatHeaders(request.headers, route.upstream.kind, carried.credential, body['stream'] === true),
    body: Buffer.from(JSON.stringify(body)),
    signal: request.signal,
  })
}

function requestOptions({ route, carried, request, body }: Exchange, promptTokens: number) {
  const { contextTokens, maxOutputTokens, tellsUser } = carried.profile
  const user = at(body, 'metadata', 'user_id')
  return {
    kind: route.upstream.kind,
    model: route.model,
    maxOutputTokens,
    room: contextTokens === undefined ? undefined : contextTokens - promptTokens,
    promptTokens,
    sessionId: request.headers['x-claude-code-session-id'],
    user: tellsUser && typeof user === 'string' ? user : undefined,
  }
}

function streamOptions(
  { body, route }: Exchange,
  { names, wants }: ConvertedRequest,
  promptTokens: number,
): StreamOptions {
  const { kind } = route.upstream
  return { asked: String(body['model'] ?? ''), kind, dialect: dialectOf(kind), names, promptTokens, wants }
}

function refusal(exchange: Exchange, error: ReturnType<typeof convertError>): ServedAnswer {
  const { status, message, retryAfterSeconds } = error
  const key = exchange.carried.profile.credential?.key
  const about = status === 403 && key !== undefined ? ` (the key is ${key}'s)` : ''
  // What Claude Code knows by its words has to begin with them.
  const says = message.startsWith('prompt is too long') ? message : `${nameOf(exchange)}: ${message}${about}`
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return errorAnswer(status, says, headers)
}

/** An answer of 200, in the form that the client asked for, whichever form it came in. */
async function answerFrom(
  exchange: Exchange,
  came: HttpStreamResponse,
  options: StreamOptions,
  counter: TokenCounter,
): Promise<ServedAnswer> {
  if (hasEvents(came)) return await answerEvents(exchange, translated(exchange, came, options, counter))
  const text = await readWhole(came).then(String, () => '')
  const value = parseJson(text)
  if (at(value, 'error') !== undefined || !Array.isArray(at(value, 'choices')))
    return refusal(exchange, convertError(statusIn(value), came.headers, text, Date.now()))
  return given(exchange, value, options, counter)
}

/** A completion in one piece. */
function given(exchange: Exchange, value: unknown, options: StreamOptions, counter: TokenCounter): ServedAnswer {
  const events = responseEvents(value, options)
  noteUsage(exchange, counter, events.at(-2)?.['usage'])
  return answerWhole(exchange, events)
}

/** The status that an error in an answer of 200 should have had. */
function statusIn(value: unknown): number {
  const code = Number(at(value, 'error', 'code'))
  return code >= 400 && code < 600 ? code : 502
}

/** The stream of a chat completions server as events of the Messages API. */
async function* translated(
  exchange: Exchange,
  { body }: HttpStreamResponse,
  options: StreamOptions,
  counter: TokenCounter,
): AsyncGenerator<readonly MessagesEvent[]> {
  const reader = createSseReader()
  const converter = new StreamConverter(options)
  const convert = (events: readonly { data: string }[]) => events.flatMap(({ data }) => converter.feed(data))
  for await (const piece of body) {
    yield convert(reader.feed(piece))
    if (converter.isOver) break
  }
  yield [...convert(reader.end()), ...converter.end()]
  exchange.seen.repairs.push(...converter.notes)
  noteUsage(exchange, counter, converter.usage)
}

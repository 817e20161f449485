import { readError } from '../../protocol/errors.ts'
import { at, fieldsOf, listOf, parseJson } from '../../protocol/json.ts'
import { messageFrom, responseEvents } from '../../protocol/openai/convert-response.ts'
import { StreamConverter } from '../../protocol/openai/convert-stream.ts'
import { dialectOf } from '../../protocol/openai/dialects.ts'
import type { StreamOptions } from '../../protocol/openai/stream-options.ts'
import { createToolNames } from '../../protocol/openai/tool-names.ts'
import { createSseReader } from '../../protocol/sse-parse.ts'
import { type MessagesEvent, writeEvents } from '../../protocol/sse-write.ts'
import type { ServedAnswer } from '../../system/http/served.ts'
import type { HttpStreamResponse } from '../../system/http/types.ts'
import { errorAnswer, jsonAnswer } from '../answers.ts'
import type { TokenCounter } from '../count-tokens.ts'
import { type Exchange, lostStream, nameOf, readWhole } from '../exchange.ts'
import { keepAlive, usualSilence } from '../keep-alive.ts'
import { answerHeaders } from '../upstream-request.ts'
import { type AnswerContext, AnswerRepair } from './answer-repair.ts'
import type { OutgoingMessage } from './edit-request.ts'
import { eventsOfWhole } from './whole-answer.ts'

/** Reads an answer in any form that a server may have for it, and answers in the form that the client asked for. */
export async function repairedAnswer(
  exchange: Exchange,
  came: HttpStreamResponse,
  request: OutgoingMessage,
  counter: TokenCounter,
): Promise<ServedAnswer> {
  // What is packed is the client's to unpack.
  const encoding = came.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') return { status: 200, headers: answerHeaders(came.headers), body: came.body }
  const context = contextOf(exchange, request, counter)
  const source = came.body[Symbol.asyncIterator]()
  const head = await readHead(source)
  const rest = withHead(head, source)
  const isWhole = /^\s*[{[<]/.test(head.toString('utf8').replace(/^\uFEFF/, '')) || head.length === 0
  if (isWhole) return await answerWhole(exchange, await readWhole({ body: rest }).then(String, () => ''), context)
  const events = repairedStream(exchange, rest, context)
  if (exchange.body['stream'] === true)
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
      body: keepAlive(written(events), usualSilence, lostStream(exchange)),
    }
  const all: MessagesEvent[] = []
  for await (const some of events) all.push(...some)
  return wholeAnswer(exchange, all)
}

function contextOf({ body, route }: Exchange, request: OutgoingMessage, counter: TokenCounter): AnswerContext {
  const tools = new Map(
    listOf(request.body['tools']).map(tool => [String(fieldsOf(tool)['name'] ?? ''), fieldsOf(tool)['input_schema']]),
  )
  return { asked: String(body['model'] ?? ''), tools, promptTokens: counter.estimate(route.model, body) }
}

/** The first bytes that say anything, by which a stream and an answer in one piece are told apart, whatever a header says. */
async function readHead(source: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.toString('utf8').trim() === '') {
    const { done, value } = await source.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  return head
}

async function* withHead(head: Buffer, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
  } finally {
    await source.return?.()
  }
}

/** An answer that came in one piece. */
function answerWhole(exchange: Exchange, text: string, context: AnswerContext): ServedAnswer {
  const value = parseJson(text)
  const { error, choices, content, type } = fieldsOf(value)
  const isMessage = content !== undefined || type === 'message'
  if (Array.isArray(choices)) return finished(exchange, responseEvents(value, chatOptions(context)))
  if (!isMessage || (error !== undefined && error !== null)) {
    const code = Number(at(error, 'code') ?? at(value, 'status'))
    const status = code >= 400 && code < 600 ? code : 502
    return errorAnswer(status, `${nameOf(exchange)}: ${readError(status, text).message}`)
  }
  const repair = new AnswerRepair(context)
  const events = [...eventsOfWhole(value).flatMap(event => repair.feed(event, event.type)), ...repair.end(true)]
  note(exchange, repair)
  return finished(exchange, events)
}

function finished(exchange: Exchange, events: readonly MessagesEvent[]): ServedAnswer {
  if (exchange.body['stream'] !== true) return wholeAnswer(exchange, events)
  const body = writeEvents(events)
  return { status: 200, headers: { 'content-type': 'text/event-stream' }, body }
}

function wholeAnswer(exchange: Exchange, events: readonly MessagesEvent[]): ServedAnswer {
  const found = messageFrom(events)
  if ('message' in found) return jsonAnswer(200, found.message)
  exchange.seen.failed = found.error.type
  return errorAnswer(502, found.error.message)
}

function chatOptions({ asked, promptTokens }: AnswerContext): StreamOptions {
  const kind = 'openai-compatible'
  return { asked, kind, dialect: dialectOf(kind), names: createToolNames(dialectOf(kind)), promptTokens }
}

async function* written(events: AsyncIterable<readonly MessagesEvent[]>): AsyncGenerator<Uint8Array> {
  for await (const some of events) if (some.length > 0) yield Buffer.from(writeEvents(some))
}

/** The events of a stream, made whole: Anthropic's, or chunks of chat completions where somebody sends those. */
async function* repairedStream(
  exchange: Exchange,
  body: AsyncIterable<Uint8Array>,
  context: AnswerContext,
): AsyncGenerator<readonly MessagesEvent[]> {
  const reader = createSseReader()
  const repair = new AnswerRepair(context)
  let chat: StreamConverter | undefined
  let isDone = false
  const take = (data: string, event: string | undefined): MessagesEvent[] => {
    if (data.trim() === '[DONE]') isDone = true
    const value = parseJson(data)
    if (!repair.hasBegun && Array.isArray(at(value, 'choices'))) chat ??= new StreamConverter(chatOptions(context))
    if (chat) return chat.feed(data)
    return value === undefined ? [] : repair.feed(value, event)
  }
  for await (const piece of body) {
    yield reader.feed(piece).flatMap(({ data, event }) => take(data, event))
    if (repair.isOver || chat?.isOver) break
  }
  yield reader.end().flatMap(({ data, event }) => take(data, event))
  yield chat ? chat.end() : repair.end(isDone)
  note(exchange, repair)
}

function note({ seen }: Exchange, repair: AnswerRepair): void {
  seen.repairs.push(...repair.repairs)
  const { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens } = repair.usage
  const counts = {
    input: input_tokens,
    output: output_tokens,
    cacheRead: cache_read_input_tokens,
    cacheWrite: cache_creation_input_tokens,
  }
  seen.usage = Object.fromEntries(Object.entries(counts).filter(([, count]) => typeof count === 'number'))
}

import { readError } from '../../protocol/errors.ts'
import { at, fieldsOf, listOf, parseJson } from '../../protocol/json.ts'
import { responseEvents } from '../../protocol/openai/convert-response.ts'
import { StreamConverter } from '../../protocol/openai/convert-stream.ts'
import { dialectOf } from '../../protocol/openai/dialects.ts'
import type { StreamOptions } from '../../protocol/openai/stream-options.ts'
import { createToolNames } from '../../protocol/openai/tool-names.ts'
import { createSseReader } from '../../protocol/sse-parse.ts'
import type { MessagesEvent } from '../../protocol/sse-write.ts'
import type { ServedAnswer } from '../../system/http/served.ts'
import type { HttpStreamResponse } from '../../system/http/types.ts'
import { errorAnswer } from '../answers.ts'
import type { TokenCounter } from '../count-tokens.ts'
import { answerEvents, answerWhole, noteUsage } from '../event-answer.ts'
import { type Exchange, nameOf, readWhole } from '../exchange.ts'
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
  if (!isWhole) return await answerEvents(exchange, repairedStream(exchange, rest, context, counter))
  const text = await readWhole({ body: rest }).then(String, () => '')
  return repairedWhole(exchange, text, context, counter)
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
function repairedWhole(exchange: Exchange, text: string, context: AnswerContext, counter: TokenCounter): ServedAnswer {
  const value = parseJson(text)
  const { error, choices, content, type } = fieldsOf(value)
  const isMessage = content !== undefined || type === 'message'
  if (Array.isArray(choices)) {
    const events = responseEvents(value, chatOptions(context))
    noteUsage(exchange, counter, events.at(-2)?.['usage'])
    return answerWhole(exchange, events)
  }
  if (!isMessage || (error !== undefined && error !== null)) {
    const code = Number(at(error, 'code') ?? at(value, 'status'))
    const status = code >= 400 && code < 600 ? code : 502
    return errorAnswer(status, `${nameOf(exchange)}: ${readError(status, text).message}`)
  }
  const repair = new AnswerRepair(context)
  const events = [...eventsOfWhole(value).flatMap(event => repair.feed(event, event.type)), ...repair.end(true)]
  exchange.seen.repairs.push(...repair.repairs)
  noteUsage(exchange, counter, repair.usage)
  return answerWhole(exchange, events)
}

function chatOptions({ asked, promptTokens }: AnswerContext): StreamOptions {
  const kind = 'openai-compatible'
  return { asked, kind, dialect: dialectOf(kind), names: createToolNames(dialectOf(kind)), promptTokens }
}

/** The events of a stream, made whole: Anthropic's, or chunks of chat completions where somebody sends those. */
async function* repairedStream(
  exchange: Exchange,
  body: AsyncIterable<Uint8Array>,
  context: AnswerContext,
  counter: TokenCounter,
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
  exchange.seen.repairs.push(...repair.repairs)
  noteUsage(exchange, counter, chat ? chat.usage : repair.usage)
}

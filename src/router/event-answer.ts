import { messageFrom } from '../protocol/accumulate-message.ts'
import { type MessagesEvent, writeEvents } from '../protocol/sse-write.ts'
import type { ServedAnswer } from '../system/http/served.ts'
import { errorAnswer, jsonAnswer } from './answers.ts'
import { sizeOf, type TokenCounter } from './count-tokens.ts'
import { type Exchange, lostStream } from './exchange.ts'
import { keepAlive, usualSilence } from './keep-alive.ts'
import { usageIn } from './usage-reader.ts'

/** Events of the Messages API as they come, in the form that the client asked for: a stream, or a message in one piece. */
export async function answerEvents(
  exchange: Exchange,
  events: AsyncIterable<readonly MessagesEvent[]>,
): Promise<ServedAnswer> {
  if (wantsStream(exchange)) return streamAnswer(keepAlive(written(events), usualSilence, lostStream(exchange)))
  const all: MessagesEvent[] = []
  try {
    for await (const some of events) all.push(...some)
  } catch (error) {
    // Nothing of it has reached the client, which tries again after a 502.
    return errorAnswer(502, lostStream(exchange)(error))
  }
  return wholeAnswer(exchange, all)
}

/** All events of an answer that came in one piece, in the form that the client asked for. */
export function answerWhole(exchange: Exchange, events: readonly MessagesEvent[]): ServedAnswer {
  return wantsStream(exchange) ? streamAnswer(writeEvents(events)) : wholeAnswer(exchange, events)
}

/** Notes what a backend counted, in Anthropic's names, for the log and for later estimates. */
export function noteUsage({ seen, route, body }: Exchange, counter: TokenCounter, usage: unknown): void {
  seen.usage = usageIn(usage)
  const { input = 0, cacheRead = 0, cacheWrite = 0 } = seen.usage
  const { messages, system, tools } = body
  counter.learn(route.model, sizeOf(messages) + sizeOf(system) + sizeOf(tools), input + cacheRead + cacheWrite)
}

const wantsStream = ({ body }: Exchange) => body['stream'] === true

function streamAnswer(body: ServedAnswer['body']): ServedAnswer {
  return { status: 200, headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }, body }
}

/** One write for what came in one piece. */
async function* written(events: AsyncIterable<readonly MessagesEvent[]>): AsyncGenerator<Uint8Array> {
  for await (const some of events) if (some.length > 0) yield Buffer.from(writeEvents(some))
}

function wholeAnswer({ seen }: Exchange, events: readonly MessagesEvent[]): ServedAnswer {
  const found = messageFrom(events)
  if ('message' in found) return jsonAnswer(200, found.message)
  const { type, message } = found.error
  seen.failed = type
  const status = type === 'invalid_request_error' ? 400 : type === 'rate_limit_error' ? 429 : 502
  return errorAnswer(status, message)
}

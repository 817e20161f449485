import type { ServedAnswer, ServedRequest } from '../system/http/served.ts'
import { errorAnswer } from './answers.ts'
import { carryChat } from './carry-chat.ts'
import { carryMessages } from './carry-messages.ts'
import { answerCount, type TokenCounter } from './count-tokens.ts'
import type { Exchange, Seen } from './exchange.ts'
import type { RouterParts } from './handler.ts'
import type { CarriedProfile } from './profiles.ts'
import { carryRepaired } from './repair/carry-repaired.ts'
import { matchRoute } from './route.ts'

/** A request that is to be carried. */
interface Incoming {
  readonly profile: string
  readonly path: string
  readonly request: ServedRequest
  readonly carried: CarriedProfile
  readonly body: Readonly<Record<string, unknown>>
}

/** Carries a request to the backend that its model and headers mean, and writes it into the log when its answer has ended. */
export async function carry(parts: RouterParts, incoming: Incoming): Promise<ServedAnswer> {
  const { request, carried, body, path } = incoming
  const asked = typeof body['model'] === 'string' ? body['model'] : ''
  const route = matchRoute(carried.table, { model: asked, headers: request.headers })
  if (!route) return errorAnswer(404, `claude-switch router: ${incoming.profile} names no model for this request`)
  const seen: Seen = { status: 0, usage: {}, repairs: [] }
  const exchange: Exchange = { request, path, body: { ...body }, carried, route, upstreams: parts.upstreams, seen }
  if (path.startsWith('/v1/messages/count_tokens')) return await answerCount(exchange, parts.counter)
  const began = parts.clock.now()
  const time = new Date().toISOString()
  const answer = await carryBy(exchange, parts.counter)
  const firstByteMs = Math.round(parts.clock.now() - began)
  const record = () =>
    parts.log({
      time,
      profile: incoming.profile,
      asked,
      model: route.model,
      kind: route.upstream.kind,
      class: request.headers['x-claude-code-request-class'] ?? (route.tier === 'subagent' ? 'subagent' : 'main'),
      status: answer.status,
      ...(seen.failed === undefined ? {} : { failed: seen.failed }),
      usage: seen.usage,
      firstByteMs,
      totalMs: Math.round(parts.clock.now() - began),
      repairs: seen.repairs,
    })
  if (typeof answer.body === 'string' || answer.body instanceof Uint8Array) {
    record()
    return answer
  }
  return { ...answer, body: atItsEnd(answer.body, request.signal, seen, record) }
}

/** By what stands at the other end: translated, repaired, or as it is to Anthropic, where nothing is to be repaired. */
function carryBy(exchange: Exchange, counter: TokenCounter): Promise<ServedAnswer> {
  const { protocol, isAnthropic } = exchange.route.upstream
  if (protocol === 'chat') return carryChat(exchange, counter)
  return isAnthropic ? carryMessages(exchange) : carryRepaired(exchange, counter)
}

/** The same body; `done` is called when it has ended, whoever ended it. */
async function* atItsEnd(
  body: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
  seen: Seen,
  done: () => void,
): AsyncGenerator<string | Uint8Array> {
  try {
    yield* body
  } finally {
    if (signal.aborted) seen.failed ??= 'client gone'
    done()
  }
}

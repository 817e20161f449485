import { at, parseJson } from '../protocol/json.ts'
import type { ServedAnswer } from '../system/http/served.ts'
import { jsonAnswer } from './answers.ts'
import { type Exchange, readWhole } from './exchange.ts'
import { changedBody } from './request-body.ts'
import { upstreamHeaders } from './upstream-request.ts'

/** Estimates how many tokens a request has, for backends that cannot count, by what they counted of earlier ones. */
export interface TokenCounter {
  /** Tokens of a request for a model. The more there is in it, the more. */
  estimate(model: string, body: Readonly<Record<string, unknown>>): number
  /** What a backend counted of a request of so many bytes. */
  learn(model: string, bytes: number, tokens: number): void
}

/** Bytes of JSON a token, of nobody in particular, and between which a backend's own counts are believed. */
const usualBytes = 4
const leastBytes = 2
const mostBytes = 8
/** How much one request changes of what was known. */
const weight = 0.3

/** A counter that begins with four bytes a token. */
export function createTokenCounter(): TokenCounter {
  const bytesPerToken = new Map<string, number>()
  return {
    estimate(model, body) {
      const { messages, system, tools } = body
      const bytes = [messages, system, tools].reduce<number>((sum, part) => sum + sizeOf(part), 0)
      return Math.max(1, Math.ceil(bytes / (bytesPerToken.get(model) ?? usualBytes)))
    },
    learn(model, bytes, tokens) {
      if (tokens < 500) return
      const seen = Math.min(mostBytes, Math.max(leastBytes, bytes / tokens))
      const before = bytesPerToken.get(model) ?? seen
      bytesPerToken.set(model, before + weight * (seen - before))
    },
  }
}

/** Bytes of what a model reads: images and files cost by their area and pages, not by their bytes. */
export function sizeOf(part: unknown): number {
  if (part === undefined) return 0
  return Buffer.byteLength(
    JSON.stringify(part, (name, value: unknown) =>
      name === 'data' && typeof value === 'string' && value.length > 1000 ? value.slice(0, 6000) : value,
    ),
  )
}

/** Answers count_tokens: as the backend counts where it does, else by an estimate. */
export async function answerCount(exchange: Exchange, counter: TokenCounter): Promise<ServedAnswer> {
  const { route, body } = exchange
  const counted = route.upstream.protocol === 'messages' ? await askBackend(exchange) : undefined
  return jsonAnswer(200, { input_tokens: counted ?? counter.estimate(route.model, body) })
}

async function askBackend({ request, path, route, carried, body, upstreams }: Exchange): Promise<number | undefined> {
  const isPrivate = !route.upstream.isAnthropic && !carried.profile.tellsUser
  const came = await upstreams.send({
    method: 'POST',
    url: `${route.upstream.baseUrl}${path}`,
    headers: upstreamHeaders(request.headers, route, carried.credential),
    body: changedBody(request.body, body, { model: route.model, isPrivate }),
    signal: request.signal,
  })
  if ('says' in came) return undefined
  try {
    // Some answer any path with 200 and an error in it.
    const tokens = at(parseJson((await readWhole(came, 1 << 20)).toString('utf8')), 'input_tokens')
    return came.status === 200 && typeof tokens === 'number' ? tokens : undefined
  } catch {
    return undefined
  }
}

import { titleOf } from '../backends/servers.ts'
import type { ServedAnswer, ServedRequest } from '../system/http/served.ts'
import type { HttpFailure, HttpStreamResponse } from '../system/http/types.ts'
import { errorAnswer } from './answers.ts'
import type { CarriedProfile } from './profiles.ts'
import type { RequestUsage } from './request-log.ts'
import type { Route } from './route.ts'
import type { Upstreams } from './upstreams.ts'

/** One request of the client's on its way to a backend and back. */
export interface Exchange {
  readonly request: ServedRequest
  /** Path and query behind the profile, such as `/v1/messages?beta=true`. */
  readonly path: string
  readonly body: Record<string, unknown>
  readonly carried: CarriedProfile
  readonly route: Route
  readonly upstreams: Upstreams
  /** What becomes known of it on the way, for the log. */
  readonly seen: Seen
}

/** What becomes known of a request on its way. */
export interface Seen {
  status: number
  usage: RequestUsage
  failed?: string
  readonly repairs: string[]
}

/** Whose fault an error is, for its message: the profile, and the server behind it. */
export function nameOf({ route: { upstream } }: Pick<Exchange, 'route'>): string {
  return `${upstream.profile} (${titleOf(upstream.kind)})`
}

/** The answer where a backend could not be asked: 502, which the client tries again. */
export function unreachable(exchange: Exchange, failure: HttpFailure): ServedAnswer {
  exchange.seen.failed = failure.code
  return errorAnswer(502, `claude-switch router: ${nameOf(exchange)} cannot be reached: ${failure.says}`)
}

/** What a stream that breaks off is said to have died of. */
export function lostStream(exchange: Exchange): (error?: unknown) => string {
  return error => {
    exchange.seen.failed = error === undefined ? 'silent' : 'cut'
    const why = error === undefined ? 'said nothing for too long' : 'broke the connection in the middle of its answer'
    return `claude-switch router: ${nameOf(exchange)} ${why}`
  }
}

/** The answer in place of a redirect: followed, it would carry the credential to another host. */
export function redirected(exchange: Exchange, { status, headers }: HttpStreamResponse): ServedAnswer {
  exchange.seen.failed = 'redirect'
  const target = headers['location'] ?? 'nowhere'
  const place = URL.canParse(target) ? new URL(target).origin : target.slice(0, 200)
  return errorAnswer(
    502,
    `claude-switch router: ${nameOf(exchange)} answers ${status} and points to ${place}; write that into its BASE_URL.`,
  )
}

/** Bytes of an answer in one piece that are held in memory. */
const wholeLimit = 32 << 20

/** Reads an answer to its end, up to a limit; throws where it breaks off or is larger. */
export async function readWhole({ body }: Pick<HttpStreamResponse, 'body'>, limit = wholeLimit): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > limit) throw new Error('the answer is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** True for an answer in events. */
export function hasEvents({ headers }: Pick<HttpStreamResponse, 'headers'>): boolean {
  return /^text\/event-stream\b/i.test(headers['content-type'] ?? '')
}

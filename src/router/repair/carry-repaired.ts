import { promptTooLong } from '../../protocol/context-overflow.ts'
import { readError } from '../../protocol/errors.ts'
import { fieldsOf } from '../../protocol/json.ts'
import type { ServedAnswer } from '../../system/http/served.ts'
import type { HttpFailure, HttpStreamResponse } from '../../system/http/types.ts'
import { errorAnswer } from '../answers.ts'
import type { TokenCounter } from '../count-tokens.ts'
import { type Exchange, readWhole, redirected, unreachable } from '../exchange.ts'
import { changedBody } from '../request-body.ts'
import { answerHeaders, upstreamHeaders } from '../upstream-request.ts'
import type { OutgoingMessage } from './edit-request.ts'
import { LearnedRepairs } from './learned-repairs.ts'
import { isOfRequest, nextRepairs, type RepairStep } from './next-repairs.ts'
import { repairedAnswer } from './repaired-answer.ts'
import { requestRepairs } from './request-repairs.ts'

/** Which repairs a model of a backend needs, for as long as the router runs. */
const learned = new Map<string, LearnedRepairs>()

/** Requests that one of the client's may become. */
const mostTries = 8
/** Redirects within one host. */
const mostRedirects = 3

/**
 * Carries a request to a server that speaks the Messages API, but not quite as the client needs it: what the server refuses is
 * left out and remembered, and its answer is made whole. What is right passes as it is.
 */
export async function carryRepaired(exchange: Exchange, counter: TokenCounter): Promise<ServedAnswer> {
  const { route, seen } = exchange
  const key = `${route.upstream.baseUrl} ${route.model}`
  const known = learned.get(key) ?? new LearnedRepairs()
  const original = originalOf(exchange)
  const needed = new Map(known.needed)
  const found: RepairStep[] = []
  // What may not matter is left out of one request after the other, until only what matters is left.
  let spared = known.lastDoubtful(changing(original, needed))
  let first: ServedAnswer | undefined
  for (let tries = 0; tries < mostTries; tries++) {
    const used = new Map([...needed].filter(([name]) => name !== spared))
    const request = repaired(original, used)
    const came = await send(exchange, request)
    if ('says' in came) return first ?? unreachable(exchange, came)
    seen.status = came.status
    if (came.status >= 300 && came.status < 400) return redirected(exchange, came)
    if (came.status === 200) {
      if (spared !== undefined) known.forget(spared)
      for (const { repair, refusal, isNamed } of found) known.learn(repair.name, refusal, !isNamed)
      learned.set(key, known)
      seen.repairs.push(...used.keys())
      return await repairedAnswer(exchange, came, request, counter)
    }
    const text = await readWhole(came, 1 << 20).then(String, () => '')
    if (spared !== undefined) {
      // Only where the request itself was refused does that say anything of what it went without.
      if (!isOfRequest(came.status, text)) return refusalOf(came, text)
      known.confirm(spared)
      spared = undefined
      continue
    }
    first ??= refusalOf(came, text)
    const steps = nextRepairs(request, needed, came.status, text)
    if (steps.length === 0) break
    for (const { repair, refusal } of steps) needed.set(repair.name, refusal)
    found.push(...steps)
  }
  return first ?? errorAnswer(502, 'claude-switch router: no answer came')
}

function originalOf({ request, body, carried, route, path }: Exchange): OutgoingMessage {
  const isPrivate = !carried.profile.tellsUser
  const bytes = changedBody(request.body, body, { model: route.model, isPrivate })
  const headers = upstreamHeaders(request.headers, route, carried.credential)
  return { body: fieldsOf(JSON.parse(bytes.toString('utf8'))), headers, path }
}

function repaired(request: OutgoingMessage, needed: ReadonlyMap<string, string>): OutgoingMessage {
  return requestRepairs.reduce((before, repair) => {
    const refusal = needed.get(repair.name)
    return refusal === undefined ? before : repair.apply(before, refusal)
  }, request)
}

/** The names of the repairs that make a difference to this request, what loses least first. */
function changing(request: OutgoingMessage, needed: ReadonlyMap<string, string>): string[] {
  return requestRepairs
    .filter(({ name, apply }) => needed.has(name) && apply(request, needed.get(name) ?? '') !== request)
    .map(({ name }) => name)
}

/** A refusal as the client gets it: as it came, but for a prompt that is too long, of which it knows few words. */
function refusalOf(came: HttpStreamResponse, text: string): ServedAnswer {
  const tooLong = overflowStatuses.includes(came.status)
    ? promptTooLong(readError(came.status, text).message, text)
    : undefined
  if (tooLong !== undefined) return errorAnswer(400, tooLong)
  return { status: came.status, headers: answerHeaders(came.headers), body: text }
}

/** Statuses with which servers say that a prompt is too long. */
const overflowStatuses = [400, 413, 422, 500]

/** Sends a request, and follows redirects that stay on the host: the credential goes nowhere else. */
async function send(
  { route, request, upstreams }: Exchange,
  { body, headers, path }: OutgoingMessage,
): Promise<HttpStreamResponse | HttpFailure> {
  let url = `${route.upstream.baseUrl}${path}`
  const bytes = Buffer.from(JSON.stringify(body))
  for (let hops = 0; ; hops++) {
    const came = await upstreams.send({ method: 'POST', url, headers, body: bytes, signal: request.signal })
    if ('says' in came || ![307, 308].includes(came.status) || hops === mostRedirects) return came
    const target = came.headers['location'] ?? ''
    if (!URL.canParse(target, url) || new URL(target, url).origin !== new URL(url).origin) return came
    url = new URL(target, url).href
  }
}

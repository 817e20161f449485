import { readOverLong } from '../../protocol/context-overflow.ts'
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
import { repairedAnswer } from './repaired-answer.ts'
import { type RequestRepair, requestRepairs } from './request-repairs.ts'

/** Which repairs a model of a backend needed, for as long as the router runs, with the words that asked for them. */
const learned = new Map<string, Map<string, string>>()

/** Requests that one of the client's may become. */
const mostTries = 20
/** Redirects within one host. */
const mostRedirects = 3

/**
 * Carries a request to a server that speaks the Messages API, but not quite as the client needs it: what the server refuses is
 * left out and remembered, and its answer is made whole. What is right passes as it is.
 */
export async function carryRepaired(exchange: Exchange, counter: TokenCounter): Promise<ServedAnswer> {
  const { route, seen } = exchange
  const key = `${route.upstream.baseUrl} ${route.model}`
  const needed = new Map(learned.get(key))
  let first: ServedAnswer | undefined
  for (let tries = 0; tries < mostTries; tries++) {
    const request = repaired(originalOf(exchange), needed)
    const came = await send(exchange, request)
    if ('says' in came) return first ?? unreachable(exchange, came)
    seen.status = came.status
    if (came.status >= 300 && came.status < 400) return redirected(exchange, came)
    if (came.status === 200) {
      if (needed.size > 0) learned.set(key, needed)
      seen.repairs.push(...needed.keys())
      return await repairedAnswer(exchange, came, request, counter)
    }
    const text = await readWhole(came, 1 << 20).then(String, () => '')
    first ??= refusalOf(came, text)
    const next = isRefusal(came.status) ? nextRepair(request, needed, came.status, text) : undefined
    if (!next) break
    needed.set(next.name, readError(came.status, text).message)
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

/** The repair that a refusal asks for by its words, else the next that loses nothing that matters. */
function nextRepair(
  request: OutgoingMessage,
  needed: ReadonlyMap<string, string>,
  status: number,
  text: string,
): RequestRepair | undefined {
  const { message } = readError(status, text)
  const useful = requestRepairs.filter(repair => !needed.has(repair.name) && repair.apply(request, message) !== request)
  const meant = useful.find(({ words }) => words.test(message))
  // A fault of the server's own says so in its words, or has another cause, and is tried again by the client.
  if (meant || status >= 500) return meant
  return useful.find(({ isHarmless }) => isHarmless)
}

function isRefusal(status: number): boolean {
  return [400, 404, 405, 415, 422, 500, 501].includes(status)
}

/** A refusal as the client gets it: as it came, but for a prompt that is too long, of which it knows few words. */
function refusalOf(came: HttpStreamResponse, text: string): ServedAnswer {
  const { message } = readError(came.status, text)
  const overLong = [400, 413, 422, 500].includes(came.status)
    ? (readOverLong(message) ?? readOverLong(text))
    : undefined
  if (overLong) {
    const { promptTokens, limitTokens } = overLong
    const numbers = promptTokens && limitTokens ? `${promptTokens} tokens > ${limitTokens} maximum` : message
    return errorAnswer(400, `prompt is too long: ${numbers}`)
  }
  return { status: came.status, headers: answerHeaders(came.headers), body: text }
}

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

import { versionHeader } from '../claude-code/client-headers.ts'
import { readReply } from '../claude-code/read-message.ts'
import type { ClientRequest } from '../claude-code/request.ts'
import { retriesIn } from '../claude-code/retry-loop.ts'
import type { Payer } from '../env/payer.ts'
import { parseCustomHeaders } from '../profiles/custom-headers.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Environment } from '../system/environment.ts'
import { acceptedEncodings } from '../system/http/body.ts'
import { isResponse } from '../system/http/is-response.ts'
import type { HttpClient, HttpFailure, HttpResponse, Limits } from '../system/http/types.ts'
import { answerLimits, defaultLimits } from './answer-limits.ts'
import { followRedirects } from './follow-redirects.ts'
import type { BackendFacts, Target } from './probe.ts'

/** What a patient is made of. */
export interface ProbeOptions {
  readonly profile: Profile
  readonly environment: Environment
  readonly payer: Payer
  readonly model: string | undefined
  readonly paid: boolean
  readonly deep: boolean
  /** The longest that one answer may take, in ms, where the user set one. */
  readonly timeoutMs?: number
  /** Says who asks. */
  readonly userAgent: string
}

/** Tokens that an examination was charged for, as the server counted them. */
export interface Spent {
  input: number
  output: number
}

/** Where Anthropic itself lives, which no profile has to name. */
const anthropicUrl = 'https://api.anthropic.com'

/** How often a server may hang up without an answer before it counts. */
const mostTimes = 3

/** ms for a request that no model has to answer. */
const freeMs = 15_000

/** A patient that an HTTP client reaches. Its credentials go out with every request, as the environment has them, and nowhere else. */
export function prepareTarget(
  admission: ProbeOptions,
  client: HttpClient,
  clock: Pick<Target, 'pause' | 'now'>,
): Target & { readonly spent: Spent } {
  const { profile, environment, payer, model, paid, deep, timeoutMs, userAgent } = admission
  // Through the router as the client goes: what is examined is what it would meet.
  const routed = profile.router ? environment['ANTHROPIC_BASE_URL'] : undefined
  const base = routed ?? profile.baseUrl ?? anthropicUrl
  const spent: Spent = { input: 0, output: 0 }
  const facts: BackendFacts = {
    responses: new Map(),
    redirects: new Set(),
    server: profile.kind,
    kind: profile.kind,
    models: [],
    model: model?.replace(/\[1m\]$/i, ''),
  }
  const waitMs = (limit: number) => Math.min(limit, timeoutMs ?? limit)
  const own = credentialHeaders(environment)
  const send = (
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    limits: Partial<Limits>,
    at = facts.baseUrl ?? base,
  ): Promise<HttpResponse | HttpFailure> =>
    followRedirects(
      client,
      {
        method,
        url: `${at}${path}`,
        headers: { 'user-agent': userAgent, accept: 'application/json', ...headers },
        ...(body === undefined ? {} : { body }),
        limits: { ...limits, connectMs: waitMs(defaultLimits.connectMs) },
      },
      withoutOwn,
      origin => facts.redirects.add(origin),
    )
  const free = { firstByteMs: waitMs(freeMs), idleMs: waitMs(freeMs), totalMs: waitMs(freeMs) }
  const answer = answerLimits(environment, timeoutMs)
  const slow = (ms: number) => ({
    firstByteMs: waitMs(ms),
    idleMs: waitMs(Math.min(ms, defaultLimits.idleMs)),
    totalMs: waitMs(ms),
  })
  // A server that starts hangs up on its first callers; the client asks again too.
  const insist = async (ask: () => Promise<HttpResponse | HttpFailure>): Promise<HttpResponse | HttpFailure> => {
    for (let times = 1; ; times++) {
      const answer = await ask()
      if (isResponse(answer) || answer.code !== 'ECONNRESET' || times === mostTimes) return answer
      await clock.pause(times * 500)
    }
  }
  const message = ({ query, headers, body }: ClientRequest, limits: Partial<Limits>, at?: string) =>
    send(
      'POST',
      `/v1/messages${query}`,
      {
        ...own,
        ...headers,
        'accept-encoding': acceptedEncodings,
        'user-agent': [headers['user-agent'], userAgent].filter(Boolean).join(' '),
      },
      body,
      limits,
      at,
    )
  return {
    profile,
    environment,
    get baseUrl() {
      return new URL(facts.baseUrl ?? base)
    },
    get model() {
      return facts.model
    },
    payer,
    options: { paid, deep },
    facts,
    spent,
    waitMs,
    retries: retriesIn(environment),
    patienceMs: timeoutMs,
    get: path => insist(() => send('GET', path, { ...own, ...versionHeader }, undefined, free)),
    post: (path, body, headers = {}) =>
      insist(() => send('POST', path, { ...own, ...versionHeader, ...headers }, body, free)),
    postAs: (header, path, body, headers = versionHeader) =>
      send('POST', path, { ...inOtherHeader(own, header), ...headers }, body, free),
    ask: request => message(request, answer),
    askAt: (at, request) => message(request, answer, at),
    askFor: (ms, request) => message(request, slow(ms)),
    read(answer, streaming) {
      const reply = readReply(answer, streaming)
      spent.input += (reply.usage.input ?? 0) + (reply.usage.cacheRead ?? 0) + (reply.usage.cacheWrite ?? 0)
      spent.output += reply.usage.output ?? 0
      return reply
    },
    pause: ms => clock.pause(ms),
    now: () => clock.now(),
  }
}

/** Headers for a host that is not the profile's: nothing but what says which request this is. */
function withoutOwn(headers: Readonly<Record<string, string>>): Record<string, string> {
  const harmless = new Set([
    'user-agent',
    'accept',
    'accept-encoding',
    'anthropic-version',
    'anthropic-beta',
    'content-type',
  ])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)))
}

/** What the client sends with each request [measured]: the Bearer token, the key, both where both are set, and custom headers. */
function credentialHeaders(environment: Environment): Record<string, string> {
  const { ANTHROPIC_AUTH_TOKEN: token, ANTHROPIC_API_KEY: key, ANTHROPIC_CUSTOM_HEADERS: custom } = environment
  const headers: Record<string, string> = {}
  if (key) headers['x-api-key'] = key
  if (token) headers['authorization'] = `Bearer ${token}`
  return { ...headers, ...Object.fromEntries(parseCustomHeaders(custom ?? '')) }
}

/** The same secret in the other header. */
function inOtherHeader(own: Readonly<Record<string, string>>, header: 'bearer' | 'x-api-key'): Record<string, string> {
  const { authorization, 'x-api-key': key, ...rest } = own
  const secret = authorization?.replace(/^Bearer /, '') ?? key ?? ''
  return header === 'bearer' ? { ...rest, authorization: `Bearer ${secret}` } : { ...rest, 'x-api-key': secret }
}

import { isQuotaGone, readError } from '../protocol/errors.ts'
import type { Environment } from '../system/environment.ts'
import { isResponse } from '../system/http/is-response.ts'
import type { HttpFailure, HttpResponse } from '../system/http/types.ts'
import { type Feature, lowerCaseMessage, recoveryFrom } from './error-recovery.ts'
import { type Features, featuresIn, without } from './features.ts'
import type { Reply } from './reply.ts'
import type { ClientRequest } from './request.ts'

/** What a course needs of the world: to ask the backend, and to wait some ms. */
export interface ClientLink {
  ask(request: ClientRequest): Promise<HttpResponse | HttpFailure>
  /** Reads an answer of /v1/messages, and counts the tokens that it cost. */
  read(answer: HttpResponse, streaming: boolean): Reply
  pause(ms: number): Promise<void>
  /** How often a busy server is asked again: CLAUDE_CODE_MAX_RETRIES, or the client's own number. */
  readonly retries: number
  /** ms: all pauses of one request together; without it as long as the client itself has patience. */
  readonly patienceMs?: number | undefined
}

/** Claude Code got a reply that it can work with, perhaps after leaving something out or asking without streaming. */
export interface Succeeded {
  readonly succeeded: true
  readonly reply: Reply
  readonly answer: HttpResponse
  /** The shape that was answered. */
  readonly features: Features
  readonly recovered: readonly Feature[]
  readonly fellBack: boolean
}

/** Claude Code would give up, for this. */
export interface Failed {
  readonly succeeded: false
  /** The server's own words, or what was wrong with its answer. */
  readonly message: string
  /** Absent when there was no answer, or one that broke. */
  readonly status?: number
  /** The last answer, where there was one. */
  readonly answer?: HttpResponse
  /** There was no answer at all. */
  readonly silent?: true
  /** A time limit ended it, so that asking again would take as long. */
  readonly late?: true
  readonly type?: string
  readonly features: Features
  readonly recovered: readonly Feature[]
}

export type RetryOutcome = Succeeded | Failed

/** How often the client asks a busy server again where nothing else is set [measured, 2.1.332]. */
const defaultRetries = 10
/** What says the same so often will say it again, and nobody has to wait for that. */
const enoughOfTheSame = 3
/** Statuses of a server that is not busy, though the client repeats some of them ten times [measured, 2.1.332]. */
const notBusy = [401, 402, 403, 500]
/** How often an answer that was cut off, or has nothing in it, is asked for again [measured: once at least]. */
const secondChances = 1
/** ms: before the first of these tries, each pause twice as long as the last, up to the longest [measured, 2.1.332]. */
const shortPause = 500
const longestPause = 32_000
/** Whole seconds of a retry-after that the client obeys; for more it gives up [measured, 2.1.332]. */
const longestRetryAfter = 60
/** ms: all pauses together. */
const patience = 300_000
/** Parts that the client leaves out one after the other before it gives up. */
const mostRecoveries = 12

/** Makes the request for a shape. */
type Make = (features: Features, stream: boolean) => ClientRequest

/** What was left out so far. */
interface State {
  readonly features: Features
  readonly recovered: readonly Feature[]
}

/**
 * Asks as Claude Code would, and goes its course: leaves out what it leaves out, asks again where it asks again, falls
 * back to a request without streaming, or gives up. `short` is for requests whose answer may end at their own small limit.
 * A silence because of a time limit is not repeated: each try would take as long.
 */
export async function runRetryLoop(
  line: ClientLink,
  start: Features,
  make: Make,
  options: { readonly short?: true } = {},
): Promise<RetryOutcome> {
  const retryOutcome = await follow(line, start, make)
  // The client raises the limit, asks three times, and then gives up; but it runs a call that is whole [measured, 2.1.329].
  const isEndless =
    retryOutcome.succeeded &&
    retryOutcome.reply.stopReason === 'max_tokens' &&
    !retryOutcome.reply.content.some(({ type }) => type === 'tool_use')
  if (!isEndless || options.short) return retryOutcome
  const { features, recovered } = retryOutcome
  return { succeeded: false, message: 'the answer never ends (stop_reason max_tokens)', features, recovered }
}

async function follow(line: ClientLink, start: Features, make: Make): Promise<RetryOutcome> {
  let state: State = { features: start, recovered: [] }
  let retries = 0
  let waited = 0
  const said: string[] = []
  let chances = secondChances
  for (;;) {
    const answer = await line.ask(make(state.features, true))
    if (!isResponse(answer)) {
      if (answer.code === 'ETIMEDOUT' || retries >= line.retries)
        return { succeeded: false, message: answer.says, silent: true, ...lateness(answer), ...state }
      await line.pause(Math.min(shortPause * 2 ** retries++, longestPause))
      continue
    }
    if (isSuccess(answer)) {
      const reply = line.read(answer, true)
      if (reply.outcome === 'taken') return { succeeded: true, reply, answer, ...state, fellBack: false }
      if ((reply.outcome === 'empty' || answer.cut === 'closed') && chances-- > 0) continue
      const fallback = reply.outcome === 'falls back' ? await inOnePiece(line, state, make) : undefined
      return fallback ?? { succeeded: false, message: reasonOf(reply), answer, ...lateness(answer), ...state }
    }
    const error = readError(answer.status, answer.body)
    const failed: Failed = { succeeded: false, ...error, status: answer.status, answer, ...state }
    const words = lowerCaseMessage(answer.body)
    const recovery = recoveryFrom(answer.status, error.type, words, featuresIn(state.features))
    if (recovery.does === 'recovers' && state.recovered.length < mostRecoveries) {
      state = {
        features: without(state.features, recovery.without, words),
        recovered: [...state.recovered, recovery.without],
      }
      continue
    }
    // It repeats whatever the server says may be repeated [measured, 2.1.332].
    const isAsked = answer.headers['x-should-retry'] === 'true' && retries < line.retries
    if (recovery.does === 'falls back' && !isAsked) return (await inOnePiece(line, state, make)) ?? failed
    const pause = pauseOf(answer, retries++)
    const isHopeless =
      (notBusy.includes(answer.status) || isQuotaGone(error.message)) &&
      said.filter(one => one === error.message).length >= enoughOfTheSame - 1
    said.push(error.message)
    if (!(recovery.does === 'retries' || isAsked) || retries > line.retries || pause === undefined) return failed
    if (isHopeless || waited + pause > (line.patienceMs ?? patience)) return failed
    waited += pause
    await line.pause(pause)
  }
}

/** A status of 201 counts like 200 [measured]; a body that is no message is found out by reading it. */
function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300
}

function reasonOf({ error, breaks }: Reply): string {
  return error?.message ?? breaks[0] ?? 'the answer has nothing in it'
}

function lateness(result: HttpResponse | HttpFailure): { late?: true } {
  const isLate = isResponse(result) ? result.cut === 'idle' || result.cut === 'late' : result.code === 'ETIMEDOUT'
  return isLate ? { late: true } : {}
}

/** The same request without streaming, where that is answered. */
async function inOnePiece(line: ClientLink, state: State, make: Make): Promise<Succeeded | undefined> {
  const answer = await line.ask(make(state.features, false))
  if (!isResponse(answer) || !isSuccess(answer)) return undefined
  const reply = line.read(answer, false)
  return reply.outcome === 'taken' ? { succeeded: true, reply, answer, ...state, fellBack: true } : undefined
}

/**
 * ms until a busy server is asked again; undefined where the client does not, as the server says or since it would have
 * to wait for more than a minute [measured, 2.1.332: `x-should-retry: false`, and a `retry-after` of 61].
 */
function pauseOf({ headers }: HttpResponse, retries: number): number | undefined {
  if (headers['x-should-retry'] === 'false') return undefined
  // A date is not understood, and of 1.5 only the 1.
  const seconds = Number.parseInt(headers['retry-after'] ?? '', 10)
  if (!(seconds > 0)) return Math.min(shortPause * 2 ** retries, longestPause)
  return seconds > longestRetryAfter ? undefined : seconds * 1000
}

/** How often a busy server is asked again in an environment: a number from 0 up. */
export function retriesIn({ CLAUDE_CODE_MAX_RETRIES: written = '' }: Environment): number {
  return /^\d+$/.test(written) ? Number(written) : defaultRetries
}

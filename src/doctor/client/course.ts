import { readError } from '../../backends/error-text.ts'
import { isResponse } from '../../system/http/is-response.ts'
import type { HttpFailure, HttpResponse } from '../../system/http/types.ts'
import type { Reply } from '../reply.ts'
import { type Part, reactionTo, wordsOf } from './reactions.ts'
import type { MessagesRequest } from './request.ts'
import { partsOf, type Shape, without } from './shape.ts'

/** What a course needs of the world: to ask the backend, and to wait some ms. */
export interface Line {
  ask(request: MessagesRequest): Promise<HttpResponse | HttpFailure>
  /** Reads an answer of /v1/messages, and counts the tokens that it cost. */
  read(answer: HttpResponse, streaming: boolean): Reply
  pause(ms: number): Promise<void>
}

/** Claude Code got a reply that it can work with, perhaps after leaving something out or asking without streaming. */
export interface Lived {
  readonly lived: true
  readonly reply: Reply
  readonly answer: HttpResponse
  /** The shape that was answered. */
  readonly shape: Shape
  readonly recovered: readonly Part[]
  readonly fellBack: boolean
}

/** Claude Code would give up, for this. */
export interface Died {
  readonly lived: false
  /** The server's own words, or what was wrong with its answer. */
  readonly message: string
  /** Absent when there was no answer, or one that broke. */
  readonly status?: number
  /** There was no answer at all. */
  readonly silent?: true
  /** A time limit ended it, so that asking again would take as long. */
  readonly late?: true
  readonly type?: string
  readonly shape: Shape
  readonly recovered: readonly Part[]
}

export type Course = Lived | Died

/** How often a busy server is asked again here, each pause twice as long; the client asks ten times in a few minutes. */
const patience = 4
/** How often an answer that was cut off, or has nothing in it, is asked for again [measured: once at least]. */
const secondChances = 1
/** ms: before the first of these tries, and the longest that a server's retry-after is obeyed in all. */
const shortPause = 500
const longestPause = 60_000
/** Parts that the client leaves out one after the other before it gives up. */
const mostRecoveries = 12

/** Makes the request for a shape. */
type Make = (shape: Shape, stream: boolean) => MessagesRequest

/** What was left out so far. */
interface State {
  readonly shape: Shape
  readonly recovered: readonly Part[]
}

/**
 * Asks as Claude Code would, and goes its course: leaves out what it leaves out, asks again where it asks again, falls
 * back to a request without streaming, or gives up. `short` is for requests whose answer may end at their own small limit.
 * A silence because of a time limit is not repeated: each try would take as long.
 */
export async function followCourse(
  line: Line,
  start: Shape,
  make: Make,
  options: { readonly short?: true } = {},
): Promise<Course> {
  const course = await follow(line, start, make)
  // The client raises the limit, asks three times, and then gives up; but it runs a call that is whole [measured, 2.1.329].
  const isEndless =
    course.lived &&
    course.reply.stopReason === 'max_tokens' &&
    !course.reply.content.some(({ type }) => type === 'tool_use')
  if (!isEndless || options.short) return course
  const { shape, recovered } = course
  return { lived: false, message: 'the answer never ends (stop_reason max_tokens)', shape, recovered }
}

async function follow(line: Line, start: Shape, make: Make): Promise<Course> {
  let state: State = { shape: start, recovered: [] }
  let retries = 0
  let waited = 0
  let chances = secondChances
  for (;;) {
    const answer = await line.ask(make(state.shape, true))
    if (!isResponse(answer)) {
      if (answer.code === 'ETIMEDOUT' || retries === patience)
        return { lived: false, message: answer.says, silent: true, ...lateness(answer), ...state }
      await line.pause(shortPause * 2 ** retries++)
      continue
    }
    if (isSuccess(answer)) {
      const reply = line.read(answer, true)
      if (reply.outcome === 'taken') return { lived: true, reply, answer, ...state, fellBack: false }
      if ((reply.outcome === 'empty' || answer.cut === 'closed') && chances-- > 0) continue
      const fallback = reply.outcome === 'falls back' ? await inOnePiece(line, state, make) : undefined
      return fallback ?? { lived: false, message: reasonOf(reply), ...lateness(answer), ...state }
    }
    const error = readError(answer.status, answer.body)
    const died: Died = { lived: false, ...error, status: answer.status, ...state }
    const words = wordsOf(answer.body)
    const reaction = reactionTo(answer.status, error.type, words, partsOf(state.shape))
    if (reaction.does === 'recovers' && state.recovered.length < mostRecoveries) {
      state = {
        shape: without(state.shape, reaction.without, words),
        recovered: [...state.recovered, reaction.without],
      }
      continue
    }
    if (reaction.does === 'falls back') return (await inOnePiece(line, state, make)) ?? died
    const pause = pauseOf(answer, retries++)
    if (reaction.does !== 'retries' || retries > patience || pause === undefined || waited + pause > longestPause)
      return died
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
async function inOnePiece(line: Line, state: State, make: Make): Promise<Lived | undefined> {
  const answer = await line.ask(make(state.shape, false))
  if (!isResponse(answer) || !isSuccess(answer)) return undefined
  const reply = line.read(answer, false)
  return reply.outcome === 'taken' ? { lived: true, reply, answer, ...state, fellBack: true } : undefined
}

/**
 * ms until a busy server is asked again; undefined where the client does not, as the server says or since it would have
 * to wait for minutes [measured: `x-should-retry: false`, and a `retry-after` of 120].
 */
function pauseOf({ headers }: HttpResponse, retries: number): number | undefined {
  if (headers['x-should-retry'] === 'false') return undefined
  const seconds = Number(headers['retry-after'])
  if (!(seconds > 0)) return shortPause * 2 ** retries
  return seconds * 1000 > longestPause ? undefined : seconds * 1000
}

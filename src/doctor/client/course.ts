import { readError } from '../../backends/error-text.ts'
import type { Answer, Silence } from '../../system/wire.ts'
import { isAnswer } from '../answered.ts'
import type { Reply } from '../reply.ts'
import { type Part, reactionTo, wordsOf } from './reactions.ts'
import type { MessagesRequest } from './request.ts'
import { partsOf, type Shape, without } from './shape.ts'

/** What a course needs of the world: to ask the backend, and to wait some ms. */
export interface Line {
  ask(request: MessagesRequest): Promise<Answer | Silence>
  /** Reads an answer of /v1/messages, and counts the tokens that it cost. */
  read(answer: Answer, streaming: boolean): Reply
  pause(ms: number): Promise<void>
}

/** Claude Code got a reply that it can work with, perhaps after leaving something out or asking without streaming. */
export interface Lived {
  readonly lived: true
  readonly reply: Reply
  readonly answer: Answer
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
  readonly type?: string
  readonly shape: Shape
  readonly recovered: readonly Part[]
}

export type Course = Lived | Died

/** How often a busy server is asked again here, each pause twice as long; the client asks ten times in a few minutes. */
const patience = 4
/** ms: before the first of these tries, and the longest that a server's retry-after is obeyed. */
const shortPause = 500
const longestPause = 5_000
/** Parts that the client leaves out one after the other before it gives up. */
const mostRecoveries = 12

/**
 * Asks as Claude Code would, and goes its course: leaves out what it leaves out, asks again where it asks again, falls
 * back to a request without streaming, or gives up. `make` gives the request for a shape; `short` is for requests whose
 * answer may end at their own small limit.
 */
export async function followCourse(
  line: Line,
  start: Shape,
  make: (shape: Shape, stream: boolean) => MessagesRequest,
  options: { readonly short?: true } = {},
): Promise<Course> {
  let shape = start
  const recovered: Part[] = []
  let retries = 0
  for (;;) {
    const answer = await line.ask(make(shape, true))
    if (!isAnswer(answer)) {
      if (retries++ < patience) {
        await line.pause(shortPause * 2 ** (retries - 1))
        continue
      }
      return { lived: false, message: answer.says, shape, recovered }
    }
    if (answer.status === 200) {
      const course = await readCourse(line, answer, shape, recovered, make)
      // The client raises the limit three times, and then gives up [measured, 2.1.329].
      const isEndless = course.lived && course.reply.stopReason === 'max_tokens' && !options.short
      return isEndless
        ? { lived: false, message: 'the answer never ends (stop_reason max_tokens)', shape, recovered }
        : course
    }
    const error = readError(answer.status, answer.body)
    const died: Died = { lived: false, ...error, status: answer.status, shape, recovered }
    const words = wordsOf(answer.body)
    const reaction = reactionTo(answer.status, error.type, words, partsOf(shape))
    if (reaction.does === 'recovers' && recovered.length < mostRecoveries) {
      recovered.push(reaction.without)
      shape = without(shape, reaction.without, words)
    } else if (reaction.does === 'falls back') {
      return (await inOnePiece(line, shape, recovered, make)) ?? died
    } else if (reaction.does === 'retries' && retries++ < patience) {
      await line.pause(pauseOf(answer, retries))
    } else return died
  }
}

/** What the client makes of an answer that is there: a stream that fails half-way is asked for once more, in one piece. */
async function readCourse(
  line: Line,
  answer: Answer,
  shape: Shape,
  recovered: readonly Part[],
  make: (shape: Shape, stream: boolean) => MessagesRequest,
): Promise<Course> {
  const reply = line.read(answer, true)
  if (reply.outcome === 'taken') return { lived: true, reply, answer, shape, recovered, fellBack: false }
  const broken: Died = { lived: false, message: reply.error?.message ?? reply.breaks[0] ?? 'empty', shape, recovered }
  if (reply.outcome !== 'falls back') return broken
  return (await inOnePiece(line, shape, recovered, make)) ?? broken
}

/** The same request without streaming, where that is answered. */
async function inOnePiece(
  line: Line,
  shape: Shape,
  recovered: readonly Part[],
  make: (shape: Shape, stream: boolean) => MessagesRequest,
): Promise<Lived | undefined> {
  const answer = await line.ask(make(shape, false))
  if (!isAnswer(answer) || answer.status !== 200) return undefined
  const reply = line.read(answer, false)
  return reply.outcome === 'taken' ? { lived: true, reply, answer, shape, recovered, fellBack: true } : undefined
}

function pauseOf({ headers }: Answer, retries: number): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0
    ? Math.min(seconds * 1000, longestPause)
    : shortPause * 2 ** (retries - 1)
}

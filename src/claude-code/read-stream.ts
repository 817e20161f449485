import { readError } from '../protocol/errors.ts'
import { at } from '../protocol/json.ts'
import type { HttpResponse } from '../system/http/types.ts'
import { type Accumulated, addEvent, emptyAccumulated } from './accumulate.ts'
import { closeBlock } from './content-block.ts'
import { type ContentJudgement, isCall, judgeContent, remarksOn } from './judge-message.ts'
import { readEvents } from './read-events.ts'
import type { Reply } from './reply.ts'

/** Why the text of an answer ends before its end. */
export type BodyCut = NonNullable<HttpResponse['cut']>

export const cutMessages = {
  closed: 'the connection is cut off',
  idle: 'nothing more comes, and the connection stays open',
  late: 'it does not come to its end in time',
  large: 'it is too large to be read to its end here',
  encoding: 'its compression is broken',
} as const satisfies Record<BodyCut, string>

/**
 * Reads Anthropic's stream as leniently as Claude Code 2.1.329 does [measured]: its text, and
 * why that was cut, if it was -> the blocks that came, what the client makes of them and why. Never throws, whatever the
 * text is. A reply that is not taken also has the blocks that had only begun.
 */
export function readStream(text: string, end?: BodyCut): Reply {
  const accumulated = emptyAccumulated()
  const { events, rest } = readEvents(text)
  let failure: string | undefined
  for (const event of events) {
    failure = addEvent(accumulated, event)
    if (failure !== undefined) break
  }
  if (failure === undefined && end !== undefined) failure = cutMessages[end]
  const { open, done, stopReason, deviations, model, usage } = accumulated
  // Whatever comes keeps the client waiting, a ping behind message_stop too: it would wait for ever [measured, 2.1.332].
  const judgement: ContentJudgement =
    failure === cutMessages.late ? { outcome: 'fatal', why: failure } : judge(accumulated, failure)
  const error = accumulated.error ?? namelessError(accumulated.nameless)
  if (judgement.outcome === 'taken') {
    if (failure !== undefined) deviations.add(failure)
    if (open.size > 0) deviations.add('a block never ends, and is lost')
    if (!accumulated.delta) deviations.add('there is no message_delta')
    else if (stopReason === undefined) deviations.add('stop_reason is missing')
    if (!accumulated.stopped) deviations.add('there is no message_stop')
    if (failure === undefined && rest.trim() !== '')
      deviations.add('the last event has no empty line behind it, and is lost')
    for (const remark of remarksOn(done, stopReason, usage)) deviations.add(remark)
  }
  return {
    content: judgement.outcome === 'taken' ? done : [...done, ...[...open.values()].map(closeBlock)],
    ...(model === undefined ? {} : { model }),
    ...(stopReason === undefined ? {} : { stopReason }),
    usage,
    outcome: judgement.outcome,
    breaks: judgement.outcome === 'taken' ? [] : [...new Set([...namelessSays(accumulated), judgement.why])],
    deviations: [...deviations],
    ...(error ? { error } : {}),
  }
}

/** What the client makes of what came, which may have ended in a failure [measured]. */
function judge(accumulated: Accumulated, failure: string | undefined): ContentJudgement {
  const { begun, open, done, stopReason, stopped } = accumulated
  const reason = stopReason !== undefined
  // A call that is whole is run whatever comes behind it.
  if (done.some(isCall)) return judgeContent(done, stopReason)
  if (failure !== undefined) {
    if (done.length > 0 && reason && (stopped || open.size === 0)) return judgeContent(done, stopReason)
    return { outcome: done.length > 0 ? 'fatal' : 'falls back', why: failure }
  }
  if (!begun) return { outcome: 'falls back', why: 'there is no message_start' }
  const unended = stopped ? 'no content_block_stop ends a block' : 'the stream ends within a block'
  if (done.length === 0) {
    if (open.size === 0 && !reason)
      return { outcome: 'falls back', why: stopped ? 'there are no blocks in it' : 'the stream ends before any block' }
    if (open.size > 0 && !(stopped && reason)) return { outcome: 'falls back', why: unended }
  } else if ((!reason && !stopped) || (open.size > 0 && !stopped)) {
    // The text is shown, and then three more requests and "Connection lost mid-response".
    return { outcome: 'fatal', why: open.size > 0 ? unended : 'the stream ends without message_delta and message_stop' }
  }
  const judgement = judgeContent(done, stopReason)
  return judgement.outcome === 'taken' || open.size === 0 ? judgement : { outcome: judgement.outcome, why: unended }
}

/** What a stream is whose events have no names: the client sees none of them. */
function namelessSays({ begun, nameless }: Accumulated): string[] {
  const [first] = nameless
  if (Array.isArray(at(first, 'choices'))) return ['it is a stream of OpenAI’s chat completions, not of messages']
  if (!begun && typeof at(first, 'type') === 'string') return ['its events have no names: "event:" lines are missing']
  const error = namelessError(nameless)
  return error === undefined ? [] : [`an error comes without the line "event: error": ${error.message}`]
}

function namelessError(nameless: readonly unknown[]): Reply['error'] {
  const found = nameless.find(json => (at(json, 'error') ?? undefined) !== undefined)
  return found === undefined ? undefined : readError(200, JSON.stringify(found))
}

import { featuresOf } from '../../src/claude-code/features.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'
import { type RetryOutcome, runRetryLoop } from '../../src/claude-code/retry-loop.ts'
import type { HttpFailure, HttpResponse } from '../../src/system/http/types.ts'
import { type Asked, answered, patientFor, refused } from '../support/patient.ts'
import { closing, message, opening, text } from './pieces.ts'

export type Server = (asked: Asked, times: number) => HttpResponse | HttpFailure

/** What became of the client's request, how often the server was asked, streamed (s) or not (n), and for how long in all. */
export async function follow(answer: Server, options: { short?: true } = {}) {
  const target = patientFor({ answer })
  const retryOutcome: RetryOutcome = await runRetryLoop(
    target,
    featuresOf({}),
    (features, stream) => claudeRequest('m', features, [{ role: 'user', content: 'hi' }], { stream }),
    options,
  )
  return {
    retryOutcome,
    asked: target.asked.map(({ body }) => (body.stream ? 's' : 'n')).join(''),
    waited: target.pauses.reduce((sum, ms) => sum + ms, 0),
  }
}

export const fine = answered(opening + text() + closing())
export const whole = answered(JSON.stringify(message([{ type: 'text', text: 'hello' }])))
/** Answers to streams, and to requests in one piece. */
export const both =
  (stream: HttpResponse | HttpFailure, onePiece: HttpResponse | HttpFailure): Server =>
  ({ body }) =>
    body.stream ? stream : onePiece
/** Refuses as long as there is something in the request, and then answers. */
export const until =
  (isThere: (asked: Asked) => unknown, refusal: HttpResponse): Server =>
  asked =>
    isThere(asked) ? refusal : fine
export const hasSystem = ({ body }: Asked) => body.messages.some(({ role }: { role: string }) => role === 'system')
export const header = (name: string) =>
  refused(400, `Unexpected value(s) \`${name}\` for the \`anthropic-beta\` header`)

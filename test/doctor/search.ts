import { featuresOf } from '../../src/claude-code/features.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'
import { runRetryLoop } from '../../src/claude-code/retry-loop.ts'
import { findWorkaround } from '../../src/doctor/find-workaround.ts'
import type { HttpFailure, HttpResponse } from '../../src/system/http/types.ts'
import { closing, opening, text } from '../claude-code/pieces.ts'
import { type Asked, answered, patientFor, refused } from '../support/patient.ts'

export type Server = (asked: Asked, times: number) => HttpResponse | HttpFailure

export const fine = answered(opening + text() + closing())

/** What is found out about a server that refuses, and how many courses the search took. */
export async function examined(answer: Server, lines: readonly string[] = []) {
  const target = patientFor({ answer, lines })
  const start = featuresOf(target.environment)
  let courses = 0
  const ask = (features: typeof start) => {
    courses++
    return runRetryLoop(target, features, (now, stream) =>
      claudeRequest('m', now, [{ role: 'user', content: 'hi' }], { stream }),
    )
  }
  const failed = await ask(start)
  if (failed.succeeded) throw new Error('the client would have lived')
  courses = 0
  const workaround = await findWorkaround(failed, start, target, ask)
  return { workaround, courses }
}

/** Refuses the first of these that a request has, in words of its own. */
export const refusing =
  (...rules: [(asked: Asked) => unknown, words: string][]): Server =>
  asked => {
    const [, words] = rules.find(([isThere]) => isThere(asked)) ?? []
    return words === undefined ? fine : refused(400, words)
  }

export const thinks = ({ body }: Asked) => body.thinking
export const effort = ({ body }: Asked) => body.output_config
export const management = ({ body }: Asked) => body.context_management
export const adapts = ({ body }: Asked) => body.thinking?.type === 'adaptive'
export const billed = ({ body }: Asked) => JSON.stringify(body.system).includes('billing-header')
export const experimental = ({ betas }: Asked) => betas.includes('context-management-2025-06-27')
export const cached = ({ body }: Asked) => JSON.stringify(body).includes('cache_control')
export const longer =
  (most: number) =>
  ({ body }: Asked) =>
    body.max_tokens > most
export const system = ({ body }: Asked) => body.messages.some(({ role }: { role: string }) => role === 'system')
export const tools = ({ body }: Asked) => body.tools

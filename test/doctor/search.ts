import { followCourse } from '../../src/doctor/client/course.ts'
import { claudeRequest } from '../../src/doctor/client/request.ts'
import { shapeOf } from '../../src/doctor/client/shape.ts'
import { cureOf } from '../../src/doctor/cure.ts'
import type { HttpFailure, HttpResponse } from '../../src/system/http/types.ts'
import { type Asked, answered, patientFor, refused } from '../support/patient.ts'
import { closing, opening, text } from './client/pieces.ts'

export type Server = (asked: Asked, times: number) => HttpResponse | HttpFailure

export const fine = answered(opening + text() + closing())

/** What is found out about a server that refuses, and how many courses the search took. */
export async function examined(answer: Server, lines: readonly string[] = []) {
  const patient = patientFor({ answer, lines })
  const start = shapeOf(patient.environment)
  let courses = 0
  const ask = (shape: typeof start) => {
    courses++
    return followCourse(patient, shape, (now, stream) =>
      claudeRequest('m', now, [{ role: 'user', content: 'hi' }], { stream }),
    )
  }
  const died = await ask(start)
  if (died.lived) throw new Error('the client would have lived')
  courses = 0
  const cure = await cureOf(died, start, patient, ask)
  return { cure, courses }
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
export const experimental = ({ betas }: Asked) => betas.includes('context-management-2025-06-27')
export const cached = ({ body }: Asked) => JSON.stringify(body).includes('cache_control')
export const longer =
  (most: number) =>
  ({ body }: Asked) =>
    body.max_tokens > most
export const system = ({ body }: Asked) => body.messages.some(({ role }: { role: string }) => role === 'system')
export const tools = ({ body }: Asked) => body.tools

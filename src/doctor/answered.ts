import type { Answer, Silence } from '../system/wire.ts'

/** True for an answer, whatever its status; false for a silence. */
export function isAnswer(result: Answer | Silence): result is Answer {
  return 'status' in result
}

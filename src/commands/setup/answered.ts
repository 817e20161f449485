import { UserError } from '../../system/user-error.ts'

/** What a shell says of Ctrl-C. */
const interrupted = 130

/** An answer, or the end: Ctrl-C and Esc leave everything as it was. */
export function answered<T>(answer: T | undefined): T {
  if (answer === undefined) throw new UserError('left without an answer; nothing was changed.', interrupted)
  return answer
}

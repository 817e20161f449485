/** Exit codes of every command but `run`: see the README. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unmet: 3 } as const

/** A user's mistake, or the machine's: what is wrong and the way out, and the exit code. Printed in one place, by the entry. */
export class UserError extends Error {
  readonly code: number
  /** Further lines, under the sentence. */
  readonly details: readonly string[]

  constructor(says: string, code: number = exitCodes.failed, details: readonly string[] = []) {
    super(says)
    this.name = 'UserError'
    this.code = code
    this.details = details
  }

  /** By name: the bundle of a lazy command has this class once more, and what it throws is caught by the entry. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UserError'
  }
}

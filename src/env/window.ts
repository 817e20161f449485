/** Tokens that the client leaves free for its own summary, and the most that it keeps back for an answer. */
const summaryTokens = 13_000
const keptForAnswer = 20_000

/** What the client asks for at most when nothing is set: max_tokens for a model that it does not know. */
export const defaultOutputTokens = 32_000

/** Tokens of the client's first request with its tools deferred, and with all of them. */
export const firstRequestTokens = { deferred: 12_000, whole: 20_000 } as const

/**
 * How full the context may get, in tokens, before the client compacts it [measured with 2.1.329 over seven pairs of
 * settings]. Below zero, or hardly above the first request, a session compacts without end and fails.
 */
export function compactionPoint(contextTokens: number, maxOutputTokens: number = defaultOutputTokens): number {
  return contextTokens - Math.min(maxOutputTokens, keptForAnswer) - summaryTokens
}

/** Tokens that are left for the conversation itself. */
export function roomFor(contextTokens: number, maxOutputTokens: number | undefined, betasOff: boolean): number {
  const first = betasOff ? firstRequestTokens.whole : firstRequestTokens.deferred
  return compactionPoint(contextTokens, maxOutputTokens) - first
}

/**
 * The longest answer, in tokens, to allow in a window so that a session has room to work; undefined where the client's
 * own default does.
 */
export function adviseOutput(contextTokens: number): number | undefined {
  if (contextTokens >= 100_000) return undefined
  return contextTokens >= 48_000 ? 8192 : 4096
}

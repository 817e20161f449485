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

/** Tokens that are left for the conversation itself, behind a first request of so many. */
export function roomFor(contextTokens: number, maxOutputTokens: number | undefined, firstTokens: number): number {
  return compactionPoint(contextTokens, maxOutputTokens) - firstTokens
}

/** Tokens of the client's first request, by what of it is left out. CLAUDE_CODE_SIMPLE leaves next to nothing [measured]. */
export function firstTokensOf({ sendsAll, isSimple }: { sendsAll: boolean; isSimple: boolean }): number {
  if (isSimple) return 1100
  return sendsAll ? firstRequestTokens.whole : firstRequestTokens.deferred
}

/**
 * The tokens at which the client sends nothing any more but gives up, however often it compacts [measured with 2.1.332: of
 * 200,000 with the default answer from 177,000 up].
 */
export function blockingPoint(contextTokens: number, maxOutputTokens: number = defaultOutputTokens): number {
  return contextTokens - Math.min(maxOutputTokens, keptForAnswer) - 3000
}

/**
 * The longest answer, in tokens, to allow in a window so that a session has room to work; undefined where the client's
 * own default does. Of 32768 a conversation needs so much that answers have to be short.
 */
export function adviseOutput(contextTokens: number): number | undefined {
  if (contextTokens >= 100_000) return undefined
  if (contextTokens >= 48_000) return 8192
  return contextTokens >= 40_000 ? 4096 : 2048
}

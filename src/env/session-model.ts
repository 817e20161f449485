import { compactionPoint } from './window.ts'

/** A session as the client keeps it, in tokens. */
export interface SessionLimits {
  /** The window that the client was told of, or takes for granted. */
  readonly contextTokens: number
  readonly maxOutputTokens: number | undefined
  /** The client's first request. */
  readonly firstTokens: number
}

/** Tokens of the summary that takes the place of a conversation, roughly. */
const summaryTokens = 500
/** A compaction that is needed again within so many turns, as often in a row, ends the session [measured: "thrashing"]. */
const turnsApart = 2
const mostInARow = 3
const turns = 40

/**
 * Whether a session whose every turn brings so many tokens goes on for forty turns. In time, and not by one number: behind a
 * compaction the client keeps the last turn beside the summary, and gives up when it fills up again and again within two turns.
 * [Held to a real llama-server: 2.2k a turn fail at 32768 with answers of 4096 and pass with 2048; 5k fail at 36864 and pass at
 * 40960 with 4096.]
 */
export function survives({ contextTokens, maxOutputTokens, firstTokens }: SessionLimits, perTurn: number): boolean {
  const point = compactionPoint(contextTokens, maxOutputTokens)
  if (firstTokens > point) return false
  let used = firstTokens
  let since = Number.POSITIVE_INFINITY
  let inARow = 0
  for (let turn = 0; turn < turns; turn++) {
    used += perTurn
    since++
    if (used <= point) continue
    inARow = since < turnsApart ? inARow + 1 : 0
    if (inARow >= mostInARow) return false
    used = firstTokens + summaryTokens + perTurn
    since = 0
  }
  return true
}

const step = 100
const largestTried = 8000

/** The most tokens a turn, up to 8000, with which a session goes on; 0 where none does. */
export function largestTurn(limits: SessionLimits): number {
  let most = 0
  for (let tokens = step; tokens <= largestTried && survives(limits, tokens); tokens += step) most = tokens
  return most
}

import type { Environment } from '../system/environment.ts'
import type { Limits } from '../system/http/types.ts'

/**
 * ms and bytes. Claude Code waits 360 s for the headers and then 300 s between two bytes, without a limit for the whole
 * [measured, 2.1.332]; an answer that does not end within ten minutes is given up here.
 */
export const defaultLimits: Limits = {
  connectMs: 5_000,
  firstByteMs: 360_000,
  idleMs: 300_000,
  totalMs: 600_000,
  bytes: 64 << 20,
}

/**
 * How long one answer may take: as long as the client waits in this environment, or as long as the user says, who may not
 * wait for more than the profile's own TIMEOUT_MS.
 */
export function answerLimits(environment: Environment, timeoutMs: number | undefined): Partial<Limits> {
  const { firstByteMs, idleMs, totalMs } = clientLimits(environment)
  const isShort = firstByteMs < defaultLimits.firstByteMs
  if (timeoutMs !== undefined)
    return {
      firstByteMs: isShort ? Math.min(firstByteMs, timeoutMs) : timeoutMs,
      idleMs: timeoutMs,
      totalMs: timeoutMs,
    }
  return { firstByteMs, idleMs, totalMs: Math.max(totalMs, idleMs + firstByteMs) }
}

/**
 * What the client waits for an answer, in ms [measured, 2.1.332]: API_TIMEOUT_MS shortens the wait for the headers and does not
 * lengthen it; CLAUDE_STREAM_IDLE_TIMEOUT_MS lengthens the wait between two bytes and does not shorten it.
 */
function clientLimits(environment: Environment): Pick<Limits, 'firstByteMs' | 'idleMs' | 'totalMs'> {
  const { firstByteMs, idleMs, totalMs } = defaultLimits
  const number = (name: string) => Number(environment[name]) || undefined
  return {
    firstByteMs: Math.min(firstByteMs, number('API_TIMEOUT_MS') ?? firstByteMs),
    idleMs: Math.min(Math.max(idleMs, number('CLAUDE_STREAM_IDLE_TIMEOUT_MS') ?? idleMs), longestIdleMs),
    totalMs,
  }
}

/** ms: more than that the client does not take for its idle limit. */
const longestIdleMs = 1_800_000

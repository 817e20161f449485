import { at, known } from '../protocol/json.ts'
import type { Usage } from './reply.ts'

/** Anthropic's `usage` -> the numbers that are in it. */
export function usageOf(value: unknown): Usage {
  return known({
    input: count(at(value, 'input_tokens')),
    cacheRead: count(at(value, 'cache_read_input_tokens')),
    cacheWrite: count(at(value, 'cache_creation_input_tokens')),
    output: count(at(value, 'output_tokens')),
  })
}

/**
 * The numbers of message_start, corrected by those of message_delta, which are the whole so far: some servers count only
 * there, and a zero there does not take back what the start said.
 */
export function laterUsage(earlier: Usage, later: Usage): Usage {
  const better = Object.entries(later).filter(([name, tokens]) => tokens > 0 || !Object.hasOwn(earlier, name))
  return { ...earlier, ...Object.fromEntries(better) }
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

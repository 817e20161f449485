import { at, known } from '../protocol/json.ts'
import type { Usage } from './reply.ts'

/** Anthropic's `usage` -> the numbers that are in it. */
export function usageOf(value: unknown): Usage {
  return known({
    input: count(at(value, 'input_tokens')),
    cacheRead: count(at(value, 'cache_read_input_tokens')),
    cacheWrite: count(at(value, 'cache_creation_input_tokens')),
    output: count(at(value, 'output_tokens')),
    counted: addedAsText(value),
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

/** Tokens that the client takes for the size of the conversation behind an answer. */
export function contextTokens({ input = 0, cacheRead = 0, cacheWrite = 0, output = 0, counted = 0 }: Usage): number {
  return Math.max(counted, input + cacheRead + cacheWrite + output)
}

/**
 * What the client makes of numbers that are texts: it adds them up as JavaScript does, one behind the other, and its own
 * estimate of what came since behind them [measured, 2.1.332: "1000" and 10 are too much for 200,000, "1" and "1" are not].
 */
function addedAsText(value: unknown): number | undefined {
  const names = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens', 'output_tokens']
  const parts = names.map(name => at(value, name) ?? 0)
  const first = parts.findIndex(part => typeof part === 'string')
  if (first === -1) return undefined
  const before = parts.slice(0, first).reduce<number>((sum, part) => sum + (count(part) ?? 0), 0)
  const sum = Number(`${first === 0 ? '' : before}${parts.slice(first).join('')}${someEstimate}`)
  return Number.isFinite(sum) ? sum : undefined
}

/** Two digits: a call and its result are some dozens of tokens. */
const someEstimate = 25

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

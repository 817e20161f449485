import { at, fieldsOf } from '../json.ts'

/** Tokens in Anthropic's names. */
export interface AnthropicUsage {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cache_read_input_tokens?: number
  readonly cache_creation_input_tokens?: number
}

/**
 * Usage of chat completions in Anthropic's names: what came from the cache is counted apart there. The vendors say it in
 * different places: OpenAI in `prompt_tokens_details`, DeepSeek as hit and miss, Mistral as `num_cached_tokens`.
 */
export function convertUsage(usage: unknown): AnthropicUsage | undefined {
  const { prompt_tokens, completion_tokens, prompt_cache_hit_tokens, num_cached_tokens } = fieldsOf(usage)
  if (typeof prompt_tokens !== 'number' && typeof completion_tokens !== 'number') return undefined
  const details = fieldsOf(at(usage, 'prompt_tokens_details') ?? at(usage, 'prompt_token_details'))
  const cached = firstNumber(details['cached_tokens'], prompt_cache_hit_tokens, num_cached_tokens)
  const written = firstNumber(details['cache_write_tokens'])
  const input = typeof prompt_tokens === 'number' ? prompt_tokens : 0
  return {
    input_tokens: Math.max(0, input - cached - written),
    output_tokens: typeof completion_tokens === 'number' ? completion_tokens : 0,
    ...(cached > 0 ? { cache_read_input_tokens: cached } : {}),
    ...(written > 0 ? { cache_creation_input_tokens: written } : {}),
  }
}

function firstNumber(...values: readonly unknown[]): number {
  return values.find((value): value is number => typeof value === 'number' && value > 0) ?? 0
}

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
 * different places: OpenAI in `prompt_tokens_details`, DeepSeek as hit and miss, Mistral as `num_cached_tokens`, Kimi as
 * `cached_tokens`. xAI and Gemini leave thinking out of `completion_tokens`, but not out of the total. Undefined where nothing
 * is counted: servers put zeros where they will count at the end.
 */
export function convertUsage(usage: unknown): AnthropicUsage | undefined {
  const { prompt_tokens, completion_tokens, total_tokens, prompt_cache_hit_tokens, num_cached_tokens, cached_tokens } =
    fieldsOf(usage)
  if (!isCount(prompt_tokens) && !isCount(completion_tokens)) return undefined
  const details = fieldsOf(at(usage, 'prompt_tokens_details') ?? at(usage, 'prompt_token_details'))
  const cached = firstCount(details['cached_tokens'], prompt_cache_hit_tokens, num_cached_tokens, cached_tokens)
  const written = firstCount(details['cache_write_tokens'])
  const input = firstCount(prompt_tokens)
  const thought = isCount(total_tokens) && input > 0 ? total_tokens - input : 0
  return {
    input_tokens: Math.max(0, input - cached - written),
    output_tokens: Math.max(firstCount(completion_tokens), thought),
    ...(cached > 0 ? { cache_read_input_tokens: cached } : {}),
    ...(written > 0 ? { cache_creation_input_tokens: written } : {}),
  }
}

const isCount = (value: unknown): value is number => typeof value === 'number' && value > 0

function firstCount(...values: readonly unknown[]): number {
  return values.find(isCount) ?? 0
}

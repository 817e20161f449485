import { sizeOf, type TokenCounter } from './count-tokens.ts'
import type { Exchange } from './exchange.ts'

/** Notes what a backend counted, in Anthropic's names, for the log and for later estimates. */
export function learnUsage(
  { seen, route, body }: Exchange,
  counter: TokenCounter,
  usage: Readonly<Record<string, unknown>>,
): void {
  const count = (name: string) => (typeof usage[name] === 'number' ? usage[name] : undefined)
  const input = count('input_tokens') ?? 0
  const output = count('output_tokens')
  const cacheRead = count('cache_read_input_tokens')
  seen.usage = {
    input,
    ...(output === undefined ? {} : { output }),
    ...(cacheRead === undefined ? {} : { cacheRead }),
  }
  const { messages, system, tools } = body
  counter.learn(route.model, sizeOf(messages) + sizeOf(system) + sizeOf(tools), input + (cacheRead ?? 0))
}

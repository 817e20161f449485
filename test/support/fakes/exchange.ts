import type { Fake } from './fake.ts'

/** A question, and what the server's own documents and source say that it answers. */
export interface Exchange {
  readonly what: string
  readonly fake: Fake
  /** Such as `GET /props`. */
  readonly ask: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  /** Feature of the JSON, or the whole text. */
  readonly says: object | string
  /** Feature of the headers. */
  readonly with?: Readonly<Record<string, string>>
}

const own = { 'anthropic-version': '2023-06-01', 'x-api-key': 'k' }
const bearer = { authorization: 'Bearer k' }
const models: Readonly<Record<string, string>> = {
  Ollama: 'qwen3.5',
  'LM Studio': 'google/gemma-4-26b-a4b',
  vLLM: 'served-name',
  LiteLLM: 'gpt-4o',
  OpenRouter: 'qwen/qwen3-coder:free',
  Anthropic: 'claude-sonnet-4-6',
}

/** A request that goes wrong: what stands in `change` is different from a plain one; undefined is no JSON. */
export function refused(
  what: string,
  fake: Fake,
  change: object | undefined,
  status: number,
  says: object | string,
  headers: Readonly<Record<string, string>> = what.startsWith('OpenRouter') ? bearer : own,
): Exchange {
  const model = models[what.replace(/:.*/, '')] ?? 'tiny-tools'
  const body = change && { model, max_tokens: 64, messages: [{ role: 'user', content: 'hello' }], ...change }
  const ask = what.startsWith('OpenRouter') ? 'POST /api/v1/messages' : 'POST /v1/messages'
  return { what, fake, ask, body: body ?? '{', headers, status, says }
}

/** Anthropic's envelope. */
export const enveloped = (type: string, message: unknown) => ({ type: 'error', error: { type, message } })
/** OpenAI's envelope. */
export const inside = (message: string) => ({ error: { message } })
/** A body with `role: system` behind the first message. */
export const system = {
  messages: [
    { role: 'user', content: 'a' },
    { role: 'system', content: 'b' },
  ],
}
/** A body with one tool. */
export const tools = { tools: [{ name: 'Bash', input_schema: { type: 'object' } }] }
/** A body with an image from such a source. */
export const image = (type: string) => ({
  messages: [{ role: 'user', content: [{ type: 'image', source: { type } }] }],
})
/** A body of 6000 tokens. */
export const long = { messages: [{ role: 'user', content: 'x'.repeat(24_000) }] }
/** A window that it does not fit into. */
export const small = { context: { claimed: 4096, loaded: 4096 } }

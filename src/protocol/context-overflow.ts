import { tokenCount } from './json.ts'

/** That a request was too long, with the numbers that the server gave. */
export interface OverLong {
  readonly promptTokens?: number
  /** The window that it really has. */
  readonly limitTokens?: number
  /** The answer's length that was asked for, where the server counts it in. */
  readonly outputTokens?: number
}

// Each server's words for it. Claude Code knows only Anthropic's, so the rest end a session instead of compacting it.
const says: readonly RegExp[] = [
  /prompt is too long/i, // Anthropic
  /exceeds? the available context size|exceed_context_size_error/i, // llama-server
  /maximum context length/i, // vLLM, and the OpenAI-like servers behind OpenRouter
  /tokens to keep from the initial prompt is greater than the context length/i, // LM Studio
  /n_keep: \d+ ?>= ?n_ctx: \d+/i,
  /loaded with context length of only/i, // LM Studio before that
  /ContextWindowExceededError/, // LiteLLM
  /context_length_exceeded|context[_ ]length[_ ]exceeded/i, // OpenAI-like
  /longer than the context length currently available/i, // Ollama
  /exceeded model token limit/i, // Kimi
  /longer than the model's context length|maximum model length/i, // Groq, SGLang
  /context window exceeds limit|exceeds the (max(imum)? )?context window/i, // MiniMax and its like
  /prompt exceeds max(imum)? (context )?length/i, // Z.ai
  /exceeds max context window/i,
  /input token (length|count).*(too long|exceeds)/i, // Gemini
  /too large for model with \d+ maximum context/i, // Mistral
  /`inputs` tokens \+ `max_new_tokens` must be/i, // Together, text-generation-inference
]

const limits: readonly RegExp[] = [
  /tokens > (\d+) maximum/i,
  /available context size \((\d+) tokens\)/i,
  // Within JSON inside JSON the quotation marks carry backslashes.
  /\bn_ctx\\*"?: ?(\d+)/i,
  /maximum context length is (\d+)/i,
  /maximum context length \((\d+)\)/i,
  /context length of only (\d+)/i,
  /model token limit: (\d+)/i,
  /context length \((\d+) tokens\)/i,
  /context window of (\d+)/i,
  /with (\d+) maximum context/i,
  /maximum number of (?:input )?tokens (?:allowed )?\((\d+)\)/i,
  /`max_new_tokens` must be <= (\d+)/i,
]

const prompts: readonly RegExp[] = [
  /prompt is too long: (\d+) tokens/i,
  /request \((\d+) tokens\) exceeds/i,
  /n_prompt_tokens\\*"?: ?(\d+)/i,
  /prompt contains (?:at least )?(\d+) (?:input )?tokens/i,
  /\((\d+) (?:in the messages|of text input)/i,
  /your request has (\d+) input tokens/i,
  /(?:length|prompt)[^()]{0,80}\((\d+)\) exceeds/i,
  /n_keep: (\d+)/i,
  /(\d+) `inputs` tokens/i,
  /keep the first (\d+) tokens/i,
]

const outputs: readonly RegExp[] = [
  /requested (\d+) output tokens/i,
  /(\d{1,10}) in the completion/i,
  /(\d{1,10}) in the output/i,
]

/**
 * Whether an error says that the request does not fit into the window, from its message or its whole body, and with
 * which numbers. vLLM counts the answer that was asked for: there `outputTokens` may be what is too long. Undefined
 * where it speaks of something else.
 */
export function readOverLong(text: string): OverLong | undefined {
  // Numbers may be grouped. An error of this kind is short, and the patterns need not see what else a server can send.
  const words = text.slice(0, 20_000).replace(/(\d),(?=\d{3}\b)/g, '$1')
  if (!says.some(pattern => pattern.test(words))) return undefined
  const first = (patterns: readonly RegExp[]) =>
    patterns.map(pattern => tokenCount(pattern.exec(words)?.[1])).find(tokens => tokens !== undefined)
  const [promptTokens, limitTokens, outputTokens] = [first(prompts), first(limits), first(outputs)]
  return {
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(limitTokens === undefined ? {} : { limitTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  }
}

/** Tokens of an answer below which it is the prompt that is too long. */
export const leastAnswer = 1024

/**
 * Says in Anthropic's own words, which alone make Claude Code shorten a conversation, that a prompt is too long; from a
 * server's message or the whole body of its error. Undefined where something else is wrong, or where the prompt fits and
 * the answer that was asked for does not: to shorten the conversation would not help then.
 */
export function promptTooLong(message: string, body: string): string | undefined {
  const found = readOverLong(message) ?? readOverLong(body)
  if (!found) return undefined
  const { promptTokens, limitTokens } = found
  if (promptTokens && limitTokens && limitTokens - promptTokens >= leastAnswer) return undefined
  return `prompt is too long: ${promptTokens && limitTokens ? `${promptTokens} tokens > ${limitTokens} maximum` : message}`
}

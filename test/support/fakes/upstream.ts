import { type Conversation, imageSource, promptTokens, systemEntryAt } from './conversation.ts'

/** The limits of a model behind a gateway. */
export interface Upstream {
  /** Tokens of its window. */
  readonly window: number
  /** Tokens of its longest answer. */
  readonly maxOutput?: number
  readonly systemRole?: 'accepted' | 'rejected'
  readonly images?: boolean
}

/** Why an OpenAI-like upstream refuses a request, in its own words. */
export interface Mistake {
  readonly kind: 'window' | 'other'
  readonly says: string
}

/** What is wrong with a request for such an upstream; undefined where it would be answered. */
export function mistakeOf(conversation: Conversation, upstream: Upstream): Mistake | undefined {
  const { window, maxOutput = Number.POSITIVE_INFINITY, systemRole, images = true } = upstream
  const other = (says: string): Mistake => ({ kind: 'other', says })
  if (systemRole === 'rejected' && systemEntryAt(conversation) >= 0)
    return other('System message must be at the beginning.')
  if (!images && imageSource(conversation)) return other('image_url is only supported by certain models.')
  const { maxTokens = 0 } = conversation
  if (maxTokens > maxOutput) {
    const most = `This model supports at most ${maxOutput} completion tokens, whereas you provided ${maxTokens}.`
    return other(`max_tokens is too large: ${maxTokens}. ${most}`)
  }
  const tokens = promptTokens(conversation)
  if (tokens <= window) return undefined
  const workaround = 'Please reduce the length of the messages.'
  const says = `This model's maximum context length is ${window} tokens. However, your messages resulted in ${tokens} tokens. ${workaround}`
  return { kind: 'window', says }
}

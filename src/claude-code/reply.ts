/** Keys of a block that mean nothing to the client, which it sends back as they came [measured, 2.1.332]. */
interface Foreign {
  readonly foreign?: Readonly<Record<string, unknown>>
}

/** A block of an assistant's message, as far as it could be put together. */
export type ReplyBlock =
  | (Foreign & { readonly type: 'text'; readonly text: string })
  | (Foreign & { readonly type: 'thinking'; readonly text: string; readonly signature?: string })
  /** `json` is the input as it was written; `input` is absent where that is no JSON object. */
  | (Foreign & {
      readonly type: 'tool_use'
      readonly id: string
      readonly name: string
      readonly json: string
      readonly input?: Readonly<Record<string, unknown>>
    })
  /** `data` is that of redacted thinking, which goes back as it came. */
  | { readonly type: 'other'; readonly name: string; readonly data?: string }

/** Tokens, as the server counts them; each may be missing. */
export interface Usage {
  readonly input?: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
  readonly output?: number
  /** What the client adds up where a number is written as text: digits behind digits. */
  readonly counted?: number
}

/** An assistant's message, read as leniently as Claude Code reads it, and what was wrong with it. */
export interface Reply {
  readonly content: readonly ReplyBlock[]
  /** The model that answered, in its own words. */
  readonly model?: string
  readonly stopReason?: string
  readonly usage: Usage
  /**
   * What the client would make of it: take it; take it for an empty answer; give up ("empty or malformed response"); or
   * ask again without streaming.
   */
  readonly outcome: 'taken' | 'empty' | 'fatal' | 'falls back'
  /** What breaks the client, the gravest first: with any of these the outcome is not `taken`. */
  readonly breaks: readonly string[]
  /** What only differs from Anthropic's own answers. */
  readonly deviations: readonly string[]
  /** An error event, or an error in place of a message. */
  readonly error?: { readonly type?: string; readonly message: string }
}

/** How much thinking a request of the Messages API can ask for, least first. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const
export type Effort = (typeof efforts)[number]

/** How one vendor's models are asked to think. */
export interface ThinkingRequest {
  /** The models that it is about, by the last part of their names; every one where it is absent. */
  readonly models?: RegExp
  /**
   * The field that says it: `reasoning_effort` and `reasoning.effort` take a word, the others are switches, and `native` is a
   * model that thinks or does not, whatever it is asked.
   */
  readonly by: 'reasoning_effort' | 'reasoning' | 'reasoning.enabled' | 'thinking' | 'chat_template_kwargs' | 'native'
  /** The vendor's words for the efforts that it knows. */
  readonly words?: Partial<Readonly<Record<Effort, string>>>
  /** The one word that is taken beside tools, and must be said there. */
  readonly besideTools?: string
}

/** A field of a request that not every vendor takes. */
export type OptionalField =
  | 'parallel_tool_calls'
  | 'top_k'
  | 'user'
  | 'prompt_cache_key'
  | 'response_format'
  | 'stop'
  | 'stream_options'

/** What one vendor's chat completions take and give, where they differ. */
export interface Dialect {
  /** The field for the most tokens of an answer. */
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens'
  /**
   * Fields beyond the common ones that may be sent. Where `stream_options` is not known, usage comes without being asked for;
   * where `response_format` is not, the system prompt says what the answer has to look like.
   */
  readonly allows: ReadonlySet<OptionalField>
  /** How many stop sequences are taken. */
  readonly stops: number
  /** What a tool call's id must look like; others are mapped, the same way in the call and its result. */
  readonly toolId: RegExp
  /** How long such an id is made. */
  readonly toolIdLength: number
  /** The word for "some tool, whichever", and how one tool is forced: by its name, or by leaving out the others. */
  readonly anyTool: 'required' | 'any'
  readonly forcesByName: boolean
  /** How its models are asked to think: the first entry that is about a model counts. */
  readonly thinking: readonly ThinkingRequest[]
  /**
   * The field in which earlier thinking goes back, which servers want behind tool calls; `as-it-came` is the field that the
   * server itself used.
   */
  readonly thinkingBack: 'as-it-came' | 'reasoning_content' | 'reasoning_details' | 'parts' | 'none'
  /** Whether `<think>` in a text is thinking. */
  readonly thinkTags: boolean
  /** Where a system message may stand: anywhere, first, or nowhere (then the first user message begins with it). */
  readonly system: 'anywhere' | 'first' | 'none'
  /** Whether a user's message may follow a tool's at once. */
  readonly userAfterTool: boolean
  /** How a conversation ends in what the assistant began. */
  readonly prefill: 'prefix' | 'none'
  readonly documents: 'document_url' | 'file' | 'text'
  /** How far a tool's schema is cleaned: hardly, to what OpenAI takes as a root, or down to Gemini's subset of OpenAPI. */
  readonly schema: 'plain' | 'openai' | 'gemini'
  /** The models that refuse any temperature but their own; absent where all take one. */
  readonly fixedTemperature?: RegExp
  /** How many tools one request may have. */
  readonly mostTools: number
  /** Characters of a tool's description; what is longer goes on in the system prompt. */
  readonly longestDescription: number
  /** What a call without the vendor's own mark must carry, and for which models. */
  readonly unmarkedCall?: { readonly models: RegExp; readonly extra: object }
}

/** One word for each effort, where the vendor says it as Anthropic does. */
export function sameWords(...words: readonly Effort[]): Partial<Readonly<Record<Effort, string>>> {
  return Object.fromEntries(words.map(word => [word, word]))
}

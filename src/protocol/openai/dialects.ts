/** How thinking is asked for: by an effort, a switch, or not at all. */
type ReasoningRequest =
  | { readonly by: 'reasoning_effort'; readonly efforts: readonly string[]; readonly off?: string }
  | { readonly by: 'thinking' }
  | { readonly by: 'reasoning'; readonly efforts: readonly string[] }
  | { readonly by: 'none' }

/** What one vendor's chat completions take and give, where they differ. */
export interface Dialect {
  /** The field for the most tokens of an answer. */
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens'
  /** Whether `stream_options.include_usage` is known; where it is not, usage comes without being asked for. */
  readonly streamOptions: boolean
  /** Fields beyond the common ones that may be sent. */
  readonly allows: ReadonlySet<
    'parallel_tool_calls' | 'top_k' | 'user' | 'prompt_cache_key' | 'response_format' | 'stop'
  >
  /** How many stop sequences are taken. */
  readonly stops: number
  /** What a tool call's id must look like; others are mapped, the same way in the call and its result. */
  readonly toolId: RegExp
  /** How long such an id is made. */
  readonly toolIdLength: number
  /** The word for "some tool, whichever", and how one tool is forced: by its name, or by leaving out the others. */
  readonly anyTool: 'required' | 'any'
  readonly forcesByName: boolean
  readonly reasoning: ReasoningRequest
  /** The field in which earlier thinking goes back: a server that thinks wants it behind tool calls. */
  readonly thinkingBack: 'reasoning_content' | 'reasoning' | 'parts' | 'none'
  /** Whether `<think>` in a text is thinking. */
  readonly thinkTags: boolean
  /** Whether a system message may stand between others. */
  readonly systemAnywhere: boolean
  /** Whether a user's message may follow a tool's at once. */
  readonly userAfterTool: boolean
  /** How a conversation ends in what the assistant began. */
  readonly prefill: 'prefix' | 'none'
  readonly documents: 'document_url' | 'file' | 'text'
  /** How far a schema of a tool is cleaned: not at all, or down to what Gemini's subset of OpenAPI knows. */
  readonly schema: 'plain' | 'gemini'
  /** Whether sampling may be set while the model thinks. */
  readonly temperature: boolean
  readonly mostTools: number
}

const anyId = /^[\w.:-]{1,64}$/
const efforts = ['low', 'medium', 'high'] as const

const usual: Dialect = {
  maxTokens: 'max_tokens',
  streamOptions: true,
  allows: new Set(['parallel_tool_calls', 'response_format', 'stop']),
  stops: 4,
  toolId: anyId,
  toolIdLength: 24,
  anyTool: 'required',
  forcesByName: true,
  reasoning: { by: 'none' },
  thinkingBack: 'reasoning_content',
  thinkTags: true,
  systemAnywhere: false,
  userAfterTool: true,
  prefill: 'none',
  documents: 'text',
  schema: 'plain',
  temperature: true,
  mostTools: 128,
}

/** Mistral's own API refuses every field that it does not know (its OpenAPI schema, `extra_forbidden`). */
const mistral: Dialect = {
  ...usual,
  streamOptions: false,
  allows: new Set(['parallel_tool_calls', 'prompt_cache_key', 'response_format', 'stop']),
  toolId: /^[A-Za-z0-9]{9}$/,
  toolIdLength: 9,
  anyTool: 'any',
  forcesByName: false,
  thinkingBack: 'parts',
  thinkTags: false,
  systemAnywhere: false,
  userAfterTool: false,
  prefill: 'prefix',
  documents: 'document_url',
}

const openai: Dialect = {
  ...usual,
  maxTokens: 'max_completion_tokens',
  allows: new Set(['parallel_tool_calls', 'user', 'prompt_cache_key', 'response_format', 'stop']),
  toolId: /^[\w-]{1,40}$/,
  reasoning: { by: 'reasoning_effort', efforts },
  thinkingBack: 'none',
  thinkTags: false,
  systemAnywhere: true,
  documents: 'file',
  temperature: false,
}

/** The vendors' dialects, by the kind of a profile. */
const dialects = {
  mistral,
  codestral: mistral,
  openai,
  azure: { ...openai, allows: new Set(['parallel_tool_calls', 'response_format', 'stop'] as const) },
  gemini: {
    ...usual,
    allows: new Set(['response_format', 'stop'] as const),
    schema: 'gemini',
    reasoning: { by: 'reasoning_effort', efforts, off: 'none' },
    thinkingBack: 'none',
    thinkTags: false,
  },
  groq: { ...usual, reasoning: { by: 'none' }, thinkingBack: 'none', maxTokens: 'max_completion_tokens' },
  cerebras: { ...usual, thinkingBack: 'none', maxTokens: 'max_completion_tokens' },
  fireworks: usual,
  together: usual,
  nvidia: { ...usual, allows: new Set(['response_format', 'stop'] as const), thinkingBack: 'none' },
  xai: { ...usual, systemAnywhere: true, thinkingBack: 'none', thinkTags: false },
  github: { ...usual, allows: new Set(['response_format', 'stop'] as const), thinkingBack: 'none' },
  huggingface: { ...usual, thinkingBack: 'none' },
  opencode: usual,
  'opencode-go': usual,
  wafer: { ...usual, allows: new Set(['parallel_tool_calls', 'response_format', 'stop', 'top_k'] as const) },
  'openai-compatible': usual,
} as const satisfies Record<string, Dialect>

/** The dialect of a kind; the usual one for a kind that has none of its own. */
export function dialectOf(kind: string): Dialect {
  return Object.hasOwn(dialects, kind) ? dialects[kind as keyof typeof dialects] : usual
}

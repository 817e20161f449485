import { type Dialect, sameWords } from './dialect.ts'
import { gptOss, graded, openaiThinkers, openaiThinking } from './openai-thinking.ts'

/** What servers that call themselves compatible with OpenAI mostly take. */
const usual: Dialect = {
  maxTokens: 'max_tokens',
  allows: new Set(['parallel_tool_calls', 'response_format', 'stop', 'stream_options']),
  stops: 4,
  toolId: /^[\w.:-]{1,40}$/,
  toolIdLength: 24,
  anyTool: 'required',
  forcesByName: true,
  // vLLM, SGLang and llama-server hand it to the model's template; a word for "think more" is not the same in any two.
  thinking: [gptOss, { by: 'chat_template_kwargs' }],
  thinkingBack: 'as-it-came',
  thinkTags: true,
  system: 'first',
  userAfterTool: true,
  prefill: 'none',
  documents: 'text',
  schema: 'plain',
  mostTools: Number.POSITIVE_INFINITY,
  longestDescription: Number.POSITIVE_INFINITY,
}

/** A vendor's own service: its reference says which models think, and none of them has a template to be spoken to. */
const hosted: Dialect = { ...usual, thinking: [gptOss] }
const withoutParallel = new Set(['response_format', 'stop', 'stream_options'] as const)

/**
 * Mistral's own API refuses every field that it does not know (its OpenAPI schema, `extra_forbidden`), and an order of
 * messages in which a user follows a tool (error 3230). Two of its models think when they are told to, Magistral always.
 */
const mistral: Dialect = {
  ...hosted,
  allows: new Set(['parallel_tool_calls', 'prompt_cache_key', 'response_format', 'stop']),
  toolId: /^[A-Za-z0-9]{9}$/,
  toolIdLength: 9,
  anyTool: 'any',
  forcesByName: false,
  thinking: [
    { models: /^magistral/, by: 'native' },
    {
      models: /^mistral-(?:small-(?:latest|2603|4)|medium-3[.-]5|medium-2604)/,
      by: 'reasoning_effort',
      words: { none: 'none', low: 'none', medium: 'high', high: 'high' },
    },
  ],
  thinkingBack: 'parts',
  thinkTags: false,
  userAfterTool: false,
  prefill: 'prefix',
  documents: 'document_url',
}

const openai: Dialect = {
  ...hosted,
  maxTokens: 'max_completion_tokens',
  allows: new Set(['parallel_tool_calls', 'user', 'prompt_cache_key', 'response_format', 'stop', 'stream_options']),
  toolId: /^[\w-]{1,40}$/,
  thinking: openaiThinking,
  thinkingBack: 'none',
  thinkTags: false,
  system: 'anywhere',
  documents: 'file',
  schema: 'openai',
  fixedTemperature: openaiThinkers,
  mostTools: 128,
}

/** Gemini through its layer for OpenAI's clients: a subset of OpenAPI as schemas, and its mark on calls. */
const gemini: Dialect = {
  ...hosted,
  allows: withoutParallel,
  thinking: [
    { models: /^gemini-(?:2\.5-pro|3[^-]*-pro)/, by: 'reasoning_effort', words: graded },
    { models: /^gemini-3/, by: 'reasoning_effort', words: sameWords('minimal', 'low', 'medium', 'high') },
    { by: 'reasoning_effort', words: sameWords('none', 'low', 'medium', 'high') },
  ],
  thinkingBack: 'none',
  thinkTags: false,
  schema: 'gemini',
  mostTools: 512,
  // Google's own word for a call that another model made; without it Gemini 3 refuses the conversation.
  unmarkedCall: {
    models: /^gemini-[3-9]/,
    extra: { google: { thought_signature: 'skip_thought_signature_validator' } },
  },
}

/** The dialects, by the kind of a profile. Sources: the vendors' references, autumn 2026. */
const dialects = {
  mistral,
  codestral: mistral,
  openai,
  azure: { ...openai, allows: new Set(['parallel_tool_calls', 'response_format', 'stop', 'stream_options'] as const) },
  github: { ...openai, allows: withoutParallel, documents: 'text' },
  gemini,
  groq: {
    ...hosted,
    maxTokens: 'max_completion_tokens',
    thinking: [gptOss, { models: /^qwen/, by: 'reasoning_effort', words: { none: 'none', high: 'default' } }],
    thinkingBack: 'none',
    mostTools: 128,
  },
  cerebras: {
    ...hosted,
    maxTokens: 'max_completion_tokens',
    thinking: [gptOss, { models: /glm/i, by: 'reasoning_effort', words: sameWords('none') }],
    thinkingBack: 'none',
  },
  fireworks: {
    ...hosted,
    thinking: [
      gptOss,
      {
        models: /^(?:glm|deepseek|qwen3|kimi|minimax)/,
        by: 'reasoning_effort',
        words: sameWords('none', 'low', 'medium', 'high'),
      },
    ],
  },
  together: {
    ...hosted,
    thinking: [gptOss, { models: /^(?:glm|deepseek-v3|kimi-k2\.|qwen3\.)/i, by: 'reasoning.enabled' }],
  },
  nvidia: { ...hosted, allows: withoutParallel, thinking: [gptOss, { by: 'chat_template_kwargs' }] },
  xai: {
    ...hosted,
    thinking: [
      { models: /^grok-3-mini/, by: 'reasoning_effort', words: sameWords('low', 'high') },
      {
        models: /^grok-(?:4\.[3-9]|latest|[5-9])/,
        by: 'reasoning_effort',
        words: sameWords('none', 'low', 'medium', 'high'),
      },
    ],
    thinkingBack: 'none',
    thinkTags: false,
    system: 'anywhere',
    mostTools: 128,
  },
  huggingface: hosted,
  opencode: hosted,
  'opencode-go': hosted,
  wafer: {
    ...hosted,
    allows: new Set(['parallel_tool_calls', 'response_format', 'stop', 'stream_options', 'top_k'] as const),
  },
  deepseek: {
    ...hosted,
    allows: new Set(['stop', 'stream_options'] as const),
    stops: 16,
    thinking: [{ by: 'thinking' }],
    thinkingBack: 'reasoning_content',
    thinkTags: false,
    system: 'anywhere',
    mostTools: 128,
  },
  openrouter: {
    ...hosted,
    allows: new Set(['parallel_tool_calls', 'response_format', 'stop', 'stream_options', 'top_k', 'user'] as const),
    thinking: [{ by: 'reasoning', words: sameWords('none', 'minimal', 'low', 'medium', 'high', 'xhigh') }],
    thinkingBack: 'reasoning_details',
    thinkTags: false,
    system: 'anywhere',
    documents: 'file',
  },
  litellm: { ...hosted, thinking: [{ by: 'reasoning_effort', words: graded }], system: 'anywhere' },
  ollama: { ...usual, thinking: [{ by: 'reasoning_effort', words: sameWords('none', 'low', 'medium', 'high') }] },
  lmstudio: hosted,
  vllm: usual,
  llamacpp: usual,
  'openai-compatible': usual,
} as const satisfies Record<string, Dialect>

/** The dialect of a kind; the usual one for a kind that has none of its own. */
export function dialectOf(kind: string): Dialect {
  return Object.hasOwn(dialects, kind) ? dialects[kind as keyof typeof dialects] : usual
}

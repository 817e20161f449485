import type { Provider } from './providers.ts'

/**
 * The kinds of server that a profile may name in its KIND field: those that speak Anthropic's Messages API themselves, and
 * those that speak OpenAI's chat completions, which the router translates.
 */
export type Kind =
  | 'anthropic'
  | 'litellm'
  | 'ollama'
  | 'lmstudio'
  | 'vllm'
  | 'llamacpp'
  | 'openrouter'
  | 'deepseek'
  | 'kimi'
  | 'zai'
  | 'minimax'
  | 'ollama-cloud'
  | 'gateway'
  | ProviderKind
  | ChatKind

/** The clouds that the client speaks to by their own protocols, with their own logins. */
export type ProviderKind = 'bedrock' | 'vertex' | 'foundry'

/** The kinds that speak chat completions only. */
export type ChatKind =
  | 'mistral'
  | 'codestral'
  | 'openai'
  | 'gemini'
  | 'groq'
  | 'cerebras'
  | 'fireworks'
  | 'together'
  | 'nvidia'
  | 'xai'
  | 'github'
  | 'huggingface'
  | 'opencode'
  | 'opencode-go'
  | 'wafer'
  | 'azure'
  | 'openai-compatible'

/** Who is charged for a request: nobody, by the token, or a flat plan. */
export type Billing = 'free' | 'metered' | 'subscription'

/** What is known of one kind of backend before anybody has talked to it. */
export interface Backend {
  readonly kind: Kind
  /** The product's own spelling, for people. */
  readonly title: string
  /** What it speaks: Anthropic's Messages API, or OpenAI's chat completions. */
  readonly protocol: 'messages' | 'chat'
  /** Where it listens when nobody says otherwise. The client adds /v1/messages; for chat, /chat/completions is added. */
  readonly defaultBaseUrl?: string
  readonly auth: {
    /**
     * Which header carries the credential when a profile names a key without saying how.
     * vLLM and OpenRouter read nothing but Bearer; Anthropic's API keys travel as x-api-key.
     */
    readonly header: 'bearer' | 'x-api-key'
    /**
     * Whether a profile must bring a credential: always, or only when the host is public.
     * Where it need not, `placeholder` is sent instead, because the client would otherwise send the /login token.
     */
    readonly needed: 'always' | 'public' | 'never'
    readonly placeholder?: string
    /** The variable that the vendor's own tools read; it counts where the profile names no credential. */
    readonly variable?: string
    /** The page where the vendor gives keys away. */
    readonly keysUrl?: string
  }
  /** True when the server computes the answers itself: prefix caches matter and the first token may take minutes. */
  readonly runsModels: boolean
  /** True when a profile must name its model, since the client's own default would mean nothing here. */
  readonly needsModel: boolean
  /** The model of a profile that names none, and its window in tokens, where the vendor has one made for agents. */
  readonly defaultModel?: { readonly name: string; readonly contextTokens: number }
  /** An example for the sentence that asks for a missing model. */
  readonly exampleModel: string
  /** An address of it, where no other is like it. */
  readonly exampleUrl?: string
  /** Present for a cloud that the client asks by its own protocol: no base URL of ours leads there. */
  readonly provider?: Provider
  /** Recognises a base URL that can only, or most probably, be this kind. */
  readonly recognise: (url: URL) => boolean
}

/** Recognises a host and what is below it. */
export const isHost = (name: string) => (url: URL) => url.hostname === name || url.hostname.endsWith(`.${name}`)

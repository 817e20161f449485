/** The kinds of server that speak Anthropic's Messages API, as the KIND field names them. */
export type Kind = 'anthropic' | 'litellm' | 'ollama' | 'lmstudio' | 'vllm' | 'llamacpp' | 'openrouter' | 'gateway'

/** Who is charged for a request: nobody, by the token, or a flat plan. */
export type Billing = 'free' | 'metered' | 'subscription'

/** What is known of one kind of backend before anybody has talked to it. */
export interface Backend {
  readonly kind: Kind
  /** The product's own spelling, for people. */
  readonly title: string
  /** Where it listens when nobody says otherwise; the client adds /v1/messages. */
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
  }
  /** True when the server computes the answers itself: prefix caches matter and the first token may take minutes. */
  readonly runsModels: boolean
  /** True when a profile must name its model, since the client's own default would mean nothing here. */
  readonly needsModel: boolean
  /** An example for the sentence that asks for a missing model. */
  readonly exampleModel: string
  /** Recognises a base URL that can only, or most probably, be this kind. */
  readonly recognise: (url: URL) => boolean
}

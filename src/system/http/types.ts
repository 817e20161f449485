/** How long one exchange may take, in ms, and how much of an answer is read, in bytes. */
export interface Limits {
  /** Each of: finding the address, connecting, agreeing on TLS. */
  readonly connectMs: number
  /** From the request to the first byte of the answer: a server may load a model in between. */
  readonly firstByteMs: number
  /** Between two pieces of the answer. */
  readonly idleMs: number
  /** From the request to the end of the answer. */
  readonly totalMs: number
  readonly bytes: number
}

/** One HTTP request. Redirects are never followed, so no header of it reaches another host. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly limits?: Partial<Limits>
}

/** What came back, as far as it was read. */
export interface HttpResponse {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** UTF-8 text, its content encoding undone. */
  readonly body: string
  /**
   * Why the body ends before its end: the connection closed, nothing came for too long, it took too long in all, it was
   * too large, or its content encoding could not be undone.
   */
  readonly cut?: 'closed' | 'idle' | 'late' | 'large' | 'encoding'
  /** When pieces of the body came: ms since the request was sent, and how many characters of `body` there were then. */
  readonly pieces: readonly { readonly ms: number; readonly length: number }[]
  /** ms since the request was sent. */
  readonly headersMs: number
  readonly endMs: number
}

/** No answer at all: which step failed, the system's name for it (ENOTFOUND, ECONNREFUSED, ...) and words for people. */
export interface HttpFailure {
  readonly step: 'address' | 'connect' | 'tls' | 'proxy' | 'answer'
  readonly code: string
  readonly says: string
}

/** An HTTP proxy, and the variable that names it. Its `url` may hold a password: show `host` only. */
export interface HttpProxy {
  readonly variable: string
  readonly url: URL
}

/** How a URL is asked: without a proxy, through one, or not at all, which is then the answer. */
export type ProxyRoute = 'direct' | HttpProxy | HttpFailure

/** Whose certificates are taken, and which one is shown. Files are PEM, and paths as open(2) takes them. */
export interface TlsTrust {
  /** True where every certificate is taken. */
  readonly takesAll: boolean
  /** Whose authorities count: those that are built in, and the system's. */
  readonly stores: readonly ('bundled' | 'system')[]
  /** What takes the place of the system's files, and of its directories. */
  readonly systemFile?: string
  readonly systemDirectories?: readonly string[]
  /** A file of more authorities. */
  readonly extra?: string
  /** Shown to that origin, and to proxies; a redirect's target is neither. */
  readonly own?: {
    readonly origin: string
    readonly certificate: string
    readonly key: string
    readonly passphrase?: string
  }
}

/** What an HTTP client is to do. */
export interface HttpClientOptions {
  /** Hold where a request has none of its own. */
  readonly limits: Limits
  readonly proxyFor: (url: URL) => ProxyRoute
  readonly trust: TlsTrust
}

/** Requests to one backend, one after the other over one connection. */
export interface HttpClient {
  /** Never throws: what goes wrong is the answer. */
  ask(question: HttpRequest): Promise<HttpResponse | HttpFailure>
  close(): void
}

/** One HTTP request whose answer is read as it comes. */
export interface HttpStreamRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly limits?: Partial<Limits>
  /** Ends the request, and the answer that is being read, at once. */
  readonly signal?: AbortSignal
}

/** The head of an answer, and its body as it comes: bytes as they were sent, whatever their encoding. */
export interface HttpStreamResponse {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
}

/** Any number of requests at once, over connections that are kept. */
export interface HttpStreams {
  /** Never throws: what goes wrong before there is an answer is the answer. */
  send(request: HttpStreamRequest): Promise<HttpStreamResponse | HttpFailure>
  close(): void
}

/** One request as a fake sees it. */
export interface FakeRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Such as `?beta=true`, or empty. */
  readonly query: string
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body read as JSON; undefined where it is none. */
  readonly json: unknown
}

/** A piece of a body, a pause in ms, or the end of the connection in the middle. */
export type Chunk = string | { readonly waitMs: number } | { readonly destroy: true }

export interface FakeAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | readonly Chunk[]
}

/** A server: what it answers to a request. It may remember earlier ones. */
export type Fake = (request: FakeRequest) => FakeAnswer

/** An answer of JSON. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** An answer of plain text. */
export function text(status: number, body: string): FakeAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

/** The same answer with more headers, which stand behind its own. */
export function withHeaders(answer: FakeAnswer, headers: Readonly<Record<string, string>>): FakeAnswer {
  return { ...answer, headers: { ...headers, ...answer.headers } }
}

/** True for so many ms from the first time it is asked: a server that is loading, or too busy. */
export function atFirst(ms: number): () => boolean {
  let first: number | undefined
  return () => {
    first ??= performance.now()
    return performance.now() - first < ms
  }
}

/** The token of `Authorization: Bearer`. */
export function bearerIn({ headers }: FakeRequest): string | undefined {
  return /^Bearer (.*)$/i.exec(headers['authorization'] ?? '')?.[1]
}

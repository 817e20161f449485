/** One request that came to a server of ours. */
export interface ServedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  /** Aborted when the client goes away before it has all of the answer. */
  readonly signal: AbortSignal
}

/** What a server of ours answers; a body that comes in pieces is sent as it comes. */
export interface ServedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>
}

export type Handler = (request: ServedRequest) => Promise<ServedAnswer>

/** How a server of ours takes requests. */
export interface ServeOptions {
  /** Refuses a request by what its head says, before anything of its body is read; undefined lets it in. */
  readonly refuse?: (head: Pick<ServedRequest, 'method' | 'url' | 'headers'>) => ServedAnswer | undefined
  /** Bytes that the body of a request may have; what is beyond them is answered with 413. */
  readonly bodyLimit?: number
}

/** A server of ours while it runs. */
export interface Served {
  readonly url: string
  /** Takes no more requests, lets those that are open come to their end for `graceMs` (none without), and ends. */
  close(graceMs?: number): Promise<void>
}

import { exchange } from './exchange.ts'
import { openHttpStreams } from './stream.ts'
import type { HttpClient, HttpClientOptions, HttpFailure, HttpRequest, HttpResponse, HttpStreams } from './types.ts'

/**
 * Whole answers of one backend, over one connection that is kept: what is asked at once is asked in turn. One that leads
 * elsewhere gives up the connection before it.
 */
export function openHttpClient(options: HttpClientOptions): HttpClient {
  const closing = new AbortController()
  let streams: HttpStreams | undefined
  let origin: string | undefined
  let last: Promise<unknown> = Promise.resolve()

  const askNow = (question: HttpRequest): Promise<HttpResponse | HttpFailure> => {
    const next = URL.canParse(question.url) ? new URL(question.url).origin : undefined
    if (next !== origin) streams?.close()
    if (!streams || next !== origin) streams = openHttpStreams(options)
    origin = next
    return exchange(streams, question, { ...options.limits, ...question.limits }, closing.signal)
  }

  return {
    ask(question) {
      const answer = last.then(() => askNow(question))
      last = answer
      return answer
    },
    close() {
      closing.abort()
      streams?.close()
    },
  }
}

import { Agent } from 'node:http'
import type { Socket } from 'node:net'
import { dial, refusal } from './connect.ts'
import { answerFault, HttpFault } from './errors.ts'
import { closed, exchange } from './exchange.ts'
import { outgoing } from './outgoing.ts'
import { proxyAuthorization } from './proxy.ts'
import type {
  HttpClient,
  HttpClientOptions,
  HttpFailure,
  HttpProxy,
  HttpRequest,
  HttpResponse,
  Limits,
} from './types.ts'

/** Requests to one backend, over one connection that is kept. Questions that are asked at once are asked in turn. */
export function openHttpClient({ limits, proxyFor, trust }: HttpClientOptions): HttpClient {
  const line = new Line()
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()

  const askNow = async (question: HttpRequest): Promise<HttpResponse | HttpFailure> => {
    try {
      const { url, proxy, letter } = outgoing(question, proxyFor)
      const own: Limits = { ...limits, ...question.limits }
      const call = { limitMs: own.connectMs, signal: closing.signal, trust }
      line.leadTo(`${url.origin} ${proxy?.url.href}`)
      for (;;) {
        if (closing.signal.aborted) throw closed()
        if (!line.isOpen) line.take(await dial(url, proxy, call))
        const result = await exchange(line, letter, question.body, own, closing.signal)
        if (result !== 'stale') return proxy && 'status' in result ? throughProxy(result, url, proxy) : result
        // Only a kept connection is stale, so the next one is not.
        line.destroy()
      }
    } catch (error) {
      line.destroy()
      if (closing.signal.aborted) return closed().silence
      return (error instanceof HttpFault ? error : answerFault(error, false, '')).silence
    }
  }

  return {
    ask(question) {
      const answer = last.then(() => askNow(question))
      last = answer
      return answer
    },
    close() {
      closing.abort()
      line.destroy()
    },
  }
}

/** An agent of one connection, which is made before there is a request for it, so that its steps can be told apart. */
class Line extends Agent {
  #end = ''
  #next: Socket | undefined

  constructor() {
    super({ keepAlive: true, maxFreeSockets: 1 })
  }

  /** True while there is a connection that waits for a request. */
  get isOpen(): boolean {
    return Object.values(this.freeSockets).some(sockets => sockets?.some(socket => !socket.destroyed))
  }

  /** Gives up the connection when it leads elsewhere. */
  leadTo(end: string): void {
    if (this.#end !== end) this.destroy()
    this.#end = end
  }

  take(socket: Socket): void {
    this.#next = socket
  }

  override createConnection(): Socket {
    const socket = this.#next
    this.#next = undefined
    if (!socket) throw new Error('no connection was made for this request')
    return socket
  }

  override destroy(): void {
    this.#next?.destroy()
    this.#next = undefined
    super.destroy()
  }
}

/** Only a proxy asks for the proxy's credentials (RFC 9110, section 15.5.8); the backend has not seen the question. */
function throughProxy(answer: HttpResponse, url: URL, proxy: HttpProxy): HttpResponse | HttpFailure {
  if (answer.status !== 407 || url.protocol === 'https:') return answer
  const says = refusal(407, url.host, proxyAuthorization(proxy) !== undefined)
  return new HttpFault('proxy', 'HTTP_407', `the proxy ${proxy.url.host} (${proxy.variable}) ${says}`).silence
}

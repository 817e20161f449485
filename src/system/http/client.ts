import { Agent } from 'node:http'
import type { Socket } from 'node:net'
import { dial, refusal } from './connect.ts'
import { answerFault, HttpFault } from './errors.ts'
import { closed, exchange, type OutgoingRequest } from './exchange.ts'
import { bareHost, portOf, proxyAuthorization } from './proxy.ts'
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
      const url = urlOf(question)
      const way = proxyFor(url)
      if (way !== 'direct' && 'says' in way) return way
      const proxy = way === 'direct' ? undefined : way
      const own: Limits = { ...limits, ...question.limits }
      const letter = letterOf(question, url, proxy)
      const call = { limitMs: own.connectMs, signal: closing.signal, trust }
      line.leadTo(`${url.origin} ${proxy?.url.href}`)
      for (;;) {
        if (closing.signal.aborted) throw closed()
        if (!line.isOpen) line.take(await dial(url, proxy, call))
        const result = await exchange(line, letter, own, closing.signal)
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

function urlOf({ url }: HttpRequest): URL {
  if (!URL.canParse(url)) throw new HttpFault('address', 'ERR_INVALID_URL', 'the address is no URL')
  const parsed = new URL(url)
  if (/^https?:$/.test(parsed.protocol)) return parsed
  throw new HttpFault(
    'address',
    'ERR_INVALID_PROTOCOL',
    `the address begins with ${parsed.protocol}, not with http: or https:`,
  )
}

/** A question as it goes out. The user and password of a URL go nowhere, as in fetch(). */
function letterOf({ method, headers, body }: HttpRequest, url: URL, proxy: HttpProxy | undefined): OutgoingRequest {
  const path = `${url.pathname}${url.search}`
  const toProxy = proxy && url.protocol === 'http:'
  const authorization = toProxy && proxyAuthorization(proxy)
  const length = body === undefined ? (method === 'POST' ? 0 : undefined) : Buffer.byteLength(body)
  const own = {
    host: url.host,
    'user-agent': 'claude-switch',
    // What is asked for here is read and measured as it comes.
    'accept-encoding': 'identity',
    ...(length === undefined ? {} : { 'content-length': String(length) }),
    ...(authorization ? { 'proxy-authorization': authorization } : {}),
  }
  const given = Object.keys(headers).map(name => name.toLowerCase())
  const added = Object.entries(own).filter(([name]) => !given.includes(name))
  return {
    method,
    host: bareHost(url),
    port: portOf(url),
    path: toProxy ? `${url.origin}${path}` : path,
    headers: { ...Object.fromEntries(added), ...headers },
    body,
  }
}

/** Only a proxy asks for the proxy's credentials (RFC 9110, section 15.5.8); the backend has not seen the question. */
function throughProxy(answer: HttpResponse, url: URL, proxy: HttpProxy): HttpResponse | HttpFailure {
  if (answer.status !== 407 || url.protocol === 'https:') return answer
  const says = refusal(407, url.host, proxyAuthorization(proxy) !== undefined)
  return new HttpFault('proxy', 'HTTP_407', `the proxy ${proxy.url.host} (${proxy.variable}) ${says}`).silence
}

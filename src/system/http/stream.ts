import { setMaxListeners } from 'node:events'
import { Agent, type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { dial, refusal } from './connect.ts'
import { answerFault, HttpFault, httpErrorCode, problem, seconds } from './errors.ts'
import { outgoing } from './outgoing.ts'
import { proxyAuthorization } from './proxy.ts'
import type {
  HttpClientOptions,
  HttpFailure,
  HttpProxy,
  HttpStreamRequest,
  HttpStreamResponse,
  HttpStreams,
  Limits,
} from './types.ts'

/** Bytes of one answer's headers, and of all that comes before its body: a server may announce itself many times (1xx). */
const headersLimit = 512 << 10
const announcementsLimit = 256 << 10
/** Connections to one place that are kept when nothing goes over them. */
const keptConnections = 16

/**
 * Requests whose answers are read as they come: any number at once, over connections that are kept. An answer's body is
 * bytes as the server sent them; who reads slowly slows the server down, and who stops reading ends the request. Redirects
 * are never followed. What goes wrong before an answer is the answer; a body that breaks off throws while it is read.
 */
export function openHttpStreams({ limits, proxyFor, trust }: HttpClientOptions): HttpStreams {
  const agents = new Map<string, Agent>()
  const closing = new AbortController()
  // Each connection that is being made listens to it, and there may be any number.
  setMaxListeners(0, closing.signal)

  const send = async (asked: HttpStreamRequest): Promise<HttpStreamResponse | HttpFailure> => {
    try {
      const { url, proxy, letter } = outgoing(asked, proxyFor)
      const own = { ...limits, ...asked.limits }
      const place = `${url.origin} ${proxy?.url.href}`
      const agent = agents.get(place) ?? new KeptConnections({ keepAlive: true, maxFreeSockets: keptConnections })
      agents.set(place, agent)
      const call = { limitMs: own.connectMs, signal: closing.signal, trust }
      // As lenient as the client: bare line feeds, and Content-Length beside chunked, are no errors to it [measured, 2.1.332].
      const options = { ...letter, agent, maxHeaderSize: headersLimit, insecureHTTPParser: true }
      for (;;) {
        if (closing.signal.aborted) return givenUp
        const outbound: DialledOptions = { ...options, dial: () => dial(url, proxy, call) }
        const result = await begin(request(outbound), asked, own, letter.host)
        if (result !== 'stale' && !('status' in result) && closing.signal.aborted) return givenUp
        // Nothing of it was read (RFC 9112, section 9.3.1): a kept connection was closed while we took it up again.
        if (result !== 'stale') return proxy && 'status' in result ? throughProxy(result, url, proxy) : result
      }
    } catch (error) {
      return (error instanceof HttpFault ? error : answerFault(error, false, '')).silence
    }
  }
  return {
    send,
    close() {
      closing.abort()
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

/** What a request gets that nobody wants any more. */
const givenUp: HttpFailure = { step: 'answer', code: 'ECANCELED', says: 'the request was given up' }

/** How a request's connection is made, where none is kept. */
interface DialledOptions extends RequestOptions {
  readonly dial: () => Promise<Socket>
}

/** An agent whose connections are made by us, so that a proxy, TLS and their faults are as everywhere else. */
class KeptConnections extends Agent {
  override createConnection(options: object, done?: (error: Error | null, socket: Duplex) => void): undefined {
    ;(options as DialledOptions).dial().then(
      socket => done?.(null, socket),
      error => done?.(error, undefined as unknown as Duplex),
    )
  }
}

/** Sends one request, and waits for the head of its answer. */
function begin(
  asked: ClientRequest,
  { body, signal }: HttpStreamRequest,
  limits: Limits,
  host: string,
): Promise<HttpStreamResponse | HttpFailure | 'stale'> {
  return new Promise(resolve => {
    // From when there is a connection: making one has limits, and words, of its own.
    let start = performance.now()
    let came: IncomingMessage | undefined
    let before = 0
    /** Bytes of this answer so far. */
    const heard = () => (asked.socket?.bytesRead ?? before) - before
    let known = 0
    const abort = () => (came ?? asked).destroy(problem('ECANCELED'))
    /** Silence since the last look ends the waiting; headers that trickle have all of the time there is. */
    const look = (waitedMs: number) => {
      const left = limits.totalMs - (performance.now() - start)
      if (heard() === known || left <= 0) return void asked.destroy(problem('ETIMEDOUT'))
      known = heard()
      late = after(Math.min(waitedMs, left))
    }
    const after = (ms: number) => setTimeout(look, Math.min(ms, longest), limits.idleMs)
    let late: NodeJS.Timeout | undefined
    const end = (result: HttpStreamResponse | HttpFailure | 'stale') => {
      clearTimeout(late)
      resolve(result)
    }
    const open = (response: IncomingMessage) => {
      came = response
      // A server that sends its headers at once may still load a model: all of that time is left for the body's first byte.
      end(opened(response, Math.max(limits.idleMs, limits.firstByteMs - (performance.now() - start))))
    }
    asked.on('socket', socket => {
      before = socket.bytesRead
      start = performance.now()
      late = after(Math.min(limits.firstByteMs, limits.totalMs))
    })
    asked.on('information', () => {
      if (heard() > announcementsLimit) asked.destroy(problem('HPE_HEADER_OVERFLOW'))
    })
    asked.on('response', open)
    // 101: what follows is another protocol.
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      open(response)
    })
    asked.on('error', error => end(failureOf(error, heard() > 0, asked, limits, host)))
    asked.on('close', () => {
      signal?.removeEventListener('abort', abort)
      end(answerFault(problem('ECONNRESET'), false, host).silence)
    })
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted) abort()
    asked.end(body)
  })
}

function failureOf(
  error: Error,
  heard: boolean,
  asked: ClientRequest,
  { firstByteMs, totalMs }: Limits,
  host: string,
): HttpFailure | 'stale' {
  if (error instanceof HttpFault) return error.silence
  const code = httpErrorCode(error)
  if (code === 'ECANCELED') return givenUp
  if (code === 'ETIMEDOUT') {
    const says = heard ? 'its headers do not end' : 'says nothing'
    const within = seconds(heard ? totalMs : Math.min(firstByteMs, totalMs))
    return { step: 'answer', code, says: `it took the request, and ${says} within ${within}` }
  }
  if (asked.reusedSocket && !heard && ['ECONNRESET', 'EPIPE'].includes(code)) return 'stale'
  return answerFault(error, heard, host).silence
}

/** The longest time that setTimeout takes, in ms; anything above it is 1 ms to it. */
export const longest = 2 ** 31 - 1

/** Only a proxy asks for the proxy's credentials (RFC 9110, section 15.5.8); the backend has not seen the request. */
function throughProxy(answer: HttpStreamResponse, url: URL, proxy: HttpProxy): HttpStreamResponse | HttpFailure {
  if (answer.status !== 407 || url.protocol === 'https:') return answer
  const says = refusal(407, url.host, proxyAuthorization(proxy) !== undefined)
  return new HttpFault('proxy', 'HTTP_407', `the proxy ${proxy.url.host} (${proxy.variable}) ${says}`).silence
}

/** An answer whose body is still coming; one that says nothing for too long is ended with ETIMEDOUT. */
function opened(response: IncomingMessage, idleMs: number): HttpStreamResponse {
  const { statusCode: status = 0, headers } = response
  response.setTimeout(Math.min(idleMs, longest), () => response.destroy(problem('ETIMEDOUT')))
  return { status, headers: joinedHeaders(headers), body: response }
}

/** Headers as text: node gives those that may come more than once as lists. */
export function joinedHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const all = Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined)
  return Object.fromEntries(all.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
}

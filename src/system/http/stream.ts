import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { dial } from './connect.ts'
import { answerFault, HttpFault, httpErrorCode, problem, seconds } from './errors.ts'
import { outgoing } from './outgoing.ts'
import type { HttpClientOptions, HttpFailure, HttpStreamRequest, HttpStreamResponse, HttpStreams } from './types.ts'

/** Bytes of one answer's headers. */
const headersLimit = 64 << 10
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

  const send = async (asked: HttpStreamRequest): Promise<HttpStreamResponse | HttpFailure> => {
    try {
      const { url, proxy, letter } = outgoing(asked, proxyFor)
      const place = `${url.origin} ${proxy?.url.href}`
      const call = { limitMs: limits.connectMs, signal: closing.signal, trust }
      const agent = agents.get(place) ?? new KeptConnections(() => dial(url, proxy, call))
      agents.set(place, agent)
      for (;;) {
        const result = await begin(
          request({ agent, ...letter, maxHeaderSize: headersLimit }),
          asked,
          limits,
          letter.host,
        )
        // Nothing of it was read (RFC 9112, section 9.3.1): a kept connection was closed while we took it up again.
        if (result !== 'stale') return result
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

/** An agent whose connections are made by us, so that a proxy, TLS and their faults are as everywhere else. */
class KeptConnections extends Agent {
  readonly #connect: () => Promise<Socket>

  constructor(connect: () => Promise<Socket>) {
    super({ keepAlive: true, maxFreeSockets: keptConnections })
    this.#connect = connect
  }

  override createConnection(_: object, done?: (error: Error | null, socket: Duplex) => void): undefined {
    this.#connect().then(
      socket => done?.(null, socket),
      error => done?.(error, undefined as unknown as Duplex),
    )
  }
}

/** Sends one request, and waits for the head of its answer. */
function begin(
  asked: ClientRequest,
  { body, signal }: HttpStreamRequest,
  limits: HttpClientOptions['limits'],
  host: string,
): Promise<HttpStreamResponse | HttpFailure | 'stale'> {
  return new Promise(resolve => {
    let came: IncomingMessage | undefined
    const abort = () => (came ?? asked).destroy(problem('ECANCELED'))
    const late = setTimeout(() => asked.destroy(problem('ETIMEDOUT')), limits.firstByteMs)
    const end = (result: HttpStreamResponse | HttpFailure | 'stale') => {
      clearTimeout(late)
      resolve(result)
    }
    let before = 0
    asked.on('socket', socket => {
      before = socket.bytesRead
    })
    asked.on('response', response => {
      came = response
      end(opened(response, limits.idleMs))
    })
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      end(opened(response, limits.idleMs))
    })
    asked.on('error', error =>
      end(failureOf(error, (asked.socket?.bytesRead ?? 0) > before, asked, limits.firstByteMs, host)),
    )
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
  limitMs: number,
  host: string,
): HttpFailure | 'stale' {
  if (error instanceof HttpFault) return error.silence
  const code = httpErrorCode(error)
  if (code === 'ECANCELED') return { step: 'answer', code, says: 'the request was given up' }
  if (code === 'ETIMEDOUT')
    return { step: 'answer', code, says: `it took the request, and says nothing within ${seconds(limitMs)}` }
  if (asked.reusedSocket && !heard && ['ECONNRESET', 'EPIPE'].includes(code)) return 'stale'
  return answerFault(error, heard, host).silence
}

/** An answer whose body is still coming; one that says nothing for too long is ended with ETIMEDOUT. */
function opened(response: IncomingMessage, idleMs: number): HttpStreamResponse {
  const { statusCode: status = 0, headers } = response
  response.setTimeout(idleMs, () => response.destroy(problem('ETIMEDOUT')))
  return { status, headers: joinedHeaders(headers), body: response }
}

/** Headers as text: node gives those that may come more than once as lists. */
export function joinedHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const all = Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined)
  return Object.fromEntries(all.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
}

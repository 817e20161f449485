import { type Agent, type IncomingMessage, request } from 'node:http'
import { type Cut, readBody, Text } from './body.ts'
import { answerFault, HttpFault, httpErrorCode, problem, seconds } from './errors.ts'
import type { OutgoingRequest } from './outgoing.ts'
import { joinedHeaders } from './stream.ts'
import type { HttpFailure, HttpResponse, Limits } from './types.ts'

/** Bytes of one answer's headers, and of all that comes before its body: a server may announce itself many times (1xx). */
const headersLimit = 64 << 10
const announcementsLimit = 256 << 10

/**
 * One request over the agent's connection, and its answer within the limits. `stale` means that a kept connection turned
 * out to be closed before a byte of an answer came (RFC 9112, section 9.3.1), so that nothing is lost by asking again.
 */
export function exchange(
  agent: Agent,
  letter: OutgoingRequest,
  body: string | undefined,
  limits: Limits,
  signal: AbortSignal,
): Promise<HttpResponse | HttpFailure | 'stale'> {
  return new Promise(resolve => {
    const begin = performance.now()
    const elapsed = () => performance.now() - begin
    // As lenient as the client: bare line feeds, and Content-Length beside chunked, are no errors to it [measured, 2.1.332].
    const asked = request({ agent, ...letter, maxHeaderSize: headersLimit, insecureHTTPParser: true })
    const text = new Text(limits.bytes)
    let response: IncomingMessage | undefined
    let headersMs = 0
    let heard = 0
    let isOver = false
    let stopReading = () => {}

    const finish = (result: HttpResponse | HttpFailure | 'stale') => {
      if (isOver) return
      isOver = true
      clearTimeout(idle)
      clearTimeout(late)
      signal.removeEventListener('abort', stop)
      asked.socket?.off('data', hear)
      stopReading()
      // A connection with half an answer, or half a question, in it is of no more use.
      const isClean = typeof result !== 'string' && 'status' in result && !result.cut && asked.writableFinished
      if (!isClean || !response?.complete) asked.destroy()
      resolve(result)
    }
    /** The end of the body, or of waiting for it. */
    const end = (cut?: Cut) => {
      if (!response) return
      const { statusCode: status = 0, headers } = response
      const { text: whole, pieces } = text
      const times = { headersMs, endMs: elapsed() }
      finish({ status, headers: joinedHeaders(headers), body: whole, ...(cut ? { cut } : {}), pieces, ...times })
    }
    /** The end without an answer. */
    const fail = (error: unknown) => {
      if (!response) finish((error instanceof HttpFault ? error : answerFault(error, heard > 0, letter.host)).silence)
    }
    const outOfTime = (cut: Cut, ms: number) => {
      const says = heard > 0 ? 'its headers do not end' : 'says nothing'
      if (response) end(cut)
      else fail(new HttpFault('answer', 'ETIMEDOUT', `it took the request, and ${says} within ${seconds(ms)}`))
    }
    const stop = () => (response ? end('closed') : fail(closed()))

    // A server that sends its headers at once may still load a model: all of that time is left for the body's first byte.
    const idleMs = () => Math.max(limits.idleMs, text.pieces.length > 0 ? 0 : limits.firstByteMs - elapsed())
    const wait = (cut: Cut, ms: number, shown = ms) => setTimeout(outOfTime, Math.min(ms, longest), cut, shown)
    const late = wait('late', limits.totalMs)
    let idle = wait('idle', limits.firstByteMs)
    const hear = (bytes: Uint8Array) => {
      heard += bytes.length
      clearTimeout(idle)
      idle = wait('idle', idleMs())
      if (!response && heard > announcementsLimit) fail(problem('HPE_HEADER_OVERFLOW'))
    }

    signal.addEventListener('abort', stop)
    asked.on('socket', socket => socket.on('data', hear))
    asked.on('response', came => {
      response = came
      headersMs = elapsed()
      stopReading = readBody(came, text, limits.bytes, elapsed, end)
    })
    // 101: what follows is another protocol.
    asked.on('upgrade', came => {
      response = came
      headersMs = elapsed()
      end()
      asked.destroy()
    })
    asked.on('error', error => {
      const isStale = asked.reusedSocket && heard === 0 && ['ECONNRESET', 'EPIPE'].includes(httpErrorCode(error))
      if (isStale && !response) finish('stale')
      else fail(error)
    })
    asked.on('close', () => fail(problem('ECONNRESET')))
    asked.end(body)
  })
}

/** The longest time that setTimeout takes, in ms; anything above it is 1 ms to it. */
const longest = 2 ** 31 - 1

/** What a request gets from a client that is closed. */
export function closed(): HttpFault {
  return new HttpFault('answer', 'ECANCELED', 'the request was given up')
}

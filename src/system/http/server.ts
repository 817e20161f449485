import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Handler, Served, ServedAnswer, ServeOptions } from './served.ts'

/** Bytes of a request: Anthropic's own limit. What is beyond it is answered with 413. */
const usualBodyLimit = 32 << 20

/** Bytes of a request's headers, and ms within which they, and the whole request, have to be there. */
const connectionsLimit = 2000
const limits = { maxHeaderSize: 64 << 10, headersTimeout: 20_000, requestTimeout: 120_000, keepAliveTimeout: 90_000 }

/**
 * Serves HTTP on 127.0.0.1 alone until it is closed; port 0 takes a free one. A handler that throws is answered with 500,
 * and a body that throws is cut, so that nobody takes it for whole. A handler's signal is aborted when the client goes away
 * before it has all of the answer. Throws what listening throws, such as an error with the code EADDRINUSE.
 */
export async function serve(handle: Handler, port: number, options: ServeOptions = {}): Promise<Served> {
  let isClosing = false
  const server = createServer(limits, (request, response) => {
    // A connection that is kept would go on asking a server that takes no more.
    response.once('finish', () => {
      if (isClosing) setImmediate(() => server.closeIdleConnections())
    })
    // A client that goes away in the middle is no concern of ours.
    response.on('error', () => {})
    answer(handle, options, request, response).catch(() => response.destroy())
  })
  // Each takes a file's descriptor and some memory; what is beyond them waits or is turned away by the system.
  server.maxConnections = connectionsLimit
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const closed = once(server, 'close')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async (graceMs = 0) => {
      isClosing = true
      server.close()
      server.closeIdleConnections()
      const last = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(last)
    },
  }
}

async function answer(
  handle: Handler,
  { refuse, bodyLimit = usualBodyLimit }: ServeOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const { method = '', url = '', headers } = request
  const joined = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])
  const head = { method, url, headers: Object.fromEntries(joined) }
  const refused = refuse?.(head)
  // What is still to come of a refused request is nobody's; the connection ends with the answer.
  if (refused) return await send(response, { ...refused, headers: { ...refused.headers, connection: 'close' } })
  const body = await bodyOf(request, bodyLimit)
  if (body === undefined) return await send(response, { status: 413, headers: { connection: 'close' }, body: '' })
  const failed = { status: 500, headers: {}, body: '' }
  await send(response, await handle({ ...head, body, signal: gone.signal }).catch(() => failed))
}

/** The body of a request; undefined when it is too large. */
async function bodyOf(request: IncomingMessage, bodyLimit: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    length += piece.length
    if (length <= bodyLimit) pieces.push(piece)
    else pieces.length = 0
    // To its end, although nobody keeps it: a client that is still writing would never read the answer. Some never end.
    if (length > 4 * bodyLimit) throw new Error('the request does not end')
  }
  return length > bodyLimit ? undefined : Buffer.concat(pieces)
}

/** Sends an answer. A body in pieces is read no faster than the client takes it, and no further than it stays. */
async function send(response: ServerResponse, { status, headers, body }: ServedAnswer): Promise<void> {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
    response.end(body)
    return
  }
  response.writeHead(status, headers)
  response.flushHeaders()
  const left = new Promise<void>(resolve => response.once('close', resolve))
  for await (const piece of body) {
    if (response.destroyed) return
    if (!response.write(piece)) await Promise.race([once(response, 'drain').catch(() => {}), left])
  }
  response.end()
}

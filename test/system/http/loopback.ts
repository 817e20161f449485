import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { resolveEnv } from '../../../src/env/precedence.ts'
import { proxyFor } from '../../../src/env/proxy.ts'
import { trustOf } from '../../../src/env/tls-trust.ts'
import type { Environment } from '../../../src/system/environment.ts'
import { openHttpClient } from '../../../src/system/http/client.ts'
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse, Limits } from '../../../src/system/http/types.ts'

/** Limits that a test can wait for. */
export const short: Limits = { connectMs: 400, firstByteMs: 300, idleMs: 300, totalMs: 900, bytes: 4096 }

/** A wire for an environment, to the backend `home`, that is closed with the test. */
export function wireOf(
  environment: Environment = {},
  limits: Limits = short,
  home = 'http://backend.test',
): HttpClient {
  const place = { environment, resolved: resolveEnv(environment, []) }
  const wire = openHttpClient({
    limits,
    proxyFor: url => proxyFor(url, place),
    trust: trustOf(place, new URL(home)),
  })
  onTestFinished(() => wire.close())
  return wire
}

/** A GET, unless a body is given. */
export function question(url: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return { method: changes.body === undefined ? 'GET' : 'POST', url, headers: {}, ...changes }
}

export function answered(result: HttpResponse | HttpFailure): HttpResponse {
  if (!('status' in result)) throw new Error(`no answer: ${result.step} ${result.code} ${result.says}`)
  return result
}

/** A server of bytes on loopback, what came to it, and over how many connections. */
export interface Bytes {
  readonly port: number
  readonly url: string
  connections: number
  /** How many connections are open. */
  open: number
  received: string
}

/** Serves bytes until the end of the test; `talk` gets every connection with its number, counted from 1. */
export async function serveBytes(talk: (socket: Socket, number: number) => void): Promise<Bytes> {
  const server = createServer({ noDelay: true })
  const bytes: Bytes = { ...(await listening(server)), connections: 0, open: 0, received: '' }
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    bytes.connections++
    bytes.open++
    socket.on('close', () => bytes.open--)
    socket.on('error', () => {})
    socket.on('data', data => (bytes.received += data.toString('latin1')))
    talk(socket, bytes.connections)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return bytes
}

export async function listening(server: Server): Promise<{ port: number; url: string }> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}` }
}

/** Sends one answer to each request, which has to come in one piece. */
export function replying(...answers: readonly (string | Buffer)[]): (socket: Socket) => void {
  return socket => {
    let next = 0
    socket.on('data', () => socket.write(answers[next++] ?? ''))
    socket.on('end', () => socket.end())
  }
}

/** An HTTP answer with its length. */
export function http(body: string | Buffer, headers = '', status = '200 OK'): Buffer {
  const bytes = Buffer.from(body)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${headers}content-length: ${bytes.length}\r\n\r\n`), bytes])
}

/** Writes a text again and again until the other side has gone. */
export function endlessly(socket: Socket, text: string, everyMs = 1): void {
  const timer = setInterval(() => socket.write(text), everyMs)
  socket.on('close', () => clearInterval(timer))
}

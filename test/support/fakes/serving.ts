import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Fake, FakeAnswer, FakeRequest } from './fake.ts'

/** A request that a served fake got, in the order of their coming. */
export type SeenRequest = FakeRequest

/** A fake that listens on 127.0.0.1. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string
  readonly seen: SeenRequest[]
  close(): Promise<void>
}

/** Serves a fake on a free port of 127.0.0.1 until the running test is over, or `close` is called. */
export async function serveFake(fake: Fake): Promise<Served> {
  const seen: SeenRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    // A client that gives up while it is still sending gets no answer.
    const request = await readRequest(incoming).catch(() => undefined)
    if (!request) return
    seen.push(request)
    await send(fake(request), outgoing)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    if (!server.listening) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close }
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces).toString()
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: search,
    headers: Object.fromEntries(headers),
    body,
    json: parsed(body),
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

async function send({ status, headers = {}, body }: FakeAnswer, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(status, headers)
  for (const chunk of typeof body === 'string' ? [body] : body) {
    if (outgoing.destroyed) return
    if (typeof chunk === 'string') outgoing.write(chunk)
    else if ('destroy' in chunk) {
      outgoing.destroy()
      return
    } else {
      outgoing.flushHeaders()
      await wait(chunk.waitMs)
    }
  }
  outgoing.end()
}

import { createServer as createTcp } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Handler } from '../../../src/system/http/served.ts'
import { serve } from '../../../src/system/http/server.ts'
import { openHttpStreams } from '../../../src/system/http/stream.ts'
import type { HttpStreamResponse, Limits } from '../../../src/system/http/types.ts'

const limits: Limits = { connectMs: 2000, firstByteMs: 2000, idleMs: 2000, totalMs: 9e6, bytes: 9e9 }

export function streams(own: Partial<Limits> = {}) {
  const opened = openHttpStreams({
    limits: { ...limits, ...own },
    proxyFor: () => 'direct',
    trust: { takesAll: false, stores: [] },
  })
  onTestFinished(() => opened.close())
  return opened
}

export async function serving(handle: Handler) {
  const served = await serve(handle, 0)
  onTestFinished(() => served.close())
  return served.url
}

/** A server of bytes of one's own, and how many connections were made to it. */
export async function tcp(
  answer: (text: string, write: (bytes: string) => void, end: () => void, nth: number) => void,
) {
  let connections = 0
  const server = createTcp(socket => {
    connections++
    socket.on('error', () => {})
    socket.on('data', data =>
      answer(
        String(data),
        bytes => socket.write(bytes),
        () => socket.destroy(),
        connections,
      ),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}/`, made: () => connections }
}

export async function textOf({ body }: HttpStreamResponse): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

export const get = (url: string, more: object = {}) => ({ method: 'GET', url, headers: {}, ...more })

export async function opened(result: Promise<object>): Promise<HttpStreamResponse> {
  const answer = await result
  if (!('status' in answer)) throw new Error(JSON.stringify(answer))
  return answer as HttpStreamResponse
}

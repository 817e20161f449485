import { createServer, type Server } from 'node:http'
import { connect, createServer as createTcp } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Handler } from '../../../src/system/http/served.ts'
import { serve } from '../../../src/system/http/server.ts'
import { openHttpStreams } from '../../../src/system/http/stream.ts'
import type { HttpStreamResponse, Limits } from '../../../src/system/http/types.ts'

const limits: Limits = { connectMs: 2000, firstByteMs: 2000, idleMs: 2000, totalMs: 9e6, bytes: 9e9 }

function streams(own: Partial<Limits> = {}) {
  const opened = openHttpStreams({
    limits: { ...limits, ...own },
    proxyFor: () => 'direct',
    trust: { takesAll: false, stores: [] },
  })
  onTestFinished(() => opened.close())
  return opened
}

async function serving(handle: Handler) {
  const served = await serve(handle, 0)
  onTestFinished(() => served.close())
  return served.url
}

/** A server of bytes of one's own, and how many connections were made to it. */
async function tcp(answer: (text: string, write: (bytes: string) => void, end: () => void, nth: number) => void) {
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

async function textOf({ body }: HttpStreamResponse): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const get = (url: string, more: object = {}) => ({ method: 'GET', url, headers: {}, ...more })

async function opened(result: Promise<object>): Promise<HttpStreamResponse> {
  const answer = await result
  if (!('status' in answer)) throw new Error(JSON.stringify(answer))
  return answer as HttpStreamResponse
}

test('fifty streams at once are not mixed', async () => {
  const url = await serving(async ({ url }) => ({
    status: 200,
    headers: {},
    body: (async function* () {
      for (let at = 0; at < 20; at++) {
        yield `${url}:${at}\n`
        await wait(at % 3)
      }
    })(),
  }))
  const { send } = streams({ firstByteMs: 20_000, idleMs: 20_000 })
  const texts = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => textOf(await opened(send(get(`${url}/${n}`))))),
  )
  expect(texts).toEqual(
    Array.from({ length: 50 }, (_, n) => Array.from({ length: 20 }, (_, at) => `/${n}:${at}\n`).join('')),
  )
})

test('bytes come as they were sent, whatever their encoding', async () => {
  const bytes = Buffer.from([0xff, 0, 0xc3, 0x28, 0xe2, 0x82])
  const url = await serving(async ({ body }) => ({ status: 200, headers: { 'content-encoding': 'zstd' }, body }))
  const { status, headers, body } = await opened(streams().send({ method: 'POST', url, headers: {}, body: bytes }))
  expect([status, headers['content-encoding']]).toEqual([200, 'zstd'])
  const came: Uint8Array[] = []
  for await (const piece of body) came.push(piece)
  expect(Buffer.concat(came)).toEqual(bytes)
})

describe('abort', () => {
  /** A server that begins an answer, or none, and says when its client has gone. */
  async function endless(begins: boolean) {
    let left: (ms: number) => void = () => {}
    const gone = new Promise<number>(resolve => {
      left = resolve
    })
    const url = await serving(async ({ signal }) => {
      signal.addEventListener('abort', () => left(performance.now()))
      if (!begins) await new Promise(resolve => signal.addEventListener('abort', resolve))
      const body = (async function* () {
        yield 'begun'
        await new Promise(resolve => signal.addEventListener('abort', resolve))
      })()
      return { status: 200, headers: {}, body }
    })
    return { url, gone }
  }

  test.each([
    ['before an answer', false],
    ['in the middle of one', true],
  ])('%s reaches the server within 50 ms', async (_, begins) => {
    const { url, gone } = await endless(begins)
    const controller = new AbortController()
    const sent = streams().send({ ...get(url), signal: controller.signal })
    const reading = begins ? opened(sent).then(textOf) : sent
    const outcome = reading.then(
      result => result,
      error => error.code,
    )
    await wait(100)
    const begun = performance.now()
    controller.abort()
    expect(await outcome).toEqual(begins ? 'ECANCELED' : expect.objectContaining({ code: 'ECANCELED' }))
    expect((await gone) - begun).toBeLessThan(50)
  })

  test('one that comes too early sends nothing', async () => {
    let asked = 0
    const url = await serving(async () => ({ status: 200, headers: {}, body: String(asked++) }))
    expect(await streams().send({ ...get(url), signal: AbortSignal.abort() })).toMatchObject({ code: 'ECANCELED' })
    expect(asked).toBe(0)
  })

  test('who stops reading ends the request', async () => {
    const { url, gone } = await endless(true)
    const { body } = await opened(streams().send(get(url)))
    const begun = performance.now()
    for await (const _ of body) break
    expect((await gone) - begun).toBeLessThan(50)
  })
})

test('who reads slowly slows the server down, through both of our sides', async () => {
  const piece = Buffer.alloc(64 << 10, 'x')
  let made = 0
  const source = await serving(async () => ({
    status: 200,
    headers: {},
    body: (async function* () {
      for (let at = 0; at < 3200; at++) {
        made += piece.length
        yield piece
      }
    })(),
  }))
  const { send } = streams({ idleMs: 60_000 })
  const between = await serving(async ({ signal }) => {
    const { status, body } = await opened(send({ ...get(source), signal }))
    return { status, headers: {}, body }
  })
  const { port } = new URL(between)
  const socket = connect(Number(port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  socket.pause()
  await wait(700)
  const held = made
  await wait(300)
  expect(made).toBe(held)
  // What the system's own socket buffers take on loopback, three times over.
  expect(held).toBeLessThan(24 << 20)
})

describe('connections', () => {
  const ok = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`

  test('one is kept for the requests that follow each other', async () => {
    const { url, made } = await tcp((_, write) => write(ok('yes')))
    const { send } = streams()
    for (let at = 0; at < 5; at++) expect(await textOf(await opened(send(get(url))))).toBe('yes')
    expect(made()).toBe(1)
  })

  test('one that was closed while nobody asked is made anew', async () => {
    const { url, made } = await tcp((_, write, end, nth) => {
      write(ok('yes'))
      if (nth === 1) setTimeout(end, 20)
    })
    const { send } = streams()
    expect(await textOf(await opened(send(get(url))))).toBe('yes')
    await wait(60)
    expect(await textOf(await opened(send(get(url))))).toBe('yes')
    expect(made()).toBe(2)
  })

  test('one that is closed instead of an answer is asked anew only where nothing was heard', async () => {
    let asked = 0
    const { url, made } = await tcp((_, write, end) => {
      asked++
      if (asked === 2) end()
      else write(ok('yes'))
    })
    const { send } = streams()
    await textOf(await opened(send(get(url))))
    expect(await textOf(await opened(send(get(url))))).toBe('yes')
    expect([asked, made()]).toEqual([3, 2])
  })

  test('a new one that is closed instead of an answer is a failure', async () => {
    const { url, made } = await tcp((_, __, end) => end())
    expect(await streams().send(get(url))).toMatchObject({ step: 'answer', code: 'ECONNRESET' })
    expect(made()).toBe(1)
  })
})

describe('what goes wrong is said by its step', () => {
  test.each<[string, string, object]>([
    ['nobody listens', 'http://127.0.0.1:1/', { step: 'connect', code: 'ECONNREFUSED' }],
    ['no URL', 'here', { step: 'address', code: 'ERR_INVALID_URL' }],
    ['another protocol', 'ftp://127.0.0.1/', { step: 'address', code: 'ERR_INVALID_PROTOCOL' }],
  ])('%s', async (_, url, expected) => {
    expect(await streams().send(get(url))).toMatchObject(expected)
  })

  test('an answer that does not begin', async () => {
    const { url } = await tcp(() => {})
    const answer = await streams({ firstByteMs: 100 }).send(get(url))
    expect(answer).toEqual({
      step: 'answer',
      code: 'ETIMEDOUT',
      says: 'it took the request, and says nothing within 0.1 s',
    })
  })

  test('an answer that goes silent, and one that is cut, throw while they are read', async () => {
    const silent = await tcp((_, write) => write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'))
    const answer = await opened(streams({ idleMs: 100 }).send(get(silent.url)))
    await expect(textOf(answer)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    const cut = await tcp((_, write, end) => {
      write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')
      setTimeout(end, 20)
    })
    await expect(opened(streams().send(get(cut.url))).then(textOf)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('a redirect is an answer like any other', async () => {
    const url = await serving(async () => ({
      status: 307,
      headers: { location: 'http://elsewhere.example/' },
      body: '',
    }))
    expect((await opened(streams().send(get(url)))).status).toBe(307)
  })
})

test('close() ends what is open', async () => {
  const server: Server = createServer(() => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { send, close } = streams({ firstByteMs: 60_000 })
  const { port } = server.address() as { port: number }
  const sent = send(get(`http://127.0.0.1:${port}/`))
  await wait(50)
  close()
  expect(await sent).toHaveProperty('code')
})

import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { get, opened, serving, streams, textOf } from './streams.ts'

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

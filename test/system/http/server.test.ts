import { request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Handler, ServedAnswer, ServedRequest } from '../../../src/system/http/served.ts'
import { serve } from '../../../src/system/http/server.ts'
import { question, short, wireOf } from './loopback.ts'

async function serving(handle: Handler, port = 0) {
  const served = await serve(handle, port)
  onTestFinished(() => served.close())
  return served
}

const saying = (answer: Partial<ServedAnswer>) => async () => ({ status: 200, headers: {}, body: '', ...answer })

test('a handler sees the request, and its answer goes out', async () => {
  const seen: ServedRequest[] = []
  const { url } = await serving(async got => {
    seen.push(got)
    return { status: 201, headers: { 'content-type': 'text/plain', 'x-id': '1' }, body: 'grüße' }
  })
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const asked = question(`${url}/v1/messages?beta=true`, { headers: { 'X-Api-Key': 'k' }, body: '{"é":1}' })
  const headers = { 'content-type': 'text/plain', 'x-id': '1', 'content-length': '7' }
  expect(await wireOf().ask(asked)).toMatchObject({ status: 201, headers, body: 'grüße' })
  expect(seen).toMatchObject([
    { method: 'POST', url: '/v1/messages?beta=true', headers: { 'x-api-key': 'k' }, body: Buffer.from('{"é":1}') },
  ])
})

test('a body that comes in pieces is sent as it comes', async () => {
  const { url } = await serving(
    saying({
      body: (async function* () {
        for (const piece of ['one ', 'two ', 'three']) {
          yield piece
          await wait(40)
        }
      })(),
    }),
  )
  const answer = await wireOf().ask(question(url))
  expect(answer).toMatchObject({ body: 'one two three', pieces: [{ length: 4 }, { length: 8 }, { length: 13 }] })
})

test.each<[string, Handler, object]>([
  ['throws', () => Promise.reject(new Error('secret')), { status: 500, body: '' }],
  [
    'throws in the middle of its answer',
    saying({
      body: (async function* () {
        yield 'half'
        await wait(20)
        throw new Error('secret')
      })(),
    }),
    { status: 200, body: 'half', cut: 'closed' },
  ],
  ['gives a header that HTTP cannot carry', saying({ headers: { a: '\n' } }), { step: 'answer', code: 'ECONNRESET' }],
])('a handler that %s', async (_, handle, expected) => {
  const { url } = await serving(handle)
  expect(await wireOf().ask(question(url))).toMatchObject(expected)
})

test('a client that goes away ends the body', async () => {
  let isOver = false
  const { url } = await serving(
    saying({
      body: (async function* () {
        try {
          for (;;) {
            yield 'x'.repeat(1 << 16)
            await wait(1)
          }
        } finally {
          isOver = true
        }
      })(),
    }),
  )
  expect(await wireOf().ask(question(url))).toMatchObject({ cut: 'large' })
  await expect.poll(() => isOver).toBe(true)
})

const limit = 32 << 20
test.each([
  [limit, 200],
  [limit + 1, 413],
])('a body of %i bytes is answered with %i', async (length, status) => {
  const { url } = await serving(async ({ body }) => saying({ body: String(body.length) })())
  const answer = await wireOf({}, { ...short, firstByteMs: 9000, totalMs: 9000 }).ask(
    question(url, { body: 'x'.repeat(length) }),
  )
  expect(answer).toMatchObject({ status, body: status === 200 ? String(length) : '' })
})

test('a port that is taken is said by its code', async () => {
  const { url } = await serving(saying({}))
  await expect(serve(saying({}), Number(new URL(url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('nobody but this machine gets in', async () => {
  const { url } = await serving(saying({}))
  const others = connect(Number(new URL(url).port), '127.0.0.2')
  const code = await new Promise(resolve =>
    others.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code)).on('connect', resolve),
  )
  expect(code).toBe('ECONNREFUSED')
})

test('closing ends connections that are kept or busy, and frees the port', async () => {
  const served = await serving(async ({ url }) =>
    url === '/slow' ? await new Promise<never>(() => {}) : await saying({})(),
  )
  const wire = wireOf({}, { ...short, firstByteMs: 9000, totalMs: 9000 })
  expect(await wire.ask(question(served.url))).toMatchObject({ status: 200 })
  const busy = request(`${served.url}/slow`)
  const code = new Promise(resolve => busy.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code)))
  busy.end()
  await wait(30)
  await served.close()
  expect(await code).toBe('ECONNRESET')
  expect(await wire.ask(question(served.url))).toMatchObject({ step: 'connect', code: 'ECONNREFUSED' })
  await serving(saying({}), Number(new URL(served.url).port))
})

import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { endlessly, http, question, serveBytes, short, wireOf } from './loopback.ts'

const head = 'HTTP/1.1 200 OK\r\n'
const gzipped = gzipSync('x'.repeat(200_000_000 >> 4))

/** What a server does once the question is there, and what is made of it. */
const faults: readonly [string, (socket: Socket) => void, object][] = [
  [
    'reset at once',
    socket => socket.resetAndDestroy(),
    { step: 'answer', code: 'ECONNRESET', says: 'it hangs up without an answer' },
  ],
  [
    'closed at once',
    socket => socket.end(),
    { step: 'answer', code: 'ECONNRESET', says: 'it hangs up without an answer' },
  ],
  [
    'closed in the middle of the headers',
    socket => socket.end(`${head}content-le`),
    { step: 'answer', code: 'ECONNRESET', says: 'it hangs up in the middle of its headers' },
  ],
  [
    'reset in the middle of the headers',
    socket => socket.write(`${head}content-le`, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    { step: 'answer', code: 'ECONNRESET', says: 'it hangs up in the middle of its headers' },
  ],
  [
    'silence',
    () => {},
    { step: 'answer', code: 'ETIMEDOUT', says: 'it took the request, and says nothing within 0.3 s' },
  ],
  ['silence after half the headers', socket => socket.write(`${head}a: `), { step: 'answer', code: 'ETIMEDOUT' }],
  ['headers, one byte at a time', socket => endlessly(socket, 'H', 20), { step: 'answer' }],
  [
    'endless headers, slowly',
    socket => socket.write(head, () => endlessly(socket, 'a: b\r\n', 30)),
    { step: 'answer', code: 'ETIMEDOUT', says: 'it took the request, and its headers do not end within 0.9 s' },
  ],
  [
    'endless headers, fast',
    socket => socket.write(head, () => endlessly(socket, 'a: b\r\n'.repeat(9999))),
    { step: 'answer', code: 'HPE_HEADER_OVERFLOW', says: 'the headers of its answer do not end' },
  ],
  [
    'endless announcements',
    socket => endlessly(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(9999)),
    { step: 'answer', code: 'HPE_HEADER_OVERFLOW' },
  ],
  [
    'endless announcements, slowly',
    socket => endlessly(socket, 'HTTP/1.1 102 P\r\n\r\n', 50),
    { step: 'answer', code: 'ETIMEDOUT' },
  ],
  ['not HTTP', socket => socket.write('220 mail.test ESMTP\r\n'), { step: 'answer', says: 'its answer is not HTTP' }],
  [
    'TLS',
    socket => socket.end(Buffer.from('15030100020246', 'hex')),
    { step: 'answer', says: 'it speaks TLS there, so that https:// may be right' },
  ],
  [
    'another protocol',
    socket => socket.write(`HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n`),
    { status: 101, body: '' },
  ],
  [
    'half a body',
    socket => socket.end(`${head}content-length: 8\r\n\r\nhalf`),
    { status: 200, body: 'half', cut: 'closed' },
  ],
  [
    'half a character',
    socket => socket.end(`${head}content-length: 8\r\n\r\nab\u00e9`.slice(0, -1).concat('\u20ac')),
    { cut: 'closed', body: 'ab€' },
  ],
  [
    'half a body, then reset',
    socket =>
      socket.write(`${head}content-length: 8\r\n\r\nhalf`, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    { status: 200, body: 'half', cut: 'closed' },
  ],
  [
    'half of the chunks',
    socket => socket.end(`${head}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`),
    { status: 200, body: 'half', cut: 'closed' },
  ],
  [
    'chunks that are none',
    socket => socket.write(`${head}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzzz\r\n`),
    { status: 200, body: 'half', cut: 'closed' },
  ],
  ['more than its length', socket => socket.write(`${head}content-length: 2\r\n\r\nokay`), { status: 200, body: 'ok' }],
  ['headers, and no body', socket => socket.write(`${head}content-length: 8\r\n\r\n`), { body: '', cut: 'idle' }],
  ['a body that stops', socket => socket.write(`${head}content-length: 8\r\n\r\nhalf`), { body: 'half', cut: 'idle' }],
  [
    'one byte at a time',
    socket => socket.write(`${head}\r\n`, () => endlessly(socket, 'x', 50)),
    { status: 200, body: expect.stringMatching(/^x{3,}$/), cut: 'late' },
  ],
  [
    'an endless body',
    socket => socket.write(`${head}\r\n`, () => endlessly(socket, 'x'.repeat(999))),
    { body: 'x'.repeat(4096), cut: 'large' },
  ],
  [
    'a gzip bomb',
    socket => socket.write(http(gzipped, 'content-encoding: gzip\r\n')),
    { body: 'x'.repeat(4096), cut: 'large' },
  ],
  [
    'a gzip bomb in a gzip bomb',
    socket => socket.write(http(gzipSync(gzipped), 'content-encoding: gzip, gzip\r\n')),
    { body: 'x'.repeat(4096), cut: 'large' },
  ],
  [
    'gzip three times',
    socket => socket.write(http('x', 'content-encoding: gzip, gzip, gzip\r\n')),
    { body: '', cut: 'encoding' },
  ],
  [
    'gzip that is none',
    socket => socket.write(http('{"a":1}', 'content-encoding: gzip\r\n')),
    { body: '', cut: 'encoding' },
  ],
  [
    'half of a gzip',
    socket => socket.write(http(gzipSync('abc').subarray(0, -4), 'content-encoding: gzip\r\n')),
    { body: 'abc', cut: 'encoding' },
  ],
  [
    'half of a gzip, then closed',
    socket => socket.end(http(gzipSync('abc'), 'content-encoding: gzip\r\n').subarray(0, -4)),
    { body: 'abc', cut: 'closed' },
  ],
  [
    'an encoding that node does not know',
    socket => socket.write(http('x', 'content-encoding: zstd\r\n')),
    { body: '', cut: 'encoding' },
  ],
  [
    'nothing at all, in gzip',
    socket => socket.write(http('', 'content-encoding: gzip\r\n')),
    { status: 200, body: '' },
  ],
]

test.each(faults)('%s', async (_, act, expected) => {
  const server = await serveBytes(socket => socket.once('data', () => act(socket)))
  const begin = performance.now()
  const result = await wireOf().ask(question(server.url, { body: '{}' }))
  expect(result).toMatchObject(expected)
  if (!JSON.stringify(expected).includes('cut')) expect('cut' in result).toBe(false)
  expect(performance.now() - begin).toBeLessThan(short.totalMs + 300)
  // A connection that broke is given up, and nothing was tried twice.
  if (!('status' in result) || /closed|idle|late/.test(result.cut ?? '')) await expect.poll(() => server.open).toBe(0)
  expect(server.connections).toBe(1)
})

test('a server that answers before it has read the question', async () => {
  const server = await serveBytes(socket => {
    socket.pause()
    socket.write(http('too large', '', '413 Too Large'))
  })
  const wire = wireOf()
  const result = await wire.ask(question(server.url, { body: 'x'.repeat(8 << 20) }))
  expect(result).toMatchObject({ status: 413, body: 'too large' })
  expect(await wire.ask(question(server.url))).toMatchObject({ status: 413 })
  expect(server.connections).toBe(2)
})

test.each<[string, (socket: Socket) => void]>([
  ['closed', socket => socket.end()],
  ['reset', socket => socket.resetAndDestroy()],
])('a kept connection that is %s with the next question is made anew', async (_, hangUp) => {
  const server = await serveBytes((socket, number) => {
    let count = 0
    socket.on('data', () => (++count === 2 && number === 1 ? hangUp(socket) : socket.write(http(`${number}`))))
  })
  const wire = wireOf()
  const answers = [await wire.ask(question(server.url)), await wire.ask(question(server.url, { body: 'x' }))]
  expect(answers).toMatchObject([{ body: '1' }, { body: '2' }])
  expect(server.connections).toBe(2)
})

test('a kept connection is made anew once only, and not after a byte of an answer', async () => {
  const server = await serveBytes((socket, number) => {
    let count = 0
    socket.on('data', () => {
      if (++count === 2 || number > 1) socket.end(number === 2 ? '' : 'HTT')
      else socket.write(http('ok'))
    })
  })
  const wire = wireOf()
  expect(await wire.ask(question(server.url))).toMatchObject({ body: 'ok' })
  expect(await wire.ask(question(server.url))).toMatchObject({ step: 'answer' })
  expect(server.connections).toBe(1)
})

import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exchange } from '../../../src/system/http/exchange.ts'
import { answered, http, question, replying, serveBytes, short, wireOf } from './loopback.ts'

test('a question goes out as it is given, with what HTTP wants', async () => {
  const server = await serveBytes(replying(http('ok')))
  const headers = { 'X-Api-Key': 'secret', accept: 'application/json' }
  await wireOf().ask(question(`${server.url}/v1/messages?beta=true#there`, { headers, body: '{"é":1}' }))
  const [line, ...lines] = server.received.split('\r\n')
  expect(line).toBe('POST /v1/messages?beta=true HTTP/1.1')
  expect(lines.slice(0, -2).sort()).toEqual([
    'Connection: keep-alive',
    'X-Api-Key: secret',
    'accept-encoding: identity',
    'accept: application/json',
    'content-length: 8',
    `host: 127.0.0.1:${server.port}`,
    'user-agent: claude-switch',
  ])
  expect(lines.at(-1)).toBe(Buffer.from('{"é":1}').toString('latin1'))
})

test.each([
  ['user-agent', 'claude-cli/2'],
  ['Host', 'other.test'],
  ['accept-encoding', 'gzip'],
])('a %s of the question stays', async (name, value) => {
  const server = await serveBytes(replying(http('ok')))
  await wireOf().ask(question(server.url, { headers: { [name]: value } }))
  expect(server.received.match(new RegExp(`^${name}: .*$`, 'gim'))).toEqual([`${name}: ${value}`])
})

test('an answer has its status, headers, body and times', async () => {
  const server = await serveBytes(socket => {
    socket.once('data', () => {
      setTimeout(
        () => socket.write('HTTP/1.1 418 Teapot\r\nX-A: 1\r\nx-a: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n'),
        30,
      )
      setTimeout(() => socket.write('one '), 60)
      setTimeout(() => socket.end('two'), 90)
    })
  })
  const answer = answered(await wireOf().ask(question(server.url)))
  expect(answer).toMatchObject({ status: 418, headers: { 'x-a': '1, 2', 'set-cookie': 'a, b' }, body: 'one two' })
  expect('cut' in answer).toBe(false)
  const times = [answer.headersMs, ...answer.pieces.map(({ ms }) => ms), answer.endMs]
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(answer.headersMs).toBeGreaterThan(25)
  expect(answer.pieces.map(({ length }) => length)).toEqual([4, 7])
})

test('questions take turns on one connection, also when they are asked at once', async () => {
  const server = await serveBytes(replying(...['a', 'b', 'c', 'd'].map(body => http(body))))
  const wire = wireOf()
  const answers = await Promise.all(['/1', '/2', '/3'].map(path => wire.ask(question(server.url + path))))
  answers.push(await wire.ask(question(`${server.url}/4`, { body: 'x' })))
  expect(answers.map(answer => answered(answer).body)).toEqual(['a', 'b', 'c', 'd'])
  expect(server.received.match(/\/\d (?=HTTP)/g)).toEqual(['/1 ', '/2 ', '/3 ', '/4 '])
  expect(server.connections).toBe(1)
})

test('another host has another connection, and the first is given up', async () => {
  const [one, two] = [await serveBytes(replying(http('one'))), await serveBytes(replying(http('two')))]
  const wire = wireOf()
  expect(answered(await wire.ask(question(one.url))).body).toBe('one')
  expect(answered(await wire.ask(question(two.url))).body).toBe('two')
  await expect.poll(() => [one.open, two.open]).toEqual([0, 1])
})

test.each<[string, string, (body: string) => Buffer]>([
  ['gzip', 'gzip', gzipSync],
  ['x-gzip in capitals', 'X-GZIP', gzipSync],
  ['deflate', 'deflate', deflateSync],
  ['deflate without its frame', 'deflate', deflateRawSync],
  ['br', 'br', brotliCompressSync],
  ['two in a row', 'deflate, gzip', body => gzipSync(deflateSync(body))],
  ['a name that is no encoding', 'utf-8', Buffer.from],
])('an answer in %s is undone', async (_, encoding, encode) => {
  const text = 'grüße '.repeat(300)
  const server = await serveBytes(replying(http(encode(text), `content-encoding: ${encoding}\r\n`), http('next')))
  const wire = wireOf()
  const answer = answered(await wire.ask(question(server.url)))
  expect([answer.body, answer.cut]).toEqual([text, undefined])
  expect(answered(await wire.ask(question(server.url))).body).toBe('next')
  expect(server.connections).toBe(1)
})

const odd = 'a\u00e9\u20ac\u{1f600}z'
test.each(Array.from({ length: Buffer.byteLength(odd) + 1 }, (_, place) => place))(
  'UTF-8 that is cut after byte %i is whole again',
  async place => {
    const bytes = http(odd)
    const cut = bytes.length - Buffer.byteLength(odd) + place
    const server = await serveBytes(socket => {
      socket.once('data', () => {
        socket.write(bytes.subarray(0, cut))
        setTimeout(() => socket.write(bytes.subarray(cut)), 10)
      })
    })
    const answer = answered(await wireOf().ask(question(server.url)))
    expect([answer.body, answer.pieces.at(-1)?.length]).toEqual([odd, odd.length])
  },
)

test('a broken last character of a whole body is shown as one', async () => {
  const server = await serveBytes(replying(http(Buffer.from([0x61, 0xe2, 0x82]))))
  expect(answered(await wireOf().ask(question(server.url)))).toMatchObject({
    body: 'a\ufffd',
    pieces: [{}, { length: 2 }],
  })
})

test('many pieces are merged, the first and the last kept', async () => {
  const body = (async function* () {
    for (let at = 0; at < 9000; at++) yield Buffer.from('x')
  })()
  const streams = { send: async () => ({ status: 200, headers: {}, body }), close() {} }
  const limits = { ...short, bytes: 10_000 }
  const answer = answered(await exchange(streams, question('http://x.test'), limits, new AbortController().signal))
  const { pieces } = answer
  expect(answer.body.length).toBe(9000)
  expect(pieces.length).toBeGreaterThan(2000)
  expect(pieces.length).toBeLessThan(4097)
  expect([pieces[0]?.length, pieces.at(-1)?.length]).toEqual([1, 9000])
})

test('limits of a question come before those of the wire', async () => {
  const server = await serveBytes(replying(http('12345'), http('12345')))
  const wire = wireOf()
  const bodies = [{ bytes: 3 }, {}].map(limits => wire.ask(question(server.url, { limits })))
  expect((await Promise.all(bodies)).map(answered)).toMatchObject([{ body: '123', cut: 'large' }, { body: '12345' }])
})

test('a redirect is an answer, and its target sees nothing', async () => {
  const target = await serveBytes(replying(http('got you')))
  const server = await serveBytes(replying(http('', `location: ${target.url}/\r\n`, '307 Temporary Redirect')))
  const headers = { authorization: 'Bearer secret' }
  const answer = answered(await wireOf().ask(question(server.url, { headers, body: '{}' })))
  expect([answer.status, answer.headers['location']]).toEqual([307, `${target.url}/`])
  expect(target.connections).toBe(0)
})

test('the user and password of a URL go nowhere', async () => {
  const server = await serveBytes(replying(http('ok')))
  await wireOf().ask(question(`http://me:hidden@127.0.0.1:${server.port}/`))
  expect(server.received).not.toMatch(/hidden|authorization/i)
})

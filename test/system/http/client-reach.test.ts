import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import {
  addressFault,
  answerFault,
  connectFault,
  httpErrorCode,
  problem,
  tlsFault,
} from '../../../src/system/http/errors.ts'
import { root } from '../../support/binary.ts'
import { http, question, replying, serveBytes, short, wireOf } from './loopback.ts'

test.each([
  ['http://127.0.0.1:1/', { step: 'connect', code: 'ECONNREFUSED', says: 'nothing listens on 127.0.0.1:1' }],
  ['http://[::1]:1/', { step: 'connect', says: expect.stringContaining('[::1]:1') }],
  ['http://localhost:1/', { step: 'connect', code: 'ECONNREFUSED', says: 'nothing listens on localhost:1' }],
  ['http://no.such.invalid/', { step: 'address', says: expect.stringContaining('no.such.invalid') }],
  ['127.0.0.1', { step: 'address', code: 'ERR_INVALID_URL', says: 'the address is no URL' }],
  ['', { step: 'address', code: 'ERR_INVALID_URL' }],
  ['ftp://127.0.0.1/', { step: 'address', code: 'ERR_INVALID_PROTOCOL' }],
])('%s is out of reach', async (url, silence) => {
  const limits = { ...short, connectMs: 5000 }
  expect(await wireOf({}, limits).ask(question(url))).toMatchObject(silence)
})

test('a name with several addresses is reached by the one that answers', async () => {
  const server = await serveBytes(replying(http('ok')))
  expect(await wireOf().ask(question(`http://localhost:${server.port}/`))).toMatchObject({ body: 'ok' })
})

test.each([
  [{ 'x-api-key': 'hid\nden' }, 'the header x-api-key holds what HTTP cannot carry'],
  [{ 'x-api-key': 'hidd\u{1f600}n' }, 'the header x-api-key holds what HTTP cannot carry'],
])('a header that cannot be sent is named without its value', async (headers, says) => {
  const server = await serveBytes(replying(http('ok')))
  const wire = wireOf()
  expect(await wire.ask(question(server.url, { headers }))).toEqual({ step: 'answer', code: 'ERR_INVALID_CHAR', says })
  await expect.poll(() => server.open).toBe(0)
  expect(await wire.ask(question(server.url))).toMatchObject({ body: 'ok' })
})

const several = (...codes: string[]) => new AggregateError(codes.map(problem))
test.each([
  [problem('ECONNREFUSED'), 'ECONNREFUSED'],
  [several('ENETUNREACH', 'ECONNREFUSED'), 'ECONNREFUSED'],
  [several('ENETUNREACH', 'ETIMEDOUT'), 'ETIMEDOUT'],
  [several('EHOSTUNREACH', 'ENETUNREACH'), 'EHOSTUNREACH'],
  [several('EODD', 'EVEN'), 'EODD'],
  [several(), 'UNKNOWN'],
  [new Error('no code'), 'UNKNOWN'],
  ['no error', 'UNKNOWN'],
])('the code of %s', (error, code) => {
  expect(httpErrorCode(error)).toBe(code)
})

test.each([
  [addressFault, 'ENOTFOUND', 'there is no host named x'],
  [addressFault, 'EAI_AGAIN', 'the name server does not answer, so that x cannot be found'],
  [addressFault, 'ETIMEDOUT', 'no address of x was found within 1.5 s'],
  [addressFault, 'EODD', 'the address of x cannot be found (EODD)'],
  [connectFault, 'EHOSTUNREACH', 'there is no way to x'],
  [connectFault, 'ENETUNREACH', 'no network of this machine leads to x'],
  [connectFault, 'ETIMEDOUT', 'x does not take a connection within 1.5 s'],
  [connectFault, 'EODD', 'there is no connection to x (EODD)'],
  [tlsFault, 'EODD', 'TLS fails (EODD)'],
] as const)('%o of %s in words', (fault, code, says) => {
  expect(fault(problem(code), 'x', 1500).silence).toMatchObject({ code, says })
})

test('an error nobody thought of is an answer as well', () => {
  expect(answerFault(null, false, 'x').silence).toEqual({
    step: 'answer',
    code: 'UNKNOWN',
    says: 'there is no answer (UNKNOWN)',
  })
})

const givenUp = { step: 'answer', code: 'ECANCELED', says: 'the request was given up' }
test.each([
  ['the server thinks', '', givenUp],
  ['the headers come', 'HTTP/1.1 200 OK\r\n', givenUp],
  ['the body comes', 'HTTP/1.1 200 OK\r\n\r\nhalf', { status: 200, body: 'half', cut: 'closed' }],
])('closing while %s ends that question and those that wait', async (_, sent, expected) => {
  const server = await serveBytes(socket => socket.once('data', () => socket.write(sent)))
  const wire = wireOf({}, { ...short, firstByteMs: 9e9, totalMs: 9e9, idleMs: 9e9 })
  const asked = [wire.ask(question(server.url)), wire.ask(question(server.url))]
  await expect.poll(() => server.received).toContain('GET')
  setTimeout(() => wire.close(), 30)
  expect(await Promise.all(asked)).toMatchObject([expected, givenUp])
  expect(await wire.ask(question(server.url))).toEqual(givenUp)
  await expect.poll(() => server.open).toBe(0)
  expect(server.connections).toBe(1)
})

test.each(['http', 'https'])('closing while an %s connection is made', async protocol => {
  const server = await serveBytes(() => {})
  const wire = wireOf(protocol === 'http' ? { HTTP_PROXY: `https://127.0.0.1:${server.port}` } : {}, {
    ...short,
    connectMs: 9e6,
  })
  const asked = wire.ask(question(`${protocol}://127.0.0.1:${server.port}/`))
  await expect.poll(() => server.open).toBe(1)
  wire.close()
  expect(await asked).toEqual(givenUp)
  await expect.poll(() => server.open).toBe(0)
})

test.each([
  ['a question', ''],
  ['a question that is not answered', '?silent'],
])('after %s and close() nothing holds the process', async (_, query) => {
  const server = await serveBytes(socket => {
    socket.on('data', data => data.includes('silent') || socket.write(http('ok')))
  })
  const contents = `
    import { openHttpClient } from './src/system/http/client.ts'
    const limits = { connectMs: 9e6, firstByteMs: 9e6, idleMs: 9e6, totalMs: 9e6, bytes: 9 }
    const wire = openHttpClient({ limits, proxyFor: () => 'direct', trust: { takesAll: false, stores: [] } })
    const asked = wire.ask({ method: 'GET', url: '${server.url}/${query}', headers: {} })
    if ('${query}' !== '') setTimeout(() => wire.close(), 300)
    console.log(JSON.stringify(await asked))
    wire.close()`
  const stdin = { contents, resolveDir: root, loader: 'ts' } as const
  const { outputFiles } = await build({ stdin, bundle: true, platform: 'node', format: 'esm', write: false })
  const words = ['--input-type=module', '-e', outputFiles[0]?.text ?? '']
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 9000 })
  expect(stdout).toContain(query === '' ? '"status":200' : 'ECANCELED')
})

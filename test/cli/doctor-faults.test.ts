import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runAside } from '../support/aside.ts'
import { temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'
import { selfSigned, signed } from '../system/http/certificates.ts'

const token = 'canary-5f2c81d0'

/** ms. What `--timeout 1` may come to on a busy machine: several requests with their limits, pauses between them, node's start. */
const bound = 45_000

type Fault = (request: IncomingMessage, response: ServerResponse) => void

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Examines a server by the built command, for people and for programs at once; both have to end well. */
async function examined(url: string, more = '') {
  const text = `BOX_BASE_URL=${url}\nBOX_KIND=vllm\nBOX_MODEL=served-name\nBOX_AUTH_TOKEN='${token}'\nBOX_BILLING=free\n${more}`
  const home = temporaryHome(text)
  const begin = performance.now()
  const [plain, json] = await Promise.all(
    [[], ['--json']].map(words => runAside(['doctor', 'box', '--timeout', '1', ...words], home)),
  )
  const said = `${plain?.stdout}${plain?.stderr}${json?.stdout}${json?.stderr}`
  expect(performance.now() - begin).toBeLessThan(bound)
  expect(said).not.toMatch(/\bbug of ours|\n {4}at |TypeError|RangeError/)
  expect(said).not.toContain(token)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  const [backend] = JSON.parse(json?.stdout ?? '').backends
  return { code: plain?.code, stdout: plain?.stdout ?? '', backend, codes: [plain?.code, json?.code] }
}

const bytes =
  (...pieces: (string | Buffer)[]): Fault =>
  (_, { socket }) => {
    for (const piece of pieces) socket?.write(piece)
  }
const answering =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Fault =>
  (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  }
const error = (message: string) => JSON.stringify({ type: 'error', error: { type: 'api_error', message } })
const streaming =
  (write: (response: ServerResponse) => boolean, everyMs: number): Fault =>
  (request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const timer = setInterval(() => {
      for (let pieces = 0; pieces < 64 && write(response) && everyMs === 0; pieces++);
    }, everyMs)
    response.on('close', () => clearInterval(timer))
  }

/** What a server does to every request, and the first words of the verdict. */
const faults: readonly [string, Fault, RegExp][] = [
  ['a reset', request => request.socket.resetAndDestroy(), /^breaks: (no answer|unreachable)/],
  ['the end instead of an answer', request => request.socket.end(), /^breaks: (no answer|unreachable)/],
  [
    'half a response',
    (request, _) => request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{"da'),
    /^breaks: /,
  ],
  ['half a header', bytes('HTTP/1.1 200 O'), /^breaks: no answer/],
  ['no HTTP', bytes('SSH-2.0-OpenSSH_9.9\r\n\r\n'), /^breaks: no answer/],
  ['silence', () => {}, /^breaks: no answer/],
  ['one byte a second', streaming(response => response.write(' '), 1000), /^breaks: /],
  ['a body without an end', streaming(response => response.write('x'.repeat(65_536)), 0), /^breaks: /],
  [
    'events without an end',
    streaming(response => response.write('event: ping\ndata: {"type":"ping"}\n\n'.repeat(500)), 0),
    /^breaks: /,
  ],
  ['a gzip bomb', answering(200, gzipSync(Buffer.alloc(96 << 20, ' ')), { 'content-encoding': 'gzip' }), /^breaks: /],
  ['gzip that is none', answering(200, 'plain', { 'content-encoding': 'gzip' }), /^breaks: /],
  ['plain text', answering(200, 'hello', { 'content-type': 'text/plain' }), /^breaks: /],
  [
    'a login page',
    answering(200, '<!doctype html><title>Sign in</title><form>', { 'content-type': 'text/html' }),
    /^breaks: /,
  ],
  ['an empty answer', answering(200, ''), /^breaks: /],
  ['null', answering(200, 'null'), /^breaks: /],
  ['very deep JSON', answering(200, '['.repeat(200_000)), /^breaks: /],
  ['deep JSON that ends', answering(200, `${'[{"data":'.repeat(20_000)}1${'}]'.repeat(20_000)}`), /^breaks: /],
  ['another shape of JSON', answering(200, '{"data":{"id":[]},"error":7,"content":"x","type":{"a":1}}'), /^breaks: /],
  ['429 with retry-after', answering(429, error('slow down'), { 'retry-after': '3600' }), /^breaks: /],
  ['503 for ever', answering(503, error('Loading model')), /^breaks: still loading/],
  ['529', answering(529, error('Overloaded')), /^breaks: /],
  [
    '500 with a text',
    answering(500, 'Traceback (most recent call last):', { 'content-type': 'text/plain' }),
    /^breaks: /,
  ],
  [
    'huge headers',
    bytes(`HTTP/1.1 200 OK\r\nx-huge: ${'h'.repeat(600_000)}\r\ncontent-length: 0\r\n\r\n`),
    /^breaks: no answer/,
  ],
  [
    'redirects in a circle',
    (request, response) => response.writeHead(307, { location: request.url ?? '/' }).end(),
    /^breaks: /,
  ],
  ['a redirect to nowhere', answering(302, '', { location: 'file:///etc/passwd' }), /^breaks: /],
]

describe('whatever a server does, the doctor says so and ends', () => {
  test.each(faults)('%s', async (_, fault, verdict) => {
    const { codes, backend } = await examined(`http://${await listen(createServer(fault))}`)
    expect({ codes, says: backend.says }).toEqual({ codes: [1, 1], says: expect.stringMatching(verdict) })
  })

  test('nothing listens', async () => {
    const server = createServer()
    const place = await listen(server)
    server.close()
    const { codes, backend } = await examined(`http://${place}`)
    expect({ codes, says: backend.says }).toEqual({ codes: [1, 1], says: 'breaks: unreachable' })
  })

  test('no such host', async () => {
    const { codes, backend } = await examined('http://box.test.invalid:8000')
    expect({ codes, says: backend.says }).toEqual({ codes: [1, 1], says: 'breaks: no such host' })
  })
})

describe.runIf(everythingExpected || isInstalled('openssl'))('certificates', () => {
  const tls = async (kind: 'self-signed' | 'expired' | 'another name') => {
    const authority = selfSigned('doctor-authority', '/CN=authority', 'DNS:authority')
    const made =
      kind === 'self-signed'
        ? selfSigned('doctor-self', '/CN=self', 'IP:127.0.0.1')
        : kind === 'expired'
          ? signed('doctor-expired', 'IP:127.0.0.1', authority, -1)
          : signed('doctor-name', 'DNS:other.test', authority, 9)
    const answer: RequestListener = (_, response) => response.end('{}')
    return { place: await listen(createTlsServer({ key: made.key, cert: made.cert }, answer)), authority }
  }

  test.each(['self-signed', 'expired', 'another name'] as const)('%s', async kind => {
    const { place, authority } = await tls(kind)
    const more = kind === 'self-signed' ? '' : `BOX_ENV_NODE_EXTRA_CA_CERTS=${authority.path}\n`
    const { codes, backend, stdout } = await examined(`https://${place}`, more)
    expect({ codes, says: backend.says }).toEqual({ codes: [1, 1], says: 'breaks: TLS' })
    expect(stdout).toContain(kind === 'self-signed' ? 'BOX_ENV_NODE_EXTRA_CA_CERTS=' : 'certificate that holds for')
  })

  test('none at all: it speaks plain http', async () => {
    const place = await listen(createServer(answering(200, '{}')))
    const { codes, backend, stdout } = await examined(`https://${place}`)
    expect({ codes, says: backend.says }).toEqual({ codes: [1, 1], says: 'breaks: TLS' })
    expect(stdout).toContain(`BOX_BASE_URL=http://${place}`)
  })
})

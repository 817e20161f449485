import { createServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openHttpClient } from '../../../src/system/http/client.ts'
import type { ProxyRoute } from '../../../src/system/http/types.ts'
import { selfSigned } from './certificates.ts'
import { answered, http, listening, question, replying, serveBytes, short, wireOf } from './loopback.ts'

const own = selfSigned('proxied', '/CN=proxied', 'DNS:backend.test')
const environment = { NODE_EXTRA_CA_CERTS: own.path }

/** Answers CONNECT with a tunnel to that port, whatever it was asked for. */
function tunnelling(port: number): (socket: Socket) => void {
  return socket => {
    socket.once('data', () => {
      const there = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Go\r\nx: 1\r\n\r\n'))
      there.on('error', () => {})
      socket.pipe(there).pipe(socket)
    })
  }
}

test('an http backend is asked by its whole URL, over one connection to the proxy', async () => {
  const proxy = await serveBytes(replying(http('one'), http('two')))
  const wire = wireOf({ http_proxy: `http://me:p%40ss@127.0.0.1:${proxy.port}` })
  const bodies = [
    await wire.ask(question('http://backend.test:81/v1?x#y')),
    await wire.ask(question('http://backend.test:81/')),
  ]
  expect(bodies.map(answer => answered(answer).body)).toEqual(['one', 'two'])
  expect(proxy.received.match(/^GET .*|^(host|proxy-auth).*/gm)).toEqual([
    'GET http://backend.test:81/v1?x HTTP/1.1',
    'host: backend.test:81',
    `proxy-authorization: Basic ${btoa('me:p@ss')}`,
    'GET http://backend.test:81/ HTTP/1.1',
    'host: backend.test:81',
    `proxy-authorization: Basic ${btoa('me:p@ss')}`,
  ])
  expect(proxy.connections).toBe(1)
})

test('an https backend is asked through CONNECT, and only the proxy sees its credentials', async () => {
  const seen: unknown[] = []
  const server = createServer({ ...own }, ({ headers }, response) => {
    seen.push(headers['proxy-authorization'], headers['authorization'])
    response.end('secret')
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = await listening(server)
  const proxy = await serveBytes(tunnelling(port))
  const wire = wireOf({ ...environment, HTTPS_PROXY: `http://me:100%25@127.0.0.1:${proxy.port}` })
  const asked = question('https://backend.test/', { headers: { authorization: 'Bearer b' } })
  for (const _ of [1, 2]) expect(answered(await wire.ask(asked)).body).toBe('secret')
  expect(proxy.received).toMatch(/^CONNECT backend\.test:443 HTTP\/1\.1\r\nhost: backend\.test:443\r\n/)
  expect(proxy.received).toContain(`proxy-authorization: Basic ${btoa('me:100%')}\r\n`)
  expect(proxy.received).not.toContain('Bearer')
  expect([seen, proxy.connections]).toEqual([[undefined, 'Bearer b', undefined, 'Bearer b'], 1])
})

const secure = 'https://backend.test'
const plain = 'http://backend.test'
test.each<[string, string, (socket: Socket) => void, string, string]>([
  ['407', secure, replying(http('', '', '407 No')), 'HTTP_407', 'does not take the user name and password'],
  ['407 to http', plain, replying(http('', '', '407 No')), 'HTTP_407', 'does not take the user name and password'],
  ['403', secure, replying(http('<html>', '', '403 No')), 'HTTP_403', 'does not lead to backend.test:443 (status 403)'],
  [
    '302',
    secure,
    replying(http('', 'location: /\r\n', '302 F')),
    'HTTP_302',
    'does not lead to backend.test:443 (status 302)',
  ],
  ['502', secure, replying(http('', '', '502 No')), 'HTTP_502', 'cannot reach backend.test:443 (status 502)'],
  ['no HTTP', secure, replying('hello\r\n'), 'HPE_INVALID_CONSTANT', 'does not speak HTTP'],
  ['hangs up', secure, socket => socket.end(), 'ECONNRESET', 'hangs up when it is asked for a connection'],
  ['silence', secure, () => {}, 'ETIMEDOUT', 'does not lead to backend.test:443 within 0.4 s'],
])('a proxy that refuses: %s', async (_, url, talk, code, says) => {
  const proxy = await serveBytes(talk)
  const variables = { HTTPS_PROXY: `http://me:hidden@127.0.0.1:${proxy.port}` }
  const asked = question(url, { headers: { authorization: 'Bearer b' } })
  const name = `the proxy 127.0.0.1:${proxy.port} (HTTPS_PROXY)`
  expect(await wireOf(variables).ask(asked)).toEqual({ step: 'proxy', code, says: `${name} ${says}` })
  if (url === secure) expect(proxy.received).not.toContain('Bearer')
  await expect.poll(() => proxy.open).toBe(url === secure ? 0 : 1)
})

test('407 where no user is named', async () => {
  const proxy = await serveBytes(replying(http('', '', '407 No')))
  const result = await wireOf({ HTTPS_PROXY: proxy.url }).ask(question(secure))
  expect(result).toMatchObject({ says: expect.stringMatching(/ asks for a user name and password$/) })
})

test.each([
  [
    'dead',
    'http://127.0.0.1:1',
    'ECONNREFUSED',
    'the proxy of HTTPS_PROXY is out of reach: nothing listens on 127.0.0.1:1',
  ],
  [
    'no URL',
    'me:hidden@proxy',
    'ERR_INVALID_URL',
    'HTTPS_PROXY is no whole URL such as http://proxy.example.com:8080; Claude Code does not start with it',
  ],
  [
    'SOCKS',
    'socks5://127.0.0.1:1',
    'ERR_INVALID_PROTOCOL',
    'HTTPS_PROXY is no HTTP proxy, and Claude Code reaches nothing through it',
  ],
])('a proxy that cannot be asked: %s', async (_, value, code, says) => {
  for (const url of [secure, plain])
    expect(await wireOf({ HTTPS_PROXY: value }).ask(question(url))).toEqual({ step: 'proxy', code, says })
})

test.each([
  ['a user', 'http://me:p%40ss@', `Basic ${btoa('me:p@ss')}`],
  ['a user without a password', 'http://me@', `Basic ${btoa('me:')}`],
  ['a percent sign that is none of a URL', 'http://me:100%@', undefined],
])('a proxy with %s', async (_, start, expected) => {
  const proxy = await serveBytes(replying(http('ok')))
  await wireOf({ HTTP_PROXY: `${start}127.0.0.1:${proxy.port}` }).ask(question(plain))
  expect(/^proxy-authorization: (.*)$/m.exec(proxy.received)?.[1]).toBe(expected)
})

test('the wire goes each way that it is told', async () => {
  const [proxy, backend] = [await serveBytes(replying(http('proxy'))), await serveBytes(replying(http('backend')))]
  const no: ProxyRoute = { step: 'proxy', code: 'ERR_INVALID_URL', says: 'that is none' }
  const ways: Record<string, ProxyRoute> = { '/a': { variable: 'A', url: new URL(proxy.url) }, '/b': 'direct' }
  const proxyFor = ({ pathname }: URL) => ways[pathname] ?? no
  const wire = openHttpClient({ limits: short, proxyFor, trust: { takesAll: false, stores: [] } })
  onTestFinished(() => wire.close())
  expect(await wire.ask(question(`${backend.url}/a`))).toMatchObject({ body: 'proxy' })
  expect(await wire.ask(question(`${backend.url}/b`))).toMatchObject({ body: 'backend' })
  expect(await wire.ask(question(`${backend.url}/c`))).toEqual(no)
})

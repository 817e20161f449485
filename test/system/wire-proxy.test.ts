import { createServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { proxyFor } from '../../src/system/wire-proxies.ts'
import { selfSigned } from './certificates.ts'
import { answered, http, listening, question, replying, serveBytes, wireOf } from './loopback.ts'

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
  const wire = wireOf({ ...environment, HTTPS_PROXY: `http://me:100%@127.0.0.1:${proxy.port}` })
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
  ['no URL', 'me:hidden@proxy', 'ERR_INVALID_URL', 'HTTPS_PROXY is no URL of an HTTP proxy'],
  ['SOCKS', 'socks5://127.0.0.1:1', 'ERR_INVALID_URL', 'HTTPS_PROXY is no URL of an HTTP proxy'],
])('a proxy that cannot be asked: %s', async (_, value, code, says) => {
  for (const url of [secure, plain])
    expect(await wireOf({ HTTPS_PROXY: value }).ask(question(url))).toEqual({ step: 'proxy', code, says })
})

const [a, b] = ['http://a.test:1', 'http://b.test:2']
test.each([
  [{}, undefined],
  [{ https_proxy: a, HTTPS_PROXY: b }, 'https_proxy'],
  [{ https_proxy: ' ', HTTPS_PROXY: b }, 'HTTPS_PROXY'],
  [{ HTTPS_PROXY: a, http_proxy: b }, 'HTTPS_PROXY'],
  [{ http_proxy: a, HTTP_PROXY: b }, 'http_proxy'],
  [{ HTTP_PROXY: a, ALL_PROXY: b }, 'HTTP_PROXY'],
  [{ ALL_PROXY: a }, 'ALL_PROXY'],
  [{ all_proxy: 'socks5://a.test' }, undefined],
])('with %j both http and https go to %s', (variables, variable) => {
  for (const url of [secure, plain]) {
    const proxy = proxyFor(new URL(url), variables)
    expect(proxy && 'variable' in proxy ? proxy.variable : proxy).toBe(variable)
  }
})

test.each([
  ['http://api.backend.test:8080', 'api.backend.test', 'backend.test', '.backend.test', '*.backend.test', '*', 'x,*'],
  [
    'http://api.backend.test:8080',
    'api.backend.test:8080',
    'backend.test:8080',
    '.api.backend.test',
    'x API.Backend.TEST',
  ],
  ['https://backend.test', 'backend.test:443', 'x, backend.test ,y'],
  ['http://127.0.0.1:9', '127.0.0.1', '127.0.0.1:9', '127.0.0.0/8', '127.0.0.1/32', '0.0.0.0/0'],
  ['http://[::1]:9', '::1', '[::1]', '[::1]:9'],
])('%s goes around the proxy', (url, ...lists) => {
  for (const list of lists) expect(proxyFor(new URL(url), { http_proxy: a, NO_PROXY: list }), list).toBe(undefined)
})

test.each([
  [
    'http://api.backend.test:8080',
    '',
    'api.backend.test:81',
    'kend.test',
    '*backend.test',
    'api.*',
    'test.',
    'x.api.backend.test',
  ],
  ['http://127.0.0.1:9', '0.0.1', '.0.0.1', '127.*', 'localhost', '10.0.0.0/8', '127.0.0.1/33', '127.0.0.1/x'],
  ['http://[::1]:9', '::2', '127.0.0.1'],
])('%s goes through the proxy', (url, ...lists) => {
  for (const list of lists) expect(proxyFor(new URL(url), { http_proxy: a, NO_PROXY: list }), list).toBeDefined()
})

test.each([
  [{ no_proxy: 'backend.test', NO_PROXY: 'x' }, false],
  [{ no_proxy: 'x', NO_PROXY: 'backend.test' }, true],
  [{ no_proxy: '', NO_PROXY: 'backend.test' }, false],
])('of %j the first that is not empty counts', (variables, isProxied) => {
  expect(proxyFor(new URL(plain), { http_proxy: a, ...variables }) !== undefined).toBe(isProxied)
})

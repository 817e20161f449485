import { createServer, type Server } from 'node:https'
import { createServer as createTls, type TlsOptions } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import type { Environment } from '../../../src/system/environment.ts'
import { type Certified, fileOf, selfSigned, signed } from './certificates.ts'
import { answered, http, listening, question, replying, serveBytes, wireOf } from './loopback.ts'

const here = 'IP:127.0.0.1,DNS:localhost'
const authority = selfSigned('authority', '/CN=House Authority', 'DNS:authority.test')
const good = signed('good', here, authority, 9)
const chained = signed('chained', here, authority, 9, true)
const expired = signed('expired', here, authority, -1)
const elsewhere = signed('elsewhere', 'DNS:one.test,DNS:*.two.test,IP:10.0.0.1', authority, 9)
const many = signed('many', Array.from({ length: 9 }, (_, n) => `DNS:n${n}.test`).join(','), authority, 9)
const alone = selfSigned('alone', '/CN=alone', here)
const trusting = { NODE_EXTRA_CA_CERTS: authority.path }
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

/** An https server, and what it was sent. */
async function serveTls({ key, cert }: Certified, options: TlsOptions = {}) {
  const seen = { requests: 0, connections: 0 }
  const server: Server = createServer({ ...options, key, cert }, (_, response) => {
    seen.requests++
    response.end('secret')
  })
  server.on('secureConnection', () => seen.connections++)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { ...(await listening(server)), seen }
}

test.each<[string, Certified, Environment, string]>([
  ['an authority that the environment names', good, trusting, '127.0.0.1'],
  ['a name', good, trusting, 'localhost'],
  ['a certificate of its own that the environment names', alone, { NODE_EXTRA_CA_CERTS: alone.path }, '127.0.0.1'],
  [
    'a file with text around',
    good,
    { NODE_EXTRA_CA_CERTS: fileOf('x.pem', `# x\n${authority.cert}\nend`) },
    '127.0.0.1',
  ],
  ['any certificate, when that is asked for', expired, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, '127.0.0.1'],
])('is taken: %s', async (_, certificate, environment, host) => {
  const { port, seen } = await serveTls(certificate)
  const wire = wireOf(environment)
  for (const path of ['a', 'b'])
    expect(answered(await wire.ask(question(`https://${host}:${port}/${path}`))).body).toBe('secret')
  expect(seen).toEqual({ requests: 2, connections: 1 })
})

const unknown = { says: 'its certificate comes from House Authority, whom this machine does not know' }
test.each<[string, Certified, Environment, object]>([
  ['self-signed', alone, {}, { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', says: 'its certificate is self-signed' }],
  ['unknown issuer', good, {}, { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', ...unknown }],
  ['unknown issuer, sent along', chained, {}, { code: 'SELF_SIGNED_CERT_IN_CHAIN', ...unknown }],
  ['another file', good, { NODE_EXTRA_CA_CERTS: alone.path }, unknown],
  ['a file that is missing', good, { NODE_EXTRA_CA_CERTS: '/nowhere.pem' }, unknown],
  ['a file without a certificate', good, { NODE_EXTRA_CA_CERTS: fileOf('no.pem', 'no') }, unknown],
  [
    'a file with half a certificate',
    good,
    { NODE_EXTRA_CA_CERTS: fileOf('half.pem', authority.cert.toString().slice(0, 200)) },
    unknown,
  ],
  ['expired', expired, trusting, { code: 'CERT_HAS_EXPIRED', says: `its certificate expired on ${yesterday}` }],
  [
    'another name',
    elsewhere,
    trusting,
    {
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      says: 'its certificate is for one.test, *.two.test, 10.0.0.1, not for 127.0.0.1',
    },
  ],
  ['many names', many, trusting, { says: expect.stringContaining('n3.test, n4.test and 4 more, not for 127.0.0.1') }],
  ['not switched off', alone, { NODE_TLS_REJECT_UNAUTHORIZED: 'false' }, { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
])('is refused, and nothing is sent: %s', async (_, certificate, environment, silence) => {
  const { port, seen } = await serveTls(certificate)
  const headers = { authorization: 'Bearer secret' }
  const result = await wireOf(environment).ask(question(`https://127.0.0.1:${port}/`, { headers }))
  expect(result).toMatchObject({ step: 'tls', ...silence })
  expect(seen.requests).toBe(0)
})

const noTls = { code: 'EPROTO', says: '127.0.0.1 does not speak TLS there, only plain http perhaps' }
test.each<[string, Parameters<typeof serveBytes>[0], object]>([
  ['plain http', replying(http('', '', '400 Bad Request')), noTls],
  ['text', socket => socket.write('220 mail.test ESMTP\r\n'), noTls],
  ['closed at once', socket => socket.end(), { code: 'ECONNRESET', says: 'it hangs up while TLS is agreed on' }],
  ['reset', socket => socket.once('data', () => socket.resetAndDestroy()), { code: 'ECONNRESET' }],
  ['silence', () => {}, { code: 'ETIMEDOUT', says: 'it does not agree on TLS within 0.4 s' }],
])('no TLS: %s', async (_, talk, silence) => {
  const server = await serveBytes(talk)
  expect(await wireOf().ask(question(`https://127.0.0.1:${server.port}/`))).toMatchObject({ step: 'tls', ...silence })
  await expect.poll(() => server.open).toBe(0)
})

test.each<[string, TlsOptions, object]>([
  ['too old', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }, { step: 'tls', says: 'it speaks no TLS that is safe' }],
  ['HTTP/2 only', { ALPNProtocols: ['h2'] }, { step: 'tls', says: 'it does not speak HTTP/1.1 over TLS' }],
  [
    'a certificate of the client',
    { requestCert: true, rejectUnauthorized: true },
    { step: 'tls', says: 'it asks for a certificate of the client' },
  ],
])('TLS with a wish: %s', async (_, options, silence) => {
  const server = createTls({ ...options, ...good }, socket => socket.on('error', () => {}))
  onTestFinished(() => void server.close())
  const { port } = await listening(server)
  expect(await wireOf(trusting).ask(question(`https://127.0.0.1:${port}/`))).toMatchObject(silence)
})

test('https on an http address is an answer without HTTP', async () => {
  const server = createTls({ ...good }, () => {})
  onTestFinished(() => void server.close())
  const { url } = await listening(server)
  expect(await wireOf().ask(question(url))).toMatchObject({ step: 'answer' })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import type { Environment } from '../../../src/system/environment.ts'
import { type Certified, fileOf, keyPathOf, selfSigned, signed, withPassphrase } from './certificates.ts'
import { listening, question, short, wireOf } from './loopback.ts'

const here = 'IP:127.0.0.1'
const authority = selfSigned('trusted-authority', '/CN=House Authority', 'DNS:authority.test')
const leaf = signed('trusted-leaf', here, authority, 9)
const client = signed('client', 'DNS:client.test', authority, 9)
const directory = mkdtempSync(join(tmpdir(), 'authorities-'))
mkdirSync(join(directory, 'empty'))
writeFileSync(join(directory, 'house'), authority.cert)
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

const pem = authority.cert.toString()
const broken = `${pem.slice(0, 120)}\n-----END CERTIFICATE-----\n`
const empty = join(directory, 'empty')

/** An https server that may want a certificate of its client, and the names of those that it was shown. */
async function serveTls({ key, cert }: Certified, wants = false) {
  const shown: unknown[] = []
  const server = createServer({ key, cert, ca: authority.cert, requestCert: true, rejectUnauthorized: wants })
  server.on('request', ({ socket }, response) => {
    shown.push((socket as TLSSocket).getPeerCertificate().subject?.CN)
    response.end('ok')
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = await listening(server)
  return { url: `https://127.0.0.1:${port}`, shown }
}

const unknown = { step: 'tls', says: expect.stringContaining('House Authority, whom this machine does not know') }

// Each row of this file was seen with 2.1.329 on Linux.
test.skipIf(process.platform === 'darwin' || process.platform === 'win32').each<[string, Environment, boolean]>([
  ['the usual ones', {}, false],
  ['SSL_CERT_FILE', { SSL_CERT_FILE: authority.path }, true],
  ['SSL_CERT_DIR', { SSL_CERT_DIR: directory }, true],
  ['a directory among several', { SSL_CERT_DIR: `${empty}:${directory}` }, true],
  ['an empty directory', { SSL_CERT_DIR: empty }, false],
  [
    'the file, where only bundled ones count',
    { SSL_CERT_FILE: authority.path, CLAUDE_CODE_CERT_STORE: 'bundled' },
    false,
  ],
  ['the file, where only the system counts', { SSL_CERT_FILE: authority.path, CLAUDE_CODE_CERT_STORE: 'system' }, true],
  ['an extra file without any other', { NODE_EXTRA_CA_CERTS: authority.path, SSL_CERT_FILE: '/nowhere' }, true],
  ['a system file with a broken one behind', { SSL_CERT_FILE: fileOf('behind.pem', pem + broken) }, true],
  ['a system file with a broken one before', { SSL_CERT_FILE: fileOf('before.pem', broken + pem) }, false],
  ['an extra file with a broken one before', { NODE_EXTRA_CA_CERTS: fileOf('extra.pem', broken + pem) }, true],
  ['a trusted certificate', { NODE_EXTRA_CA_CERTS: fileOf('t.pem', pem.replaceAll(' CERT', ' TRUSTED CERT')) }, false],
  ['the leaf itself', { NODE_EXTRA_CA_CERTS: leaf.path }, false],
])('whether an authority is trusted by %s', async (_, environment, isTrusted) => {
  const { url } = await serveTls(leaf)
  const result = await wireOf(environment).ask(question(url))
  expect(result).toMatchObject(isTrusted ? { body: 'ok' } : unknown)
})

const trusting = { NODE_EXTRA_CA_CERTS: authority.path }
const own = { ...trusting, CLAUDE_CODE_CLIENT_CERT: client.path, CLAUDE_CODE_CLIENT_KEY: keyPathOf(client) }
const locked = { ...own, CLAUDE_CODE_CLIENT_KEY: withPassphrase(client, 'open') }
const wanted = { step: 'tls', says: 'it asks for a certificate of the client' }
const unlocked = {
  step: 'tls',
  says: 'the key of CLAUDE_CODE_CLIENT_KEY cannot be read with CLAUDE_CODE_CLIENT_KEY_PASSPHRASE',
}
const unpaired = { step: 'tls', says: 'the certificate of CLAUDE_CODE_CLIENT_CERT and its key cannot be used together' }
const ok = { body: 'ok' }

test.each<[string, Environment, object, object]>([
  ['none', trusting, wanted, ok],
  ['one with its key', own, ok, ok],
  ['a key with its passphrase', { ...locked, CLAUDE_CODE_CLIENT_KEY_PASSPHRASE: 'open' }, ok, ok],
  ['a passphrase that is not needed', { ...own, CLAUDE_CODE_CLIENT_KEY_PASSPHRASE: 'open' }, ok, ok],
  ['a file that is missing', { ...own, CLAUDE_CODE_CLIENT_CERT: '/nowhere' }, wanted, ok],
  ['a key that is no PEM', { ...own, CLAUDE_CODE_CLIENT_KEY: fileOf('no.key', 'no') }, wanted, ok],
  ['a key without its passphrase', locked, unlocked, unlocked],
  ['a wrong passphrase', { ...locked, CLAUDE_CODE_CLIENT_KEY_PASSPHRASE: 'x' }, unlocked, unlocked],
  ['the key of another', { ...own, CLAUDE_CODE_CLIENT_KEY: keyPathOf(leaf) }, unpaired, unpaired],
  ['a certificate for a key', { ...own, CLAUDE_CODE_CLIENT_KEY: client.path }, unpaired, unpaired],
])('a certificate of our own: %s', async (_, environment, wanting, indifferent) => {
  for (const [wants, expected] of [[true, wanting] as const, [false, indifferent] as const]) {
    const { url } = await serveTls(leaf, wants)
    expect(await wireOf(environment, short, url).ask(question(url))).toMatchObject(expected)
  }
})

test('our own certificate is shown to the backend and its proxy, and to no other origin', async () => {
  const [home, other] = [await serveTls(leaf), await serveTls(leaf)]
  const wire = wireOf(own, short, `${home.url}/v1`)
  for (const { url } of [home, other]) expect(await wire.ask(question(url))).toMatchObject(ok)
  expect([home.shown, other.shown]).toEqual([['client'], [undefined]])
  const proxy = await serveTls(leaf)
  const proxied = wireOf({ ...own, HTTP_PROXY: proxy.url })
  expect(await proxied.ask(question('http://backend.test'))).toMatchObject(ok)
  expect(proxy.shown).toEqual(['client'])
})

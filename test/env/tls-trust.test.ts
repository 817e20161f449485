import { expect, test } from 'vitest'
import { resolveEnv, type SettingsLayer } from '../../src/env/precedence.ts'
import { trustOf } from '../../src/env/tls-trust.ts'
import { layer } from '../support/standing.ts'

const usual = { takesAll: false, stores: ['bundled', 'system'] }
const own = { CLAUDE_CODE_CLIENT_CERT: 'c', CLAUDE_CODE_CLIENT_KEY: 'k' }
const shown = { origin: 'https://backend.corp:8443', certificate: 'c', key: 'k' }

// Each row was seen with 2.1.329 and TLS servers on loopback.
test.each<[Record<string, string>, SettingsLayer[], object]>([
  [{}, [], usual],
  [{ NODE_EXTRA_CA_CERTS: 'a' }, [], { ...usual, extra: 'a' }],
  [{ NODE_EXTRA_CA_CERTS: '' }, [], usual],
  [{ NODE_EXTRA_CA_CERTS: 'a' }, [layer('user', { NODE_EXTRA_CA_CERTS: 'b' })], { ...usual, extra: 'b' }],
  [{ NODE_EXTRA_CA_CERTS: 'a' }, [layer('user', { NODE_EXTRA_CA_CERTS: '' })], usual],
  [{ SSL_CERT_FILE: 'f' }, [], { ...usual, systemFile: 'f' }],
  [{ SSL_CERT_FILE: '' }, [], usual],
  [{ SSL_CERT_FILE: ' ' }, [], { ...usual, systemFile: ' ' }],
  [{ SSL_CERT_DIR: 'd:e' }, [], { ...usual, systemDirectories: ['d', 'e'] }],
  [{}, [layer('user', { SSL_CERT_FILE: 'f', SSL_CERT_DIR: 'd' })], usual],
  [{ CLAUDE_CODE_CERT_STORE: 'bundled' }, [], { ...usual, stores: ['bundled'] }],
  [{ CLAUDE_CODE_CERT_STORE: ' SYSTEM ,x' }, [], { ...usual, stores: ['system'] }],
  [{ CLAUDE_CODE_CERT_STORE: 'system,bundled' }, [], usual],
  [{ CLAUDE_CODE_CERT_STORE: 'nonsense' }, [], usual],
  [{}, [layer('user', { CLAUDE_CODE_CERT_STORE: 'Bundled' })], { ...usual, stores: ['bundled'] }],
  [{ CLAUDE_CODE_CERT_STORE: 'bundled' }, [layer('user', { CLAUDE_CODE_CERT_STORE: '' })], usual],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, [], { ...usual, takesAll: true }],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: ' 0' }, [], usual],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: 'false' }, [], usual],
  [{}, [layer('user', { NODE_TLS_REJECT_UNAUTHORIZED: '0' })], { ...usual, takesAll: true }],
  [own, [], { ...usual, own: shown }],
  [{}, [layer('user', own)], { ...usual, own: shown }],
  [{ CLAUDE_CODE_CLIENT_CERT: 'c' }, [], usual],
  [{ CLAUDE_CODE_CLIENT_KEY: 'k' }, [], usual],
  [{ ...own, CLAUDE_CODE_CLIENT_KEY_PASSPHRASE: 'x' }, [], { ...usual, own: { ...shown, passphrase: 'x' } }],
])('of %o', (environment, layers, expected) => {
  const resolved = resolveEnv(environment, layers)
  expect(trustOf({ environment, resolved }, new URL('https://backend.corp:8443/v1'))).toEqual(expected)
})

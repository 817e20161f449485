import { X509Certificate } from 'node:crypto'
import * as tls from 'node:tls'
import { list, readFile } from '../files.ts'
import { HttpFault, httpErrorCode } from './errors.ts'
import type { TlsTrust } from './types.ts'

/** Bytes of a file of certificates: a system's whole collection has a quarter of a megabyte. */
const fileLimit = 8 << 20

/** Where Linux systems keep whom they trust: those of all distributions, as Claude Code 2.1.329 reads them [measured]. */
const systemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/ssl/cert.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/tls/cert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
]
const systemDirectories = ['/etc/ssl/certs', '/etc/pki/tls/certs']

/** The client offers no suites with DHE or CBC, so that a server of nothing else refuses it [measured, 2.1.332]. */
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE+AESGCM',
  'ECDHE+CHACHA20',
  'kRSA+AESGCM',
].join(':')

/** Contexts by what they were made from: hundreds of certificates take a tenth of a second. */
const made = new Map<string, tls.SecureContext>()

/**
 * What TLS needs to know of whom to trust, with our own certificate if `showsOwn`. Throws a HttpFault where that certificate
 * and its key are of no use, shown or not: the client reaches nothing by TLS then [measured, 2.1.329].
 */
export function contextOf(trust: TlsTrust, showsOwn: boolean): tls.SecureContext {
  const key = JSON.stringify([trust, showsOwn])
  const known = made.get(key)
  if (known) return known
  const own = ownOf(trust)
  const context = tls.createSecureContext({ ca: authoritiesOf(trust), ciphers, ...(showsOwn ? own : {}) })
  made.set(key, context)
  return context
}

/** Our own certificate; undefined where a file is missing or no PEM, which the client does without [measured, 2.1.329]. */
function ownOf({ own }: TlsTrust): { cert: string; key: string; passphrase?: string } | undefined {
  if (!own) return undefined
  const [cert, key] = [textOf(own.certificate), textOf(own.key)]
  if (![cert, key].every(text => text.includes('-----BEGIN '))) return undefined
  const pair = { cert, key, ...(own.passphrase === undefined ? {} : { passphrase: own.passphrase }) }
  try {
    tls.createSecureContext(pair)
    return pair
  } catch (error) {
    const says = 'the certificate of CLAUDE_CODE_CLIENT_CERT and its key cannot be used together'
    const encrypted = 'the key of CLAUDE_CODE_CLIENT_KEY cannot be read with CLAUDE_CODE_CLIENT_KEY_PASSPHRASE'
    throw new HttpFault('tls', httpErrorCode(error), /ENCRYPTED/.test(key) ? encrypted : says)
  }
}

/** Every authority that is trusted, in PEM, each once. */
function authoritiesOf({ stores, systemFile, systemDirectories: directories, extra }: TlsTrust): string[] {
  const bundled = stores.includes('bundled') ? tls.rootCertificates : []
  const system = stores.includes('system') ? systemAuthorities(systemFile, directories) : []
  // A broken certificate in that file is left out, and the rest taken [measured, 2.1.329].
  const more = extra === undefined ? [] : certificatesIn(textOf(extra)).filter(isWhole)
  return [...new Set([...bundled, ...system, ...more].map(tidy))]
}

function systemAuthorities(file: string | undefined, directories: readonly string[] | undefined): readonly string[] {
  if (process.platform === 'darwin' || process.platform === 'win32') return platformAuthorities()
  const files = file === undefined ? systemFiles : [file]
  const inside = (directories ?? systemDirectories).flatMap(path => list(path).map(name => `${path}/${name}`))
  // Such a file is read up to the first certificate that is broken [measured, 2.1.329].
  return [...files, ...inside].flatMap(path => upTo(certificatesIn(textOf(path))))
}

/** The Keychain, or the certificate store of Windows, where this node can read it (22.15 and later). */
function platformAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (store: 'system') => readonly string[] }
  return getCACertificates?.('system') ?? []
}

function upTo(certificates: readonly string[]): readonly string[] {
  const broken = certificates.findIndex(pem => !isWhole(pem))
  return broken < 0 ? certificates : certificates.slice(0, broken)
}

/** Certificates in PEM (RFC 7468). OpenSSL's own TRUSTED CERTIFICATE is none to the client [measured, 2.1.329]. */
function certificatesIn(text: string): string[] {
  return (text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []).map(tidy)
}

/** The same certificate as the same text, however its lines are broken. */
function tidy(pem: string): string {
  const [, , body = ''] = pem.split('-----')
  return `-----BEGIN CERTIFICATE-----\n${body.replace(/\s+/g, '').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

/** Certificates by their text, and whether they can be read: a system has each of them up to four times. */
const whole = new Map<string, boolean>()

function isWhole(pem: string): boolean {
  if (whole.size === 0) for (const root of tls.rootCertificates) whole.set(tidy(root), true)
  const known = whole.get(pem)
  if (known !== undefined) return known
  const isRead = canBeRead(pem)
  whole.set(pem, isRead)
  return isRead
}

function canBeRead(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

/** The text of a file; nothing where it cannot be read. */
function textOf(path: string): string {
  const file = readFile(path, fileLimit)
  return 'bytes' in file ? Buffer.from(file.bytes).toString('latin1') : ''
}

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const directory = mkdtempSync(join(tmpdir(), 'certificates-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

const inDirectory = (name: string) => join(directory, name)
const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: directory, stdio: 'pipe' })
const newKey = (name: string) => [
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:prime256v1',
  '-nodes',
  '-keyout',
  `${name}.key`,
]

/** A key with a certificate, as a TLS server takes them, and the certificate's file. */
export interface Certified {
  readonly key: Buffer
  readonly cert: Buffer
  readonly path: string
}

function certified(name: string, ...chain: string[]): Certified {
  const path = inDirectory(`${name}.pem`)
  const cert = Buffer.concat([path, ...chain].map(one => readFileSync(one)))
  return { key: readFileSync(inDirectory(`${name}.key`)), cert, path }
}

/** A certificate that vouches for itself. */
export function selfSigned(name: string, subject: string, names: string): Certified {
  const extension = ['-addext', `subjectAltName=${names}`]
  openssl('req', '-x509', ...newKey(name), '-out', `${name}.pem`, '-subj', subject, '-days', '9', ...extension)
  return certified(name)
}

/** A certificate that an authority vouches for, until `days` from now, sent with that of the authority or without. */
export function signed(name: string, names: string, by: Certified, days: number, withIssuer = false): Certified {
  openssl('req', '-new', ...newKey(name), '-out', `${name}.csr`, '-subj', `/CN=${name}`)
  writeFileSync(inDirectory(`${name}.ext`), `subjectAltName=${names}\n`)
  const authority = ['-CA', by.path, '-CAkey', by.path.replace(/pem$/, 'key'), '-CAcreateserial']
  const what = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`, '-days', String(days)]
  openssl('x509', '-req', ...what, ...authority)
  return certified(name, ...(withIssuer ? [by.path] : []))
}

/** A file of that text beside the certificates. */
export function fileOf(name: string, text: string): string {
  writeFileSync(inDirectory(name), text)
  return inDirectory(name)
}

/** Where the key of a certificate is. */
export function keyPathOf({ path }: Certified): string {
  return path.replace(/pem$/, 'key')
}

/** The same key in a file that a passphrase opens. */
export function withPassphrase(certificate: Certified, passphrase: string): string {
  const path = keyPathOf(certificate).replace(/key$/, 'locked.key')
  openssl('pkcs8', '-topk8', '-in', keyPathOf(certificate), '-out', path, '-passout', `pass:${passphrase}`)
  return path
}

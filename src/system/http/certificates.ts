import type { PeerCertificate, TLSSocket } from 'node:tls'
import { HttpFault } from './errors.ts'

/**
 * What is wrong with the certificate of a connection, `code` being node's name of it: that of X509_verify_cert_error(3)
 * or ERR_TLS_CERT_ALTNAME_INVALID. The socket has to be open still, since the certificate goes with it.
 */
export function certificateFault(socket: TLSSocket, code: string, host: string): HttpFault {
  const own = socket.getPeerCertificate(true)
  const issuer = nameOf(own.issuer)
  const unknown = `its certificate comes from ${issuer ?? 'an authority'}, whom this machine does not know`
  const reasons: Record<string, () => string> = {
    CERT_HAS_EXPIRED: () => `${whose(own, 'valid_to')} certificate expired on ${day(own, 'valid_to')}`,
    CERT_NOT_YET_VALID: () => `${whose(own, 'valid_from')} certificate is only valid from ${day(own, 'valid_from')}`,
    DEPTH_ZERO_SELF_SIGNED_CERT: () => 'its certificate is self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: () => unknown,
    UNABLE_TO_GET_ISSUER_CERT: () => unknown,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: () => unknown,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: () => unknown,
    CERT_REVOKED: () => 'its certificate has been revoked',
    ERR_TLS_CERT_ALTNAME_INVALID: () => `its certificate is for ${names(own)}, not for ${host}`,
  }
  return new HttpFault('tls', code, reasons[code]?.() ?? `its certificate is not valid (${code})`)
}

type Bound = 'valid_from' | 'valid_to'

/** The certificate of the chain that is out of its time: the server's own, or one of those that vouch for it. */
function outOfTime(own: PeerCertificate, bound: Bound): PeerCertificate {
  const isOut = (one: PeerCertificate) => Date.parse(one[bound]) < Date.now() === (bound === 'valid_to')
  // The last of a chain names itself as its issuer.
  let one = own
  for (let depth = 0; depth < 10 && !isOut(one); depth++) {
    one = 'issuerCertificate' in one ? (one.issuerCertificate as PeerCertificate) : own
  }
  return one
}

function whose(own: PeerCertificate, bound: Bound): string {
  return outOfTime(own, bound) === own ? 'its' : "its issuer's"
}

function day(own: PeerCertificate, bound: Bound): string {
  const date = new Date(outOfTime(own, bound)[bound])
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10)
}

/** The names that a certificate is for, five at most. */
function names({ subjectaltname, subject }: PeerCertificate): string {
  const all = subjectaltname
    ? subjectaltname.split(', ').map(name => escapeControls(name.replace(/^[^:]*:/, '')))
    : [nameOf(subject) ?? 'nobody']
  return all.length > 5 ? `${all.slice(0, 5).join(', ')} and ${all.length - 5} more` : all.join(', ')
}

function nameOf(subject: PeerCertificate['subject'] | undefined): string | undefined {
  const name = subject?.CN || subject?.O
  // A certificate may have several of one kind, which node gives as a list.
  return name === undefined ? undefined : escapeControls(String(name))
}

/** A name that a server made up, for a terminal: no control characters, and not too long. */
function escapeControls(name: string): string {
  return name.replace(/\p{C}/gu, '?').slice(0, 80)
}

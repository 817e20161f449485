import type { HttpFailure } from './types.ts'

/** What ends a connection before there is an answer, as something that can be thrown. */
export class HttpFault extends Error {
  readonly silence: HttpFailure

  constructor(step: HttpFailure['step'], code: string, says: string) {
    super(says)
    this.silence = { step, code, says }
  }
}

/** An error with a system's code, to destroy a socket with. */
export function problem(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** How far an attempt to connect got, furthest first: an address that refuses tells more than one without a way to it. */
const furthest = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EACCES',
  'EPERM',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]

/** The system's name of an error; of attempts at several addresses, the name of the one that got furthest. */
export function httpErrorCode(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(httpErrorCode)
    return furthest.find(code => codes.includes(code)) ?? codes[0] ?? 'UNKNOWN'
  }
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}

/** A time limit in words. */
export function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}

/** Why a host's address was not found, from the code of getaddrinfo(3). */
export function addressFault(error: unknown, host: string, limitMs: number): HttpFault {
  const code = httpErrorCode(error)
  const reasons: Record<string, string> = {
    ENOTFOUND: `there is no host named ${host}`,
    ENODATA: `the host ${host} has no address`,
    EAI_AGAIN: `the name server does not answer, so that ${host} cannot be found`,
    ETIMEDOUT: `no address of ${host} was found within ${seconds(limitMs)}`,
  }
  return new HttpFault('address', code, reasons[code] ?? `the address of ${host} cannot be found (${code})`)
}

/** Why there is no connection to `where`, a host and a port, from the code of connect(2). */
export function connectFault(error: unknown, where: string, limitMs: number): HttpFault {
  const code = httpErrorCode(error)
  const reasons: Record<string, string> = {
    ECONNREFUSED: `nothing listens on ${where}`,
    ECONNRESET: `${where} hung up at once`,
    EHOSTUNREACH: `there is no way to ${where}`,
    EHOSTDOWN: `the machine of ${where} is down`,
    ENETUNREACH: `no network of this machine leads to ${where}`,
    ENETDOWN: 'the network of this machine is down',
    EADDRNOTAVAIL: `this machine has no address from which it could reach ${where}`,
    EACCES: `this machine does not allow a connection to ${where}`,
    EPERM: `this machine does not allow a connection to ${where}`,
    ETIMEDOUT: `${where} does not take a connection within ${seconds(limitMs)}`,
  }
  return new HttpFault('connect', code, reasons[code] ?? `there is no connection to ${where} (${code})`)
}

/** What OpenSSL says of bytes that are no TLS: an HTTP answer looks like a record of another version or of 20 KB. */
const noTls = /wrong version number|packet length too long|unknown protocol|http request|record layer failure/i

/** Alerts of RFC 8446, section 6, as OpenSSL writes them, and what they mean for people. */
const alerts: readonly (readonly [RegExp, (host: string) => string])[] = [
  [/unrecognized name/i, host => `it has no certificate for ${host}`],
  [/certificate required|bad certificate/i, () => 'it asks for a certificate of the client'],
  [/handshake failure|protocol version|no shared cipher|unsupported protocol/i, () => 'it speaks no TLS that is safe'],
  [/no application protocol/i, () => 'it does not speak HTTP/1.1 over TLS'],
]

/** Why TLS was not agreed on with `host`. Bytes that are no TLS always have the code EPROTO, as OpenSSL's differ. */
export function tlsFault(error: unknown, host: string, limitMs: number): HttpFault {
  const code = httpErrorCode(error)
  const text = error instanceof Error ? error.message : ''
  if (noTls.test(text))
    return new HttpFault('tls', 'EPROTO', `${host} does not speak TLS there, only plain http perhaps`)
  const alert = alerts.find(([pattern]) => pattern.test(text))
  if (alert) return new HttpFault('tls', code, alert[1](host))
  if (code === 'ETIMEDOUT') return new HttpFault('tls', code, `it does not agree on TLS within ${seconds(limitMs)}`)
  if (code === 'ECONNRESET' || code === 'EPIPE') return new HttpFault('tls', code, 'it hangs up while TLS is agreed on')
  return new HttpFault('tls', code, `TLS fails (${code})`)
}

/** Why a question that was sent got no answer; `heard` when some of one came, `host` for what is said of TLS. */
export function answerFault(error: unknown, heard: boolean, host: string): HttpFault {
  const code = httpErrorCode(error)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return tlsFault(error, host, 0)
  if (code === 'HPE_HEADER_OVERFLOW') return new HttpFault('answer', code, 'the headers of its answer do not end')
  if (code.startsWith('HPE_')) {
    const raw = error instanceof Error && 'rawPacket' in error ? (error.rawPacket as Uint8Array | undefined) : undefined
    const says = raw?.[0] === tlsAlert ? 'it speaks TLS there, so that https:// may be right' : 'its answer is not HTTP'
    return new HttpFault('answer', code, says)
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new HttpFault(
      'answer',
      code,
      heard ? 'it hangs up in the middle of its headers' : 'it hangs up without an answer',
    )
  }
  const header = /header.*\["([\w-]+)"\]/i.exec(code.startsWith('ERR_') && error instanceof Error ? error.message : '')
  if (header) return new HttpFault('answer', code, `the header ${header[1]} holds what HTTP cannot carry`)
  return new HttpFault('answer', code, `there is no answer (${code})`)
}

/** The first byte of a TLS alert (RFC 8446, section 5.1), with which a TLS server answers plain HTTP. */
const tlsAlert = 0x15

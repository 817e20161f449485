import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext } from 'node:tls'
import { certificateFault } from './certificates.ts'
import { addressFault, connectFault, HttpFault, httpErrorCode, problem, seconds, tlsFault } from './errors.ts'
import { bareHost, portOf, proxyAuthorization } from './proxy.ts'
import { contextOf } from './tls.ts'
import type { HttpProxy, TlsTrust } from './types.ts'

/** What bounds a call: ms for each of its steps, the signal that it is not wanted any more, and whom it trusts. */
export interface DialOptions {
  readonly limitMs: number
  readonly signal: AbortSignal
  readonly trust: TlsTrust
}

/**
 * A connection over which HTTP can be spoken to `target`, through a proxy where there is one: to an https target by
 * CONNECT (RFC 9110, section 9.3.6), to an http target by talking to the proxy itself. Throws a HttpFault that names the step.
 */
export async function dial(target: URL, proxy: HttpProxy | undefined, call: DialOptions): Promise<Socket> {
  const isSecure = target.protocol === 'https:'
  const isHome = target.origin === call.trust.own?.origin
  if (!proxy)
    return isSecure ? await secure(await reach(target, call), target, call, isHome) : await reach(target, call)
  const socket = await toProxy(proxy, call)
  if (!isSecure) return socket
  await tunnel(socket, target, proxy, call)
  return await secure(socket, target, call, isHome)
}

/** A connection to a proxy. Whatever fails on the way is the proxy's fault. */
async function toProxy(proxy: HttpProxy, call: DialOptions): Promise<Socket> {
  try {
    const socket = await reach(proxy.url, call)
    return proxy.url.protocol === 'https:' ? await secure(socket, proxy.url, call, true) : socket
  } catch (error) {
    if (!(error instanceof HttpFault)) throw error
    const { code, says } = error.silence
    throw new HttpFault('proxy', code, `the proxy of ${proxy.variable} is out of reach: ${says}`)
  }
}

/** Finds the address of a URL's host, and connects to it. */
async function reach(url: URL, call: DialOptions): Promise<Socket> {
  const host = bareHost(url)
  const port = portOf(url)
  const addresses = await addressesOf(host, call).catch(error => {
    throw addressFault(error, host, call.limitMs)
  })
  const socket = connectTcp({
    host,
    port,
    noDelay: true,
    autoSelectFamily: true,
    // node's own 250 ms give up on a server that is far away, all of the limit on the ones behind a dead first address.
    autoSelectFamilyAttemptTimeout: Math.max(10, Math.min(1000, Math.floor(call.limitMs / addresses.length))),
    lookup: (_, { all }, done) => {
      const [first] = addresses
      if (all) done(null, addresses)
      else done(null, first?.address ?? '', first?.family)
    },
  })
  // An error that comes while nobody waits for one is told by the next use of the socket.
  socket.on('error', () => {})
  await arrival(socket, 'connect', call).catch(error => {
    throw connectFault(error, url.hostname.includes(':') ? `[${host}]:${port}` : `${host}:${port}`, call.limitMs)
  })
  return socket
}

/** What `localhost` is to the client, whatever /etc/hosts says [measured, 2.1.332]. */
const loopback = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/** All addresses of a host, as the system finds them, within the limit. The system's search itself cannot be ended. */
async function addressesOf(host: string, { limitMs, signal }: DialOptions) {
  if (isIP(host)) return [{ address: host, family: isIP(host) }]
  if (host === 'localhost') return loopback
  let end = () => {}
  const stopped = new Promise<never>((_, reject) => {
    const late = setTimeout(() => reject(problem('ETIMEDOUT')), limitMs)
    const stop = () => reject(problem('ECANCELED'))
    signal.addEventListener('abort', stop)
    end = () => {
      clearTimeout(late)
      signal.removeEventListener('abort', stop)
    }
  })
  return await Promise.race([lookup(host, { all: true }), stopped]).finally(end)
}

/** Waits until a socket is as far as that event. One that is late or not wanted any more is destroyed, and rejects. */
async function arrival(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { limitMs, signal }: DialOptions,
): Promise<void> {
  const late = setTimeout(() => socket.destroy(problem('ETIMEDOUT')), limitMs)
  const stop = () => socket.destroy(problem('ECANCELED'))
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    await once(socket, event)
  } finally {
    clearTimeout(late)
    signal.removeEventListener('abort', stop)
  }
}

/** TLS over a connection, with a certificate that is trusted and for that host; one of our own is shown if `showsOwn`. */
async function secure(socket: Socket, url: URL, call: DialOptions, showsOwn: boolean): Promise<Socket> {
  const host = bareHost(url)
  const secureContext = contextFor(socket, call.trust, showsOwn)
  const secured = connectTls({
    socket,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    secureContext,
    ALPNProtocols: ['http/1.1'],
    // The certificate is judged below, before a byte is sent: node would hang up, and nobody could read it any more.
    rejectUnauthorized: false,
  })
  secured.on('error', () => {})
  await arrival(secured, 'secureConnect', call).catch(error => {
    socket.destroy()
    throw tlsFault(error, host, call.limitMs)
  })
  if (secured.authorized || call.trust.takesAll) return secured
  // The type says Error; with rejectUnauthorized off it is the error's code.
  const fault = certificateFault(secured, String(secured.authorizationError), host)
  secured.destroy()
  throw fault
}

function contextFor(socket: Socket, trust: TlsTrust, showsOwn: boolean): SecureContext {
  try {
    return contextOf(trust, showsOwn)
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** Has the proxy connect a socket to the target. Its own answer is never taken for the target's. */
async function tunnel(socket: Socket, target: URL, proxy: HttpProxy, { limitMs, signal }: DialOptions): Promise<void> {
  const where = `${target.hostname}:${portOf(target)}`
  const authorization = proxyAuthorization(proxy)
  const asked = request({
    method: 'CONNECT',
    path: where,
    headers: {
      host: where,
      connection: 'keep-alive',
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    },
    createConnection: () => socket,
  })
  const late = setTimeout(() => asked.destroy(problem('ETIMEDOUT')), limitMs)
  const stop = () => asked.destroy(problem('ECANCELED'))
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const name = `the proxy ${proxy.url.host} (${proxy.variable})`
  try {
    const connected = once(asked, 'connect')
    asked.end()
    const [{ statusCode }] = (await connected) as [{ statusCode: number }]
    if (statusCode < 200 || statusCode > 299)
      throw new HttpFault(
        'proxy',
        `HTTP_${statusCode}`,
        `${name} ${refusal(statusCode, where, authorization !== undefined)}`,
      )
  } catch (error) {
    socket.destroy()
    if (error instanceof HttpFault) throw error
    const code = httpErrorCode(error)
    const late = code === 'ETIMEDOUT' ? `does not lead to ${where} within ${seconds(limitMs)}` : undefined
    const says = code.startsWith('HPE_') ? 'does not speak HTTP' : 'hangs up when it is asked for a connection'
    throw new HttpFault('proxy', code, `${name} ${late ?? says}`)
  } finally {
    clearTimeout(late)
    signal.removeEventListener('abort', stop)
  }
}

/** Why a proxy refused, in words that follow its name. */
export function refusal(status: number, where: string, hadUser: boolean): string {
  if (status === 407) return hadUser ? 'does not take the user name and password' : 'asks for a user name and password'
  if (status >= 500) return `cannot reach ${where} (status ${status})`
  return `does not lead to ${where} (status ${status})`
}

import { HttpFault } from './errors.ts'
import { bareHost, portOf, proxyAuthorization } from './proxy.ts'
import type { HttpProxy, HttpRequest, ProxyRoute } from './types.ts'

/** A request as it goes over the connection. */
export interface OutgoingRequest {
  readonly method: string
  readonly host: string
  readonly port: number
  /** The path; the whole URL for a proxy. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** What a request says, whatever its body is made of. */
type Asked = Pick<HttpRequest, 'url' | 'headers'> & {
  readonly method: string
  readonly body?: string | Uint8Array | undefined
}

/** Where a request goes, and through which proxy. Throws a HttpFault where it cannot go at all. */
export function outgoing(
  asked: Asked,
  proxyFor: (url: URL) => ProxyRoute,
): { readonly url: URL; readonly proxy: HttpProxy | undefined; readonly letter: OutgoingRequest } {
  const url = urlOf(asked)
  const route = proxyFor(url)
  if (route !== 'direct' && 'says' in route) throw new HttpFault(route.step, route.code, route.says)
  const proxy = route === 'direct' ? undefined : route
  return { url, proxy, letter: letterOf(asked, url, proxy) }
}

function urlOf({ url }: Asked): URL {
  if (!URL.canParse(url)) throw new HttpFault('address', 'ERR_INVALID_URL', 'the address is no URL')
  const parsed = new URL(url)
  if (/^https?:$/.test(parsed.protocol)) return parsed
  throw new HttpFault(
    'address',
    'ERR_INVALID_PROTOCOL',
    `the address begins with ${parsed.protocol}, not with http: or https:`,
  )
}

/** A request as it goes out. The user and password of a URL go nowhere, as in fetch(). */
function letterOf({ method, headers, body }: Asked, url: URL, proxy: HttpProxy | undefined): OutgoingRequest {
  const path = `${url.pathname}${url.search}`
  const toProxy = proxy && url.protocol === 'http:'
  const authorization = toProxy && proxyAuthorization(proxy)
  const length = body === undefined ? (method === 'POST' ? 0 : undefined) : Buffer.byteLength(body)
  const own = {
    host: url.host,
    'user-agent': 'claude-switch',
    // What is asked for here is read and measured as it comes.
    'accept-encoding': 'identity',
    ...(length === undefined ? {} : { 'content-length': String(length) }),
    ...(authorization ? { 'proxy-authorization': authorization } : {}),
  }
  const given = Object.keys(headers).map(name => name.toLowerCase())
  const added = Object.entries(own).filter(([name]) => !given.includes(name))
  return {
    method,
    host: bareHost(url),
    port: portOf(url),
    path: toProxy ? `${url.origin}${path}` : path,
    headers: { ...Object.fromEntries(added), ...headers },
  }
}

import { isIPv4 } from 'node:net'
import type { Environment } from '../profiles/references.ts'

/** A proxy, and the variable that names it. Its `url` may hold a password: show `host` only. */
export interface HttpProxy {
  readonly variable: string
  readonly url: URL
}

/**
 * Measured with Claude Code 2.1.329: the first of these that is not empty is the proxy of http and https backends
 * alike, so HTTPS_PROXY alone also takes requests to an http backend.
 */
const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'] as const

/**
 * The proxy that Claude Code would ask `target` through, undefined for none, `broken` where the variable names nothing
 * that it could ask. An all_proxy of another kind, such as SOCKS, is passed by.
 */
export function proxyFor(target: URL, environment: Environment): HttpProxy | { readonly broken: string } | undefined {
  const variable = names.find(name => environment[name]?.trim())
  if (!variable || goesAround(target, environment['no_proxy'] || environment['NO_PROXY'] || '')) return undefined
  const value = environment[variable]?.trim() ?? ''
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url?.hostname && /^https?:$/.test(url.protocol)) return { variable, url }
  return url?.hostname && /^all_proxy$/i.test(variable) ? undefined : { broken: variable }
}

/** The value of the Proxy-Authorization header (RFC 7617); undefined where the proxy's URL names no user. */
export function proxyAuthorization({ url }: HttpProxy): string | undefined {
  if (!url.username && !url.password) return undefined
  const pair = `${decoded(url.username)}:${decoded(url.password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

/** A part of a URL without its percent signs; as it stands where they are none of the URL's. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/**
 * Whether a no_proxy list names the target. Measured with 2.1.329: `*`; a name with all below it, with a dot or `*.` in
 * front too; a port behind it; an address; a network such as 10.0.0.0/8.
 */
function goesAround(target: URL, list: string): boolean {
  const host = bareHost(target).toLowerCase()
  const port = String(portOf(target))
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .some(entry => entry !== '' && isNamed(entry, host, port))
}

function isNamed(entry: string, host: string, port: string): boolean {
  if (entry === '*' || entry === host || entry === `[${host}]`) return true
  const [network, bits] = entry.split('/')
  if (bits !== undefined) return isInside(host, network ?? '', Number(bits))
  const [, name = '', only] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
  if (only !== undefined && only !== port) return false
  const bare = name.replace(/^\*?\.|^\[|\]$/g, '')
  return host === bare || (!isIPv4(host) && host.endsWith(`.${bare}`))
}

/** Whether an IPv4 address is in a network (RFC 4632). */
function isInside(host: string, network: string, bits: number): boolean {
  if (!isIPv4(host) || !isIPv4(network) || !(bits >= 0 && bits <= 32)) return false
  const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - bits)
  return Math.floor(number(host) / size) === Math.floor(number(network) / size)
}

/** A URL's host as the system takes it: an IPv6 address without brackets. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** A URL's port, the protocol's own where it names none. */
export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
}

import type { HttpProxy } from './types.ts'

/**
 * The value of the Proxy-Authorization header (RFC 7617); undefined where the proxy's URL names no user, or has a percent
 * sign that is none of a URL's: Claude Code 2.1.329 names nobody then [measured].
 */
export function proxyAuthorization({ url: { username, password } }: HttpProxy): string | undefined {
  if (!username && !password) return undefined
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    return `Basic ${Buffer.from(pair).toString('base64')}`
  } catch {
    return undefined
  }
}

/** A URL's host as the system takes it: an IPv6 address without brackets. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** A URL's port, the protocol's own where it names none. */
export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
}

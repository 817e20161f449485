/** Whether a host is this machine, a private network, or the internet. */
export type Reach = 'loopback' | 'private' | 'public'

// Names that no public resolver answers: RFC 6762 (.local), RFC 8375 (home.arpa), ICANN's .internal, and what routers hand out.
const privateSuffixes = ['.local', '.lan', '.home', '.home.arpa', '.internal', '.intranet', '.localdomain']

/**
 * Says how far a URL's host is, from its spelling alone: nothing is resolved.
 * A host without a dot can only be a name of the local network.
 */
export function reachOf(hostname: string): Reach {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback'
  const four = mappedIPv4(host) ?? ipv4(host)
  if (four) return reachOfIPv4(four)
  if (host.includes(':')) return reachOfIPv6(host)
  if (!host.includes('.') || privateSuffixes.some(suffix => host.endsWith(suffix))) return 'private'
  return 'public'
}

function ipv4(host: string): number[] | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return undefined
  return host.split('.').map(Number)
}

/** The IPv4 address inside `::ffff:a.b.c.d`, also in the hexadecimal spelling that WHATWG URLs give it. */
function mappedIPv4(host: string): number[] | undefined {
  const tail = /^::ffff:(.+)$/.exec(host)?.[1]
  if (tail === undefined) return undefined
  const words = /^([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(tail)
  if (!words) return ipv4(tail)
  return words.slice(1).flatMap(word => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255])
}

/** RFC 1122 (127/8), RFC 1918 (10/8, 172.16/12, 192.168/16), RFC 3927 (169.254/16), RFC 6598 (100.64/10, Tailscale's range). */
function reachOfIPv4([a = 0, b = 0]: readonly number[]): Reach {
  if (a === 127 || a === 0) return 'loopback'
  if (a === 10 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b <= 31)) return 'private'
  if ((a === 169 && b === 254) || (a === 100 && b >= 64 && b <= 127)) return 'private'
  return 'public'
}

/** RFC 4291 (::1), RFC 4193 (fc00::/7), RFC 4291 (fe80::/10). */
function reachOfIPv6(host: string): Reach {
  if (host === '::1' || host === '::') return 'loopback'
  return /^(f[cd]|fe[89ab])/.test(host) ? 'private' : 'public'
}

/** A URL or a path without the slashes at its end; a pattern for that takes a time with the square of a long row of them. */
export function withoutEndSlashes(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '/') end--
  return text.slice(0, end)
}

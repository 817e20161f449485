/**
 * Whether a NO_PROXY list names a URL's host, as Claude Code 2.1.329 reads it [measured]: `*`; a name with all below it,
 * with a dot or `*.` in front and a dot at the end too; a port behind it; an address; a network (RFC 4632, RFC 4291).
 */
export function isListed(url: URL, list: string): boolean {
  const host = unbracketed(url.hostname.toLowerCase()).replace(/\.$/, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .some(entry => entry !== '' && names(entry, host, port))
}

function names(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true
  const own = addressOf(host)
  const network = /^(.+)\/(\d+)$/.exec(entry)
  if (network) return own !== undefined && isInside(own, unbracketed(network[1] ?? ''), Number(network[2]))
  const pattern = entry.replace(/^\*?\./, '')
  // Before it is taken apart: the end of an IPv6 address looks like a port.
  const address = addressOf(unbracketed(pattern))
  if (address) return isSame(address, own)
  const [, name = '', only] = /^(.+?)(?::(\d+))?$/.exec(pattern) ?? []
  if (only !== undefined && Number(only) !== port) return false
  const bare = unbracketed(name.replace(/\.$/, ''))
  return own ? isSame(addressOf(bare), own) : host === bare || host.endsWith(`.${bare}`)
}

/** An IP address as a number; one of IPv4 that is written in IPv6 (::ffff:1.2.3.4) is one of IPv4. */
interface Address {
  readonly width: 32 | 128
  readonly number: bigint
  readonly isMapped?: true
}

function isSame(one: Address | undefined, other: Address | undefined): boolean {
  return one !== undefined && one.width === other?.width && one.number === other.number
}

function isInside(address: Address, network: string, bits: number): boolean {
  const base = addressOf(network)
  if (!base || base.width !== address.width) return false
  const length = base.isMapped ? bits - 96 : bits
  if (length < 0 || length > base.width) return false
  const rest = BigInt(base.width - length)
  return address.number >> rest === base.number >> rest
}

function addressOf(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length === 4 && parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return { width: 32, number: joined(parts.map(BigInt), 8n) }
  if (!text.includes(':') || !/^[\da-f:.]+$/.test(text) || !URL.canParse(`http://[${text}]`)) return undefined
  // The URL has its shortest form, with at most one `::` and without dots.
  const [head = '', tail = ''] = unbracketed(new URL(`http://[${text}]`).hostname).split('::')
  const groups = (half: string) => (half === '' ? [] : half.split(':').map(group => BigInt(`0x${group}`)))
  const [front, back] = [groups(head), groups(tail)]
  const gap = new Array<bigint>(8 - front.length - back.length).fill(0n)
  const number = joined([...front, ...gap, ...back], 16n)
  return number >> 32n === 0xffffn
    ? { width: 32, number: number & 0xffffffffn, isMapped: true }
    : { width: 128, number }
}

function joined(parts: readonly bigint[], bits: bigint): bigint {
  return parts.reduce((number, part) => (number << bits) + part, 0n)
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

import type { InForce } from '../../env/in-force.ts'
import type { Outlook } from '../../env/outlook.ts'

/** The proxy that Claude Code would take. */
export interface ProxyInForce {
  readonly variable: string
  /** Undefined where the value is no URL. May hold a password: show its `host` only. */
  readonly url?: URL
}

const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'] as const

/**
 * The proxy in force: the first of these variables that is not empty, for http and https backends alike [measured,
 * 2.1.329]. Undefined where none is set.
 */
export function proxyInForce({
  standing,
  environment,
}: Pick<Outlook, 'standing' | 'environment'>): ProxyInForce | undefined {
  for (const variable of names) {
    const layer = standing.overridden(variable)
    // Not by what counts as set elsewhere: of spaces alone the client says that they are no URL, and ends.
    const value = layer ? layer.env.get(variable) : environment[variable]
    if (value) return URL.canParse(value) && new URL(value).hostname ? { variable, url: new URL(value) } : { variable }
  }
  return undefined
}

/**
 * Whether a URL is asked without the proxy, by NO_PROXY or the spelling in lower case, which comes first. As 2.1.329 reads
 * it [measured]: `*`, a name with all below it, with a dot or `*.` in front too, a port behind it, an address, a network.
 */
export function goesAround(standing: InForce, url: URL): boolean {
  const list = (standing.get('no_proxy') ?? standing.get('NO_PROXY'))?.value ?? ''
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter(entry => entry !== '')
    .some(entry => matches(entry, host, port))
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*' || entry === host || entry === `[${host}]`) return true
  const network = /^(\d+(?:\.\d+){3})\/(\d{1,2})$/.exec(entry)
  if (network) return isInside(host, network[1] ?? '', Number(network[2]))
  const [, name = '', only] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
  if (only !== undefined && only !== port) return false
  const bare = name.replace(/^\*?\./, '')
  return host === bare || (!/^[\d.]+$/.test(host) && host.endsWith(`.${bare}`))
}

/** Whether an IPv4 address is in a network (RFC 4632). */
function isInside(host: string, network: string, bits: number): boolean {
  if (!/^\d+(\.\d+){3}$/.test(host) || bits > 32) return false
  const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - bits)
  return Math.floor(number(host) / size) === Math.floor(number(network) / size)
}

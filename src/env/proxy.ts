import type { ProxyRoute } from '../system/http/types.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { isListed } from './no-proxy.ts'

/** The proxy that Claude Code would take. */
export interface ResolvedProxy {
  readonly variable: string
  /** Absent where the value is none. May hold a password: show its `host` only. */
  readonly url?: URL
}

/** Where the variables are, settings files and all. */
type Place = Pick<EffectiveConfig, 'resolved' | 'environment'>

const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'] as const

/**
 * The proxy in force: the first of these variables that is not empty, for http and https backends alike [measured,
 * 2.1.329]. Undefined where none is set.
 */
export function resolveProxy(place: Place): ResolvedProxy | undefined {
  for (const variable of names) {
    const value = settingOf(place, variable)
    if (!value) continue
    const url = isForAll(variable) ? leniently(value) : whole(value)
    return url ? { variable, url } : { variable }
  }
  return undefined
}

/** Whether a URL is asked without the proxy, by NO_PROXY or the spelling in lower case, which comes first [measured, 2.1.329]. */
export function goesAround(place: Place, url: URL): boolean {
  return isListed(url, settingOf(place, 'no_proxy') || settingOf(place, 'NO_PROXY') || '')
}

/** Whether the client takes no notice of a proxy: all_proxy may be meant for others, and be SOCKS [measured, 2.1.329]. */
export function isPassedBy({ variable, url }: ResolvedProxy): boolean {
  return isForAll(variable) && url !== undefined && !speaksHttp(url)
}

/** Why Claude Code cannot use a proxy. */
interface ProxyTrouble {
  /** True where it ends at once; false where it reaches what goes around the proxy, and nothing else. */
  readonly endsClient: boolean
  readonly code: string
  readonly says: string
}

/** Why the client cannot use that proxy [measured, 2.1.329]; undefined where it can, or passes it by. */
export function troubleOf({ variable, url }: ResolvedProxy): ProxyTrouble | undefined {
  if (!url) {
    const endsClient = !isForAll(variable)
    const what = endsClient ? 'does not start' : 'reaches nothing'
    const says = `${variable} is no whole URL such as http://proxy.example.com:8080; Claude Code ${what} with it`
    return { endsClient, code: 'ERR_INVALID_URL', says }
  }
  if (speaksHttp(url) || isForAll(variable)) return undefined
  const says = `${variable} is no HTTP proxy, and Claude Code reaches nothing through it`
  return { endsClient: false, code: 'ERR_INVALID_PROTOCOL', says }
}

/** How the client would ask a URL: without a proxy, through one, or not at all and why. */
export function proxyFor(url: URL, place: Place): ProxyRoute {
  const proxy = resolveProxy(place)
  if (!proxy || isPassedBy(proxy)) return 'direct'
  const trouble = troubleOf(proxy)
  if (trouble?.endsClient || (trouble && !goesAround(place, url)))
    return { step: 'proxy', code: trouble.code, says: trouble.says }
  return !proxy.url || goesAround(place, url) ? 'direct' : { variable: proxy.variable, url: proxy.url }
}

/** Not by what counts as set elsewhere: of spaces alone the client says that they are no URL, and ends. */
function settingOf({ resolved, environment }: Place, variable: string): string | undefined {
  const layer = resolved.overridden(variable)
  return layer ? layer.env.get(variable) : environment[variable]
}

function isForAll(variable: string): boolean {
  return /^all_proxy$/i.test(variable)
}

function speaksHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:'
}

function whole(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  return url?.hostname ? url : undefined
}

/**
 * The value of all_proxy, for which a scheme is not needed but both slashes are. Measured with 2.1.329: `host:port`,
 * `//host:port` and with a path it is used; a user without a scheme or a space in front, and nothing is reached.
 */
function leniently(value: string): URL | undefined {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(value)) return whole(value)
  return /^(\/\/)?(\[[\da-f:.]+\]|[^\s:@/]+)(:\d+)?(\/\S*)?$/i.test(value)
    ? whole(`http://${value.replace(/^\/\//, '')}`)
    : undefined
}

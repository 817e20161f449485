import type { Reach } from '../../backends/address.ts'
import type { EffectiveConfig } from '../../env/effective-config.ts'
import { projectNetwork } from '../../env/network.ts'
import { goesAround, isPassedBy, type ResolvedProxy, resolveProxy, troubleOf } from '../../env/proxy.ts'
import type { Finding } from '../finding.ts'
import { found } from '../probe.ts'
import type { MachineFacts } from './facts.ts'
import { listed } from './sentence.ts'
import { shownName } from './warned.ts'

/** One examined backend and the proxy that it would be asked through. */
interface Route {
  readonly profile: string
  readonly host: string
  readonly reach: Reach
  readonly proxy: ResolvedProxy
  readonly around: boolean
}

/** What there is to say of proxies: settings that keep the client from starting, and which backends go through one. */
export function examineProxies({ configs, words }: Pick<MachineFacts, 'configs' | 'words'>): Finding[] {
  return [...aboutProjects(configs, words), ...aboutProxies(configs)]
}

/** What a project's files decide of the network, which this examination leaves aside. */
function aboutProjects(configs: readonly EffectiveConfig[], words: MachineFacts['words']): Finding[] {
  const seen = new Map(configs.flatMap(projectNetwork).map(one => [`${one.from} ${one.variable}`, one]))
  return [...seen.values()].map(({ variable, from, effect }) =>
    found(
      'proxies',
      'warn',
      { code: 'network-of-project', path: from, variable, effect },
      `a file of this project sets ${variable}: ${words.effect(effect)}; nothing was asked that way here`,
      {
        detail: from,
        remedy: { says: 'take it out of that file unless you trust who wrote it' },
      },
    ),
  )
}

function aboutProxies(configs: readonly EffectiveConfig[]): Finding[] {
  const groups = byProxy(configs.flatMap(routeOf))
  if (groups.length === 0) return [found('proxies', 'ok', 'proxy-unset', 'no proxy is set')]
  const troubles = groups.flatMap(group => [...aboutProxy(group), ...group.flatMap(aboutRoute)])
  const level = troubles.length > 0 || groups.length > 1 ? 'note' : 'ok'
  const usable = groups.filter(([{ proxy }]) => isUsed(proxy))
  return [...troubles, ...usable.map(group => found('proxies', level, 'proxy-in-force', overview(group)))]
}

function routeOf(config: EffectiveConfig): Route[] {
  const { destination } = config
  const proxy = resolveProxy(config)
  if (!proxy) return []
  // A provider's host is its own affair, and never on this side of a proxy.
  const text = destination.kind === 'provider' ? undefined : (destination.url ?? 'https://api.anthropic.com')
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined
  const around = url !== undefined && goesAround(config, url)
  return [{ profile: shownName(config), host: url?.hostname ?? '', reach: destination.reach, proxy, around }]
}

type Group = readonly [Route, ...Route[]]

/** Routes by their proxy, the password in its URL included. */
function byProxy(routes: readonly Route[]): Group[] {
  const groups = new Map<string, [Route, ...Route[]]>()
  for (const route of routes) {
    const key = `${route.proxy.variable} ${route.proxy.url?.href}`
    const group = groups.get(key)
    if (group) group.push(route)
    else groups.set(key, [route])
  }
  return [...groups.values()]
}

/** A proxy that the client does not take. */
function aboutProxy(group: Group): Finding[] {
  const { proxy } = group[0]
  const { variable } = proxy
  if (isPassedBy(proxy))
    return [
      found(
        'proxies',
        'note',
        { code: 'proxy-passed-by', variable },
        `${variable} is no HTTP proxy; Claude Code passes it by`,
      ),
    ]
  const trouble = troubleOf(proxy)
  if (!trouble) return []
  // What goes around it is reached all the same.
  const isHarmless = !trouble.endsClient && group.every(({ around }) => around)
  const remedy = {
    says: proxy.url ? `give ${variable} an HTTP proxy, or unset it` : `write ${variable} with its scheme, or unset it`,
  }
  return isHarmless
    ? [found('proxies', 'note', { code: 'proxy-unusable', variable }, trouble.says, { remedy })]
    : [
        found('proxies', 'fail', { code: 'proxy-unusable', variable }, trouble.says, {
          breaks: 'the proxy setting',
          remedy,
        }),
      ]
}

/** A backend that a proxy may not reach. */
function aboutRoute({ profile, host, reach, proxy, around }: Route): Finding[] {
  if (around || !isUsed(proxy)) return []
  if (reach === 'public') return []
  const where =
    reach === 'loopback' ? 'this machine, which it cannot reach' : 'a private address, which it may not reach'
  const says = `${profile} is asked through the proxy at ${proxy.url?.host} (${proxy.variable}): ${host} is ${where}`
  const remedy = { says: `add ${host.replace(/^\[|\]$/g, '')} to NO_PROXY` }
  return [
    found(
      'proxies',
      reach === 'loopback' ? 'warn' : 'note',
      { code: 'proxy-before-private', profile, host, variable: proxy.variable },
      says,
      { remedy },
    ),
  ]
}

function overview(routes: Group): string {
  const through = routes.filter(({ around }) => !around)
  const { proxy } = routes[0]
  const at = `${proxy.variable} is set (${proxy.url?.host})`
  const names = (some: readonly Route[]) => listed(some.map(({ profile }) => profile))
  if (through.length === 0) return `${at}, and NO_PROXY leads ${names(routes)} around it`
  const around = routes.filter(one => one.around)
  return `${at}: ${names(through)} through it${around.length > 0 ? `, ${names(around)} around it` : ''}`
}

function isUsed(proxy: ResolvedProxy): boolean {
  return !isPassedBy(proxy) && !troubleOf(proxy)
}

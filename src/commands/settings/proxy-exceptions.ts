import type { EffectiveConfig } from '../../env/effective-config.ts'
import { proxyFor } from '../../env/proxy.ts'
import type { Scope } from '../../settings/paths.ts'
import type { Environment } from '../../system/environment.ts'
import type { Notice } from '../../terminal/notices.ts'
import { settingsNotice } from '../../terminal/settings-notices.ts'

/** What is said of proxies, and the variable that keeps requests to this machine away from one. */
interface Exceptions {
  readonly set?: readonly [name: string, value: string]
  readonly notice: Notice
}

/**
 * What to do where a proxy would get the requests to a backend on this machine, which it cannot reach. A settings file cannot
 * add to a list, only replace it: so a list is written where it is needed alone, and never into a file that others read.
 */
export function exceptionsFor(config: EffectiveConfig, scope: Scope, own: Environment): Exceptions | undefined {
  const { destination, resolved } = config
  // A switch has put the host into this shell's list, and another shell will not have it there.
  const environment = { ...config.environment, NO_PROXY: own['NO_PROXY'], no_proxy: own['no_proxy'] }
  const url = URL.canParse(destination.url ?? '') ? new URL(destination.url ?? '') : undefined
  if (!url || destination.reach !== 'loopback') return undefined
  const route = proxyFor(url, { resolved, environment })
  if (route === 'direct' || !('variable' in route)) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const listIn = (one: 'NO_PROXY' | 'no_proxy') => resolved.overridden(one)?.env.get(one) ?? environment[one]
  // The client reads the one in lower case where it is not empty [measured, 2.1.332].
  const variable = listIn('no_proxy') ? 'no_proxy' : 'NO_PROXY'
  const list = listIn(variable)
  const value = list ? `${list},${host}` : host
  const told = { variable: route.variable, host, list: variable }
  if (scope === 'project')
    return {
      notice: settingsNotice('warning', { code: 'proxy-takes-requests', ...told }),
    }
  return { set: [variable, value], notice: settingsNotice('note', { code: 'proxy-exception-written', ...told }) }
}

import { reachOf } from '../backends/address.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { fromEnvironment, type ResolvedEnv, resolveEnv, type SettingsLayer } from './precedence.ts'
import { goesAround, isPassedBy, resolveProxy } from './proxy.ts'

/** What decides who can read the requests on their way. */
export interface NetworkSetting {
  readonly variable: string
  /** The environment, or a settings file's path. */
  readonly from: string
  readonly effect: NetworkEffect
  /** The file of a project that says so: whoever writes to the project may read along. */
  readonly project?: SettingsLayer
  /** Whether it is worth a warning wherever it comes from. */
  readonly isGrave: boolean
}

/** What a setting of the network does, without anything secret. */
export type NetworkEffect =
  /** `isClear` where the proxy can read all of it. */
  | { readonly code: 'proxied'; readonly host: string; readonly isClear: boolean }
  | { readonly code: 'certificates-unchecked' }
  | { readonly code: 'authorities-added' }
  | { readonly code: 'authorities-chosen' }
  | { readonly code: 'certificate-shown' }

type Place = Pick<EffectiveConfig, 'resolved' | 'environment' | 'destination'>

const isProject = ({ name }: SettingsLayer) => name === 'project' || name === 'project local'

/** Every setting of the network in force between the client and its destination: the proxy, and what TLS trusts. */
export function networkSettings(config: Place): NetworkSetting[] {
  const { resolved } = config
  const setting = (variable: string, effect: NetworkEffect, isGrave: boolean): NetworkSetting => {
    const layer = resolved.overridden(variable)
    return {
      variable,
      from: layer?.path ?? fromEnvironment,
      effect,
      isGrave,
      ...(layer && isProject(layer) ? { project: layer } : {}),
    }
  }
  const value = (name: string) => resolved.get(name)?.value
  const files = ['NODE_EXTRA_CA_CERTS', 'CLAUDE_CODE_CERT_STORE', 'CLAUDE_CODE_CLIENT_CERT'] as const
  return [
    ...proxySetting(config, setting),
    ...(value('NODE_TLS_REJECT_UNAUTHORIZED') === '0'
      ? [setting('NODE_TLS_REJECT_UNAUTHORIZED', { code: 'certificates-unchecked' }, true)]
      : []),
    ...files.flatMap(name => (value(name) === undefined ? [] : [setting(name, { code: trustEffects[name] }, false)])),
  ]
}

const trustEffects = {
  NODE_EXTRA_CA_CERTS: 'authorities-added',
  CLAUDE_CODE_CERT_STORE: 'authorities-chosen',
  CLAUDE_CODE_CLIENT_CERT: 'certificate-shown',
} as const

function proxySetting(
  config: Place,
  setting: (variable: string, effect: NetworkEffect, isGrave: boolean) => NetworkSetting,
): NetworkSetting[] {
  const proxy = resolveProxy(config)
  if (!proxy?.url || isPassedBy(proxy)) return []
  const address = config.destination.url ?? 'https://api.anthropic.com'
  if (!URL.canParse(address)) return []
  const url = new URL(address)
  if (goesAround(config, url)) return []
  const isClear = url.protocol === 'http:'
  const isOwn = reachOf(proxy.url.hostname) === 'loopback'
  return [setting(proxy.variable, { code: 'proxied', host: proxy.url.host, isClear }, isClear && !isOwn)]
}

/** The settings of the network that a project's file decides. */
export function projectNetwork(config: Place): NetworkSetting[] {
  return networkSettings(config).filter(({ project }) => project !== undefined)
}

/**
 * The same without what a project's files say of it: requests of our own do not go where a repository points, since they
 * carry the user's key.
 */
export function ownNetwork({ resolved, environment }: Pick<EffectiveConfig, 'resolved' | 'environment'>): {
  readonly resolved: ResolvedEnv
  readonly environment: EffectiveConfig['environment']
} {
  const layers = resolved.layers.filter(layer => !isProject(layer))
  return { environment, resolved: resolveEnv(environment, layers) }
}

import type { Logins } from '../../src/env/credentials.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../../src/env/effective-config.ts'
import type { Agent } from '../../src/env/model-choice.ts'
import type { SettingsLayer } from '../../src/env/precedence.ts'
import type { Profile } from '../../src/profiles/profile.ts'
import type { Environment } from '../../src/system/environment.ts'

/** A settings file, from what is in it. */
export function layer(
  name: SettingsLayer['name'],
  env: Record<string, string> = {},
  rest: Partial<
    Pick<SettingsLayer, 'model' | 'hasApiKeyHelper' | 'path' | 'permissionMode' | 'hasNoAutoMode' | 'choice'>
  > = {},
): SettingsLayer {
  return { name, path: `/${name}`, env: new Map(Object.entries(env)), hasApiKeyHelper: false, ...rest }
}

/** A user settings file with an apiKeyHelper in it. */
export const helper = layer('user', {}, { hasApiKeyHelper: true })

/** The moment at which all tests happen, in ms since 1970. */
export const now = 1_800_000_000_000

/** What a client that starts in an environment would do. */
export function configIn(
  environment: Environment,
  {
    layers = [],
    logins = {},
    profile,
    agents = [],
  }: { layers?: SettingsLayer[]; logins?: Logins; profile?: Profile; agents?: readonly Agent[] } = {},
): EffectiveConfig {
  return effectiveConfigOf(environment, { layers, logins, agents: () => agents }, profile, now)
}

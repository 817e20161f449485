import type { Profile } from '../profiles/profile.ts'
import type { Environment } from '../system/environment.ts'
import { type Logins, type SentCredential, sentCredentials } from './credentials.ts'
import { type Destination, destinationOf } from './destination.ts'
import { type Payer, payerOf } from './payer.ts'
import { type ResolvedEnv, resolveEnv, type SettingsLayer } from './precedence.ts'
import { type ResolvedTier, resolveTiers } from './tiers.ts'

/** What a client that starts now would do: where it goes, as whom, with which models, and who pays. */
export interface EffectiveConfig {
  readonly environment: Environment
  readonly resolved: ResolvedEnv
  readonly logins: Logins
  readonly destination: Destination
  readonly credentials: readonly SentCredential[]
  readonly tiers: readonly ResolvedTier[]
  readonly payer: Payer
  /** The profile that lends its KIND and BILLING where requests go to its URL. */
  readonly profile?: Profile
}

/** Decides as the client does, from an environment and the client's own files. `now` is in ms since 1970. */
export function effectiveConfigOf(
  environment: Environment,
  files: { readonly layers: readonly SettingsLayer[]; readonly logins: Logins },
  profile: Profile | undefined,
  now: number,
): EffectiveConfig {
  const { logins } = files
  const resolved = resolveEnv(environment, files.layers)
  const destination = destinationOf(resolved, profile)
  // A cloud provider has credentials of its own, which are none of ours to look at.
  const credentials = destination.kind === 'provider' ? [] : sentCredentials(resolved, logins)
  const tiers = resolveTiers(resolved, destination)
  const payer = payerOf({ destination, credentials, tiers, resolved, logins, profile, now })
  return { environment, resolved, logins, destination, credentials, tiers, payer, ...(profile ? { profile } : {}) }
}

import type { Profile } from '../profiles/profile.ts'
import type { Environment } from '../profiles/references.ts'
import { type Logins, type SentCredential, sentCredentials } from './credentials.ts'
import { type Destination, destinationOf } from './destination.ts'
import { type InForce, inForce, type SettingsLayer } from './in-force.ts'
import { type Payer, payerOf } from './payer.ts'
import { type TierInForce, tiersInForce } from './tiers.ts'

/** What a client that starts now would do: where it goes, as whom, with which models, and who pays. */
export interface Outlook {
  readonly environment: Environment
  readonly standing: InForce
  readonly logins: Logins
  readonly destination: Destination
  readonly credentials: readonly SentCredential[]
  readonly tiers: readonly TierInForce[]
  readonly payer: Payer
  /** The profile that lends its KIND and BILLING where requests go to its URL. */
  readonly profile?: Profile
}

/** Decides as the client does, from an environment and the client's own files. `now` is in ms since 1970. */
export function outlookOf(
  environment: Environment,
  files: { readonly layers: readonly SettingsLayer[]; readonly logins: Logins },
  profile: Profile | undefined,
  now: number,
): Outlook {
  const { logins } = files
  const standing = inForce(environment, files.layers)
  const destination = destinationOf(standing, profile)
  // A cloud provider has credentials of its own, which are none of ours to look at.
  const credentials = destination.kind === 'provider' ? [] : sentCredentials(standing, logins)
  const tiers = tiersInForce(standing, destination)
  const payer = payerOf({ destination, credentials, tiers, standing, logins, profile, now })
  return { environment, standing, logins, destination, credentials, tiers, payer, ...(profile ? { profile } : {}) }
}

import type { SentCredential } from './credentials.ts'
import type { EffectiveConfig } from './effective-config.ts'
import type { PayerName } from './payer.ts'
import { fromEnvironment } from './precedence.ts'
import { redactUrl } from './redact.ts'
import { removalOf } from './settings-removal.ts'

/** How what would really be used differs from what was named. */
export interface Divergence {
  readonly code: 'overruled-by-file'
  readonly profile: string
  /** What decides: a settings file, or where a login is stored. */
  readonly path: string
  /** Where requests would go, and who would be charged. */
  readonly place: string
  readonly payer: PayerName
  /** Whether `path` is a settings file, out of which it can be taken. */
  readonly isSettingsFile: boolean
  /** The command that takes it out, where claude-switch wrote it. */
  readonly removal?: string
}

/**
 * How settings files overrule the profile that was named: requests would go somewhere else than it
 * says, with another credential, or at another's expense. `named` is what the profile says by itself, `real` what a client
 * that starts now would do; undefined where they agree, and where no profile was named, unless `word` was.
 */
export function divergenceOf(
  named: EffectiveConfig,
  real: EffectiveConfig,
  word: 'off' | undefined = undefined,
): Divergence | undefined {
  const profile = named.profile?.name ?? word
  const path = profile === undefined ? undefined : decidingFile(named, real)
  if (profile === undefined || path === undefined) return undefined
  const layer = real.resolved.layers.find(one => one.path === path)
  const removal = layer && removalOf(layer)
  return {
    code: 'overruled-by-file',
    profile,
    path,
    place: redactUrl(real.destination.url ?? real.destination.title),
    payer: real.payer.payer,
    isSettingsFile: layer !== undefined,
    ...(removal === undefined ? {} : { removal }),
  }
}

/** The settings file that makes the difference; undefined where there is none. */
function decidingFile(named: EffectiveConfig, real: EffectiveConfig): string | undefined {
  const { destination, credentials, payer, resolved, tiers } = real
  const isElsewhere =
    destination.kind !== named.destination.kind ||
    destination.url !== named.destination.url ||
    (destination.kind === 'provider' && destination.title !== named.destination.title)
  if (isElsewhere) return destination.from ?? resolved.overridden('ANTHROPIC_BASE_URL')?.path
  const [winner] = credentials
  const [meant] = named.credentials
  // A file of ours carries the profile's own credential, as its helper where a command prints it.
  const isCarried = real.carriedBy !== undefined && real.profile?.name === named.profile?.name
  const secretValue = ({ resolved }: EffectiveConfig, one: SentCredential | undefined) =>
    resolved.get(one?.name ?? '')?.value
  const isMeant =
    winner?.source === meant?.source &&
    winner?.name === meant?.name &&
    secretValue(real, winner) === secretValue(named, meant)
  if (!isMeant && !isCarried) return winner?.from ?? resolved.layers.find(({ env }) => env.has(meant?.name ?? ''))?.path
  if (payer.payer !== named.payer.payer)
    return tiers.find(({ from }) => from !== undefined && from !== fromEnvironment)?.from
  return undefined
}

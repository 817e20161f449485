import type { SentCredential } from './credentials.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { fromEnvironment, type SettingsLayer } from './precedence.ts'
import { redactUrl } from './redact.ts'
import { removalOf } from './settings-removal.ts'

/** How what would really be used differs from what was named, and the way out. */
export interface Divergence {
  readonly says: string
  readonly way?: string
}

/**
 * What is to be said where settings files overrule the profile that was named: requests would go somewhere else than it
 * says, with another credential, or at another's expense. `named` is what the profile says by itself, `real` what a client
 * that starts now would do; undefined where they agree.
 */
export function divergenceOf(
  named: EffectiveConfig,
  real: EffectiveConfig,
  shown: (path: string) => string,
): Divergence | undefined {
  const name = named.profile?.name
  const origin = name === undefined ? undefined : decidingFile(named, real)
  if (origin === undefined) return undefined
  const layer = real.resolved.layers.find(({ path }) => path === origin)
  const place = redactUrl(real.destination.url ?? real.destination.title)
  const says = `${name} was asked for, but ${shown(origin)} makes Claude Code go to ${place} (${real.payer.payer})`
  return { says, ...(layer ? { way: wayOut(layer, shown) } : {}) }
}

/** The settings file that makes the difference; undefined where there is none. */
function decidingFile(named: EffectiveConfig, real: EffectiveConfig): string | undefined {
  const { destination, credentials, payer, resolved, tiers } = real
  if (destination.kind !== named.destination.kind || destination.url !== named.destination.url)
    return destination.from ?? resolved.overridden('ANTHROPIC_BASE_URL')?.path
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

function wayOut(layer: SettingsLayer, shown: (path: string) => string): string {
  const removal = removalOf(layer)
  return removal
    ? `claude-switch wrote that, and takes it out with: ${removal}`
    : `take it out of ${shown(layer.path)}, or switch to what it says`
}

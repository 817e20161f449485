import type { Profile } from '../profiles/profile.ts'
import type { Environment } from '../system/environment.ts'
import { type Logins, type SentCredential, sentCredentials } from './credentials.ts'
import { type Destination, destinationOf } from './destination.ts'
import type { Agent } from './model-choice.ts'
import { type Payer, payerOf } from './payer.ts'
import { profileVariable } from './plan.ts'
import { type ResolvedEnv, resolveEnv, type SettingsLayer } from './precedence.ts'
import { ownRoutedProfile, type RouterAddress } from './router-address.ts'
import { agentsBeside, type ResolvedAgent, type ResolvedTier, resolveTiers } from './tiers.ts'

/** What a client that starts now would do: where it goes, as whom, with which models, and who pays. */
export interface EffectiveConfig {
  readonly environment: Environment
  readonly resolved: ResolvedEnv
  readonly logins: Logins
  readonly destination: Destination
  readonly credentials: readonly SentCredential[]
  readonly tiers: readonly ResolvedTier[]
  /** Agents whose files name a model of their own. */
  readonly agents: readonly ResolvedAgent[]
  readonly payer: Payer
  /** The profile that lends its KIND and BILLING where requests go to its URL. */
  readonly profile?: Profile
  /** The settings file that carries that profile, where it is not the shell's. */
  readonly carriedBy?: string
}

/** A settings file that is not simply read: dropped, or one after which nothing is certain. */
interface Broken {
  readonly path: string
  readonly outcome: 'dropped' | 'fatal' | 'unsure'
}

/** Finds a profile of the backends file by its name; undefined where it is not there, or not ready for use. */
export type FindProfile = (name: string) => Profile | undefined

/**
 * Decides as the client does, from an environment and the client's own files. `profile` is the shell's; where a settings file
 * that claude-switch wrote decides where requests go, the profile that it carries counts instead, found by `find`. `now` is
 * in ms since 1970.
 */
export function effectiveConfigOf(
  environment: Environment,
  files: {
    readonly layers: readonly SettingsLayer[]
    readonly logins: Logins
    readonly broken?: readonly Broken[]
    /** The address of this user's own router; asked for only where a base URL looks like it. */
    readonly router?: () => RouterAddress | undefined
    /** The agents' files; asked for only where a model of theirs could count. */
    readonly agents?: () => readonly Agent[]
  },
  active: Profile | undefined,
  now: number,
  find?: FindProfile,
): EffectiveConfig {
  const { logins } = files
  const resolved = resolveEnv(environment, files.layers)
  const layer = resolved.overridden('ANTHROPIC_BASE_URL')
  const carried = find?.(layer?.env.get(profileVariable) ?? '')
  const routed = ownRoutedProfile(resolved.get('ANTHROPIC_BASE_URL')?.value, files.router ?? (() => undefined))
  const profile = routed === undefined || routed === active?.name ? (carried ?? active) : find?.(routed)
  const sent = sentCredentials(resolved, logins)
  const byTool = sent[0]?.source === 'profile' ? logins.toolProfile : undefined
  const destination = destinationOf(resolved, profile, byTool, routed)
  // A cloud provider has credentials of its own, which are none of ours to look at.
  const credentials = destination.kind === 'provider' ? [] : sent
  const readAgents = once(files.agents ?? (() => []))
  const tiers = resolveTiers(resolved, destination, readAgents)
  const agents = agentsBeside(resolved, tiers, destination, readAgents)
  const open = files.broken?.find(({ outcome }) => outcome !== 'dropped')
  const payer: Payer = open
    ? {
        payer: 'unknown',
        why: `${open.outcome === 'fatal' ? 'Claude Code does not start with' : 'not all is known of'} ${open.path}`,
      }
    : payerOf({ destination, credentials, tiers, agents, resolved, logins, profile, now })
  return {
    environment,
    resolved,
    logins,
    destination,
    credentials,
    tiers,
    agents,
    payer,
    ...(profile ? { profile } : {}),
    ...(carried && layer ? { carriedBy: layer.path } : {}),
  }
}

/** The same answer, asked for once. */
function once<T>(ask: () => T): () => T {
  let answer: { readonly is: T } | undefined
  return () => {
    answer ??= { is: ask() }
    return answer.is
  }
}

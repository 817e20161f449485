import type { Billing } from '../backends/backend.ts'
import { backendOf } from '../backends/catalogue.ts'
import { builtInBilling, keyOf } from '../profiles/fields.ts'
import { isModelAlias } from '../profiles/models.ts'
import type { Profile } from '../profiles/profile.ts'
import { isRejected, type Logins, type SentCredential } from './credentials.ts'
import type { Destination } from './destination.ts'
import { possibleOverrides, standInsFor } from './model-choice.ts'
import { fromEnvironment, type ResolvedEnv } from './precedence.ts'
import type { ResolvedAgent, ResolvedTier } from './tiers.ts'

/** Who is charged: as BILLING says, `none` when nothing would authenticate, `unknown` when it cannot be told. */
export type PayerName = Billing | 'none' | 'unknown'

/** Who is charged, and why we say so. */
export interface Payer {
  readonly payer: PayerName
  /** A few words: the address, the credential, the plan. */
  readonly why: string
  /** Where we can only see the next hop: BILLING would say it, in the line of that `key` where there is a profile. */
  readonly hint?: { readonly code: 'payer-unknown'; readonly key?: string }
  /** True where requests may be handed on to anybody, so that nobody but the user knows. */
  readonly forwards?: true
  /** True when the profile's BILLING says so, for every tier alike. */
  readonly declared?: true
}

export const payerNames = ['free', 'metered', 'subscription', 'none', 'unknown'] as const satisfies readonly PayerName[]

interface Case {
  readonly destination: Destination
  readonly credentials: readonly SentCredential[]
  readonly tiers: readonly ResolvedTier[]
  readonly agents?: readonly ResolvedAgent[]
  readonly resolved: ResolvedEnv
  readonly logins: Logins
  /** The active profile; its BILLING counts only where the requests really go to its URL. */
  readonly profile?: Profile | undefined
  /** Now, in ms since 1970. */
  readonly now: number
}

/** Decides who pays: by the provider, else by what the profile says of its backend, else by the address, else by the credential. */
export function payerOf(facts: Case): Payer {
  const { destination, profile, resolved } = facts
  if (resolved.get('ANTHROPIC_UNIX_SOCKET')?.from === fromEnvironment) {
    return { payer: 'unknown', why: 'ANTHROPIC_UNIX_SOCKET takes every request elsewhere' }
  }
  if (destination.kind === 'provider') return byProvider(destination, profile)
  const own = profile && (profile.baseUrl ?? '') === (destination.url ?? '')
  if (own && profile.billing && isMeant(facts))
    return { payer: profile.billing, why: `BILLING of profile ${profile.name}`, declared: true }
  const builtIn = own && destination.kind === 'litellm' ? builtInBilling.get(profile.name) : undefined
  if (builtIn) return { payer: builtIn, why: `${profile?.name} is Mistral, by the token` }
  return destination.kind === 'anthropic' ? byCredential(facts) : byAddress(facts)
}

/** At a cloud its account pays, unless its address is somebody else's, who hands requests on to whoever answers. */
function byProvider({ title, url }: Destination, profile: Profile | undefined): Payer {
  const own = profile && backendOf(profile.kind).provider && backendOf(profile.kind).title === title
  if (own && profile.billing)
    return { payer: profile.billing, why: `BILLING of profile ${profile.name}`, declared: true }
  if (url === undefined) return { payer: 'metered', why: 'your account there' }
  return { payer: 'unknown', why: `${title} by an address that is not its own`, forwards: true }
}

/** Whether the credential is one that the user knows of: at Anthropic, a settings file's key pays by its own account. */
function isMeant({ destination, credentials: [winner] }: Case): boolean {
  if (destination.kind !== 'anthropic' || !winner) return true
  return winner.from === fromEnvironment || winner.source === 'login'
}

function byAddress({ destination, tiers, agents = [], resolved, credentials, profile }: Case): Payer {
  if (!URL.canParse(destination.url ?? '')) return { payer: 'unknown', why: 'that address is no URL' }
  if (credentials.length === 0) return { payer: 'none', why: 'no credential' }
  // What may stand in the place of a name that the client chooses counts as well.
  const models = [...tiers, ...agents].map(({ model }) => model)
  const open = models.some(model => model === undefined || isModelAlias(model))
  const replaced = [...(open ? possibleOverrides(resolved.layers) : []), ...standInsFor(models, resolved.layers)]
  const payers = [...models, ...replaced].map(model => byModel(destination, model)).filter(one => one !== undefined)
  const dearest = payers.find(({ payer }) => payer === 'metered') ?? payers[0]
  if (dearest) return dearest
  if (destination.reach === 'public') return { payer: 'metered', why: 'a public host' }
  const why = destination.reach === 'loopback' ? 'this machine' : 'a private address'
  if (!forwards(destination)) return { payer: 'free', why }
  const key = profile ? { key: keyOf(profile.name, 'BILLING') } : {}
  return {
    payer: 'unknown',
    why: `${why}, but it forwards to whoever answers`,
    hint: { code: 'payer-unknown', ...key },
    forwards: true,
  }
}

/** What hands requests on to others, so that its address says nothing about who pays. */
function forwards({ kind }: Destination): boolean {
  return kind === 'litellm' || kind === 'gateway' || kind === 'openai-compatible'
}

/** Who pays for one model, where the backend charges by model. */
function byModel({ kind }: Destination, model: string | undefined): Payer | undefined {
  if (kind === 'openrouter') {
    const free = model?.endsWith(':free')
    return free ? { payer: 'free', why: 'every model ends in :free' } : { payer: 'metered', why: 'OpenRouter credits' }
  }
  if (kind === 'ollama' && /[:-]cloud$/.test(model ?? '')) {
    return { payer: 'unknown', why: "ollama.com runs that model, on your account's plan" }
  }
  return undefined
}

/** Who pays for one tier: as for the whole, but where the backend charges by model. */
export function payerOfTier(tier: ResolvedTier, whole: Payer, destination: Destination): PayerName {
  if (whole.payer === 'none' || whole.declared) return whole.payer
  return (
    byModel(destination, tier.model)?.payer ??
    (destination.reach === 'public' || forwards(destination) ? whole.payer : 'free')
  )
}

function byCredential({ credentials, resolved, logins, now }: Case): Payer {
  const [winner] = credentials
  if (!winner) return { payer: 'none', why: 'no API key and no login' }
  switch (winner.source) {
    case 'helper':
      return { payer: 'metered', why: 'the key that apiKeyHelper prints' }
    case 'stored key':
      return { payer: 'metered', why: 'the Console key that /login stored' }
    case 'login':
      return { payer: 'subscription', why: describeLogin(logins, now) }
    case 'profile':
      return { payer: 'unknown', why: `${winner.name} does not show its plan` }
    case 'variable': {
      const value = resolved.get(winner.name)?.value ?? ''
      if (winner.name === 'ANTHROPIC_API_KEY' && isRejected(value, logins))
        return {
          payer: 'unknown',
          why: `${winner.name} with -p; an interactive session leaves it aside, as you refused it`,
        }
      return byVariable(winner.name, value)
    }
  }
}

function byVariable(name: string, value: string): Payer {
  if (/OAUTH_TOKEN/.test(name)) return { payer: 'subscription', why: name }
  // Anthropic's OAuth tokens say what they are; any other Bearer token may belong to anybody.
  if (name === 'ANTHROPIC_AUTH_TOKEN' || name === 'ANTHROPIC_CUSTOM_HEADERS') {
    return value.startsWith('sk-ant-oat')
      ? { payer: 'subscription', why: name }
      : { payer: 'unknown', why: `${name} does not say whose account it is` }
  }
  return { payer: 'metered', why: name }
}

function describeLogin({ subscription }: Logins, now: number): string {
  const plan = subscription?.plan ? `Claude ${subscription.plan}` : 'the /login subscription'
  const expired = subscription?.expiresAt !== undefined && subscription.expiresAt < now
  return expired ? `${plan}, expired: Claude Code renews it or asks to log in` : plan
}

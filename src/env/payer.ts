import type { Billing } from '../backends/backend.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Logins, SentCredential } from './credentials.ts'
import type { Destination } from './destination.ts'
import type { InForce } from './in-force.ts'
import type { TierInForce } from './tiers.ts'

/** Who is charged: as BILLING says, `none` when nothing would authenticate, `unknown` when it cannot be told. */
export type PayerName = Billing | 'none' | 'unknown'

/** Who is charged, and why we say so. */
export interface Payer {
  readonly payer: PayerName
  readonly why: string
}

export const payerNames = ['free', 'metered', 'subscription', 'none', 'unknown'] as const satisfies readonly PayerName[]

const billingWords = 'BILLING of'

interface Case {
  readonly destination: Destination
  readonly credentials: readonly SentCredential[]
  readonly tiers: readonly TierInForce[]
  readonly standing: InForce
  readonly logins: Logins
  /** The active profile; its BILLING counts only where the requests really go to its URL. */
  readonly profile?: Profile | undefined
  /** Now, in ms since 1970. */
  readonly now: number
}

/** Decides who pays: by the provider, else by what the profile says of its backend, else by the address, else by the credential. */
export function payerOf(facts: Case): Payer {
  const { destination, profile } = facts
  if (destination.kind === 'provider') {
    return { payer: 'metered', why: `${destination.title} bills your account there` }
  }
  const own = profile && (profile.baseUrl ?? '') === (destination.url ?? '')
  if (own && profile.billing) return { payer: profile.billing, why: `${billingWords} profile ${profile.name}` }
  return destination.kind === 'anthropic' ? byCredential(facts) : byAddress(facts)
}

function byAddress({ destination, tiers, credentials }: Case): Payer {
  if (credentials.length === 0)
    return { payer: 'none', why: 'there is no credential, so Claude Code would ask to log in' }
  const payers = tiers.map(tier => byModel(destination, tier.model)).filter(one => one !== undefined)
  const dearest =
    payers.find(({ payer }) => payer === 'metered') ?? payers.find(({ payer }) => payer === 'unknown') ?? payers[0]
  if (dearest) return dearest
  if (destination.reach === 'public') return { payer: 'metered', why: 'a public host' }
  const forwards = destination.kind === 'litellm' || destination.kind === 'gateway'
  const where = destination.reach === 'loopback' ? 'this machine' : 'a private address'
  return { payer: 'free', why: forwards ? `${where}; if it forwards to a paid service, set BILLING=metered` : where }
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
export function payerOfTier(tier: TierInForce, whole: Payer, destination: Destination): PayerName {
  if (whole.payer === 'none' || whole.why.startsWith(billingWords)) return whole.payer
  return byModel(destination, tier.model)?.payer ?? (destination.reach === 'public' ? whole.payer : 'free')
}

function byCredential({ credentials, standing, logins, now }: Case): Payer {
  const [winner] = credentials
  if (!winner) return { payer: 'none', why: 'no API key and no login; run claude and /login, or set CLOUD_API_KEY' }
  switch (winner.source) {
    case 'helper':
      return { payer: 'metered', why: `the key that apiKeyHelper prints (${winner.from})` }
    case 'stored key':
      return { payer: 'metered', why: 'the Console key that /login stored' }
    case 'login':
      return { payer: 'subscription', why: describeLogin(logins, now) }
    case 'profile':
      return { payer: 'unknown', why: `${winner.name} names a login whose plan cannot be seen from here` }
    case 'variable':
      return byVariable(winner.name, standing.get(winner.name)?.value ?? '')
  }
}

function byVariable(name: string, value: string): Payer {
  if (/OAUTH_TOKEN/.test(name)) return { payer: 'subscription', why: name }
  // Anthropic's OAuth tokens say what they are; any other Bearer token may belong to anybody.
  if (name === 'ANTHROPIC_AUTH_TOKEN') {
    return value.startsWith('sk-ant-oat')
      ? { payer: 'subscription', why: `${name} holds a subscription's token` }
      : { payer: 'unknown', why: `${name} does not say whose account it is` }
  }
  return { payer: 'metered', why: `an API key (${name})` }
}

function describeLogin({ subscription }: Logins, now: number): string {
  const plan = subscription?.plan ? `Claude ${subscription.plan}` : 'the /login subscription'
  const expired = subscription?.expiresAt !== undefined && subscription.expiresAt < now
  return expired ? `${plan}; its token has expired, Claude Code renews it or asks to log in` : plan
}

import { type Reach, reachOf, withoutEndSlashes } from '../backends/address.ts'
import type { Kind } from '../backends/backend.ts'
import { backendOf, kindOf } from '../backends/catalogue.ts'
import { providers } from '../backends/providers.ts'
import type { Profile } from '../profiles/profile.ts'
import type { ToolProfile } from './credentials.ts'
import { isAnthropicUrl, isOn } from './plan.ts'
import type { Origin, ResolvedEnv } from './precedence.ts'

/** Where the client's requests really go. */
export interface Destination {
  readonly kind: Kind | 'provider'
  /** The product's name, for people. */
  readonly title: string
  /** The base URL, when the client uses one. */
  readonly url?: string
  /** What decides it: the environment, a settings file's path, or nothing. */
  readonly from?: string
  readonly reach: Reach
  /** Present where the router on this machine stands between. */
  readonly router?: true
}

/** The cloud providers, in the order in which the client asks for them. */
const clouds: Readonly<Record<string, { title: string; baseUrl: string; hosts?: RegExp }>> = {
  ...Object.fromEntries(
    Object.values(providers).map(({ title, provider }) => [provider.selector, { title, ...provider }]),
  ),
  CLAUDE_CODE_USE_ANTHROPIC_AWS: { title: 'Claude on AWS', baseUrl: 'ANTHROPIC_AWS_BASE_URL' },
  CLAUDE_CODE_USE_MANTLE: { title: 'Bedrock Mantle', baseUrl: 'ANTHROPIC_BEDROCK_MANTLE_BASE_URL' },
  CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD: {
    title: 'Claude on Google Cloud',
    baseUrl: 'ANTHROPIC_GOOGLE_CLOUD_BASE_URL',
  },
}

/**
 * Decides as the client does: a cloud provider's selector, then the base URL, then that of the tool profile whose token is
 * sent, then Anthropic. `active` lends its KIND to its own URL; `routed` is the profile that the base URL names where it is
 * this user's own router's.
 */
export function destinationOf(
  resolved: ResolvedEnv,
  active?: Profile,
  tool?: ToolProfile,
  routed?: string,
): Destination {
  for (const [name, { title, baseUrl, hosts }] of Object.entries(clouds)) {
    const selector = resolved.get(name)
    if (!selector || !isOn(selector.value)) continue
    const address = resolved.get(baseUrl)
    if (!address) return { kind: 'provider', title, from: selector.from, reach: 'public' }
    const url = address.value.trim()
    const parsed = URL.canParse(url) ? new URL(url) : undefined
    // Over plain http nobody knows who answers, whatever the host is called.
    if (parsed?.protocol === 'https:' && hosts?.test(parsed.hostname))
      return { kind: 'provider', title, from: selector.from, reach: 'public' }
    return { kind: 'provider', title, url, from: address.from, reach: reachOf(parsed?.hostname ?? '') }
  }
  const own = tool?.baseUrl === undefined ? undefined : { value: tool.baseUrl, from: tool.path }
  const base = resolved.get('ANTHROPIC_BASE_URL') ?? own
  if (!base) return { kind: 'anthropic', title: backendOf('anthropic').title, reach: 'public' }
  return byUrl(base, active, routed)
}

function byUrl({ value, from }: Origin, active: Profile | undefined, routed: string | undefined): Destination {
  const url = withoutEndSlashes(value.trim())
  if (routed !== undefined) return byRouter(routed, url, from, active)
  if (!URL.canParse(url)) return { kind: 'gateway', title: 'an address that is no URL', url, from, reach: 'public' }
  if (isAnthropicUrl(url)) return { kind: 'anthropic', title: backendOf('anthropic').title, url, from, reach: 'public' }
  // A profile's KIND is believed for its own URL, but for the one that says whose host it is: this one is not Anthropic's.
  const kind = active?.baseUrl === url && active.kind !== 'anthropic' ? active.kind : kindOf(new URL(url))
  return { kind, title: backendOf(kind).title, url, from, reach: reachOf(new URL(url).hostname) }
}

/** What stands behind the router, as the profile says that the URL names; nobody knows where that profile is gone. */
function byRouter(name: string, url: string, from: string, active: Profile | undefined): Destination {
  if (active?.name !== name)
    return { kind: 'gateway', title: `the router, for ${name}`, url, from, reach: 'loopback', router: true }
  const { kind, baseUrl } = active
  const own = baseUrl === undefined ? {} : { url: baseUrl }
  const reach = baseUrl === undefined ? 'public' : reachOf(new URL(baseUrl).hostname)
  return { kind, title: backendOf(kind).title, ...own, from, reach, router: true }
}

import { reachOf } from '../backends/address.ts'
import { backendOf, backends } from '../backends/catalogue.ts'
import { isModelAlias } from '../profiles/models.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Environment } from '../system/environment.ts'
import type { Variable } from './managed-variable.ts'
import { managedVariables } from './managed-variables.ts'
import { type RouterAddress, routerUrl, unmadeAddress } from './router-address.ts'

/** What a switch changes: name to value, or to null for a variable that is removed. In the order of the managed variables. */
export type Plan = ReadonlyMap<string, string | null>

/** Where a switch goes: to a profile, with its secret at hand, or back to what was there before the first switch. */
export type SwitchTarget =
  | {
      readonly profile: Profile
      readonly secret?: string | undefined
      /** Where the router is, which counts for profiles that go through it. */
      readonly router?: RouterAddress | undefined
    }
  | 'off'

/**
 * Makes the plan of a switch. `own` is the user's own environment: what was there before the first switch, with what the
 * user changed by hand since. `leftovers` are the names that earlier switches set beyond the managed ones (`ENV_`); they
 * get back what the user had. Every managed variable is in the plan, so that nothing of an earlier backend survives.
 */
export function makePlan(target: SwitchTarget, own: Environment, leftovers: Iterable<string> = []): Plan {
  const values = target === 'off' ? own : targetValues(target, own)
  const plan = new Map<string, string | null>()
  for (const { name } of managedVariables) plan.set(name, values[name] ?? null)
  for (const name of leftovers) if (!plan.has(name)) plan.set(name, own[name] ?? null)
  if (target !== 'off') for (const [name, value] of target.profile.extra) plan.set(name, value)
  plan.delete(profileVariable)
  plan.set(profileVariable, target === 'off' ? null : target.profile.name)
  return plan
}

/** The exported variable that names the active profile, for prompts and for `status`. */
export const profileVariable = 'CLAUDE_SWITCH_PROFILE'

/** True when a profile's requests go to Anthropic's own hosts, the only place where Anthropic's credentials may go. */
export function goesToAnthropic(profile: Pick<Profile, 'kind' | 'baseUrl'>): boolean {
  return profile.baseUrl === undefined ? profile.kind === 'anthropic' : isAnthropicUrl(profile.baseUrl)
}

/** True for a URL of Anthropic's own hosts. */
export function isAnthropicUrl(url: string): boolean {
  return URL.canParse(url) && backends.anthropic.recognise(new URL(url))
}

/** True for a name that Anthropic itself serves: its own ids, and the aliases that the client resolves. */
export function isAnthropicModel(model: string): boolean {
  return model.toLowerCase().startsWith('claude-') || isModelAlias(model)
}

/** The model that CLAUDE_CODE_EXTRA_BODY puts into every request, whatever its tier [measured, 2.1.329]. */
export function modelInBody(text: string): string | undefined {
  try {
    const { model } = JSON.parse(text)
    return typeof model === 'string' && model !== '' ? model : undefined
  } catch {
    return undefined
  }
}

/** True when an environment sends the client somewhere else than to Anthropic. */
export function isRedirected(environment: Environment): boolean {
  return managedVariables.some(({ name, role }) => {
    const value = environment[name]
    if (!value) return false
    if (role === 'selector') return isOn(value)
    return role === 'redirect' && !isAnthropicUrl(value)
  })
}

/**
 * How the client reads a provider selector: these four words are on, with any white space around them (the end of a line from
 * a file of Windows'), everything else is off [measured, 2.1.332].
 */
export function isOn(value: string): boolean {
  return /^(1|true|yes|on)$/i.test(value.trim())
}

type Values = Record<string, string | undefined>

/** What the client sends to the router, which holds the profile's own secret: with none, it would send the user's login. */
const routerToken = 'claude-switch'

function targetValues(target: Exclude<SwitchTarget, 'off'>, own: Environment): Values {
  const { profile, secret, router = unmadeAddress } = target
  const foreign = !goesToAnthropic(profile)
  const baseUrl = profile.router ? routerUrl(router, profile.name) : profile.baseUrl
  const values: Values = foreign ? {} : ownAnthropicValues(own, profile.models.main)
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined) values[name] = String(value)
  }
  set('ANTHROPIC_BASE_URL', baseUrl)
  const { provider, runsModels } = backendOf(profile.kind)
  if (provider) set(provider.selector, 1)
  if (profile.credential) {
    for (const { name, role } of managedVariables) if (role === 'credential') values[name] = undefined
    values['ANTHROPIC_CUSTOM_HEADERS'] = withoutCredentials(values['ANTHROPIC_CUSTOM_HEADERS'])
    if (profile.router) set('ANTHROPIC_AUTH_TOKEN', routerToken)
    else set(profile.credential.header === 'bearer' ? 'ANTHROPIC_AUTH_TOKEN' : 'ANTHROPIC_API_KEY', secret)
  }
  const { main, opus, sonnet, haiku, fable, subagent } = profile.models
  set('ANTHROPIC_MODEL', main)
  set('ANTHROPIC_DEFAULT_OPUS_MODEL', opus)
  set('ANTHROPIC_DEFAULT_SONNET_MODEL', sonnet)
  set('ANTHROPIC_DEFAULT_HAIKU_MODEL', haiku)
  set('ANTHROPIC_DEFAULT_FABLE_MODEL', fable)
  set('ANTHROPIC_SMALL_FAST_MODEL', haiku)
  set('CLAUDE_CODE_SUBAGENT_MODEL', subagent)
  if (foreign && subagent !== undefined) set('CLAUDE_CODE_SUBAGENT_MODEL_FORCE', 1)
  if (foreign) {
    set('ANTHROPIC_CUSTOM_MODEL_OPTION', main)
    set('ANTHROPIC_CUSTOM_MODEL_OPTION_NAME', main === undefined ? undefined : (profile.modelName ?? main))
  }
  set('CLAUDE_CODE_MAX_CONTEXT_TOKENS', profile.contextTokens)
  set('CLAUDE_CODE_MAX_OUTPUT_TOKENS', profile.maxOutputTokens)
  set('API_TIMEOUT_MS', profile.timeoutMs)
  if (profile.off.has('betas')) set('CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS', 1)
  if (profile.off.has('thinking')) set('CLAUDE_CODE_DISABLE_THINKING', 1)
  if (profile.off.has('effort')) set('CLAUDE_CODE_EFFORT_LEVEL', 'auto')
  set('CLAUDE_CODE_MODEL_CAPABILITIES', profile.modelCapabilities)
  if (runsModels) {
    set('CLAUDE_CODE_ATTRIBUTION_HEADER', 0)
    set('CLAUDE_CODE_TOTAL_TOKENS_REMINDER', 'off')
  }
  if (profile.router) set('CLAUDE_CODE_GATEWAY_HINT_HEADERS', 1)
  for (const [name, value] of profile.extra) values[name] = value
  return { ...values, ...proxyExceptions(baseUrl, own) }
}

/**
 * What of the user's own goes to Anthropic: their Anthropic credentials always; their models, limits and flags only when
 * their environment went to Anthropic too, since beside a redirect they were made for that other backend.
 */
function ownAnthropicValues(own: Environment, main: string | undefined): Values {
  const redirected = isRedirected(own)
  const returns = ({ name, role, foreignOnly }: Variable): boolean => {
    const value = own[name]
    if (!value || foreignOnly) return false
    if (role === 'credential') return isForAnthropic(name, value, redirected)
    if (redirected || role === 'redirect' || role === 'selector') return false
    if (name === 'CLAUDE_CODE_EXTRA_BODY') {
      // The model in it would take the place of the profile's own, in every tier.
      const model = modelInBody(value)
      return model === undefined || (main === undefined && isAnthropicModel(model))
    }
    return role === 'model' ? isAnthropicModel(value) : true
  }
  return Object.fromEntries(managedVariables.filter(returns).map(({ name }) => [name, own[name]]))
}

/** Words that stand for a token where a server asks for none: no server of Anthropic's takes one. */
const dummies = new Set([
  ...Object.values(backends).flatMap(({ auth }) => ('placeholder' in auth ? [auth.placeholder] : [])),
  ...['dummy', 'none', 'local', 'test', 'x', 'sk-1234', 'not-needed', 'no-key', 'freecc'],
])

/**
 * Whether a credential of the user's own may go to Anthropic: not one that stands for none, and beside an address of somebody
 * else's only what shows that it is Anthropic's; the rest was made for that other place.
 */
function isForAnthropic(name: string, value: string, redirected: boolean): boolean {
  if (dummies.has(value.trim().toLowerCase())) return false
  if (!redirected) return true
  if (name === 'ANTHROPIC_API_KEY') return value.startsWith('sk-ant-')
  return name !== 'ANTHROPIC_AUTH_TOKEN'
}

/** Custom headers without those that would take the place of the profile's own credential. */
function withoutCredentials(headers: string | undefined): string | undefined {
  const kept = headers?.split('\n').filter(line => !/^\s*(authorization|x-api-key)\s*:/i.test(line))
  return kept?.join('\n') || undefined
}

/**
 * NO_PROXY with the loopback host added and everything the user had kept: a proxy cannot reach this machine's loopback.
 * The client reads the lower-case spelling where it is not empty, else the other [measured, 2.1.329]: the host goes into
 * whichever the user has, and a list in lower case is enough, so that nothing of it is hidden or said twice.
 */
function proxyExceptions(baseUrl: string | undefined, own: Environment): Values {
  const { NO_PROXY, no_proxy } = own
  const host = baseUrl === undefined ? '' : new URL(baseUrl).hostname
  if (host === '' || reachOf(host) !== 'loopback') return { NO_PROXY, no_proxy }
  const bare = host.replace(/^\[|\]$/g, '')
  const withHost = (list: string | undefined) => {
    const entries = (list ?? '').split(/[,\s]+/)
    return entries.includes('*') || entries.includes(bare) ? list : [...(list ? [list] : []), bare].join(',')
  }
  return {
    NO_PROXY: NO_PROXY || !no_proxy ? withHost(NO_PROXY) : NO_PROXY,
    no_proxy: no_proxy ? withHost(no_proxy) : no_proxy,
  }
}

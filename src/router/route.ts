import type { Kind } from '../backends/backend.ts'
import type { Models, Tier } from '../profiles/profile.ts'

/** One backend as the router reaches it. */
export interface Upstream {
  /** The profile that it belongs to. */
  readonly profile: string
  readonly kind: Kind
  /** What it speaks: Anthropic's Messages API, or OpenAI's chat completions. */
  readonly protocol: 'messages' | 'chat'
  /** Without a trailing slash: in front of /v1/messages, or of /chat/completions. */
  readonly baseUrl: string
  /** Anthropic's own hosts, the only ones that may see the user's login. */
  readonly isAnthropic: boolean
}

/** Where a request goes: to a backend, and by which name its model is asked for there. */
export interface Route {
  readonly upstream: Upstream
  readonly model: string
  readonly tier: Tier
}

/** What a profile's requests can be carried to: a backend, and the model of each tier there. */
export interface RouteTable {
  readonly upstream: Upstream
  readonly models: Models
}

/** What decides where a request goes. */
export interface Asked {
  /** `model` of the body. */
  readonly model: string
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
}

/**
 * The route of a request. A subagent is recognised by its header, whatever model its front matter names; a name of the
 * profile's own is taken as it is; one of Anthropic's ids goes to the tier that it speaks of; anything else is asked for by
 * its own name, since the user typed it. Undefined where the profile names no model for it and the backend has not got it.
 */
export function matchRoute({ upstream, models }: RouteTable, asked: Asked): Route | undefined {
  const to = (tier: Tier, model: string | undefined): Route | undefined =>
    model === undefined ? undefined : { upstream, model, tier }
  if (isSubagent(asked.headers) && models.subagent !== undefined) return to('subagent', models.subagent)
  const own = (Object.keys(models) as Tier[]).find(tier => models[tier] === asked.model)
  if (own) return to(own, asked.model)
  if (upstream.isAnthropic) return to('main', asked.model)
  const tier = tierOf(asked.model)
  if (tier) return to(tier, models[tier] ?? models.main)
  const name = asked.model.startsWith(`${upstream.profile}/`)
    ? asked.model.slice(upstream.profile.length + 1)
    : asked.model
  return to('main', name === '' ? models.main : name)
}

/** The client marks the requests of its subagents, in any version [measured, 2.1.329 and 2.1.332]. */
function isSubagent(headers: Asked['headers']): boolean {
  const kind = headers['x-claude-code-request-class']
  return kind === undefined ? headers['x-claude-code-agent-id'] !== undefined : kind === 'subagent'
}

/** The tier that one of Anthropic's ids speaks of; undefined for any other name. */
function tierOf(model: string): Exclude<Tier, 'main' | 'subagent'> | undefined {
  const name = model.toLowerCase()
  if (!/^(claude-|opus|sonnet|haiku|fable)/.test(name)) return undefined
  return (['opus', 'sonnet', 'haiku', 'fable'] as const).find(tier => name.includes(tier))
}

import { backendOf } from '../backends/catalogue.ts'
import { isModelAlias } from '../profiles/models.ts'
import { type Tier, tiers } from '../profiles/profile.ts'
import type { Destination } from './destination.ts'
import { type Agent, isAvailable, overrideOf, sessionAgent } from './model-choice.ts'
import { isAnthropicModel, isOn, modelInBody } from './plan.ts'
import type { Origin, ResolvedEnv } from './precedence.ts'

/** The model that a tier really asks for. */
export interface ResolvedTier {
  readonly tier: Tier
  /** Absent: the client's own default of that tier. */
  readonly model?: string
  readonly from?: string
  /** The name ended in `[1m]`, which the client takes off and then counts on a million tokens, whatever is set. */
  readonly hasMillion?: true
  /** Why the backend would not have it, when it would not. */
  readonly trouble?: TierTrouble
}

/** Why a backend would not have the model of a tier; `isCertain` where it surely has no model of Anthropic's. */
export type TierTrouble =
  | { readonly code: 'model-not-of-anthropic' }
  | { readonly code: 'model-unnamed'; readonly server: string; readonly isCertain: boolean }
  /** Which of its own models the client chooses is not known here, nor what this settings file puts in its place. */
  | { readonly code: 'model-maybe-overridden'; readonly path: string }
  | { readonly code: 'model-is-alias'; readonly alias: string; readonly server: string; readonly isCertain: boolean }

/** An agent whose file names a model of its own. */
export interface ResolvedAgent {
  readonly name: string
  readonly model: string
  /** Its file. */
  readonly from: string
  readonly trouble?: TierTrouble
}

/** Which variables decide a tier, the one that wins first. Background requests prefer the old name [measured, 2.1.329]. */
const variables: Record<Tier, readonly string[]> = {
  main: ['ANTHROPIC_MODEL'],
  opus: ['ANTHROPIC_DEFAULT_OPUS_MODEL'],
  sonnet: ['ANTHROPIC_DEFAULT_SONNET_MODEL'],
  haiku: ['ANTHROPIC_DEFAULT_HAIKU_MODEL', 'ANTHROPIC_SMALL_FAST_MODEL'],
  fable: ['ANTHROPIC_DEFAULT_FABLE_MODEL'],
  subagent: ['CLAUDE_CODE_SUBAGENT_MODEL'],
}

/** The model of every tier, as the client would resolve it, and whether the destination would have it. */
export function resolveTiers(
  resolved: ResolvedEnv,
  destination: Destination,
  agents: () => readonly Agent[] = () => [],
): ResolvedTier[] {
  const { layers } = resolved
  const runsAsAgent = layers.some(({ choice }) => choice?.agent !== undefined)
  const main = mainModel(resolved, runsAsAgent ? sessionAgent(layers, agents()) : undefined)
  const everywhere = bodyModel(resolved)
  return tiers.map(tier => {
    const named = tier === 'main' ? main : firstOf(resolved, variables[tier])
    const aliased = tier === 'main' || tier === 'subagent'
    const meant = aliased && named && !isAvailable(named.value, layers) ? main : named
    const written = aliased ? resolveAlias(meant ?? main, resolved) : meant
    const { model, hasMillion, from } = everywhere
      ? { ...nameOf(everywhere.value), from: everywhere.from }
      : overridden(written, layers)
    const trouble = troubleWith(model, destination) ?? maybeOverridden(model, layers)
    return {
      tier,
      ...(model !== undefined && from !== undefined ? { model, from } : {}),
      ...(hasMillion ? { hasMillion } : {}),
      ...(trouble ? { trouble } : {}),
    }
  })
}

/** What is asked for by a name that is written somewhere, after the settings' modelOverrides. */
function overridden(
  written: Origin | undefined,
  layers: ResolvedEnv['layers'],
): { readonly model?: string; readonly hasMillion?: true; readonly from?: string } {
  const name = nameOf(written?.value)
  const other = name.model === undefined ? undefined : overrideOf(name.model, layers)
  if (other) return { ...name, model: other.value, from: other.from }
  return { ...name, ...(written ? { from: written.from } : {}) }
}

/** Whether a settings file may put another model in the place of one that the client chooses. */
function maybeOverridden(model: string | undefined, layers: ResolvedEnv['layers']): TierTrouble | undefined {
  if (model !== undefined && !isModelAlias(model)) return undefined
  const layer = layers.find(({ choice }) => choice?.overrides !== undefined)
  return layer && { code: 'model-maybe-overridden', path: layer.path }
}

/** Every model that may be asked for beside the tiers': what agents' files name, and what may stand in the place of a tier's. */
export function agentsBeside(
  resolved: ResolvedEnv,
  tiers: readonly ResolvedTier[],
  destination: Destination,
  agents: () => readonly Agent[],
): ResolvedAgent[] {
  const isForced = isOn(resolved.get('CLAUDE_CODE_SUBAGENT_MODEL_FORCE')?.value ?? '')
  const main = tiers.find(({ tier }) => tier === 'main')
  if (isForced || bodyModel(resolved) || (destination.kind === 'anthropic' && main?.model === undefined)) return []
  const seen = new Set<string>()
  return agents().flatMap(({ name, model, path }): ResolvedAgent[] => {
    if (seen.has(name)) return []
    seen.add(name)
    if (model === undefined || !isAvailable(model, resolved.layers)) return []
    const written = resolveAlias({ value: model, from: path }, resolved)
    const asked = overridden(written, resolved.layers).model ?? model
    const trouble = troubleWith(asked, destination)
    return [{ name, model: asked, from: path, ...(trouble ? { trouble } : {}) }]
  })
}

/** The name that is asked for: the client takes `[1m]` off its end [measured, 2.1.332], and resolves an alias with it. */
function nameOf(written: string | undefined): { readonly model?: string; readonly hasMillion?: true } {
  if (written === undefined) return {}
  if (isModelAlias(written) || !/\[1m\]\s*$/i.test(written)) return { model: written }
  return { model: written.replace(/\[1m\]\s*$/i, ''), hasMillion: true }
}

/** Tokens that the client takes a window for: what is set, unless the main model's own name says a million. */
export function assumedWindow(tiers: readonly ResolvedTier[], resolved: ResolvedEnv): number | undefined {
  if (tiers.find(({ tier }) => tier === 'main')?.hasMillion) return 1_000_000
  return Number(resolved.get('CLAUDE_CODE_MAX_CONTEXT_TOKENS')?.value) || undefined
}

/**
 * The model of the agent as which the session runs, else ANTHROPIC_MODEL, else a settings file's `model`, else ANTHROPIC_DEFAULT_MODEL: also a managed `model` loses to the first.
 * Without any, the client's own default is opus, and sonnet for CLAUDE_CODE_OAUTH_TOKEN: as those tiers are named [measured].
 */
function mainModel(resolved: ResolvedEnv, agent: Agent | undefined): Origin | undefined {
  const layer = resolved.layers.find(one => one.model !== undefined)
  const named =
    (agent?.model === undefined ? undefined : { value: agent.model, from: agent.path }) ??
    resolved.get('ANTHROPIC_MODEL') ??
    (layer?.model === undefined ? undefined : { value: layer.model, from: layer.path }) ??
    resolved.get('ANTHROPIC_DEFAULT_MODEL')
  if (named && isAvailable(named.value, resolved.layers)) return named
  return firstOf(resolved, variables[paysByOauthToken(resolved) ? 'sonnet' : 'opus'])
}

function paysByOauthToken(resolved: ResolvedEnv): boolean {
  const first = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN'].find(name =>
    resolved.get(name),
  )
  return first === 'CLAUDE_CODE_OAUTH_TOKEN'
}

/** An alias means what its tier's variable names, where it is set; the old haiku name does not count [measured, 2.1.329]. */
function resolveAlias(origin: Origin | undefined, resolved: ResolvedEnv): Origin | undefined {
  if (!origin || !isModelAlias(origin.value)) return origin
  const alias = origin.value.trim().toLowerCase().replace('[1m]', '')
  // Outside of plan mode, opusplan is sonnet.
  const tier = { best: 'opus', opusplan: 'sonnet' }[alias] ?? alias
  return resolved.get(`ANTHROPIC_DEFAULT_${tier.toUpperCase()}_MODEL`) ?? origin
}

function bodyModel(resolved: ResolvedEnv): Origin | undefined {
  const body = resolved.get('CLAUDE_CODE_EXTRA_BODY')
  const model = body && modelInBody(body.value)
  return body && model !== undefined ? { value: model, from: body.from } : undefined
}

function firstOf(resolved: ResolvedEnv, names: readonly string[]): Origin | undefined {
  for (const name of names) {
    const origin = resolved.get(name)
    if (origin) return origin
  }
  return undefined
}

function troubleWith(model: string | undefined, { kind, title }: Destination): TierTrouble | undefined {
  if (kind === 'provider') return undefined
  if (kind === 'anthropic')
    return model === undefined || isAnthropicModel(model) ? undefined : { code: 'model-not-of-anthropic' }
  if (model !== undefined && !isModelAlias(model)) return undefined
  const server = { server: title, isCertain: backendOf(kind).runsModels || kind === 'openrouter' }
  return model === undefined
    ? { code: 'model-unnamed', ...server }
    : { code: 'model-is-alias', alias: model, ...server }
}

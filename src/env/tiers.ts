import { backendOf } from '../backends/catalogue.ts'
import { isModelAlias } from '../profiles/models.ts'
import { type Tier, tiers } from '../profiles/profile.ts'
import type { Destination } from './destination.ts'
import type { InForce, Origin } from './in-force.ts'
import { isAnthropicModel } from './plan.ts'

/** The model that a tier really asks for. */
export interface TierInForce {
  readonly tier: Tier
  /** Absent: the client's own default of that tier. */
  readonly model?: string
  readonly from?: string
  /** Why the backend would not have it, when it would not. */
  readonly trouble?: string
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
export function tiersInForce(standing: InForce, destination: Destination): TierInForce[] {
  const main = mainModel(standing)
  return tiers.map(tier => {
    const named = tier === 'main' ? main : firstOf(standing, variables[tier])
    const origin = named ?? (tier === 'subagent' ? main : undefined)
    const trouble = troubleWith(origin?.value, destination)
    return {
      tier,
      ...(origin ? { model: origin.value, from: origin.from } : {}),
      ...(trouble ? { trouble } : {}),
    }
  })
}

/** ANTHROPIC_MODEL, else a settings file's `model`, else ANTHROPIC_DEFAULT_MODEL: also a managed `model` loses to the first. */
function mainModel(standing: InForce): Origin | undefined {
  const layer = standing.layers.find(one => one.model !== undefined)
  return (
    standing.get('ANTHROPIC_MODEL') ??
    (layer?.model === undefined ? undefined : { value: layer.model, from: layer.path }) ??
    standing.get('ANTHROPIC_DEFAULT_MODEL')
  )
}

function firstOf(standing: InForce, names: readonly string[]): Origin | undefined {
  for (const name of names) {
    const origin = standing.get(name)
    if (origin) return origin
  }
  return undefined
}

function troubleWith(model: string | undefined, { kind, title }: Destination): string | undefined {
  if (kind === 'provider') return undefined
  if (kind === 'anthropic') {
    return model === undefined || isAnthropicModel(model) ? undefined : 'Anthropic has no model of that name'
  }
  if (model !== undefined && !isModelAlias(model)) return undefined
  if (model !== undefined) return undefined
  const sure = backendOf(kind).runsModels || kind === 'openrouter'
  return `no variable names it, so Claude Code asks for its own claude- model, which ${title} ${sure ? 'does not have' : 'may not have'}`
}

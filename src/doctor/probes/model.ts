import { fixCommandsOf } from '../../backends/fix-commands.ts'
import { findModel, type ModelEntry } from '../../backends/model-list.ts'
import { didYouMean } from '../../profiles/did-you-mean.ts'
import { keyOf } from '../../profiles/fields.ts'
import { isModelAlias } from '../../profiles/models.ts'
import { type Models, tiers } from '../../profiles/profile.ts'
import type { Finding, Remedy } from '../finding.ts'
import { getResponse } from '../get-response.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { listModels } from '../recognise-server.ts'
import { mayAsk } from '../run-probes.ts'

const fields = {
  main: 'MODEL',
  opus: 'OPUS_MODEL',
  sonnet: 'SONNET_MODEL',
  haiku: 'HAIKU_MODEL',
  fable: 'FABLE_MODEL',
  subagent: 'SUBAGENT_MODEL',
} as const

export const modelProbe = {
  id: 'model',
  title: 'model',
  needs: ['endpoint'],
  cost: 'free',
  asks: "whether the server's own list has the model of every tier",
  async run(target) {
    const { facts, profile } = target
    facts.models = (await listModels(facts.server, path => getResponse(target, path))).models
    if (facts.server === 'anthropic') facts.model = standsFor(facts.model, facts.models)
    if (target.model === undefined)
      return [found('model', 'note', 'model-by-client', `Claude Code's own default${ofAccount(facts.models)}`)]
    if (facts.models.length === 0)
      return [
        found(
          'model',
          'note',
          { code: 'model-unlisted', model: target.model },
          `${target.model}; the server lists no models`,
        ),
      ]
    const missing = missingModels(profile.models, facts.models)
    if (missing.size === 0) return [found('model', 'ok', { code: 'model-listed', model: target.model }, listed(target))]
    return [...missing].map(([name, tier]) => missingModel(name, tier, target))
  },
} as const satisfies Probe

function listed({ model: name, facts }: Target): string {
  const entry = findModel(facts.models, name ?? '')
  const about = [entry?.thinking && 'thinks', entry?.images && 'sees images'].filter(Boolean).join(', ')
  const { length } = facts.models
  return `${name} is there${about ? ` (${about})` : ''}, ${length === 1 ? 'the only one' : `one of ${length}`}`
}

/** What an account may ask for, where nothing says which it will be. */
function ofAccount(list: readonly ModelEntry[]): string {
  return list.length === 0 ? '' : `; this account has ${enumerated(list)}`
}

/** The first of a list by name, and how many more there are. */
function enumerated(list: readonly ModelEntry[]): string {
  const ids = list.map(({ id }) => id)
  return ids.length > 6 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ')
}

/**
 * The model that one of Claude Code's own words means: `opus` is the newest of that name, and Anthropic's list has the
 * newest first: https://docs.anthropic.com/en/api/models-list
 */
function standsFor(name: string | undefined, list: readonly ModelEntry[]): string | undefined {
  if (name === undefined || !isModelAlias(name)) return name
  const word = name.toLowerCase().replace('[1m]', '')
  const tier = { best: 'opus', opusplan: 'sonnet' }[word] ?? word
  return list.find(({ id }) => id.includes(tier))?.id ?? name
}

/** Models that the list does not have, each with the first tier that asks for it. */
function missingModels(models: Models, list: readonly ModelEntry[]): Map<string, keyof typeof fields> {
  const missing = new Map<string, keyof typeof fields>()
  for (const tier of tiers) {
    const name = models[tier]
    if (name !== undefined && !missing.has(name) && !isModelAlias(name) && !findModel(list, name))
      missing.set(name, tier)
  }
  return missing
}

function missingModel(name: string, tier: keyof typeof fields, target: Target): Finding {
  const { facts } = target
  const detail = `it has ${enumerated(facts.models)}`
  // As a router it says of each model whether it is loaded, and answers for those alone.
  const [only] = facts.models
  if (facts.kind === 'llamacpp' && only && only.loaded === undefined)
    return found(
      'model',
      'note',
      { code: 'model-alone', model: only.id },
      `the server has ${only.id} alone, and answers every name with it`,
      { detail },
    )
  const near = likelyModel(name, facts.models)
  const remedy = near
    ? { says: 'write the name as the server has it', set: { [fields[tier]]: near } }
    : anotherModel(target, fields[tier], name)
  // A list need not be whole: the main model is asked next, where that costs nothing.
  const isAsked = tier === 'main' && mayAsk(target)
  const says = `${name} is not in the server's list`
  return found('model', isAsked ? 'note' : 'warn', { code: 'model-not-listed', model: name, tier }, says, {
    detail,
    ...(isAsked ? {} : { remedy }),
  })
}

/** What to do about a model that a server does not have: take one that it has, or get it where that can be done. */
export function anotherModel(
  { facts, profile }: Target,
  field: (typeof fields)[keyof typeof fields],
  name: string,
): Remedy {
  const commands = fixCommandsOf(facts.kind).fetch(name)
  const { length } = facts.models
  const which = length === 0 ? 'the name of a model that it has' : `one of its models (${enumerated(facts.models)})`
  const says = `put ${which} into ${keyOf(profile.name, field)}${commands.length > 0 ? ', or get this one' : ''}`
  return { says, commands }
}

/** The model of a list that a name probably means: a near one, or the only one. */
export function likelyModel(name: string, list: readonly ModelEntry[]): string | undefined {
  const ids = list.map(({ id }) => id)
  return didYouMean(name, ids) ?? (ids.length === 1 ? ids[0] : undefined)
}

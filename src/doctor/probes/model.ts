import { curesOf } from '../../backends/cures.ts'
import { findModel, type ModelEntry, modelPaths, readModelList } from '../../backends/model-list.ts'
import { keyOf } from '../../profiles/fields.ts'
import { nearest } from '../../profiles/nearest.ts'
import { type Models, tiers } from '../../profiles/profile.ts'
import { mayAsk } from '../examination.ts'
import type { Finding } from '../finding.ts'
import { found, type Patient, type Probe } from '../probe.ts'
import { lookAt } from '../sights.ts'

const fields = {
  main: 'MODEL',
  opus: 'OPUS_MODEL',
  sonnet: 'SONNET_MODEL',
  haiku: 'HAIKU_MODEL',
  fable: 'FABLE_MODEL',
  subagent: 'SUBAGENT_MODEL',
} as const

export const model = {
  id: 'model',
  title: 'model',
  needs: ['endpoint'],
  cost: 'free',
  asks: "whether the server's own list has the model of every tier",
  async run(patient) {
    const { chart, profile } = patient
    const sights = await lookAt(patient, modelPaths(chart.server))
    chart.models = readModelList(chart.server, sights)
    if (patient.model === undefined)
      return [found('model', 'note', "Claude Code's own default, which this account decides")]
    if (chart.models.length === 0) return [found('model', 'note', `${patient.model}; the server lists no models`)]
    const missing = missingModels(profile.models, chart.models)
    if (missing.size === 0) return [found('model', 'ok', listed(patient))]
    return [...missing].map(([name, tier]) => missingModel(name, tier, patient))
  },
} as const satisfies Probe

function listed({ model: name, chart }: Patient): string {
  const entry = findModel(chart.models, name ?? '')
  const about = [entry?.thinking && 'thinks', entry?.images && 'sees images'].filter(Boolean).join(', ')
  return `${name} is there${about ? ` (${about})` : ''}, one of ${chart.models.length}`
}

/** Models that the list does not have, each with the first tier that asks for it. */
function missingModels(models: Models, list: readonly ModelEntry[]): Map<string, keyof typeof fields> {
  const missing = new Map<string, keyof typeof fields>()
  for (const tier of tiers) {
    const name = models[tier]
    if (name !== undefined && !missing.has(name) && !findModel(list, name)) missing.set(name, tier)
  }
  return missing
}

function missingModel(name: string, tier: keyof typeof fields, patient: Patient): Finding {
  const { chart, profile } = patient
  const ids = chart.models.map(({ id }) => id)
  const others = ids.length > 6 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ')
  const detail = `it has ${others}`
  if (chart.kind === 'llamacpp') {
    const says = `the server answers every name with ${ids[0]}, so ${name} is that model`
    return found('model', 'note', says, { detail })
  }
  const near = likelyModel(name, chart.models)
  const commands = curesOf(chart.kind).fetch(name)
  const remedy = near
    ? { says: 'write the name as the server has it', set: { [fields[tier]]: near } }
    : { says: `put one of its models into ${keyOf(profile.name, fields[tier])}`, commands }
  // A list need not be whole: the main model is asked next, where that costs nothing.
  const isAsked = tier === 'main' && mayAsk(patient)
  const says = `${name} is not in the server's list`
  return found('model', isAsked ? 'note' : 'warn', says, { detail, ...(isAsked ? {} : { remedy }) })
}

/** The model of a list that a name probably means: a near one, or the only one. */
export function likelyModel(name: string, list: readonly ModelEntry[]): string | undefined {
  const ids = list.map(({ id }) => id)
  return nearest(name, ids) ?? (ids.length === 1 ? ids[0] : undefined)
}

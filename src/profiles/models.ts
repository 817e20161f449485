import type { Endpoint } from './endpoint.ts'
import type { FieldReader } from './field-reader.ts'
import { type Field, keyOf } from './fields.ts'
import type { Models, Tier } from './profile.ts'

const aliases: ReadonlySet<string> = new Set(['best', 'opus', 'sonnet', 'haiku', 'fable', 'opusplan'])

/** The names that the client resolves itself, in any case. `default` is not among them: it is sent as it stands. */
export function isModelAlias(model: string): boolean {
  return aliases.has(model.trim().toLowerCase().replace('[1m]', ''))
}

/**
 * The same model for every tier. An alias can only be the main model and the subagents': the client sends a tier's value
 * as it stands, and no server knows a model called `opus` [measured, 2.1.329].
 */
export function everyTier(model: string): Models {
  if (isModelAlias(model)) return { main: model, subagent: model }
  return { main: model, opus: model, sonnet: model, haiku: model, fable: model, subagent: model }
}

/** Reads the models: MODEL is the main one and every tier that has no field of its own. */
export function readModels(reader: FieldReader, endpoint: Endpoint): Models {
  const main = reader.value('MODEL') ?? endpoint.backend.defaultModel?.name
  if (main === undefined && endpoint.backend.needsModel && !reader.failed) {
    const key = keyOf(reader.name, 'MODEL')
    reader.complainAt('error', undefined, { code: 'model-missing', key, example: endpoint.backend.exampleModel })
  }
  const own: Models = {}
  for (const [tier, fields] of tierFields) {
    const field = fields.find(one => reader.value(one) !== undefined)
    const model = field && reader.value(field)
    if (model === undefined) continue
    if (tier !== 'subagent' && isModelAlias(model)) {
      reader.complain('error', field as Field, { code: 'tier-is-alias' })
    }
    Object.assign(own, { [tier]: model })
  }
  const models = { ...(main === undefined ? {} : everyTier(main)), ...own }
  if (endpoint.isAnthropic && main !== undefined && models.haiku === main && !/haiku/i.test(main)) {
    reader.complain('note', 'MODEL', { code: 'background-dear', haikuKey: keyOf(reader.name, 'HAIKU_MODEL') })
  }
  return models
}

/** Which fields name a tier, the one that wins first. */
const tierFields = [
  ['opus', ['OPUS_MODEL']],
  ['sonnet', ['SONNET_MODEL']],
  ['haiku', ['HAIKU_MODEL', 'SMALL_FAST_MODEL']],
  ['fable', ['FABLE_MODEL']],
  ['subagent', ['SUBAGENT_MODEL']],
] as const satisfies readonly [Exclude<Tier, 'main'>, readonly Field[]][]

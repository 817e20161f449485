import { at, fieldsOf, listOf } from '../json.ts'
import { type Dialect, type Effort, efforts } from './dialect.ts'

/** Tokens of a thinking budget, up to which it counts as a low, and as a medium effort. */
const lowBudget = 4096
const mediumBudget = 16_384

type Fields = Readonly<Record<string, unknown>>

/** How much thinking a request of the Messages API asks for; undefined where it says nothing. */
function effortOf(body: Fields): Effort | undefined {
  const { type, budget_tokens: budget } = fieldsOf(body['thinking'])
  if (type === 'disabled') return 'none'
  // A system message between others may set the effort from there on (the client's beta per-turn-control-2026-07-01).
  const turns = listOf(body['messages']).map(message => at(message, 'output_config', 'effort'))
  const effort = turns.findLast(isEffort) ?? at(body['output_config'], 'effort')
  if (isEffort(effort)) return effort
  if (type !== 'enabled' || typeof budget !== 'number') return type === 'adaptive' ? 'medium' : undefined
  return budget <= lowBudget ? 'low' : budget <= mediumBudget ? 'medium' : 'high'
}

const isEffort = (value: unknown): value is Effort => (efforts as readonly unknown[]).includes(value)

/**
 * The vendor's word for the nearest of the efforts that it knows; of two that are as near, the lesser. Not to think at all is
 * near to nothing else.
 */
function nearestWord(effort: Effort, words: Partial<Readonly<Record<Effort, string>>>): string | undefined {
  const distance = (one: Effort) => Math.abs(efforts.indexOf(one) - efforts.indexOf(effort))
  const [nearest] = efforts
    .filter(one => words[one] !== undefined && (one !== 'none' || effort === 'none'))
    .sort((a, b) => distance(a) - distance(b))
  return nearest === undefined ? undefined : words[nearest]
}

/** The last part of a model's name: vendors and hosts stand before it. */
export function baseName(model: string): string {
  return model.split('/').at(-1) ?? model
}

/**
 * The fields by which a model is asked to think as much as the request wants; none where it wants nothing in particular, or
 * the model cannot be asked. `taught` are the words for efforts that the vendor named when it refused another.
 */
export function reasoningFields(
  body: Fields,
  model: string,
  { thinking }: Pick<Dialect, 'thinking'>,
  { hasTools, taught }: { readonly hasTools: boolean; readonly taught?: readonly string[] | undefined },
): Record<string, unknown> {
  const asked = effortOf(body)
  if (taught) {
    const words = Object.fromEntries(efforts.filter(one => taught.includes(one)).map(one => [one, one]))
    // A vendor that takes one word alone wants it said, whatever is asked for.
    const word = taught.length === 1 ? taught[0] : asked === undefined ? undefined : nearestWord(asked, words)
    return word === undefined ? {} : { reasoning_effort: word }
  }
  const how = thinking.find(({ models }) => models === undefined || models.test(baseName(model)))
  if (how?.besideTools !== undefined && hasTools) return { reasoning_effort: how.besideTools }
  if (asked === undefined || !how) return {}
  const word = nearestWord(asked, how.words ?? {})
  const isOff = asked === 'none'
  switch (how.by) {
    case 'reasoning_effort':
      return word === undefined ? {} : { reasoning_effort: word }
    case 'reasoning':
      return word === undefined ? {} : { reasoning: { effort: word } }
    case 'reasoning.enabled':
      return { reasoning: { enabled: !isOff } }
    case 'thinking':
      return { thinking: { type: isOff ? 'disabled' : 'enabled' } }
    case 'chat_template_kwargs':
      return isOff ? { chat_template_kwargs: { enable_thinking: false, thinking: false } } : {}
    case 'native':
      return {}
  }
}

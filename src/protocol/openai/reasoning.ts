import { at, fieldsOf, parseJson } from '../json.ts'
import type { Dialect } from './dialects.ts'

/** What the signature of a thinking block begins with that a chat completions server wrote. */
const mark = 'claude-switch.1.'

/**
 * The signature of a thinking block that came from a kind of backend. Claude Code sends it back as it is [measured,
 * 2.1.332], so it says to whom the block may go: thinking of one vendor is refused by another.
 */
export function signatureOf(kind: string): string {
  return `${mark}${Buffer.from(JSON.stringify({ kind })).toString('base64url')}`
}

/** The kind of backend that wrote a thinking block; undefined for any signature but ours, whatever its length. */
function writerOf(signature: unknown): string | undefined {
  if (typeof signature !== 'string' || !signature.startsWith(mark)) return undefined
  const kind = at(parseJson(Buffer.from(signature.slice(mark.length), 'base64url').toString('utf8')), 'kind')
  return typeof kind === 'string' ? kind : undefined
}

/** The text of a thinking block, where that kind of backend wrote it itself. */
export function ownThinking(block: unknown, kind: string): string | undefined {
  const { type, thinking, signature } = fieldsOf(block)
  if (type !== 'thinking' || typeof thinking !== 'string') return undefined
  return writerOf(signature) === kind ? thinking : undefined
}

/** Tokens of a thinking budget, up to which it counts as a low, and as a medium effort. */
const lowBudget = 4096
const mediumBudget = 16_384

/** How much thinking a request of the Messages API asks for; undefined where it says nothing. */
function effortOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const { type, budget_tokens: budget } = fieldsOf(body['thinking'])
  if (type === 'disabled') return 'none'
  const effort = at(body['output_config'], 'effort')
  if (typeof effort === 'string') return effort
  if (type !== 'enabled' || typeof budget !== 'number') return type === 'adaptive' ? 'medium' : undefined
  return budget <= lowBudget ? 'low' : budget <= mediumBudget ? 'medium' : 'high'
}

const ladder = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

/** The nearest of the efforts that a vendor knows. */
function nearest(effort: string, known: readonly string[]): string | undefined {
  const wanted = ladder.indexOf(effort)
  if (wanted < 0) return undefined
  const distance = (one: string) => Math.abs(ladder.indexOf(one) - wanted)
  return [...known].sort((a, b) => distance(a) - distance(b))[0]
}

/** The fields by which a vendor is asked to think as much as the request wants. */
export function reasoningFields(
  body: Readonly<Record<string, unknown>>,
  { reasoning }: Dialect,
): Record<string, unknown> {
  const effort = effortOf(body)
  if (effort === undefined || reasoning.by === 'none') return {}
  if (reasoning.by === 'thinking') return { thinking: { type: effort === 'none' ? 'disabled' : 'enabled' } }
  if (effort === 'none') {
    const off = reasoning.by === 'reasoning_effort' ? reasoning.off : undefined
    return off === undefined ? {} : { reasoning_effort: off }
  }
  const word = nearest(effort, reasoning.efforts)
  if (word === undefined) return {}
  return reasoning.by === 'reasoning' ? { reasoning: { effort: word } } : { reasoning_effort: word }
}

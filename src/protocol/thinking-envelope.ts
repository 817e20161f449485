import { at, fieldsOf, parseJson } from './json.ts'

/** What the signature of a thinking block begins with that no server of Anthropic's wrote. */
const mark = 'claude-switch.1.'

/** Who wrote a thinking block, and what its own server wants back with it. */
export interface ThinkingEnvelope {
  /** The kind of backend: thinking of one vendor is refused by another. */
  readonly kind: string
  /** The field in which it came. */
  readonly field?: string
  /** What came beside the text: a vendor's own signature, or its details whole. */
  readonly data?: unknown
}

/**
 * The signature of a thinking block that came from a kind of backend. Claude Code sends it back as it is, of any length
 * [measured, 2.1.332], so nothing has to be remembered here.
 */
export function signatureOf(kind: string, more: Omit<ThinkingEnvelope, 'kind'> = {}): string {
  return `${mark}${Buffer.from(JSON.stringify({ kind, ...more })).toString('base64url')}`
}

/** Reads such a signature; undefined for any other, whatever its length. */
function openEnvelope(signature: unknown): ThinkingEnvelope | undefined {
  if (typeof signature !== 'string' || !signature.startsWith(mark)) return undefined
  const value = parseJson(Buffer.from(signature.slice(mark.length), 'base64url').toString('utf8'))
  const [kind, field, data] = [at(value, 'kind'), at(value, 'field'), at(value, 'data')]
  if (typeof kind !== 'string') return undefined
  return { kind, ...(typeof field === 'string' ? { field } : {}), ...(data === undefined ? {} : { data }) }
}

/** A thinking block that a backend of that kind wrote itself: its text, and what it wants back with it. */
export function ownThinking(block: unknown, kind: string): (ThinkingEnvelope & { readonly text: string }) | undefined {
  const { type, thinking, signature } = fieldsOf(block)
  if (type !== 'thinking' || typeof thinking !== 'string') return undefined
  const envelope = openEnvelope(signature)
  return envelope?.kind === kind ? { ...envelope, text: thinking } : undefined
}

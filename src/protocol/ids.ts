import { fnv1a } from './fnv1a.ts'
import { fieldsOf, parseJson } from './json.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Some letters and digits that follow from a text, the same ones each time. */
export function lettersOf(text: string, length: number): string {
  let made = ''
  for (let round = 0; made.length < length; round++) {
    let number = fnv1a(`${round}:${text}`, 0x811c9dc5 ^ Math.imul(round + 1, 0x9e3779b1))
    for (let digit = 0; digit < 5 && made.length < length; digit++) {
      made += letters[number % letters.length]
      number = Math.floor(number / letters.length)
    }
  }
  return made
}

/** A new id of Anthropic's form, such as `msg_01...`, `toolu_01...`. */
export function freshId(prefix: 'msg' | 'toolu'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(22))
  return `${prefix}_01${[...bytes].map(byte => letters[byte % letters.length]).join('')}`
}

/** An id that Anthropic takes for a tool call (its pattern is `^[a-zA-Z0-9_-]+$`); one that is legal stays as it is. */
export function legalToolId(id: string): string {
  return /^[a-zA-Z0-9_-]{1,64}$/.test(id) ? id : `toolu_${lettersOf(id, 24)}`
}

/** Between a tool call's id and what a vendor wants back with the call. */
const extraMark = '__extra_'

/** What a kind of backend wants back with a call of its own. */
export interface CallExtra {
  readonly kind: string
  /** What came beside the call, such as Gemini's signature of its thoughts. */
  readonly content?: unknown
  /** The id that it gave the call, where Anthropic would refuse that one. */
  readonly id?: string
}

/**
 * An id that carries what its vendor wants back with the call: Claude Code sends ids back as they are, of any length [measured,
 * 2.1.332], so nothing has to be remembered here.
 */
export function withExtra(id: string, extra: CallExtra): string {
  if (extra.content === undefined && extra.id === undefined) return id
  return `${id}${extraMark}${Buffer.from(JSON.stringify(extra)).toString('base64url')}`
}

/** What `withExtra` put into an id for that kind; undefined where nothing is, or another kind's. */
export function callExtra(id: string, kind: string): CallExtra | undefined {
  const at = id.indexOf(extraMark)
  if (at < 0) return undefined
  const text = Buffer.from(id.slice(at + extraMark.length), 'base64url').toString('utf8')
  const { kind: from, content, id: own } = fieldsOf(parseJson(text))
  if (from !== kind) return undefined
  return { kind, ...(content === undefined ? {} : { content }), ...(typeof own === 'string' ? { id: own } : {}) }
}

/** The id itself. */
export function withoutExtra(id: string): string {
  const at = id.indexOf(extraMark)
  return at < 0 ? id : id.slice(0, at)
}

import { readOverLong } from '../../protocol/context-overflow.ts'
import { fieldsOf } from '../../protocol/json.ts'
import { withoutKeys } from './rewrite-messages.ts'

/** A request as it is about to go out. */
export interface OutgoingMessage {
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  /** Path and query. */
  readonly path: string
}

/** A change of a request's body alone; the same request where the body stays. */
export const inBody =
  (change: (body: OutgoingMessage['body'], refusal: string) => Readonly<Record<string, unknown>>) =>
  (request: OutgoingMessage, refusal: string): OutgoingMessage => {
    const body = change(request.body, refusal)
    return body === request.body ? request : { ...request, body }
  }

/** A request without some fields of its body. */
export const withoutFields = (...names: readonly string[]) =>
  inBody(body => {
    if (!names.some(name => name in body)) return body
    return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
  })

/** A request without some keys, wherever they stand in its body. */
export const withoutDeep = (...names: readonly string[]) =>
  inBody(body => {
    const text = JSON.stringify(body)
    if (!names.some(name => text.includes(`"${name}"`))) return body
    return fieldsOf(withoutKeys(body, new Set(names)))
  })

/** A request without those names of its header for betas. */
export function withoutBetas(request: OutgoingMessage, gone: (beta: string) => boolean): OutgoingMessage {
  const { 'anthropic-beta': before = '', ...rest } = request.headers
  const betas = before.split(',').filter(beta => beta.trim() !== '' && !gone(beta.trim()))
  if (betas.join(',') === before) return request
  return { ...request, headers: betas.length > 0 ? { ...rest, 'anthropic-beta': betas.join(',') } : rest }
}

/** Tokens that are left free where prompt and answer have to fit together. */
const keptFree = 64

/** The most tokens of an answer that a refusal leaves room for. */
export function allowedTokens(refusal: string): number | undefined {
  const { promptTokens, limitTokens, outputTokens } = readOverLong(refusal) ?? {}
  if (promptTokens && limitTokens && outputTokens) return limitTokens - promptTokens - keptFree
  const plain = refusal.replace(/(\d),(?=\d{3}\b)/g, '$1')
  const found =
    /max_tokens: \d+ > (\d{3,7})/.exec(plain) ??
    /(?:at most|<=|less than or equal to|supports at most|maximum(?: allowed)?(?: value)?(?: of| is)?:?) (\d{3,7})/i.exec(
      plain,
    )
  return found ? Number(found[1]) : undefined
}

import { fieldsOf, parseJson } from '../protocol/json.ts'
import type { Handler, ServedAnswer, ServedRequest, ServeOptions } from '../system/http/served.ts'
import type { System } from '../system/system.ts'
import { errorAnswer, jsonAnswer } from './answers.ts'
import { type Authorized, authorize } from './authorize.ts'
import { carry } from './carry.ts'
import { type Control, control, controlName } from './control.ts'
import type { TokenCounter } from './count-tokens.ts'
import type { CarriedProfiles } from './profiles.ts'
import type { RequestRecord } from './request-log.ts'
import type { Upstreams } from './upstreams.ts'

/** What the router's handler works with. */
export interface RouterParts {
  readonly secret: string
  readonly port: number
  readonly profiles: CarriedProfiles
  readonly upstreams: Upstreams
  readonly counter: TokenCounter
  readonly control: Control
  readonly clock: System['clock']
  readonly log: (record: RequestRecord) => void
}

/** Bytes of a request: twice what Anthropic takes, so that its own refusal is the one that is seen. */
export const bodyLimit = 64 << 20

/** Refuses by the head of a request: a wrong secret, a page in a browser, a body that is too large. */
export function guard({ secret, port }: Pick<RouterParts, 'secret' | 'port'>): NonNullable<ServeOptions['refuse']> {
  return head => {
    const entered = authorize(head, secret, port)
    if ('status' in entered) return errorAnswer(entered.status, entered.message)
    if (Number(head.headers['content-length']) > bodyLimit)
      return errorAnswer(413, `claude-switch router: a request may have ${bodyLimit >> 20} MiB`)
    return undefined
  }
}

/** Answers what came past the guard. A fault of our own is said as one, with no more than its name. */
export function createHandler(parts: RouterParts): Handler {
  return async request => {
    const entered = authorize(request, parts.secret, parts.port)
    if ('status' in entered) return errorAnswer(entered.status, entered.message)
    try {
      if (entered.profile === controlName) return await control(parts.control, entered.path, request)
      return await answer(parts, entered, request)
    } catch (error) {
      const name = error instanceof Error ? error.name : 'error'
      return errorAnswer(500, `claude-switch router: a fault of its own (${name}); see: claude-switch router log`)
    }
  }
}

async function answer(
  parts: RouterParts,
  { profile, path }: Authorized,
  request: ServedRequest,
): Promise<ServedAnswer> {
  const [place = ''] = path.split('?')
  const { method } = request
  // The client asks these at its start, and nothing may keep it waiting.
  if (place === '/api/hello' && (method === 'HEAD' || method === 'GET')) return jsonAnswer(200, { message: 'hello' })
  if (place === '/' && (method === 'HEAD' || method === 'GET'))
    return jsonAnswer(200, { message: 'claude-switch router' })
  if (place === '/v1/models' && method === 'GET') return await listModels(parts, profile)
  if (method !== 'POST' || !['/v1/messages', '/v1/messages/count_tokens'].includes(place))
    return errorAnswer(404, `claude-switch router: there is no ${method} ${place}`)
  const carried = await parts.profiles.find(profile)
  if ('refused' in carried) return errorAnswer(403, `claude-switch router: ${carried.refused}`)
  const body = parseJson(request.body.toString('utf8'))
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return errorAnswer(400, 'claude-switch router: the body of the request is no JSON object')
  return await carry(parts, { profile, path, request, carried, body: fieldsOf(body) })
}

/** The models of a profile, as Anthropic lists its own; from memory, since the client asks while it starts. */
async function listModels({ profiles }: RouterParts, name: string): Promise<ServedAnswer> {
  const carried = await profiles.find(name)
  if ('refused' in carried) return errorAnswer(403, `claude-switch router: ${carried.refused}`)
  const ids = [...new Set(Object.values(carried.table.models).filter(id => id !== undefined))]
  const data = ids.map(id => ({ type: 'model', id, display_name: id, created_at: '1970-01-01T00:00:00Z' }))
  return jsonAnswer(200, { data, has_more: false, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null })
}

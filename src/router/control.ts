import { at, fieldsOf, parseJson } from '../protocol/json.ts'
import type { ServedAnswer, ServedRequest } from '../system/http/served.ts'
import { errorAnswer, jsonAnswer } from './answers.ts'
import type { HandedOver } from './profiles.ts'

/** Stands where a profile would in the address of what only claude-switch itself asks: no profile can be called so. */
export const controlName = '-'

/** What the router says of itself. */
export interface RouterState {
  readonly version: string
  readonly pid: number
  /** When it started, as an ISO date. */
  readonly started: string
  /** Requests since then, and those whose answers are still coming. */
  readonly requests: number
  readonly open: number
}

/** What may be asked of the router itself. */
export interface Control {
  state(): RouterState
  take(handed: HandedOver): void
  /** Takes no more requests, finishes those that are open, and ends. */
  stop(): void
}

/** Answers `/status`, `/hand-over` and `/stop`. */
export async function control(parts: Control, path: string, { method, body }: ServedRequest): Promise<ServedAnswer> {
  if (path === '/status' && method === 'GET') return jsonAnswer(200, parts.state())
  if (path === '/stop' && method === 'POST') {
    parts.stop()
    return jsonAnswer(200, parts.state())
  }
  if (path === '/hand-over' && method === 'POST') {
    const value = parseJson(body.toString('utf8'))
    const { profile, secret } = fieldsOf(value)
    if (typeof profile !== 'string') return errorAnswer(400, 'claude-switch router: that names no profile')
    const texts = Object.entries(fieldsOf(at(value, 'environment'))).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    parts.take({
      profile,
      environment: Object.fromEntries(texts),
      ...(typeof secret === 'string' ? { secret } : {}),
    })
    return jsonAnswer(200, {})
  }
  return errorAnswer(404, `claude-switch router: there is no ${method} ${path}`)
}

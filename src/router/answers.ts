import { errorTypeOf } from '../protocol/errors.ts'
import type { ServedAnswer } from '../system/http/served.ts'

/** An answer in JSON. */
export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): ServedAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** An error in Anthropic's envelope: what the client shows is its message. */
export function errorAnswer(status: number, message: string, headers: Record<string, string> = {}): ServedAnswer {
  return jsonAnswer(status, { type: 'error', error: { type: errorTypeOf(status), message } }, headers)
}

/** The event that ends a stream which cannot be brought to its end; nothing may come behind it. */
export function errorEvent(type: string, message: string): string {
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message } })}\n\n`
}

import type { ServedAnswer } from '../system/http/served.ts'

/** Anthropic's names for what went wrong, by status (its API documentation, "Errors"). */
const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
}

/** Anthropic's name for an error of a status. */
function errorTypeOf(status: number): string {
  return errorTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
}

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

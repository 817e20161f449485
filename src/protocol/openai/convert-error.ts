import { promptTooLong } from '../context-overflow.ts'
import { errorTypeOf, readError } from '../errors.ts'
import { at, fieldsOf } from '../json.ts'

/** An error in Anthropic's words. */
export interface ConvertedError {
  readonly status: number
  readonly type: string
  readonly message: string
  /** Whole seconds, the only form that Claude Code reads [measured, 2.1.332]. */
  readonly retryAfterSeconds?: number
}

/**
 * Converts what a chat completions server answers instead of 200. A prompt that is too long is said in Anthropic's own words,
 * since Claude Code then shortens the conversation; a refused key becomes 403, since it would renew the user's login at 401
 * and ask again. `nowMs` is the time, for a retry-after that is a date.
 */
export function convertError(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  nowMs: number,
): ConvertedError {
  const { message } = readError(status, body)
  const overLong = [400, 413, 422, 500].includes(status) ? promptTooLong(message, body) : undefined
  if (overLong !== undefined) return { status: 400, type: errorTypeOf(400), message: overLong }
  const isOther = status < 500 && errorTypeOf(status) === errorTypeOf(400)
  const known = status === 401 ? 403 : isOther ? 400 : status
  const wait = retryAfter(headers['retry-after'], nowMs)
  return {
    status: known,
    type: errorTypeOf(known),
    message,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  }
}

function retryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1000
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined
}

/** The type and the words of an error that stands in the middle of a stream. */
export function streamError(chunk: unknown): [type: string, message: string] {
  const { message } = readError(500, JSON.stringify(chunk))
  const overLong = promptTooLong(message, message)
  if (overLong !== undefined) return [errorTypeOf(400), overLong]
  const { code, type, status } = fieldsOf(at(chunk, 'error'))
  const words = `${String(code ?? '')} ${String(type ?? '')} ${String(status ?? '')}`.toLowerCase()
  if (/402|insufficient|credit/.test(words)) return ['billing_error', message]
  if (/401|403|auth|permission/.test(words)) return ['permission_error', message]
  if (/429|rate/.test(words)) return ['rate_limit_error', message]
  if (/503|529|overload|capacity/.test(words)) return ['overloaded_error', message]
  return ['api_error', message]
}

/** Whether a refusal says only that the few tokens that were asked for had no room for a word (OpenAI, at models that think). */
export function isOutputLimit(message: string): boolean {
  return /max_tokens or model output limit (was )?reached/i.test(message)
}

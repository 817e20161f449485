import { readOverLong } from '../context-overflow.ts'
import { readError } from '../errors.ts'
import { at, fieldsOf } from '../json.ts'
import { leastAnswer } from './corrections.ts'

/** An error in Anthropic's words. */
export interface ConvertedError {
  readonly status: number
  readonly type: string
  readonly message: string
  /** Whole seconds, the only form that Claude Code reads [measured, 2.1.332]. */
  readonly retryAfterSeconds?: number
}

const types: Readonly<Record<number, string>> = {
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
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
  const overLong = [400, 413, 422, 500].includes(status) ? tooLong(message, body) : undefined
  if (overLong) return overLong
  const known = status === 401 ? 403 : status === 422 || (status < 500 && !types[status]) ? 400 : status
  const wait = retryAfter(headers['retry-after'], nowMs)
  return {
    status: known,
    type: types[known] ?? (known < 500 ? 'invalid_request_error' : 'api_error'),
    message,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  }
}

function tooLong(message: string, body: string): ConvertedError | undefined {
  const found = readOverLong(message) ?? readOverLong(body)
  if (!found) return undefined
  const { promptTokens, limitTokens } = found
  // Where the prompt fits, the answer that was asked for is too long: to shorten the conversation would not help.
  if (promptTokens && limitTokens && limitTokens - promptTokens >= leastAnswer) return undefined
  const numbers = promptTokens && limitTokens ? `${promptTokens} tokens > ${limitTokens} maximum` : message
  return { status: 400, type: 'invalid_request_error', message: `prompt is too long: ${numbers}` }
}

function retryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1000
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined
}

/** The type and the words of an error that stands in the middle of a stream. */
export function streamError(chunk: unknown): [type: string, message: string] {
  const { message } = readError(500, JSON.stringify(chunk))
  const overLong = tooLong(message, message)
  if (overLong) return [overLong.type, overLong.message]
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

/** Why another backend should be asked in place of one that refused. */
export type FailoverReason = 'no-credit' | 'quota' | 'long-wait' | 'overloaded' | 'fault'

/** Seconds that are waited for the same backend. */
const longestWait = 60

/**
 * Why a refusal is a reason to ask another backend; undefined where it is the client's to see, as its own request is at
 * fault. A fault or an overload may be over at the second try, the others are not.
 */
export function failoverReason({ status, message, retryAfterSeconds }: ConvertedError): FailoverReason | undefined {
  if (status === 402 || /insufficient (credit|balance|fund)|credit balance is too low|payment required/i.test(message))
    return 'no-credit'
  if (status === 429) {
    if (/quota|billing|monthly|weekly|daily|(spend|usage|plan).{0,20}limit|exceeded your/i.test(message)) return 'quota'
    return retryAfterSeconds !== undefined && retryAfterSeconds > longestWait ? 'long-wait' : undefined
  }
  if (status === 503 || status === 529) return 'overloaded'
  return status >= 500 ? 'fault' : undefined
}

import { jsonOf, type Sight } from './sight.ts'

/** What OpenRouter says of a key, in US dollars and requests; what it does not say is absent. */
export interface Account {
  /** Bought minus used: below zero everything is refused. */
  readonly creditsLeft?: number
  /** Of the key's own limit. */
  readonly keyLeft?: number
  readonly freeTier?: boolean
  /** Requests to `:free` models on this UTC day. */
  readonly daily?: { readonly limit: number; readonly used: number }
}

/** Reads GET /v1/key and GET /v1/credits: https://openrouter.ai/docs/api-reference/limits */
export function readAccount(key: Sight | undefined, credits: Sight | undefined): Account {
  const { limit_remaining, is_free_tier, free_model_daily_requests } = dataOf(key)
  const { total_credits, total_usage } = dataOf(credits)
  const { limit, used } = fieldsOf(free_model_daily_requests)
  return {
    ...(isNumber(total_credits) && isNumber(total_usage) ? { creditsLeft: total_credits - total_usage } : {}),
    ...(isNumber(limit_remaining) ? { keyLeft: limit_remaining } : {}),
    ...(typeof is_free_tier === 'boolean' ? { freeTier: is_free_tier } : {}),
    ...(isNumber(limit) && isNumber(used) ? { daily: { limit, used } } : {}),
  }
}

function dataOf(sight: Sight | undefined): Readonly<Record<string, unknown>> {
  return sight?.status === 200 ? fieldsOf(fieldsOf(jsonOf(sight))['data']) : {}
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

import { at, booleanIn, known } from '../protocol/json.ts'
import { jsonOf, type PathResponse } from './response.ts'

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
export function readAccount(key: PathResponse | undefined, credits: PathResponse | undefined): Account {
  const [account, balance] = [dataOf(key), dataOf(credits)]
  const bought = numberOf(at(balance, 'total_credits'))
  const used = numberOf(at(balance, 'total_usage'))
  const limit = numberOf(at(account, 'free_model_daily_requests', 'limit'))
  const requests = numberOf(at(account, 'free_model_daily_requests', 'used'))
  return known({
    creditsLeft: bought === undefined || used === undefined ? undefined : bought - used,
    keyLeft: numberOf(at(account, 'limit_remaining')),
    freeTier: booleanIn(at(account, 'is_free_tier')),
    daily: limit === undefined || requests === undefined ? undefined : { limit, used: requests },
  })
}

function dataOf(response: PathResponse | undefined): unknown {
  return response?.status === 200 ? at(jsonOf(response), 'data') : undefined
}

/** A number, which may be a fraction and below zero; what a key has no limit of is null. */
function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The account behind a fake OpenRouter's key. */
export interface OpenRouterAccount {
  /** US dollars ever bought, and used: 10 and 1 where nothing is said. */
  readonly credits?: { readonly bought: number; readonly used: number }
  /** US dollars that the key's own limit still allows; no limit where it is absent. */
  readonly keyLeft?: number
  /** Requests to `:free` models on this day. */
  readonly freeUsed?: number
}

/** A day's requests to free models: 1000 for who ever bought 10 dollars of credits, else 50. */
function dailyLimit({ credits = { bought: 10, used: 1 } }: OpenRouterAccount): number {
  return credits.bought >= 10 ? 1000 : 50
}

/** GET /v1/credits. */
export function creditsOf({ credits = { bought: 10, used: 1 } }: OpenRouterAccount): object {
  return { data: { total_credits: credits.bought, total_usage: credits.used } }
}

/** GET /v1/key. */
export function keyOf(account: OpenRouterAccount): object {
  const { credits = { bought: 10, used: 1 }, keyLeft, freeUsed = 0 } = account
  const limit = dailyLimit(account)
  return {
    data: {
      label: 'sk-or-v1-116...0ce',
      limit: keyLeft === undefined ? null : 5,
      limit_remaining: keyLeft ?? null,
      limit_reset: null,
      usage: credits.used,
      usage_daily: 0,
      usage_weekly: 0,
      usage_monthly: 0,
      byok_usage: 0,
      include_byok_in_limit: false,
      is_free_tier: credits.bought === 0,
      is_management_key: false,
      expires_at: null,
      free_model_daily_requests: { limit, used: freeUsed, remaining: Math.max(0, limit - freeUsed) },
      rate_limit: { requests: -1, interval: '10s', note: 'deprecated' },
    },
  }
}

/** Why the account may not ask a model; undefined where it may. A negative balance stops free models too. */
export function refusalOf(model: string, account: OpenRouterAccount) {
  const { credits = { bought: 10, used: 1 }, keyLeft, freeUsed = 0 } = account
  const left = credits.bought - credits.used
  const free = model.endsWith(':free')
  if (free ? left < 0 : left <= 0)
    return { code: 402, message: 'Insufficient credits. Add more using https://openrouter.ai/settings/credits' }
  if (!free && keyLeft !== undefined && keyLeft <= 0)
    return { code: 402, message: 'This request requires more credits, or fewer max_tokens. Key limit exceeded.' }
  const limit = dailyLimit(account)
  if (!free || freeUsed < limit) return undefined
  const advice = limit < 1000 ? '. Add 10 credits to unlock 1000 free model requests per day' : '-high-balance'
  const headers = { 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remaining': '0' }
  return {
    code: 429,
    message: `Rate limit exceeded: free-models-per-day${advice}`,
    metadata: { headers, provider_name: null },
  }
}

import { expect, test } from 'vitest'
import { type Account, readAccount } from '../../src/backends/account.ts'
import type { Sight } from '../../src/backends/sight.ts'
import { askFake } from '../support/fakes/asking.ts'
import { type OpenRouterOptions, openrouter } from '../support/fakes/openrouter.ts'

const sight = (body: unknown, status = 200): Sight => ({
  path: '',
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

test.each<readonly [what: string, options: OpenRouterOptions, account: Account]>([
  ['an account', {}, { creditsLeft: 9, freeTier: false, daily: { limit: 1000, used: 0 } }],
  [
    'one that never bought anything',
    { credits: { bought: 0, used: 0 }, freeUsed: 50 },
    { creditsLeft: 0, freeTier: true, daily: { limit: 50, used: 50 } },
  ],
  [
    'one below zero, and a key with a limit',
    { credits: { bought: 10, used: 10.5 }, keyLeft: 0.25 },
    { creditsLeft: -0.5, keyLeft: 0.25, freeTier: false, daily: { limit: 1000, used: 0 } },
  ],
])('OpenRouter says of %s', async (_, options, account) => {
  const headers = { authorization: 'Bearer k' }
  const [key, credits] = [
    await askFake(openrouter(options), 'GET /api/v1/key', undefined, headers),
    await askFake(openrouter(options), 'GET /api/v1/credits', undefined, headers),
  ]
  expect(readAccount({ path: '', ...key }, { path: '', ...credits })).toEqual(account)
})

test.each<readonly [what: string, key: Sight | undefined, credits: Sight | undefined, account: Account]>([
  ['nothing', undefined, undefined, {}],
  ['a web page', sight('<html></html>'), sight('<html></html>'), {}],
  [
    'an error',
    sight({ data: { limit_remaining: 1 } }, 401),
    sight({ data: { total_credits: 1, total_usage: 0 } }, 403),
    {},
  ],
  ['a key without a limit', sight({ data: { limit_remaining: null } }), undefined, {}],
  ['numbers as text', sight({ data: { limit_remaining: '5', is_free_tier: 'yes' } }), undefined, {}],
  ['half of the balance', undefined, sight({ data: { total_credits: 5 } }), {}],
  ['half of the day', sight({ data: { free_model_daily_requests: { limit: 50 } } }), undefined, {}],
  ['lists for objects', sight({ data: [] }), sight([]), {}],
  ['one of both', sight({ data: { limit_remaining: 0 } }), undefined, { keyLeft: 0 }],
])('an account of which %s is known', (_, key, credits, account) => {
  expect(readAccount(key, credits)).toEqual(account)
})

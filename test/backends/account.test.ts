import { expect, test } from 'vitest'
import { type Account, readAccount } from '../../src/backends/account.ts'
import type { PathResponse } from '../../src/backends/response.ts'
import { askFake } from '../support/fakes/asking.ts'
import { type OpenRouterOptions, openrouter } from '../support/fakes/openrouter.ts'

const response = (body: unknown, status = 200): PathResponse => ({
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

test.each<readonly [what: string, key: PathResponse | undefined, credits: PathResponse | undefined, account: Account]>([
  ['nothing', undefined, undefined, {}],
  ['a web page', response('<html></html>'), response('<html></html>'), {}],
  [
    'an error',
    response({ data: { limit_remaining: 1 } }, 401),
    response({ data: { total_credits: 1, total_usage: 0 } }, 403),
    {},
  ],
  ['a key without a limit', response({ data: { limit_remaining: null } }), undefined, {}],
  ['numbers as text', response({ data: { limit_remaining: '5', is_free_tier: 'yes' } }), undefined, {}],
  ['half of the balance', undefined, response({ data: { total_credits: 5 } }), {}],
  ['half of the day', response({ data: { free_model_daily_requests: { limit: 50 } } }), undefined, {}],
  ['lists for objects', response({ data: [] }), response([]), {}],
  ['one of both', response({ data: { limit_remaining: 0 } }), undefined, { keyLeft: 0 }],
])('an account of which %s is known', (_, key, credits, account) => {
  expect(readAccount(key, credits)).toEqual(account)
})

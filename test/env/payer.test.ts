import { describe, expect, test } from 'vitest'
import type { Logins } from '../../src/env/credentials.ts'
import { payerOfTier } from '../../src/env/payer.ts'
import { ready } from '../support/profiles.ts'
import { configIn, helper, layer, now } from '../support/standing.ts'

const at = (url: string, model = 'm') => ({
  ANTHROPIC_BASE_URL: url,
  ANTHROPIC_AUTH_TOKEN: 't',
  ANTHROPIC_MODEL: model,
  ANTHROPIC_DEFAULT_OPUS_MODEL: model,
  ANTHROPIC_DEFAULT_SONNET_MODEL: model,
  ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
  ANTHROPIC_DEFAULT_FABLE_MODEL: model,
})

const plan = (subscription: Logins['subscription']): Logins => ({ subscription: subscription ?? {} })

describe('Anthropic itself', () => {
  test.each<[string, Record<string, string>, Parameters<typeof configIn>[1], string]>([
    ['nothing', {}, {}, 'none (no API key and no login)'],
    ['an API key', { ANTHROPIC_API_KEY: 'k' }, {}, 'metered (ANTHROPIC_API_KEY)'],
    [
      'an API key beside a login',
      { ANTHROPIC_API_KEY: 'k' },
      { logins: plan({ plan: 'max' }) },
      'metered (ANTHROPIC_API_KEY)',
    ],
    ['a login with its plan', {}, { logins: plan({ plan: 'max', expiresAt: now + 1 }) }, 'subscription (Claude max)'],
    ['a login without a plan', {}, { logins: plan({}) }, 'subscription (the /login subscription)'],
    [
      'a login that has expired',
      {},
      { logins: plan({ plan: 'pro', expiresAt: now - 1 }) },
      'subscription (Claude pro, expired: Claude Code renews it or asks to log in)',
    ],
    ['an OAuth token', { CLAUDE_CODE_OAUTH_TOKEN: 'o' }, {}, 'subscription (CLAUDE_CODE_OAUTH_TOKEN)'],
    [
      'a Bearer token of a subscription',
      { ANTHROPIC_AUTH_TOKEN: 'sk-ant-oat01-x' },
      {},
      'subscription (ANTHROPIC_AUTH_TOKEN)',
    ],
    [
      'any other Bearer token',
      { ANTHROPIC_AUTH_TOKEN: 't' },
      {},
      'unknown (ANTHROPIC_AUTH_TOKEN does not say whose account it is)',
    ],
    ['a helper', {}, { layers: [helper] }, 'metered (the key that apiKeyHelper prints)'],
    [
      'a helper beside a login',
      {},
      { layers: [helper], logins: plan({}) },
      'metered (the key that apiKeyHelper prints)',
    ],
    ['a stored key', {}, { logins: { storedKey: { path: '/c' } } }, 'metered (the Console key that /login stored)'],
    [
      'another tool’s profile',
      { ANTHROPIC_PROFILE: 'w' },
      { logins: { toolProfile: { name: 'w', path: '/w' } } },
      'unknown (ANTHROPIC_PROFILE does not show its plan)',
    ],
    [
      'one that nobody named',
      {},
      { logins: { toolProfile: { name: 'default', path: '/w' } } },
      'unknown (default does not show its plan)',
    ],
    ['one that is not there', { ANTHROPIC_PROFILE: 'w' }, {}, 'none (no API key and no login)'],
    [
      'an API key that was refused in the dialog',
      { ANTHROPIC_API_KEY: 'sk-ant-api03-0123456789abcdefghij' },
      { logins: { ...plan({}), rejectedKeys: ['0123456789abcdefghij'] } },
      'unknown (ANTHROPIC_API_KEY with -p; an interactive session leaves it aside, as you refused it)',
    ],
    [
      'a key in a settings file',
      {},
      { layers: [layer('user', { ANTHROPIC_API_KEY: 'k' })], logins: plan({}) },
      'metered (ANTHROPIC_API_KEY)',
    ],
    [
      'its own URL written out',
      { ANTHROPIC_BASE_URL: 'https://api.anthropic.com', ANTHROPIC_API_KEY: 'k' },
      {},
      'metered (ANTHROPIC_API_KEY)',
    ],
  ])('%s', (_, environment, files, expected) => {
    const { payer, why } = configIn(environment, files).payer
    expect(`${payer} (${why})`).toBe(expected)
  })
})

describe('elsewhere', () => {
  test.each<[string, Record<string, string>, string]>([
    ['this machine', at('http://localhost:11434'), 'free (this machine)'],
    ['a private address', at('http://192.168.1.2:8000'), 'free (a private address)'],
    ['what may forward', at('http://localhost:4000'), 'unknown (this machine, but it forwards to whoever answers)'],
    [
      'what nobody knows',
      at('http://10.0.0.2:4999'),
      'unknown (a private address, but it forwards to whoever answers)',
    ],
    ['a public host', at('https://box.test'), 'metered (a public host)'],
    ['OpenRouter', at('https://openrouter.ai/api'), 'metered (OpenRouter credits)'],
    ['OpenRouter with free models only', at('https://openrouter.ai/api', 'm:free'), 'free (every model ends in :free)'],
    [
      'OpenRouter with one model that is not',
      { ...at('https://openrouter.ai/api', 'm:free'), ANTHROPIC_DEFAULT_HAIKU_MODEL: 'm' },
      'metered (OpenRouter credits)',
    ],
    [
      'OpenRouter with a tier that nothing names',
      { ...at('https://openrouter.ai/api', 'm:free'), ANTHROPIC_DEFAULT_FABLE_MODEL: '' },
      'metered (OpenRouter credits)',
    ],
    [
      'Ollama’s cloud models',
      at('http://localhost:11434', 'm:cloud'),
      "unknown (ollama.com runs that model, on your account's plan)",
    ],
    ['Bedrock', { CLAUDE_CODE_USE_BEDROCK: '1', ...at('http://localhost:1') }, 'metered (your account there)'],
    ['no credential', { ANTHROPIC_BASE_URL: 'http://localhost:1' }, 'none (no credential)'],
  ])('%s', (_, environment, expected) => {
    const { payer, why } = configIn(environment).payer
    expect(`${payer} (${why})`).toBe(expected)
  })

  test.each(['free', 'metered', 'subscription'])('BILLING=%s is believed, for the profile’s own URL', billing => {
    const profile = ready(`BOX_BASE_URL=https://box.test\nBOX_API_KEY=k\nBOX_MODEL=m\nBOX_BILLING=${billing}`, 'box')
    expect(configIn(at('https://box.test'), { profile }).payer).toEqual({
      payer: billing,
      why: 'BILLING of profile box',
      declared: true,
    })
    expect(configIn(at('https://other.test'), { profile }).payer.payer).toBe('metered')
  })

  test('BILLING of cloud counts where requests go to Anthropic, not to a provider', () => {
    const profile = ready('CLOUD_BILLING=subscription', 'cloud')
    expect(configIn({ ANTHROPIC_API_KEY: 'k' }, { profile }).payer.payer).toBe('subscription')
    expect(configIn({ CLAUDE_CODE_USE_BEDROCK: '1' }, { profile }).payer.payer).toBe('metered')
  })
})

test.each([
  ['http://localhost:4000', true],
  ['http://192.168.1.2:9999', true],
  ['http://localhost:11434', false],
  ['https://box.test', false],
])('%s may forward to a service that charges, which is said: %s', (url, said) => {
  const profile = ready(`LOCAL_BASE_URL=${url}\nLOCAL_MODEL=m\nLOCAL_AUTH_TOKEN=t\n`)
  expect(configIn(at(url), { profile }).payer.hint !== undefined).toBe(said)
  expect(configIn(at(url)).payer.hint !== undefined).toBe(said)
})

test('an address that is no URL is nobody’s', () => {
  expect(configIn(at('not a url')).payer).toEqual({ payer: 'unknown', why: 'that address is no URL' })
})

test('tiers are paid by model where the backend charges so', () => {
  const mixed = { ...at('https://openrouter.ai/api', 'm:free'), ANTHROPIC_DEFAULT_OPUS_MODEL: 'big' }
  const { tiers, payer, destination } = configIn(mixed)
  expect(tiers.map(tier => payerOfTier(tier, payer, destination))).toEqual([
    'free',
    'metered',
    'free',
    'free',
    'free',
    'free',
  ])
})

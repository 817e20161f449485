import { expect, test } from 'vitest'
import { type Case, casesOf, expectCase, type Row } from '../../support/examined.ts'
import { type OpenRouterOptions, openrouter } from '../../support/fakes/openrouter.ts'

const sonnet = 'anthropic/claude-sonnet-4.6'
const free = { MODEL: 'qwen/qwen3-coder:free' }
const profile = { KIND: 'openrouter', MODEL: sonnet, AUTH_TOKEN: 'sk-or-the-right-key', CONTEXT_TOKENS: '1000000' }
const there = { as: 'https://openrouter.ai/api' }
const price = 'a million tokens cost $3 in and $15 out'
const buy = ['account: buy credits', '# https://openrouter.ai/settings/credits']

const paid: readonly Row<OpenRouterOptions>[] = [
  {
    what: 'healthy',
    verdict: 'works',
    server: 'OpenRouter',
    window: { claimed: 1_000_000, effective: 1_000_000, maxOutput: 128_000 },
    says: {
      account: [`ok: $9 left; ${price}`],
      authorised: ['ok: LOCAL_AUTH_TOKEN is taken, as Bearer'],
      model: [`ok: ${sonnet} is there (sees images), one of 2`],
    },
  },
  {
    what: 'a key with a limit of its own',
    options: { keyLeft: 0.25 },
    verdict: 'works',
    says: { account: [`ok: $0.25 left; ${price}`] },
  },
  {
    what: 'a provider with a small window',
    options: { models: ['qwen/qwen3-coder'], context: { claimed: 1_000_000, loaded: 49_152 } },
    fields: { MODEL: 'qwen/qwen3-coder' },
    verdict: 'works with these settings',
    window: { claimed: 1_000_000, effective: 49_152 },
    troubles: [
      'window warn: 49152 tokens; 15960 for the conversation, compacted at 27960; the profile says 1000000, and 32000 for an answer',
    ],
    prescribed: [
      "window: tell Claude Code the server's limits, or better start the server with 65536 tokens or more",
      'LOCAL_CONTEXT_TOKENS=49152',
      'LOCAL_MAX_OUTPUT_TOKENS=8192',
      '# a model with a larger window: https://openrouter.ai/models?order=context-high-to-low',
    ],
  },
  {
    what: 'no provider takes tools',
    options: { tools: 'refused' },
    verdict: 'breaks: tool calls',
    troubles: ['session fail: refuses tools (404)'],
    prescribed: [
      'session: make the server take tools',
      '# a model that takes tools: https://openrouter.ai/models?supported_parameters=tools',
    ],
  },
  {
    what: 'a model that it does not have',
    fields: { MODEL: 'foo/bar' },
    verdict: 'breaks: no model foo/bar',
    troubles: ['stream fail: there is no model foo/bar (400)'],
    prescribed: [`stream: put one of its models (${sonnet}, qwen/qwen3-coder:free) into LOCAL_MODEL`],
  },
]

/** Nothing is asked of a model here, whether somebody would pay or not. */
const unasked: readonly Row<OpenRouterOptions>[] = [
  {
    what: 'no credits left',
    options: { credits: { bought: 10, used: 10 } },
    verdict: 'breaks: no credits',
    troubles: ['account fail: the account has no credits left'],
    prescribed: buy,
    says: { stream: ['skipped: not examined, since account failed'] },
  },
  {
    what: "the key's own limit used up",
    options: { keyLeft: 0 },
    verdict: 'breaks: the limit of the key',
    troubles: ["account fail: the key's own limit is used up"],
    prescribed: ["account: raise the key's limit", '# https://openrouter.ai/settings/keys'],
  },
  {
    what: "the free models' day used up",
    options: { credits: { bought: 0, used: 0 }, freeUsed: 50 },
    fields: free,
    verdict: 'breaks: daily limit',
    troubles: ["account fail: 50 of today's 50 free requests are used, and 20 a minute are the most"],
    prescribed: ['account: wait for midnight UTC, or take a model that is paid for'],
  },
  {
    what: 'a balance below zero, which stops free models too',
    options: { credits: { bought: 10, used: 10.5 } },
    fields: free,
    verdict: 'breaks: no credits',
    troubles: ['account fail: the account has no credits left'],
    prescribed: buy,
  },
  {
    what: 'a wrong key',
    options: { key: 'sk-or-another-key' },
    verdict: 'breaks: the credential',
    troubles: ['authorised fail: it refuses LOCAL_AUTH_TOKEN, in either header (401)'],
    prescribed: ['authorised: put the right key into LOCAL_AUTH_TOKEN'],
  },
]

/** The bodies of the requests that a model could have answered. */
async function asked(one: Case): Promise<string[]> {
  const { seen } = await expectCase(one)
  return seen.filter(({ method, path }) => method === 'POST' && path === '/api/v1/messages').map(({ body }) => body)
}

test.each(casesOf(openrouter, {}, profile, paid))('OpenRouter with --paid: $what', async one => {
  const bodies = await asked({ ...one, circumstances: { ...there, paid: true } })
  expect(bodies.length).toBeGreaterThan(1)
})

const withoutPaying = unasked.flatMap(row => [
  { ...row, circumstances: there },
  { ...row, circumstances: { ...there, paid: true }, what: `${row.what}, with --paid` },
])

test.each(casesOf(openrouter, {}, profile, withoutPaying))('OpenRouter: $what', async one => {
  expect(new Set(await asked(one))).toEqual(new Set(['{}']))
})

const notTried = 'skipped: not tried, since it costs tokens (--paid)'

test.each(
  casesOf(openrouter, {}, profile, [
    {
      what: 'healthy',
      verdict: 'not tried: it costs tokens, and --paid was not given',
      window: { claimed: 1_000_000, effective: 1_000_000 },
      says: {
        account: [`ok: $9 left; ${price}`],
        model: [`ok: ${sonnet} is there (sees images), one of 2`],
        stream: [notTried],
        tools: [notTried],
      },
    },
    {
      what: 'a model that it does not have',
      fields: { MODEL: 'anthropic/claude-sonet-4.6' },
      verdict: 'not tried: it costs tokens, and --paid was not given',
      troubles: ["model warn: anthropic/claude-sonet-4.6 is not in the server's list"],
      prescribed: ['model: write the name as the server has it', `LOCAL_MODEL=${sonnet}`],
    },
  ]),
)('OpenRouter without --paid, deep or not: $what', async one => {
  expect(await asked({ ...one, circumstances: there })).toEqual(['{}'])
  expect(await asked({ ...one, circumstances: { ...there, deep: true } })).toEqual(['{}'])
})

test('OpenRouter: free models are asked without --paid, within their day', async () => {
  const [one] = casesOf(openrouter, {}, profile, [
    {
      what: '',
      options: { freeUsed: 7 },
      fields: free,
      circumstances: there,
      verdict: 'works',
      says: { account: ["note: 7 of today's 1000 free requests are used, and 20 a minute are the most"] },
    },
  ])
  expect(one && (await asked(one)).length).toBeGreaterThan(1)
})

import { expect, test } from 'vitest'
import { casesOf, expectCase, type Row } from '../../support/examined.ts'
import { type AnthropicOptions, anthropic } from '../../support/fakes/anthropic.ts'

const profile = { KIND: 'anthropic', API_KEY: 'sk-ant-the-right-key' }
const there = { as: 'https://api.anthropic.com' }
const untried = 'not tried: it costs tokens, and --paid was not given'

const free: readonly Row<AnthropicOptions>[] = [
  {
    what: "Claude Code's own models",
    verdict: untried,
    says: {
      authorised: ['ok: LOCAL_API_KEY is taken, as x-api-key'],
      model: ["note: Claude Code's own default; this account has claude-sonnet-4-6, claude-haiku-4-5"],
      window: ["ok: 1000000 tokens; Claude Code knows its own models' windows"],
      stream: ['skipped: not tried, since it costs tokens (--paid)'],
      count: [],
    },
  },
  {
    what: 'a model by its name',
    options: { context: { claimed: 200_000 } },
    fields: { MODEL: 'claude-haiku-4-5' },
    verdict: untried,
    window: { claimed: 200_000, effective: 200_000, maxOutput: 128_000 },
    says: {
      model: ['ok: claude-haiku-4-5 is there (thinks, sees images), one of 2'],
      window: [expect.stringMatching(/^ok: 200000 tokens; \d+ for the conversation, compacted at 167000$/)],
    },
  },
  {
    what: "a model by Claude Code's word for it",
    fields: { MODEL: 'sonnet' },
    verdict: untried,
    says: { model: ['ok: claude-sonnet-4-6 is there (thinks, sees images), one of 2'] },
  },
  {
    what: 'a wrong key',
    options: { key: 'sk-ant-another-key' },
    verdict: 'breaks: the credential',
    troubles: ['authorised fail: it refuses LOCAL_API_KEY, in either header (401)'],
    prescribed: ['authorised: put the right key into LOCAL_API_KEY'],
  },
]

test.each(casesOf(anthropic, {}, profile, free))('Anthropic, free of charge: $what', async one => {
  const { seen } = await expectCase({ ...one, circumstances: there })
  // An empty message is refused before it costs anything; after a refusal it is sent once more, in the other header.
  const posts = seen.filter(({ method }) => method === 'POST')
  expect(new Set(posts.map(({ path, body }) => `${path} ${body}`))).toEqual(new Set(['/v1/messages {}']))
  expect(seen.filter(({ method }) => method === 'GET').every(({ path }) => /^\/v1\/models(\/|$)/.test(path))).toBe(true)
})

const paid: readonly Row<AnthropicOptions>[] = [
  {
    what: "a model by Claude Code's word for it",
    fields: { MODEL: 'sonnet' },
    verdict: 'works',
    says: { stream: ['ok: answers as a stream'], thinking: ['ok: thinks, in signed blocks'] },
  },
  {
    what: 'overloaded',
    options: { overloadedMs: 60_000 },
    fields: { MODEL: 'claude-sonnet-4-6' },
    verdict: 'breaks: the server',
    troubles: ['stream fail: the server of local is not able to answer (529)'],
  },
  {
    what: 'overloaded for a moment',
    options: { overloadedMs: 100 },
    fields: { MODEL: 'claude-sonnet-4-6' },
    verdict: 'works',
  },
  {
    what: 'a model that it does not have',
    fields: { MODEL: 'claude-sonnet-9' },
    verdict: 'breaks: no model claude-sonnet-9; works with the settings below',
    troubles: ['stream fail: there is no model claude-sonnet-9 (404)'],
    prescribed: ['stream: with claude-sonnet-4-6, which the server has, it answers', 'LOCAL_MODEL=claude-sonnet-4-6'],
  },
]

test.each(casesOf(anthropic, {}, profile, paid))('Anthropic with --paid: $what', async one => {
  await expectCase({ ...one, circumstances: { ...there, paid: true } })
})

import { expect, test } from 'vitest'
import { casesOf, examineFake, expectCase, type Row, saidBy, systemFirst } from '../../support/examined.ts'
import { type LmStudioOptions, lmstudio } from '../../support/fakes/lmstudio.ts'

const model = 'google/gemma-4-26b-a4b'
const usual: LmStudioOptions = { context: { claimed: 262_144, loaded: 131_072 }, systemRole: 'accepted' }
const profile = { KIND: 'lmstudio', MODEL: model, CONTEXT_TOKENS: '131072' }
const key = 'sk-lm-the-right-key'
const larger = [
  `lms unload ${model}`,
  `lms load ${model} --context-length 65536`,
  '# to keep it: My Models, the gear of the model, Context Length',
  "# twice the window in the same memory: in the model's load settings, K and V Cache Quantization Type Q8_0",
]
const update = '# LM Studio: Settings, then "Check for updates"; its engines under Runtime'

const rows: readonly Row<LmStudioOptions>[] = [
  {
    what: 'healthy',
    verdict: 'works',
    server: 'LM Studio',
    window: { claimed: 262_144, effective: 131_072 },
    says: {
      model: [`ok: ${model} is there (sees images), the only one`],
      stream: ['ok: answers as a stream'],
      count: ['note: does not count tokens; Claude Code estimates them instead'],
    },
  },
  { what: 'a model that is loaded with the first answer', options: { inMemory: false }, verdict: 'works' },
  {
    what: 'its default of 4096 tokens',
    options: { context: { loaded: 4096 } },
    verdict: 'breaks: context window',
    window: { claimed: 262_144, effective: 4096 },
    troubles: ["window fail: 4096 tokens: Claude Code's first request alone takes about 12000, so no session fits"],
    prescribed: ['window: start the server with a window of 65536 tokens or more', ...larger],
  },
  {
    what: 'a template that wants its system message first',
    options: { systemRole: 'rejected' },
    verdict: 'breaks: system messages in the middle; works with the settings below',
    troubles: ['session fail: refuses system messages in the middle (400)'],
    prescribed: systemFirst,
  },
  {
    what: '0.3.36, without /v1/messages',
    options: { version: '0.3.36' },
    verdict: 'breaks: no Messages API',
    troubles: ['endpoint fail: this version has no /v1/messages'],
    prescribed: ['endpoint: update the server', update],
  },
  {
    what: 'a grammar that it cannot parse',
    options: { tools: 'refused' },
    verdict: 'breaks: tool calls',
    troubles: ['session fail: refuses tools (500)'],
    prescribed: ['session: make the server take tools', '# take a model that LM Studio marks as trained for tool use'],
  },
  {
    what: 'a model that only talks',
    options: { tools: 'none' },
    verdict: 'breaks: tool calls',
    troubles: ['tools fail: answers in words and calls no tool'],
    prescribed: [
      'tools: make the server turn what the model writes into tool calls, or take a model that is trained for them',
      '# take a model that LM Studio marks as trained for tool use',
    ],
  },
  {
    what: 'calls that are cut off',
    options: { tools: 'broken' },
    verdict: 'breaks: tool calls',
    troubles: ['tools fail: its calls do not run: the input of "Bash" is cut off or no JSON'],
    prescribed: [
      'tools: make the server turn what the model writes into tool calls, or take a model that is trained for them',
      '# take a model that LM Studio marks as trained for tool use',
    ],
  },
  {
    what: 'a model that it does not have',
    options: { models: ['a/b', 'c/d'] },
    verdict: `breaks: no model ${model}`,
    troubles: [`stream fail: there is no model ${model} (400)`],
    prescribed: ['stream: put one of its models (a/b, c/d) into LOCAL_MODEL, or get this one', `lms get ${model}`],
  },
  {
    what: 'its key, in either header',
    options: { key },
    fields: { API_KEY: key },
    verdict: 'works',
    says: { authorised: ['ok: LOCAL_API_KEY is taken, as x-api-key'] },
  },
  {
    what: 'a wrong key',
    options: { key },
    fields: { API_KEY: 'sk-lm-a-wrong-key' },
    verdict: 'breaks: the credential',
    troubles: ['authorised fail: it refuses LOCAL_API_KEY, in either header (401)'],
    prescribed: ['authorised: put the right key into LOCAL_API_KEY'],
  },
  {
    what: 'no key',
    options: { key },
    verdict: 'breaks: the credential',
    troubles: ['authorised fail: it wants a key, and the profile has none (401)'],
    prescribed: ['authorised: put the key into LOCAL_AUTH_TOKEN'],
  },
  {
    what: 'a model that thinks',
    options: { thinking: true },
    verdict: 'works',
    says: { thinking: ['ok: thinks, in signed blocks'] },
  },
  {
    what: 'a profile that takes it for a gateway',
    fields: { KIND: 'gateway' },
    verdict: 'works with these settings',
    troubles: ['server warn: LM Studio, and the profile takes it for a gateway'],
    prescribed: ['server: name the kind, which decides defaults and flags', 'LOCAL_KIND=lmstudio'],
  },
]

test.each(casesOf(lmstudio, usual, profile, rows))('LM Studio: $what', async one => {
  await expectCase(one)
})

test('LM Studio: a prompt that is too long is refused with its number', async () => {
  const fake = lmstudio({ ...usual, context: { loaded: 49_152 } })
  const examination = await examineFake(fake, { KIND: 'lmstudio', MODEL: model }, { deep: true })
  expect(saidBy('depth', examination)).toEqual(['ok: 49152 tokens: what is longer is refused, with that number'])
  expect(examination.facts.measuredTokens).toBe(49_152)
})

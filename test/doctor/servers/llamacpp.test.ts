import { expect, test } from 'vitest'
import { casesOf, examineFake, expectCase, type Row, saidBy, systemFirst } from '../../support/examined.ts'
import { type LlamaCppOptions, llamacpp } from '../../support/fakes/llamacpp.ts'
import { llamacppRouter, type RouterOptions } from '../../support/fakes/llamacpp-router.ts'

const usual = { context: { claimed: 262_144, loaded: 131_072 } }
const profile = { KIND: 'llamacpp', MODEL: 'tiny-tools', CONTEXT_TOKENS: '131072' }
const key = 'sk-the-right-key'
const takesTools = [
  'llama-server -m MODEL.gguf --alias tiny-tools --jinja',
  '# and a template that knows tools: --chat-template-file FILE.jinja, where the model brings none',
]
const update = ['brew upgrade llama.cpp', '# or a newer build from https://github.com/ggml-org/llama.cpp/releases']
const makeCalls =
  'tools: make the server turn what the model writes into tool calls, or take a model that is trained for them'
const breaksOff =
  'stream warn: the stream fails, and Claude Code asks for every answer twice: streamed, then in one piece'

const rows: readonly Row<LlamaCppOptions>[] = [
  {
    what: 'healthy',
    verdict: 'works',
    server: 'llama.cpp b10573-d775b8967',
    window: { claimed: 262_144, effective: 131_072 },
    says: { stream: ['ok: answers as a stream'], forced: ['ok: tool_choice "any" is obeyed'] },
  },
  {
    what: '4096 tokens for each of two slots, under another name',
    options: { slots: 2, context: { loaded: 4096 } },
    fields: { MODEL: 'any-name' },
    verdict: 'breaks: context window',
    window: { effective: 4096 },
    troubles: ["window fail: 4096 tokens: Claude Code's first request alone takes about 12000, so no session fits"],
    prescribed: [
      'window: start the server with a window of 65536 tokens or more',
      'llama-server -m MODEL.gguf --alias any-name --jinja -c 131072 -np 2',
      '# twice the window in the same memory: -fa on -ctk q8_0 -ctv q8_0',
    ],
    says: {
      model: ['note: the server has tiny-tools alone, and answers every name with it'],
      stream: ['ok: answers as a stream'],
    },
  },
  { what: 'loading its model at first', options: { loadingMs: 1500 }, verdict: 'works' },
  {
    what: 'loading its model for too long',
    options: { loadingMs: 60_000 },
    circumstances: { timeoutMs: 300 },
    verdict: 'breaks: still loading',
    troubles: ['stream fail: it is still loading its model; try again later (503)'],
  },
  {
    what: 'started without --jinja',
    options: { tools: 'refused' },
    verdict: 'breaks: tool calls',
    troubles: ['session fail: refuses tools (500)'],
    prescribed: ['session: make the server take tools', ...takesTools],
  },
  {
    what: 'calls that never end',
    options: { tools: 'broken' },
    verdict: 'breaks: tool calls',
    troubles: ['tools fail: its calls do not run: the input of "Bash" is cut off or no JSON'],
    prescribed: [makeCalls, ...takesTools],
  },
  {
    what: 'a build without /v1/messages',
    options: { version: 'b6000-abcdef' },
    verdict: 'breaks: no Messages API',
    server: 'llama.cpp b6000-abcdef',
    troubles: ['endpoint fail: llama.cpp b6000-abcdef has no /v1/messages; b7187 is the first that does'],
    prescribed: ['endpoint: update to b7187 or newer', ...update],
  },
  {
    what: 'a template that wants its system message first',
    options: { systemRole: 'rejected' },
    verdict: 'breaks: system messages in the middle; works with the settings below',
    troubles: ['session fail: refuses system messages in the middle (500)'],
    prescribed: systemFirst,
  },
  {
    what: 'a wrong key',
    options: { key },
    fields: { AUTH_TOKEN: 'sk-a-wrong-key' },
    verdict: 'breaks: the credential',
    server: 'llama.cpp',
    troubles: ['authorised fail: it refuses LOCAL_AUTH_TOKEN, in either header (401)'],
    prescribed: ['authorised: put the right key into LOCAL_AUTH_TOKEN'],
  },
  {
    what: 'no key',
    options: { key },
    verdict: 'breaks: the credential',
    troubles: ['authorised fail: it wants a key, and the profile has none (401)'],
    prescribed: ['authorised: put the key into LOCAL_AUTH_TOKEN'],
  },
  {
    what: 'its key, in either header',
    options: { key },
    fields: { API_KEY: key },
    verdict: 'works',
    says: { authorised: ['ok: LOCAL_API_KEY is taken, as x-api-key'] },
  },
  { what: 'streams that break off', options: { breaksOff: true }, verdict: 'works', troubles: [breaksOff] },
  {
    what: 'a model that sees images',
    options: { images: true },
    verdict: 'works',
    says: { images: ['ok: sees images'] },
  },
]

test.each(casesOf(llamacpp, usual, profile, rows))('llama-server: $what', async one => {
  await expectCase(one)
})

const routed: readonly Row<RouterOptions>[] = [
  {
    what: 'healthy',
    verdict: 'works',
    window: { effective: 131_072 },
    says: { model: ['ok: tiny-tools is there, one of 3'] },
  },
  {
    what: 'a model that it does not have',
    fields: { MODEL: 'devstral' },
    verdict: 'breaks: no model devstral',
    troubles: ['stream fail: there is no model devstral (400)'],
    prescribed: ['stream: put one of its models (tiny-notools, tiny-think, tiny-tools) into LOCAL_MODEL'],
    says: { model: ["note: devstral is not in the server's list"] },
  },
]

test.each(casesOf(llamacppRouter, usual, profile, routed))('llama-server as a router: $what', async one => {
  await expectCase(one)
})

test('llama-server: a prompt that is too long is refused with its number', async () => {
  const fake = llamacpp({ context: { claimed: 49_152, loaded: 49_152 } })
  const examination = await examineFake(fake, { KIND: 'llamacpp', MODEL: 'tiny-tools' }, { deep: true })
  expect(saidBy('depth', examination)).toEqual(['ok: 49152 tokens: what is longer is refused, with that number'])
  expect(examination.facts.measuredTokens).toBe(49_152)
})

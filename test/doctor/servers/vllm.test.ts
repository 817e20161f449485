import { expect, test } from 'vitest'
import { casesOf, examineFake, expectCase, type Row } from '../../support/examined.ts'
import { type VllmOptions, vllm } from '../../support/fakes/vllm.ts'

const roomy = { context: { loaded: 131_072 } }
const profile = { KIND: 'vllm', MODEL: 'served-name', CONTEXT_TOKENS: '131072' }
const key = 'sk-the-right-key'

const serve = 'vllm serve ORG/MODEL --served-model-name served-name'
const rows: readonly Row<VllmOptions>[] = [
  {
    what: 'healthy',
    verdict: 'works',
    server: 'vLLM 0.19.1',
    window: { claimed: 131_072, effective: 131_072 },
    says: {
      window: ['ok: 131072 tokens; 86072 for the conversation, compacted at 98072'],
      tools: ['ok: calls Bash, natively and streamed'],
      model: ['ok: served-name is there, the only one'],
      authorised: ['ok: no key is needed'],
      count: ['ok: counts tokens before they are sent'],
    },
  },
  {
    what: 'with its key',
    options: { key },
    fields: { AUTH_TOKEN: key },
    verdict: 'works',
    says: { authorised: ['ok: LOCAL_AUTH_TOKEN is taken, as Bearer'] },
  },
  {
    what: 'its key in the other header',
    options: { key },
    fields: { API_KEY: key },
    verdict: 'breaks: the header of the credential',
    server: 'vLLM 0.19.1',
    troubles: ['authorised fail: it reads the key as Bearer, and not as x-api-key (401)'],
    prescribed: ['authorised: in your backends file, rename LOCAL_API_KEY to LOCAL_AUTH_TOKEN'],
  },
  {
    what: 'a wrong key',
    options: { key },
    fields: { AUTH_TOKEN: 'sk-a-wrong-key' },
    verdict: 'breaks: the credential',
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
    what: 'no tool parser',
    options: { toolParser: false },
    verdict: 'breaks: tool calls',
    troubles: ['session fail: refuses tools (400)'],
    prescribed: [
      'session: make the server take tools',
      `${serve} --enable-auto-tool-choice --tool-call-parser PARSER`,
      '# PARSER: https://docs.vllm.ai/en/latest/features/tool_calling/',
    ],
    says: { tools: ["skipped: not examined, since Claude Code's request failed"] },
  },
  {
    what: 'no tool parser, for a model that tells which',
    options: { toolParser: false, models: ['Qwen/Qwen3-Coder-30B-A3B-Instruct'] },
    fields: { MODEL: 'Qwen/Qwen3-Coder-30B-A3B-Instruct' },
    verdict: 'breaks: tool calls',
    troubles: ['session fail: refuses tools (400)'],
    prescribed: [
      'session: make the server take tools',
      'vllm serve Qwen/Qwen3-Coder-30B-A3B-Instruct --enable-auto-tool-choice --tool-call-parser qwen3_coder',
    ],
  },
  {
    what: 'a parser for another model',
    options: { tools: 'text' },
    verdict: 'breaks: tool calls',
    troubles: [
      'tools fail: writes its calls as text, which Claude Code only shows (<tool_call>, as Qwen and Hermes write it)',
    ],
    prescribed: [
      'tools: make the server turn what the model writes into tool calls, or take a model that is trained for them',
      `${serve} --enable-auto-tool-choice --tool-call-parser PARSER`,
      '# PARSER: https://docs.vllm.ai/en/latest/features/tool_calling/',
    ],
  },
  {
    what: 'of May, which knows no system message in the middle',
    options: { built: '2026-05-01' },
    verdict: 'works',
    says: {
      stream: ['note: answers as a stream, with little things that Claude Code overlooks'],
      session: ['note: refuses system messages in the middle, which Claude Code then leaves out by itself'],
    },
  },
  {
    what: 'of March 1, which counts no tokens and says [DONE]',
    options: { built: '2026-03-01' },
    verdict: 'works',
    says: { count: ['note: does not count tokens; Claude Code estimates them instead'] },
  },
  {
    what: 'a model that it does not serve',
    options: { models: ['other'] },
    verdict: 'breaks: no model served-name; works with the settings below',
    troubles: ['stream fail: there is no model served-name (404)'],
    prescribed: ['stream: with other, which the server has, it answers', 'LOCAL_MODEL=other'],
    says: { model: ["note: served-name is not in the server's list"] },
  },
  {
    what: 'a model that sees nothing',
    options: { images: false },
    verdict: 'works',
    says: { images: ['note: images are refused (400)'] },
  },
  {
    what: 'streams that break off',
    options: { breaksOff: true },
    verdict: 'works',
    troubles: [
      'stream warn: the stream fails, and Claude Code asks for every answer twice: streamed, then in one piece',
    ],
  },
  { what: 'slow', options: { slowMs: 20 }, verdict: 'works' },
]

test.each(casesOf(vllm, roomy, profile, rows))('vLLM: $what', async one => {
  await expectCase(one)
})

test.each<readonly [what: string, options: VllmOptions, status: number]>([
  ['which counts the answer in', {}, 400],
  ['of July, which says so with 500', { built: '2026-07-01' }, 500],
])('vLLM: a window of 40960 tokens, %s', async (_, options, status) => {
  const fields = { KIND: 'vllm', MODEL: 'served-name' }
  const { findings } = await expectCase({
    what: '',
    fake: vllm(options),
    fields,
    verdict: 'breaks: context window; works with the settings below',
    window: { claimed: 40_960, effective: 40_960 },
    troubles: [
      'window warn: 40960 tokens; 11864 for the conversation, compacted at 23864; Claude Code assumes 1000000',
      `session fail: the window is too small (${status})`,
    ],
    prescribed: [
      "window: tell Claude Code the server's limits, or better start the server with 65536 tokens or more",
      'LOCAL_CONTEXT_TOKENS=40960',
      'LOCAL_MAX_OUTPUT_TOKENS=4096',
      `${serve} --max-model-len 65536`,
      '# twice the window in the same memory: --kv-cache-dtype fp8',
      'session: with LOCAL_MAX_OUTPUT_TOKENS set, the same request is answered',
      'LOCAL_MAX_OUTPUT_TOKENS=4096',
    ],
  })
  expect(findings.find(({ probe }) => probe === 'session')?.detail).toMatch(
    /^This model's maximum context length is 40960 tokens/,
  )
  const set = { CONTEXT_TOKENS: '40960', MAX_OUTPUT_TOKENS: '4096' }
  const cured = await examineFake(vllm(options), { ...fields, ...set })
  expect(cured.findings.filter(({ level }) => level === 'fail')).toEqual([])
})

test.each<VllmOptions>([{}, { built: '2026-07-01' }])(
  'vLLM: a window that is filled is refused with its number: %j',
  async options => {
    const { facts, findings } = await examineFake(
      vllm({ ...options, context: { loaded: 49_152 } }),
      { KIND: 'vllm', MODEL: 'served-name' },
      { deep: true },
    )
    expect(findings.find(({ probe }) => probe === 'depth')).toMatchObject({
      level: 'ok',
      says: '49152 tokens: what is longer is refused, with that number',
    })
    expect(facts.measuredTokens).toBe(49_152)
  },
)

import { expect, test } from 'vitest'
import { casesOf, examineFake, expectCase, prescribed, type Row, saidBy } from '../../support/examined.ts'
import { type OllamaOptions, ollama } from '../../support/fakes/ollama.ts'

const roomy = { context: { claimed: 262_144, loaded: 131_072 } }
const profile = { KIND: 'ollama', MODEL: 'qwen3.5', CONTEXT_TOKENS: '131072' }
const larger = [
  'OLLAMA_CONTEXT_LENGTH=65536 ollama serve',
  '# where it is a service: the same variable by "systemctl edit ollama"; in the app: its settings',
  '# or for this model alone, then MODEL=qwen3.5-64k:',
  "printf '%s\\n' 'FROM qwen3.5' 'PARAMETER num_ctx 65536' > Modelfile",
  'ollama create qwen3.5-64k -f Modelfile',
  '# twice the window in the same memory: OLLAMA_FLASH_ATTENTION=1 OLLAMA_KV_CACHE_TYPE=q8_0 ollama serve',
]
const update = [
  'curl -fsSL https://ollama.com/install.sh | sh',
  '# on macOS and Windows the app updates itself: restart it from its menu',
]
const noSession = "window fail: 4096 tokens: Claude Code's first request alone takes about 12000, so no session fits"

const rows: readonly Row<OllamaOptions>[] = [
  {
    what: 'a profile that does not know of its window',
    fields: { CONTEXT_TOKENS: '1000000' },
    verdict: 'works with these settings',
    troubles: [
      'window warn: 131072 tokens; 86072 for the conversation, compacted at 98072; the profile says 1000000, and 32000 for an answer',
    ],
    prescribed: ["window: tell Claude Code the server's limits", 'LOCAL_CONTEXT_TOKENS=131072'],
  },
  {
    what: 'its default of 4096 tokens',
    options: { context: { loaded: 4096 } },
    verdict: 'breaks: context window',
    window: { claimed: 262_144, effective: 4096 },
    troubles: [noSession],
    prescribed: ['window: start the server with a window of 65536 tokens or more', ...larger],
  },
  {
    what: 'a Modelfile with 32768 tokens',
    options: { context: {}, numCtx: 32_768 },
    verdict: 'cramped: sessions go on whose turns bring up to 2600 tokens each',
    window: { effective: 32_768 },
    troubles: [
      'window warn: 32768 tokens; 5720 for the conversation, compacted at 17720; sessions go on whose turns bring up to 2600 tokens each; the profile says 131072, and 32000 for an answer',
    ],
    prescribed: [
      "window: tell Claude Code the server's limits, or better start the server with 65536 tokens or more",
      'LOCAL_CONTEXT_TOKENS=32768',
      'LOCAL_MAX_OUTPUT_TOKENS=2048',
      ...larger,
    ],
  },
  {
    what: '0.15.0, which gives every model 4096 tokens',
    options: { version: '0.15.0' },
    verdict: 'works',
    troubles: [
      'server warn: Ollama 0.15.0 gives every model 4096 tokens unless told otherwise, however much memory there is',
    ],
    prescribed: [
      'server: update to 0.15.5 or newer, or set the window',
      ...update,
      'OLLAMA_CONTEXT_LENGTH=65536 ollama serve',
    ],
  },
]

test.each(casesOf(ollama, roomy, profile, rows))('Ollama: $what', async one => {
  await expectCase(one)
})

test('Ollama: what is too long is cut without a word, at the window that it says', async () => {
  const fields = { KIND: 'ollama', MODEL: 'qwen3.5' }
  const examination = await examineFake(ollama({ context: { loaded: 49_152 } }), fields, { deep: true })
  expect(saidBy('depth', examination)).toEqual(['note: 49152 tokens, as it says: what is longer is cut without a word'])
  expect(examination.facts.measuredTokens).toBe(49_152)
  expect(prescribed(examination).slice(0, 3)).toEqual([
    "window: tell Claude Code the server's limits, or better start the server with 65536 tokens or more",
    'LOCAL_CONTEXT_TOKENS=49152',
    'LOCAL_MAX_OUTPUT_TOKENS=8192',
  ])
})

test('a server that hides an Ollama says nothing of its window, and --deep measures it', async () => {
  const hidden = ollama({ context: { claimed: 49_152, loaded: 49_152 } })
  const examination = await examineFake(
    // Nothing but the Messages API.
    request => (request.path === '/v1/messages' ? hidden(request) : { status: 404, body: 'no' }),
    { KIND: 'gateway', MODEL: 'qwen3.5' },
    { deep: true },
  )
  expect(saidBy('server', examination)).toEqual(['note: does not say what it is'])
  expect(saidBy('depth', examination)).toEqual([
    expect.stringMatching(/^warn: about \d{5} tokens: what is longer is cut without a word$/),
  ])
  const { measuredTokens = 0 } = examination.facts
  expect(measuredTokens).toBeGreaterThanOrEqual(32_000)
  expect(measuredTokens).toBeLessThanOrEqual(49_152)
  expect(prescribed(examination)).toContain(`LOCAL_CONTEXT_TOKENS=${measuredTokens}`)
})

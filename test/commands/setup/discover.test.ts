import { describe, expect, test } from 'vitest'
import { type DiscoveredServer, discover, usualPlaces } from '../../../src/commands/setup/discover.ts'
import { openHttpClient } from '../../../src/system/http/client.ts'
import { type Fake, json } from '../../support/fakes/fake.ts'
import { litellm } from '../../support/fakes/litellm.ts'
import { llamacpp } from '../../support/fakes/llamacpp.ts'
import { lmstudio } from '../../support/fakes/lmstudio.ts'
import { ollama } from '../../support/fakes/ollama.ts'
import { serveFake } from '../../support/fakes/serving.ts'
import { vllm } from '../../support/fakes/vllm.ts'
import { plainSystem } from '../../support/plain-system.ts'

const system = plainSystem(
  {},
  { http: { open: async orders => openHttpClient(orders) }, clock: { now: () => performance.now() } },
)
const nobody = 'http://127.0.0.1:1'

/** The little of it that a user is shown. */
const shown = ({ kind, locked, models }: DiscoveredServer) => ({
  kind,
  locked,
  models: models.map(({ entry, window }) => [entry.id, window.effective ?? window.claimed]),
})

describe('the usual addresses', () => {
  const [, ...others] = usualPlaces({})
  test('are those of the five servers', () =>
    expect(usualPlaces({})).toEqual([11434, 1234, 8080, 8000, 4000].map(port => `http://localhost:${port}`)))

  test.each([
    ['', 'http://localhost:11434'],
    ['127.0.0.1:9', 'http://127.0.0.1:9'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:9', 'http://127.0.0.1:9'],
    [':9', 'http://127.0.0.1:9'],
    ['"box.lan"', 'http://box.lan:11434'],
    ['http://box.lan:9/', 'http://box.lan:9'],
    ['https://box.lan', 'https://box.lan'],
    ['[::]:9', 'http://127.0.0.1:9'],
    ['not a host', 'http://localhost:11434'],
  ])('OLLAMA_HOST=%s is %s', (value, url) => expect(usualPlaces({ OLLAMA_HOST: value })).toEqual([url, ...others]))
})

describe('what is found', () => {
  test.each<[string, Fake, ReturnType<typeof shown>]>([
    [
      'Ollama',
      ollama({ models: ['qwen3-coder:30b'], context: { claimed: 262_144, loaded: 32_768 }, inMemory: true }),
      { kind: 'ollama', locked: false, models: [['qwen3-coder:30b', 32_768]] },
    ],
    [
      'LM Studio',
      lmstudio({ models: ['qwen/one'], context: { claimed: 262_144, loaded: 40_000 }, inMemory: true }),
      { kind: 'lmstudio', locked: false, models: [['qwen/one', 40_000]] },
    ],
    [
      'llama.cpp',
      llamacpp({ model: 'tiny', context: { loaded: 16_384 } }),
      { kind: 'llamacpp', locked: false, models: [['tiny', 16_384]] },
    ],
    [
      'vLLM',
      vllm({ models: ['one', 'two'], context: { loaded: 50_000 } }),
      {
        kind: 'vllm',
        locked: false,
        models: [
          ['one', 50_000],
          ['two', 50_000],
        ],
      },
    ],
    ['vLLM with a key', vllm({ key: 'sk-1' }), { kind: 'vllm', locked: true, models: [] }],
    ['LiteLLM with a key', litellm({ key: 'sk-1' }), { kind: 'litellm', locked: true, models: [] }],
  ])('%s', async (_, fake, expected) => {
    const { url, seen } = await serveFake(fake)
    const found = await discover(system, [nobody, url])
    expect(found.map(shown)).toEqual([expected])
    expect(found[0]?.url).toBe(url)
    // No credential goes to whoever happens to listen there.
    expect(seen.length).toBeGreaterThan(0)
    for (const { headers } of seen)
      for (const name of ['authorization', 'x-api-key']) expect(headers).not.toHaveProperty(name)
  })

  test.each<[string, Fake]>([
    ['does not say what it is', () => json(404, {})],
    ['never answers', () => ({ status: 200, body: [{ waitMs: 20_000 }] })],
    ['hangs up', () => ({ status: 200, body: [{ destroy: true }] })],
  ])('not a server that %s, and within 1 s', async (_, fake) => {
    const { url } = await serveFake(fake)
    const begin = performance.now()
    expect(await discover(system, [url, nobody])).toEqual([])
    expect(performance.now() - begin).toBeLessThan(2500)
  })

  test('the slow ones keep nobody waiting: they are looked at side by side', async () => {
    const slow: Fake = () => ({ status: 200, body: [{ waitMs: 20_000 }] })
    const places = await Promise.all([slow, slow, vllm(), slow, slow].map(async fake => (await serveFake(fake)).url))
    const begin = performance.now()
    expect((await discover(system, places)).map(({ kind }) => kind)).toEqual(['vllm'])
    expect(performance.now() - begin).toBeLessThan(2500)
  })
})

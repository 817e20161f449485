import { describe, expect, test } from 'vitest'
import { anthropic } from './support/fakes/anthropic.ts'
import { askAt, askFake, deltasIn, eventsIn, startIn } from './support/fakes/asking.ts'
import { deviations } from './support/fakes/deviations.ts'
import { documented } from './support/fakes/documented.ts'
import type { Fake } from './support/fakes/fake.ts'
import { litellm } from './support/fakes/litellm.ts'
import { llamacpp } from './support/fakes/llamacpp.ts'
import { lmstudio } from './support/fakes/lmstudio.ts'
import { ollama } from './support/fakes/ollama.ts'
import { openrouter } from './support/fakes/openrouter.ts'
import { refusedElsewhere } from './support/fakes/refused-hosted.ts'
import { refusedLocally } from './support/fakes/refused-local.ts'
import { comparable, replays } from './support/fakes/replay.ts'
import { type SeenRequest, serveFake } from './support/fakes/serving.ts'
import { vllm } from './support/fakes/vllm.ts'
import { recording } from './support/recordings.ts'

const headers = { 'anthropic-version': '2023-06-01', authorization: 'Bearer k' }

test.each([...documented, ...refusedLocally, ...refusedElsewhere])('$what', async exchange => {
  const { fake, ask, body, headers, status, says } = exchange
  const heard = await askFake(fake, ask, body, headers)
  expect(heard.status, heard.body).toBe(status)
  if (typeof says === 'string') expect(heard.body).toBe(says)
  else expect(heard.json).toMatchObject(says)
  expect(heard.headers).toMatchObject(exchange.with ?? {})
})

test('most of what was recorded of llama-server can be replayed', () => {
  expect(replays().length).toBeGreaterThan(75)
})

test.each(replays())('llama-server as recorded: $name', async ({ name, ask, headers, body, fake }) => {
  const { status, headers: recorded, body: said } = recording(`llama-server/${name}`)
  const heard = await askFake(fake, ask, body, headers)
  expect(heard.status).toBe(status)
  for (const header of ['server', 'content-type', 'x-accel-buffering'])
    expect(heard.headers[header], header).toBe(recorded[header])
  expect(comparable(heard.body)).toEqual(comparable(said))
})

/** A fake, the name of its model and its path. */
type Speaker = readonly [name: string, make: (options: { tools?: 'text' | 'none' | 'broken' }) => Fake, model: string]
const speakers: readonly Speaker[] = [
  ['Ollama', options => ollama({ thinking: true, ...options }), 'qwen3.5'],
  ['LM Studio', options => lmstudio({ thinking: true, ...options }), 'google/gemma-4-26b-a4b'],
  ['vLLM', options => vllm({ thinking: true, ...options }), 'served-name'],
  ['LiteLLM', options => litellm({ thinking: true, ...options }), 'gpt-4o'],
  ['OpenRouter', options => openrouter({ thinking: true, ...options }), 'qwen/qwen3-coder:free'],
  ['Anthropic', () => anthropic(), 'claude-sonnet-4-6'],
  ['llama-server', options => llamacpp({ thinking: true, ...options }), 'tiny-tools'],
]

const read = { type: 'object', properties: { limit: { type: 'integer', minimum: 5 } }, required: ['limit'] }
const bash = { name: 'Bash', input_schema: { type: 'object', properties: { command: { type: 'string' } } } }
const task = { thinking: { type: 'adaptive' }, tools: [{ name: 'Read', input_schema: read }, bash] }
const pathOf = (name: string) => `POST ${name === 'OpenRouter' ? '/api' : ''}/v1/messages`
const user = (content: unknown) => ({ role: 'user', content })
const talk = (name: string, fake: Fake, body: object) =>
  askFake(fake, pathOf(name), { max_tokens: 256, messages: [user('Run the command: ls')], ...body }, headers)

const input = { command: 'ls', description: 'list' }
describe.each(speakers)('%s', (name, make, model) => {
  test('calls a tool, whole and streamed, and takes its result', async () => {
    const whole = await talk(name, make({}), { model, ...task })
    const call = { type: 'tool_use', name: 'Bash', input }
    expect(whole.json).toMatchObject({ stop_reason: 'tool_use', content: [{ type: 'thinking' }, call] })
    const events = eventsIn((await talk(name, make({}), { model, ...task, stream: true })).body)
    expect(events.at(0)).toMatchObject({ type: 'message_start', message: { content: [], model } })
    expect(startIn(events, 'tool_use')).toMatchObject({ name: 'Bash' })
    expect(JSON.parse(deltasIn(events, 'partial_json'))).toEqual(input)
    expect(events.slice(-2)).toMatchObject([{ delta: { stop_reason: 'tool_use' } }, { type: 'message_stop' }])
    const result = [user('a'), user([{ type: 'tool_result', tool_use_id: 'x', content: 'README.md' }])]
    const after = await talk(name, make({}), { model, ...task, thinking: { type: 'disabled' }, messages: result })
    expect(after.body).toContain('"text":"done"')
  })

  test('finds the code word', async () => {
    const told = [user('The code word is marmalade.'), user('What is the code word?')]
    expect((await talk(name, make({}), { model, messages: told })).body).toContain('"text":"marmalade"')
    expect((await talk(name, make({}), { model, messages: told.slice(1) })).body).toContain('I do not know')
  })

  if (name !== 'Anthropic')
    test('can be bad at tools', async () => {
      const text = await talk(name, make({ tools: 'text' }), { model, ...task, stream: true })
      expect(deltasIn(eventsIn(text.body), 'text')).toContain('<tool_call>\n{"name":"Bash"')
      const none = await talk(name, make({ tools: 'none' }), { model, ...task })
      expect(none.body).not.toContain('tool_use')
      const broken = eventsIn((await talk(name, make({ tools: 'broken' }), { model, ...task, stream: true })).body)
      expect(() => JSON.parse(deltasIn(broken, 'partial_json'))).toThrow()
    })

  // Ollama ignores the choice; to llama-server any tool is as good, and none is no choice.
  const calls = { any: name === 'Ollama' ? [] : ['Bash'], none: [] as string[], tool: ['Read'] }
  if (name === 'Ollama') calls.tool = []
  if (name === 'llama-server') calls.tool = ['Bash']
  test.each(Object.entries(calls))('tool_choice %s', async (type, expected) => {
    const choice = { tool_choice: { type, name: 'Read' }, messages: [user('Say hello.')] }
    const { json } = await talk(name, make({}), { model, ...task, ...choice })
    const { content } = json as { content: { type: string; name: string }[] }
    expect(content.filter(block => block.type === 'tool_use').map(block => block.name)).toEqual(expected)
  })
})

test.each(deviations)('$what', async ({ fake, model, look, shows }) => {
  const { body } = await talk('', fake, { model, ...task, stream: true })
  expect(look(eventsIn(body), body)).toEqual(shows)
})

test('Ollama drops the oldest messages without a word, and then has the model in memory', async () => {
  const served = await serveFake(ollama())
  const filling = Array.from({ length: 10 }, () => user('x'.repeat(4000)))
  const messages = [user('The code word is marmalade.'), ...filling, user('What is the code word?')]
  const { status, json } = await askAt(served, 'POST /v1/messages', { model: 'qwen3.5', max_tokens: 64, messages })
  expect(status).toBe(200)
  expect(json).toMatchObject({ content: [{ text: 'I do not know' }] })
  const { usage } = json as { usage: { input_tokens: number } }
  expect(usage.input_tokens).toBeGreaterThan(3000)
  expect(usage.input_tokens).toBeLessThanOrEqual(4096)
  const running = await askAt(served, 'GET /api/ps')
  expect(running.json).toMatchObject({ models: [{ name: 'qwen3.5:latest', context_length: 4096 }] })
  expect(served.seen.map(({ method, path }: SeenRequest) => `${method} ${path}`)).toEqual([
    'POST /v1/messages',
    'GET /api/ps',
  ])
})

test('a served answer can be slow, or end in the middle', async () => {
  const began = performance.now()
  const slow = await talk('vLLM', vllm({ slowMs: 20 }), { model: 'served-name', stream: true })
  expect(performance.now() - began).toBeGreaterThan(20 * eventsIn(slow.body).length - 5)
  const cut = await serveFake(() => ({ status: 200, body: ['half', { waitMs: 5 }, { destroy: true }] }))
  await expect(askAt(cut, 'GET /')).rejects.toThrow()
})

test('a loading server is ready in the end', async () => {
  const served = await serveFake(llamacpp({ loadingMs: 50 }))
  expect((await askAt(served, 'GET /health')).status).toBe(503)
  await new Promise(resolve => setTimeout(resolve, 60))
  expect((await askAt(served, 'GET /health')).json).toEqual({ status: 'ok' })
})

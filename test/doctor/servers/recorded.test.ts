import { expect, test } from 'vitest'
import { examineFake, expectSound, prescribed, saidBy, troubles } from '../../support/examined.ts'
import { eventsIn } from '../../support/fakes/asking.ts'
import { conversationOf, fieldsOf, systemEntryAt } from '../../support/fakes/conversation.ts'
import type { Fake, FakeAnswer } from '../../support/fakes/fake.ts'
import { recording, recordingsOf } from '../../support/recordings.ts'

/** What is answered with another recording than usual: a path, or what a message has in it. */
type Parts = Partial<Record<'GET /props' | 'GET /v1/models' | 'system' | 'tools' | 'call' | 'any', string>>

const key = 'sk-a-secret-of-mine'
const fields = {
  KIND: 'llamacpp',
  MODEL: 'tiny-tools',
  CONTEXT_TOKENS: '65536',
  MAX_OUTPUT_TOKENS: '8192',
  AUTH_TOKEN: key,
}

/** The recorded GETs by what was asked for. */
const reads = new Map(
  recordingsOf('llama-server')
    .filter(name => /\/get-/.test(name))
    .map(name => [recording(name).request, name.replace('llama-server/', '')] as const),
)

/** llama-server b10573 again: nothing but what it answered when it was recorded. */
function replayed(parts: Parts): Fake {
  return ({ method, path, json }) => {
    if (parts.any) return answerOf(parts.any)
    const ask = `${method} ${path}`
    if (method === 'GET') return answerOf(parts[ask as 'GET /props'] ?? reads.get(ask) ?? 'get-root')
    if (ask === 'POST /v1/messages/count_tokens') return answerOf('count-tokens')
    if (ask !== 'POST /v1/messages') return answerOf('get-root')
    const conversation = conversationOf(json)
    const { messages, streams, tools } = conversation
    if (messages.length === 0) return answerOf('missing-messages')
    if (parts.system && systemEntryAt(conversation) >= 0) return answerOf(parts.system)
    if (parts.tools && tools.length > 0) return answerOf(parts.tools)
    const last = messages.findLast(({ role }) => role === 'user')?.blocks ?? []
    if (last.some(({ type }) => type === 'tool_result'))
      return answerOf(streams ? 'tool-result-error-stream' : 'tool-result-roundtrip')
    const isTask = last.some(({ text }) => /\b(run|call)\b/i.test(String(text)))
    if (isTask && tools.length > 0) return parts.call === 'own' ? ownCall() : answerOf(parts.call ?? 'tools-stream')
    return answerOf(streams ? 'stream' : 'simple')
  }
}

function answerOf(name: string): FakeAnswer {
  const { status, headers, body } = recording(`llama-server/${name}`)
  const { server = '', 'content-type': type = '' } = headers
  return { status, headers: { server, 'content-type': type }, body }
}

/** The recorded stream of a call, with a tool and an input that are offered here. */
function ownCall(): FakeAnswer {
  const answer = answerOf('tools-stream')
  const events = eventsIn(String(answer.body))
  const isInput = (event: Record<string, unknown>) => fieldsOf(event['delta'])['type'] === 'input_json_delta'
  const delta = events.find(isInput)
  const [start, block, ...rest] = events.filter(event => !isInput(event))
  const named = { ...block, content_block: { ...fieldsOf(block?.['content_block']), name: 'Bash' } }
  const deltas = [...'{"command":"ls","description":"List files"}'].map(partial_json => ({
    ...delta,
    delta: { type: 'input_json_delta', partial_json },
  }))
  const body = [start ?? {}, named, ...deltas, ...rest].map(
    event => `event: ${fieldsOf(event)['type']}\ndata: ${JSON.stringify(event)}\n\n`,
  )
  return { ...answer, body: body.join('') }
}

const roomy: Parts = { 'GET /props': 'props-65536', call: 'own' }

test('llama-server as it was recorded works, with a large window and a call of a tool that is offered', async () => {
  const examination = await examineFake(replayed(roomy), fields)
  expectSound(examination, fields)
  expect([examination.verdict.says, ...troubles(examination)]).toEqual(['works'])
  const { identity, window } = examination.facts
  expect([identity?.title, identity?.version]).toEqual(['llama.cpp', 'b10573-d775b8967'])
  expect(window).toMatchObject({ claimed: 262_144, effective: 65_536 })
  expect(saidBy('stream', examination)).toEqual(['ok: answers as a stream'])
  expect(saidBy('session', examination)).toEqual(['ok: everything that Claude Code sends is accepted'])
  expect(saidBy('tool-result', examination)).toEqual(["ok: takes a tool's result and goes on"])
  expect(saidBy('count', examination)).toEqual(['ok: counts tokens before they are sent'])
  expect(saidBy('images', examination)).toEqual([
    'note: the model does not see images: screenshots and pictures cannot be read',
  ])
})

const noSession = "window fail: 4096 tokens: Claude Code's first request alone takes about 12000, so no session fits"

/** Which recordings stand in, the verdict, what is wrong, and a line of what to do. */
type Row = readonly [what: string, parts: Parts, verdict: string, troubles: readonly string[], line: string | undefined]

test.each<Row>([
  [
    'with its usual window',
    { call: 'own' },
    'breaks: context window',
    [noSession],
    'llama-server -m MODEL.gguf --alias tiny-tools --jinja -c 65536 -np 1',
  ],
  [
    'with two slots',
    { ...roomy, 'GET /props': 'two-slots-props', 'GET /v1/models': 'two-slots-v1-models' },
    'breaks: context window',
    [noSession],
    'llama-server -m MODEL.gguf --alias tiny-tools --jinja -c 131072 -np 2',
  ],
  [
    'calling the tool that it was offered then',
    { ...roomy, call: 'tools-stream' },
    'breaks: tool calls',
    ['tools fail: its calls do not run: it calls "get_weather", and there is no such tool'],
    'llama-server -m MODEL.gguf --alias tiny-tools --jinja',
  ],
  [
    'without --jinja',
    { ...roomy, tools: 'no-jinja-tools' },
    'breaks: tool calls',
    ['session fail: refuses tools (500)'],
    'llama-server -m MODEL.gguf --alias tiny-tools --jinja',
  ],
  [
    "with Qwen3.5's template",
    { ...roomy, system: 'qwen35-template-system-role-in-messages' },
    'breaks: system messages in the middle; works with the settings below',
    ['session fail: refuses system messages in the middle (500)'],
    'LOCAL_MODEL_CAPABILITIES=-mid_conv_system',
  ],
  [
    'with a key that is not this one',
    { any: 'auth-wrong-bearer' },
    'breaks: the credential',
    ['authorised fail: it refuses LOCAL_AUTH_TOKEN, in either header (401)'],
    'authorised: put the right key into LOCAL_AUTH_TOKEN',
  ],
  [
    'loading its model',
    { any: 'loading-messages' },
    'breaks: still loading',
    ['stream fail: it is still loading its model; try again later (503)'],
    undefined,
  ],
])('llama-server as it was recorded, %s', async (_, parts, verdict, wrong, line) => {
  const examination = await examineFake(replayed(parts), fields, { timeoutMs: 3000 })
  expectSound(examination, fields)
  expect([examination.verdict.says, ...troubles(examination)]).toEqual([verdict, ...wrong])
  if (line !== undefined) expect(prescribed(examination)).toContain(line)
})

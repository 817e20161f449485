import { expect, test } from 'vitest'
import { ask, message, request, tool, tools } from './exchange.ts'

type Json = Record<string, unknown>

interface Streamed {
  readonly types: readonly string[]
  readonly message: Json
  /** How many deltas each block had. */
  readonly deltas: readonly number[]
  readonly start: Json
}

const deltaOf: Readonly<Record<string, readonly [delta: string, field: string]>> = {
  text: ['text_delta', 'text'],
  thinking: ['thinking_delta', 'thinking'],
  tool_use: ['input_json_delta', 'partial_json'],
}

/** Reads a stream as strictly as it can be read: every event in its place, every delta of its block's type. */
async function read(body: Json): Promise<Streamed> {
  const { status, headers, text } = await ask('POST', '/v1/messages', { ...body, stream: true })
  expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const events = text.split('\n\n').slice(0, -1).map(eventOf)
  const types = events.map(({ type }) => String(type))
  expect(types.slice(0, 2)).toEqual(['message_start', 'ping'])
  expect(types.slice(-2)).toEqual(['message_delta', 'message_stop'])
  const start = events[0]?.['message'] as Json
  expect(start).toMatchObject({
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    stop_sequence: null,
  })
  const content: Json[] = []
  const deltas: number[] = []
  let open: { block: Json; json: string; signed: boolean } | undefined
  for (const { type, index, content_block, delta, ...rest } of events.slice(2, -2)) {
    expect(rest).toEqual({})
    if (type === 'content_block_start') {
      expect(open).toBeUndefined()
      expect(index).toBe(content.length)
      const block = content_block as Json
      expect(Object.values(block).at(-1)).toEqual(block['type'] === 'tool_use' ? {} : '')
      open = { block: { ...block }, json: '', signed: false }
      deltas.push(0)
      continue
    }
    expect(open).toBeDefined()
    expect(index).toBe(content.length)
    if (!open) throw new Error('no block is open')
    if (type === 'content_block_stop') {
      if (open.block['type'] === 'tool_use') open.block['input'] = JSON.parse(open.json)
      expect(open.signed).toBe(open.block['type'] === 'thinking')
      content.push(open.block)
      open = undefined
      continue
    }
    expect(type).toBe('content_block_delta')
    expect(open.signed).toBe(false)
    deltas[content.length] = (deltas[content.length] ?? 0) + 1
    const [expected = '', field = ''] = deltaOf[String(open.block['type'])] ?? []
    const { type: kind, ...piece } = delta as Record<string, string>
    if (kind === 'signature_delta') {
      open.signed = true
      open.block['signature'] = piece['signature']
      expect(open.block['type']).toBe('thinking')
    } else {
      expect(kind).toBe(expected)
      expect(Object.keys(piece)).toEqual([field])
      expect([...(piece[field] ?? '')].length).toBeLessThanOrEqual(32)
      if (kind === 'input_json_delta') open.json += piece[field]
      else open.block[field] = `${open.block[field]}${piece[field]}`
    }
  }
  expect(open).toBeUndefined()
  const end = events.at(-2) as { delta: Json; usage: Json }
  return { types, start, deltas, message: { ...start, content, ...end.delta, usage: end.usage } }
}

function eventOf(text: string): Json {
  const [, name, data = ''] = /^event: (\w+)\ndata: (.+)$/.exec(text) ?? []
  const event = JSON.parse(data)
  expect(event.type).toBe(name)
  return event
}

const thinking = { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 2000 }
const bash = { tools: [tools.Bash] }

test.each<[string, Json, string[]]>([
  ['a sentence', request('Say that the quick brown fox jumps over the lazy dog.'), ['text']],
  ['one long word', request(`Say ${'x'.repeat(500)}`), ['text']],
  ['characters of two halves', request(`Say "${'😀'.repeat(40)} ok"`), ['text']],
  ['white space', request(`Say "a${' '.repeat(50)}b"`), ['text']],
  ['thinking', request('Say ok.', thinking), ['thinking', 'text']],
  ['adaptive thinking', request('Say ok.', { thinking: { type: 'adaptive' } }), ['thinking', 'text']],
  ['no thinking', request('Say ok.', { thinking: { type: 'disabled' } }), ['text']],
  ['a call', request('Run `echo "a\\tb" && ls -l /some/long/path`', bash), ['tool_use']],
  [
    'two calls and thinking',
    request('Run both `a` and `b`', { ...thinking, ...bash }),
    ['thinking', 'tool_use', 'tool_use'],
  ],
  ['a call without input', request('use now', { tools: [tool('now', {}, [])] }), ['tool_use']],
  ['a text that a stop sequence ends', request('Say one two three', { stop_sequences: ['two'] }), ['text']],
  ['a text that max_tokens ends', request('Say one two three', { max_tokens: 2 }), ['text']],
])('%s: streamed in order, and the same message as in one piece', async (_, body, types) => {
  const streamed = await read(body)
  const whole = await message(body)
  const content = (one: { content: Json[] }) => one.content.map(({ id, signature, ...rest }) => rest)
  expect(content(streamed.message as typeof whole)).toEqual(content(whole))
  expect(whole.content.map(({ type }) => type)).toEqual(types)
  for (const field of ['model', 'stop_reason', 'stop_sequence', 'usage', 'role', 'type'])
    expect(streamed.message[field], field).toEqual(whole[field])
  expect(streamed.deltas.every(count => count > 0)).toBe(true)
})

test('text and input come in several pieces, and usage at both ends', async () => {
  const text = await read(request('Say one two three four'))
  expect(text.deltas).toEqual([4])
  const call = await read(request('Run `echo one two three four five six`', bash))
  expect(call.deltas[0]).toBeGreaterThan(3)
  const { usage } = call.start as { usage: Json }
  expect(usage).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 })
  const end = call.message['usage'] as Json
  expect(end).toEqual({
    ...usage,
    output_tokens: Math.ceil('{"command":"echo one two three four five six"}'.length / 4),
  })
})

test('thinking is signed, and left out where it is to be omitted', async () => {
  const { content } = await message(request('Say ok.', thinking))
  expect(content[0]).toMatchObject({ type: 'thinking', thinking: 'This needs one sentence.' })
  expect(content[0]?.['signature']).toMatch(/^[A-Za-z0-9+/]{128}$/)
  const omitted = await read(request('Say ok.', { thinking: { type: 'adaptive', display: 'omitted' } }))
  expect(omitted.deltas).toEqual([1, 1])
  expect(omitted.message).toMatchObject({ content: [{ type: 'thinking', thinking: '' }, { text: 'ok' }] })
})

test('ids are of the form that Anthropic takes back', async () => {
  const { message: one } = await read(request('Run both `a` and `b`', bash))
  const [first, second] = one['content'] as Json[]
  expect(one['id']).toMatch(/^msg_01\w{22}$/)
  for (const block of [first, second]) expect(block?.['id']).toMatch(/^toolu_01[a-zA-Z0-9]{22}$/)
  expect(first?.['id']).not.toBe(second?.['id'])
})

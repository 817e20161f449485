import { expect, test } from 'vitest'
import { ask, image, message, redSquare, request, tool, tools } from './exchange.ts'

test.each<[Record<string, unknown>, string, string, string | null, number]>([
  [{}, 'one two three', 'end_turn', null, 4],
  [{ max_tokens: 4 }, 'one two three', 'end_turn', null, 4],
  [{ max_tokens: 3 }, 'one two thre', 'max_tokens', null, 3],
  [{ max_tokens: 1 }, 'one ', 'max_tokens', null, 1],
  [{ max_tokens: 32000 }, 'one two three', 'end_turn', null, 4],
  [{ stop_sequences: ['three', ' two'] }, 'one', 'stop_sequence', ' two', 1],
  [{ stop_sequences: ['four'] }, 'one two three', 'end_turn', null, 4],
  [{ stop_sequences: ['three'], max_tokens: 2 }, 'one two ', 'stop_sequence', 'three', 2],
  [{ stop_sequences: ['three'], max_tokens: 1 }, 'one ', 'max_tokens', null, 1],
])('with %j it says "%s" and stops for %s', async (fields, text, reason, sequence, tokens) => {
  const answer = await message(request('Say one two three', fields))
  expect(answer.content).toEqual([{ type: 'text', text }])
  expect([answer['stop_reason'], answer['stop_sequence']]).toEqual([reason, sequence])
  expect(answer.usage['output_tokens']).toBe(tokens)
})

test('a stop sequence at the very start leaves nothing', async () => {
  const answer = await message(request('Say one', { stop_sequences: ['one'] }))
  expect(answer).toMatchObject({ content: [], stop_reason: 'stop_sequence', stop_sequence: 'one' })
})

test('a call that max_tokens cuts has no input, and its pieces never close', async () => {
  const body = request('Run `ls`', { tools: [tools.Bash], max_tokens: 2 })
  expect(await message(body)).toMatchObject({ content: [{ type: 'tool_use', input: {} }], stop_reason: 'max_tokens' })
  const { text } = await ask('POST', '/v1/messages', { ...body, stream: true })
  const pieces = [...text.matchAll(/"partial_json":("(?:[^"\\]|\\.)*")/g)].map(([, piece = '']) => JSON.parse(piece))
  expect(pieces.join('')).toBe('{"comman')
})

test('8192 tokens are the longest answer, whatever is asked for', async () => {
  const answer = await message(request('Count to 100000', { max_tokens: 32000 }))
  expect(answer['stop_reason']).toBe('end_turn')
  const long = await message(request(`Say "${'ab '.repeat(20)}"`, { max_tokens: 32000 }))
  expect(long['stop_reason']).toBe('end_turn')
  expect(Number(answer.usage['output_tokens'])).toBeLessThanOrEqual(8192)
})

const call = { type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'ls' } }
const offered = tool('now', {}, [])

test.each<[string, Record<string, unknown>, number]>([
  ['a text of 8 characters', request('12345678'), 4 + 2],
  ['a text of 9', request('123456789'), 4 + 3],
  ['a block', request([{ type: 'text', text: '12345678' }]), 4 + 2],
  ['a system prompt', request('12345678', { system: '1234' }), 4 + 2 + 1],
  ['an image', request([image(redSquare)]), 4 + 1500],
  ['a text document', request([{ type: 'document', source: { type: 'text', data: '12345678' } }]), 4 + 2],
  ['a PDF', request([{ type: 'document', source: { type: 'base64', data: 'JVBERi0=' } }]), 4 + 3000],
  [
    'a call and its result',
    request('', {
      messages: [
        { role: 'user', content: '1234' },
        { role: 'assistant', content: [call] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: '12345678' }] },
      ],
    }),
    4 + 1 + (4 + 4 + Math.ceil('Bash{"command":"ls"}'.length / 4)) + (4 + 4 + 2),
  ],
  [
    'a tool',
    request('1234', { tools: [offered] }),
    4 + 1 + Math.ceil(`nowThe tool now.${JSON.stringify(offered['input_schema'])}`.length / 4),
  ],
])('%s counts the same in every place', async (_, body, tokens) => {
  const counted = await ask('POST', '/v1/messages/count_tokens', { ...body, max_tokens: undefined })
  expect(JSON.parse(counted.text)).toEqual({ input_tokens: tokens })
  expect((await message(body)).usage['input_tokens']).toBe(tokens)
})

test.each([
  [65536, 200],
  [65537, 400],
])('a prompt of %d tokens: %d, and it is counted all the same', async (tokens, status) => {
  const body = request('ab '.repeat(100_000).slice(0, (tokens - 4) * 4))
  const answer = await ask('POST', '/v1/messages', { ...body, stream: true })
  expect(answer.status).toBe(status)
  if (status === 400)
    expect(JSON.parse(answer.text).error.message).toBe('prompt is too long: 65537 tokens > 65536 maximum')
  expect(JSON.parse((await ask('POST', '/v1/messages/count_tokens', body)).text)).toEqual({ input_tokens: tokens })
})

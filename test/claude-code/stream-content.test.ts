import { expect, test } from 'vitest'
import { readStream } from '../../src/claude-code/read-stream.ts'
import * as s from './pieces.ts'

test.each([
  [
    'text',
    s.text(0, 'a') + s.text(1, 'b'),
    [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ],
  ],
  [
    'thinking',
    s.thinking() + s.text(1),
    [
      { type: 'thinking', text: 'hm', signature: 'c2ln' },
      { type: 'text', text: 'hello' },
    ],
  ],
  [
    'a call',
    s.tool(),
    [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', json: JSON.stringify(s.input), input: s.input }],
  ],
  [
    'a call without any JSON',
    s.starts(0, s.call) + s.ends(0),
    [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', json: '', input: {} }],
  ],
  [
    'a call that is cut off',
    s.starts(0, s.call) + s.brings(0, s.json('{"comm')) + s.ends(0),
    [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', json: '{"comm' }],
  ],
  [
    'a call with a list',
    s.starts(0, s.call) + s.brings(0, s.json('[1]')) + s.ends(0),
    [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', json: '[1]' }],
  ],
  [
    'a call without id and name',
    s.starts(0, { type: 'tool_use', id: 5 }) + s.ends(0),
    [{ type: 'tool_use', id: '', name: '', json: '', input: {} }],
  ],
  [
    'a call in pieces',
    s.starts(0, s.call) + ['{"a"', ':', '1}'].map(feature => s.brings(0, s.json(feature))).join('') + s.ends(0),
    [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', json: '{"a":1}', input: { a: 1 } }],
  ],
])('puts %s together', (_, blocks, content) => {
  expect(readStream(s.opening + blocks + s.closing()).content).toEqual(content)
})

test.each([
  [
    'both',
    { input_tokens: 9, cache_read_input_tokens: 3 },
    { output_tokens: 5 },
    { input: 9, cacheRead: 3, output: 5 },
  ],
  [
    'zeros first',
    { input_tokens: 0, output_tokens: 0 },
    { input_tokens: 9, output_tokens: 5 },
    { input: 9, output: 5 },
  ],
  [
    'zeros later',
    { input_tokens: 9, output_tokens: 1 },
    { input_tokens: 0, output_tokens: 5 },
    { input: 9, output: 5 },
  ],
  ['no numbers', { input_tokens: '9', output_tokens: -1 }, { output_tokens: null }, {}],
])('counts tokens by %s', (_, first, last, usage) => {
  const start = s.event('message_start', { message: s.message([], { usage: first }) })
  const text = start + s.text() + s.event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: last })
  const reply = readStream(text)
  expect(reply).toMatchObject({ model: 'tiny', stopReason: 'end_turn' })
  expect(reply.usage).toEqual(usage)
})

test.each([
  ['end_turn', 'tool_use', 'tool_use'],
  ['end_turn', null, 'end_turn'],
  ['refusal', 'end_turn', 'refusal'],
])('of the stop_reasons %j and %j, %j counts', (first, last, stopReason) => {
  expect(readStream(s.opening + s.text() + s.reason(first) + s.closing(last))).toMatchObject({ stopReason })
})

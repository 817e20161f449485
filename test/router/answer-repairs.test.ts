import { describe, expect, test } from 'vitest'
import type { MessagesEvent } from '../../src/protocol/sse-write.ts'
import { eventsOfWhole } from '../../src/router/repair/whole-answer.ts'
import { block, call, delta, end, json, over, run, said, start, stop, summary, text } from './repaired.ts'

describe('repairs of an answer', () => {
  test.each<[string, MessagesEvent[], string[]]>([
    [
      'nothing is wrong',
      [start, block(0, text('')), said(0, 'hi'), stop(0), end('end_turn'), over],
      ['text:hi', 'end_turn'],
    ],
    ['no start', [block(0, text('')), said(0, 'hi'), stop(0), end('end_turn'), over], ['text:hi', 'end_turn']],
    [
      'two starts',
      [start, start, block(0, text('')), said(0, 'hi'), stop(0), end('end_turn'), over],
      ['text:hi', 'end_turn'],
    ],
    ['no block starts', [start, said(0, 'hi'), end('end_turn'), over], ['text:hi', 'end_turn']],
    ['no block stops', [start, block(0, text('')), said(0, 'hi'), end('end_turn'), over], ['text:hi', 'end_turn']],
    ['no message_delta', [start, block(0, text('')), said(0, 'hi'), stop(0), over], ['text:hi', 'end_turn']],
    ['no message_stop', [start, block(0, text('')), said(0, 'hi'), stop(0), end('end_turn')], ['text:hi', 'end_turn']],
    ['neither', [start, block(0, text('')), said(0, 'hi'), stop(0)], ['text:hi', 'error']],
    [
      'blocks overlap',
      [
        start,
        block(0, text('')),
        said(0, 'hi'),
        block(1, call()),
        json(1, '{"command":"x"}'),
        stop(0),
        stop(1),
        end('tool_use'),
        over,
      ],
      ['text:hi', 'Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'end_turn behind a call',
      [start, block(0, call()), json(0, '{"command":"x"}'), stop(0), end('end_turn'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'max_tokens behind a whole call',
      [start, block(0, call()), json(0, '{"command":"x"}'), stop(0), end('max_tokens'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'max_tokens within a call',
      [start, block(0, call()), json(0, '{"command":"x'), stop(0), end('max_tokens'), over],
      ['Bash({})', 'max_tokens'],
    ],
    ['a word for the end that nobody knows', [start, said(0, 'hi'), end('stop'), over], ['text:hi', 'end_turn']],
    [
      'input at the start',
      [start, block(0, call('a', 'Bash', { command: 'x' })), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'input at the start as a text',
      [start, block(0, call('a', 'Bash', '{"command":"x"}')), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'input encoded twice',
      [start, block(0, call()), json(0, '"{\\"command\\":\\"x\\"}"'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'input in a list',
      [start, block(0, call()), json(0, '[{"command":"x"}]'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'something behind the input',
      [start, block(0, call()), json(0, '{"command":"}"}</tool_call>'), stop(0), end('tool_use'), over],
      ['Bash({"command":"}"})', 'tool_use'],
    ],
    [
      'what the schema forbids',
      [
        start,
        block(0, call()),
        json(0, '{"command":"x","shell":"bash","timeout":null}'),
        stop(0),
        end('tool_use'),
        over,
      ],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'a name in another case',
      [start, block(0, call('a', 'bash')), json(0, '{"command":"x"}'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'a name with a prefix',
      [start, block(0, call('a', 'functions.Bash')), json(0, '{"command":"x"}'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'thinking',
      [
        start,
        block(0, { type: 'thinking', thinking: '', signature: '' }),
        delta(0, { type: 'thinking_delta', thinking: 'hm' }),
        delta(0, { type: 'signature_delta', signature: 's' }),
        stop(0),
        said(1, 'hi'),
        end('end_turn'),
        over,
      ],
      ['thinking:hm', 'text:hi', 'end_turn'],
    ],
    [
      'a block that nobody knows',
      [start, block(0, { type: 'vendor' }), stop(0), said(1, 'hi'), end('end_turn'), over],
      ['text:hi', 'end_turn'],
    ],
    [
      'an error',
      [start, said(0, 'hi'), { type: 'error', error: { type: 'overloaded_error', message: 'busy' } }],
      ['text:hi', 'error'],
    ],
    [
      'an error of llama-server',
      [start, said(0, 'hi'), { type: 'x', error: { message: 'bad', code: 500 } }],
      ['text:hi', 'error'],
    ],
    ['content that is nothing', eventsOfWhole({ content: null }), ['text:', 'end_turn']],
    ['content that is a text', eventsOfWhole({ content: 'hi', stop_reason: 'end_turn' }), ['text:hi', 'end_turn']],
    [
      'an input that is a text',
      eventsOfWhole({ content: [call('a', 'Bash', '{"command":"x"}')] }),
      ['Bash({"command":"x"})', 'tool_use'],
    ],
  ])('%s', (_, events, expected) => {
    expect(summary(run(...events))).toEqual(expected)
  })
})

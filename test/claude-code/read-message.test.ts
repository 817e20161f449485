import { expect, test } from 'vitest'
import { readMessage, readReply } from '../../src/claude-code/read-message.ts'
import { recording } from '../support/recordings.ts'
import * as s from './pieces.ts'

const said = [{ type: 'text', text: 'hello' }]
const call = { ...s.call, input: s.input }
const uncounted = 'no tokens are counted, so Claude Code cannot see when the window is full'
const without = (name: string, content: unknown = said) => {
  const { [name]: _, ...rest } = s.message(content) as Record<string, unknown>
  return rest
}

// Each was answered to Claude Code 2.1.329 when it asked without streaming.
test.each<[string, unknown, string[]]>([
  ['nothing odd', s.message(said), []],
  ['a call', s.message([call], { stop_reason: 'tool_use' }), []],
  ['no id', without('id'), []],
  ['no type', without('type'), ['the message has no type or role']],
  ['no stop_reason', without('stop_reason'), ['stop_reason is missing']],
  ['null as usage', s.message(said, { usage: null }), [uncounted]],
  ['the type error', s.message(said, { type: 'error', error: {} }), ['the message has no type or role']],
  ['end_turn behind a call', s.message([call]), ['stop_reason is not tool_use although a tool is called']],
  ['an unknown block', s.message([{ type: 'vendor' }, ...said]), ['there is a block of the unknown type "vendor"']],
  ['a text among its blocks', s.message(['x', ...said]), ['there is a block of the unknown type "none"']],
  ['unsigned thinking', s.message([{ type: 'thinking', thinking: 'hm' }, ...said]), ['thinking has no signature']],
  ['null as a text, and another', s.message([{ type: 'text', text: null }, ...said]), []],
  ['max_tokens', s.message(said, { stop_reason: 'max_tokens' }), []],
  ['JSON in a text', JSON.stringify(s.message(said)), ['the message is JSON inside a JSON text']],
])('a message with %s is taken', (_, message, deviations) => {
  expect(readMessage(`\uFEFF ${JSON.stringify(message)}\n`)).toMatchObject({
    outcome: 'taken',
    breaks: [],
    deviations,
  })
})

test.each<[string, string, string]>([
  ['nothing', '', 'the answer is empty'],
  ['blanks', ' \n', 'the answer is empty'],
  ['null', 'null', 'the content of the message is no list'],
  ['{}', '{}', 'the content of the message is no list'],
  ['half of it', JSON.stringify(s.message(said)).slice(0, -5), 'the answer is no JSON'],
  ['more behind it', `${JSON.stringify(s.message(said))}x`, 'the answer is no JSON'],
  ['a list', JSON.stringify([s.message(said)]), 'the content of the message is no list'],
  [
    'JSON in a text in a text',
    JSON.stringify(JSON.stringify(JSON.stringify(s.message(said)))),
    'the content of the message is no list',
  ],
  ['no content', JSON.stringify(without('content')), 'the content of the message is no list'],
  ['null as content', JSON.stringify(s.message(null)), 'the content of the message is null'],
  ['a text as content', JSON.stringify(s.message('hello')), 'the content of the message is no list'],
  ['an empty list', JSON.stringify(s.message([])), 'the answer has nothing in it'],
  ['no model', JSON.stringify(without('model')), 'the message names no model'],
  ['null as model', JSON.stringify(s.message(said, { model: null })), 'the message names no model'],
  ['no usage', JSON.stringify(without('usage')), 'the message has no usage'],
  ['a number as usage', JSON.stringify(s.message(said, { usage: 5 })), 'the message has no usage'],
  ['null as a block', JSON.stringify(s.message([null, ...said])), 'a block of the message is null'],
  ['null as a text', JSON.stringify(s.message([{ type: 'text', text: null }])), 'the answer has no text in it'],
  [
    'only an unknown block',
    JSON.stringify(s.message([{ type: 'vendor' }])),
    'there are only blocks that Claude Code does not know',
  ],
  ['a call without input', JSON.stringify(s.message([{ ...call, input: null }])), 'a tool call has no input'],
  [
    'tool_use without a call',
    JSON.stringify(s.message(said, { stop_reason: 'tool_use' })),
    'stop_reason is tool_use, and there is no whole call',
  ],
  [
    'a refusal',
    JSON.stringify(s.message(said, { stop_reason: 'refusal' })),
    'the model refuses to answer (stop_reason refusal)',
  ],
  [
    'an error',
    '{"type":"error","error":{"type":"api_error","message":"broke"}}',
    'an error comes instead of a message, with status 200: broke',
  ],
  [
    'an error of LM Studio',
    '{"error":"Unexpected endpoint or method."}',
    'an error comes instead of a message, with status 200: Unexpected endpoint or method.',
  ],
  [
    'an answer of OpenAI',
    '{"object":"chat.completion","choices":[]}',
    'it answers as OpenAI’s chat completions do, not with a message',
  ],
  ['a web page', '<!doctype html><title>Log in</title>', 'a web page: Log in comes instead of a message'],
  ['a broken body of aimock', recording('aimock/chaos-malformed').body, 'the answer is no JSON'],
  ['a text', 'ok', 'the answer is no JSON'],
])('%s is fatal', (_, body, why) => {
  const { outcome, breaks } = readMessage(body)
  expect({ outcome, why: breaks[0] }).toEqual({ outcome: 'fatal', why })
})

test.each([
  ['an empty text', [{ type: 'text', text: '' }]],
  ['blanks', [{ type: 'text', text: '\n ' }]],
  ['thinking alone', [{ type: 'thinking', thinking: 'hm', signature: 'x' }]],
])('%s is an empty answer', (_, content) => {
  expect(readMessage(JSON.stringify(s.message(content)))).toMatchObject({
    outcome: 'empty',
    breaks: ['the answer has no text in it'],
  })
})

test.each([
  ['an object', s.input, JSON.stringify(s.input), s.input],
  ['JSON in a text', '{"command":"ls"}', '{"command":"ls"}', { command: 'ls' }],
  ['an empty text', '', '', {}],
  ['cut JSON', '{"comm', '{"comm', undefined],
  ['a list', [1], '[1]', undefined],
])('reads %s as a call’s input', (_, input, json, read) => {
  const { content } = readMessage(JSON.stringify(s.message([{ ...call, input }])))
  expect(content).toEqual([{ type: 'tool_use', id: 'toolu_1', name: 'Bash', json, ...(read ? { input: read } : {}) }])
})

test('keeps what a message says beside its blocks', () => {
  expect(readMessage(JSON.stringify(s.message(said)))).toMatchObject({
    model: 'tiny',
    stopReason: 'end_turn',
    usage: { input: 1000, output: 10 },
  })
})

const stream = s.opening + s.text() + s.closing()
const inOnePiece = 'a request for a stream is answered in one piece'

test.each<[string, string, boolean, string, string[]]>([
  ['a stream for a stream', stream, true, 'taken', []],
  ['a stream for a message', stream, false, 'fatal', ['a request without streaming is answered by a stream']],
  ['a message for a stream', JSON.stringify(s.message(said)), true, 'falls back', [inOnePiece]],
  ['a message for a message', JSON.stringify(s.message(said)), false, 'taken', []],
  [
    'an error for a stream',
    '{"error":"no"}',
    true,
    'falls back',
    ['an error comes instead of a message, with status 200: no', inOnePiece],
  ],
  [
    'a web page for a stream',
    '<html></html>',
    true,
    'falls back',
    ['a web page without a title comes instead of a message', inOnePiece],
  ],
  ['nothing for a stream', '', true, 'falls back', ['the answer is empty']],
  ['nothing for a message', '', false, 'fatal', ['the answer is empty']],
])('%s', (_, body, streaming, outcome, breaks) => {
  expect(readReply({ body }, streaming)).toMatchObject({ outcome, breaks })
})

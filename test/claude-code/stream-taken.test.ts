import { expect, test } from 'vitest'
import { readStream } from '../../src/claude-code/read-stream.ts'
import * as s from './pieces.ts'

const uncounted = 'no tokens are counted, so Claude Code cannot see when the window is full'
const good = s.opening + s.text() + s.closing()
const start = (more: object) => s.event('message_start', { message: s.message([], { stop_reason: null, ...more }) })
/** As llama-server does. */
const overlapping = s.opening + s.openThinking() + s.openTool(1) + s.ends(0) + s.ends(1) + s.closing('tool_use')
const { input: _, ...noInput } = s.call

// Each was answered to Claude Code 2.1.329, and taken by it without a second request.
test.each<[string, string, string[]]>([
  ['nothing odd', good, []],
  ['all kinds of blocks', s.opening + s.thinking() + s.text(1) + s.tool(2) + s.closing('tool_use'), []],
  ['pings and comments', good.replaceAll('event:', ':\n\nevent: ping\ndata: {}\n\nevent:'), []],
  ['a ping without data', `event: ping\n\n${good}`, []],
  ['CRLF', good.replaceAll('\n', '\r\n'), []],
  ['no spaces', good.replaceAll(': ', ':'), []],
  ['no message_stop', s.opening + s.text() + s.reason(), ['there is no message_stop']],
  ['no message_delta', s.opening + s.text() + s.stop, ['there is no message_delta']],
  ['neither, behind a call', s.opening + s.tool(), ['there is no message_delta', 'there is no message_stop']],
  [
    'no empty line at the end',
    good.trimEnd(),
    ['there is no message_stop', 'the last event has no empty line behind it, and is lost'],
  ],
  ['message_start twice', s.opening + good, ['message_start comes more than once']],
  [
    'message_start without much',
    s.event('message_start', { message: {} }) + s.text() + s.closing(),
    [
      'message_start names no model',
      'message_start has no type or role',
      'message_start has no stop_reason or stop_sequence',
      'message_start has no usage',
      uncounted,
    ],
  ],
  [
    'no usage',
    start({ usage: null }) + s.text() + s.event('message_delta', { delta: { stop_reason: 'end_turn' } }) + s.stop,
    ['message_start has no usage', 'message_delta has no usage', uncounted],
  ],
  [
    'a usage of zeros',
    start({ usage: { input_tokens: 0, output_tokens: 0 } }) + s.text() + s.closing(),
    ['message_start counts no tokens (usage is 0)', uncounted],
  ],
  [
    'only cached tokens',
    start({ usage: { input_tokens: 0, cache_read_input_tokens: 9 } }) + s.text() + s.closing(),
    [],
  ],
  [
    'events of an unknown type',
    `${s.opening}${s.named('vendor_news', '{{')}${s.text()}${s.closing()}`,
    ['there are events of the unknown type "vendor_news"'],
  ],
  [
    'an event under another name',
    s.opening + good.slice(s.opening.length).replace('event: content_block_delta', 'event: message'),
    ['the type in the data of an event differs from its name'],
  ],
  ['[DONE]', `${good}data: [DONE]\n\n`, ['"data: [DONE]" ends the stream, as in OpenAI’s']],
  [
    'an event without a name',
    `${s.opening}data: {"x":1}\n\n${s.text()}${s.closing()}`,
    ['there are events without an "event:" line, which are overlooked'],
  ],
  [
    'overlapping blocks',
    overlapping,
    ['blocks overlap: one begins before the last has ended', 'thinking has no signature'],
  ],
  [
    'a call that begins without input',
    s.opening + s.starts(0, noInput) + s.brings(0, s.json('{}')) + s.ends(0) + s.closing('tool_use'),
    ['tool_use begins without input'],
  ],
  [
    'a call that begins with its input',
    s.opening + s.tool(0, { input: { command: 'no' } }) + s.closing('tool_use'),
    ['the input in the start of a tool_use is overlooked'],
  ],
  [
    'thinking that begins without signature',
    s.opening + s.starts(0, { type: 'thinking', thinking: '' }) + s.ends(0) + s.text(1) + s.closing(),
    ['thinking begins without signature', 'thinking has no signature'],
  ],
  [
    'text in the start',
    s.opening + s.starts(0, { type: 'text', text: 'lost ' }) + s.brings(0, s.words('hello')) + s.ends(0) + s.closing(),
    ['text in a content_block_start is lost'],
  ],
  ['blocks from 1', s.opening + s.text(1) + s.closing(), ['the blocks are not counted from 0']],
  [
    'no index',
    s.opening + s.text().replaceAll('"index":0,', '').replace(',"index":0', '') + s.closing(),
    ['the blocks are not counted from 0'],
  ],
  ['a block that begins twice', s.opening + s.openText(0, 'lost') + s.text() + s.closing(), ['a block begins twice']],
  ['the same index again', s.opening + s.text(0, 'one') + s.text() + s.closing(), []],
  ['a block that never ends', s.opening + s.text() + s.openTool(1) + s.closing(), ['a block never ends, and is lost']],
  [
    'an unknown delta',
    s.opening + s.openText() + s.brings(0, { type: 'vendor_delta' }) + s.ends(0) + s.closing(),
    ['there are deltas of an unknown type'],
  ],
  [
    'an unknown block',
    s.opening + s.starts(0, { type: 'reasoning' }) + s.ends(0) + s.text(1) + s.closing(),
    ['there is a block of the unknown type "reasoning"'],
  ],
  [
    'blocks of Anthropic’s own tools',
    s.opening +
      s.starts(0, { type: 'server_tool_use', id: 'a', name: 'b', input: {} }) +
      s.brings(0, s.json('{}')) +
      s.ends(0) +
      s.text(1) +
      s.closing(),
    [],
  ],
  ['stop_reason "stop"', s.opening + s.text() + s.closing('stop'), ['stop_reason "stop" is not one of Anthropic\'s']],
  ['stop_reason null', s.opening + s.text() + s.closing(null), ['stop_reason is missing']],
  [
    'end_turn behind a call',
    s.opening + s.tool() + s.closing(),
    ['stop_reason is not tool_use although a tool is called'],
  ],
  ['max_tokens', s.opening + s.text() + s.closing('max_tokens'), []],
  ['max_tokens within thinking', s.opening + s.thinking() + s.closing('max_tokens'), []],
  [
    'an error behind a call',
    s.opening + s.tool() + s.failing,
    ['an error comes in the stream: engine died', 'there is no message_delta', 'there is no message_stop'],
  ],
  [
    'an error behind stop_reason',
    s.opening + s.text() + s.reason() + s.failing,
    ['an error comes in the stream: engine died', 'there is no message_stop'],
  ],
  ['a block behind message_stop', good + s.text(1), ['there are events behind message_stop']],
])('takes a stream with %s', (_, text, deviations) => {
  expect(readStream(text)).toMatchObject({ outcome: 'taken', breaks: [], deviations })
})

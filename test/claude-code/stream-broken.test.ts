import { expect, test } from 'vitest'
import { readStream } from '../../src/claude-code/read-stream.ts'
import * as s from './pieces.ts'

const good = s.opening + s.text() + s.closing()
const inBlock = (wrong: string) => s.opening + s.starts(0, s.bare) + wrong + s.ends(0) + s.text(1) + s.closing()
const inCall = (wrong: string) => s.opening + s.starts(0, s.call) + wrong + s.ends(0) + s.closing('tool_use')
const chunk = (delta: object) =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta }] })}\n\n`
const nameless = good.replace(/event: .*\n/g, '')
const vendor = { type: 'vendor_block' }

// Each was answered to Claude Code 2.1.329, which then asked again without streaming.
test.each([
  ['nothing', '', 'there is no message_start'],
  ['a comment', ':\n\n', 'there is no message_start'],
  ['no message_start', s.text() + s.closing(), 'a block ends before message_start'],
  ['message_delta alone', s.closing(), 'there is no message_start'],
  [
    'message_start without message',
    s.event('message_start') + s.text() + s.closing(),
    'message_start has no message in it',
  ],
  [
    'no content_block_start',
    s.opening + s.brings(0, s.words('x')) + s.closing(),
    'a content_block_delta is for a block that has not begun',
  ],
  [
    'another index in the deltas',
    s.opening + s.starts(0, s.bare) + s.brings(1, s.words('x')) + s.ends(0) + s.closing(),
    'a content_block_delta is for a block that has not begun',
  ],
  [
    'no block in the start',
    s.opening + s.event('content_block_start', { index: 0 }) + s.text(1),
    'a content_block_start has no block with a type in it',
  ],
  ['text_delta in a call', inCall(s.brings(0, s.words('x'))), 'text_delta comes in a block of type "tool_use"'],
  [
    'thinking_delta in text',
    inBlock(s.brings(0, { type: 'thinking_delta', thinking: 'x' })),
    'thinking_delta comes in a block of type "text"',
  ],
  [
    'signature_delta in text',
    inBlock(s.brings(0, { type: 'signature_delta', signature: 'x' })),
    'signature_delta comes in a block of type "text"',
  ],
  ['input_json_delta in text', inBlock(s.brings(0, s.json('{}'))), 'input_json_delta comes in a block of type "text"'],
  [
    'input_json_delta in an unknown block',
    s.opening + s.starts(0, vendor) + s.brings(0, s.json('{}')),
    'input_json_delta comes in a block of type "vendor_block"',
  ],
  ['null as delta', inBlock(s.brings(0, null)), 'a content_block_delta has no delta with a type in it'],
  ['a delta without type', inBlock(s.brings(0, { text: 'x' })), 'a content_block_delta has no delta with a type in it'],
  ['null as text', inBlock(s.brings(0, s.words(null))), 'the text of text_delta is no text'],
  [
    'an object as partial_json',
    inCall(s.brings(0, s.json({ command: 'ls' }))),
    'the partial_json of input_json_delta is no text',
  ],
  [
    'broken JSON',
    s.opening + s.named('content_block_start', '{"type":') + s.text() + s.closing(),
    'the data of a content_block_start event is no JSON',
  ],
  [
    'no data',
    `${s.opening}event: content_block_start\n\n${s.text()}`,
    'the data of a content_block_start event is no JSON',
  ],
  [
    'null as data',
    s.opening + s.named('content_block_start', 'null') + s.text(),
    'the data of a content_block_start event is no JSON',
  ],
  ['no names', nameless, 'its events have no names: "event:" lines are missing'],
  [
    'OpenAI’s chunks',
    `${chunk({ content: 'OK' })}${chunk({})}data: [DONE]\n\n`,
    'it is a stream of OpenAI’s chat completions, not of messages',
  ],
  ['an error at once', s.failing, 'an error comes in the stream: engine died'],
  ['an error behind message_start', s.opening + s.failing, 'an error comes in the stream: engine died'],
  ['an error within a block', s.opening + s.openText() + s.failing, 'an error comes in the stream: engine died'],
  [
    'an error of llama-server',
    s.opening + s.openText() + s.named('error', { code: 500, message: 'failed to decode', type: 'server_error' }),
    'an error comes in the stream: failed to decode',
  ],
  ['an error that is no JSON', s.opening + s.named('error', 'boom'), 'an error comes in the stream: boom'],
  [
    'an error without a name',
    `${s.opening}${s.openText()}data: {"error":{"message":"engine died","type":"None"}}\n\n`,
    'an error comes without the line "event: error": engine died',
  ],
  [
    'an error behind message_delta, and no block',
    s.opening + s.reason() + s.failing,
    'an error comes in the stream: engine died',
  ],
  ['an end behind message_start', s.opening, 'the stream ends before any block'],
  ['an end within text', s.opening + s.openText(), 'the stream ends within a block'],
  ['an end within a call', s.opening + s.openTool(), 'the stream ends within a block'],
  [
    'an end within a call, behind message_delta',
    s.opening + s.openTool() + s.reason('tool_use'),
    'the stream ends within a block',
  ],
  ['an end within the last event of a call', (s.opening + s.tool()).trimEnd(), 'the stream ends within a block'],
  ['message_stop and no block', s.opening + s.stop, 'there are no blocks in it'],
  ['message_stop within a block', s.opening + s.openText() + s.stop, 'no content_block_stop ends a block'],
])('%s makes the client fall back', (_, text, why) => {
  const { outcome, breaks } = readStream(text)
  expect({ outcome, why: breaks[0] }).toEqual({ outcome: 'falls back', why })
})

test('what ended the stream comes before what cut it', () => {
  const { breaks } = readStream(s.opening + s.failing, 'closed')
  expect(breaks).toEqual(['an error comes in the stream: engine died'])
})

test('an error keeps its type, and what had begun is shown', () => {
  expect(readStream(s.opening + s.openText() + s.failing)).toMatchObject({
    content: [{ type: 'text', text: 'hello' }],
    error: { type: 'api_error', message: 'engine died' },
  })
})

import { expect, test } from 'vitest'
import { readStream } from '../../src/claude-code/read-stream.ts'
import * as s from './pieces.ts'

const vendor = { type: 'vendor_block' }

// Each ended the session: "empty or malformed", "Connection lost mid-response", "could not be parsed", a policy message.
test.each([
  [
    'a block that ends twice',
    s.opening + s.text() + s.ends(0) + s.closing(),
    'a content_block_stop is for a block that has not begun',
  ],
  ['an end behind text', s.opening + s.text(), 'the stream ends without message_delta and message_stop'],
  ['an end behind thinking', s.opening + s.thinking(), 'the stream ends without message_delta and message_stop'],
  ['an end within a call behind text', s.opening + s.text() + s.openTool(1), 'the stream ends within a block'],
  [
    'no stop_reason and no message_stop',
    s.opening + s.text() + s.reason(null),
    'the stream ends without message_delta and message_stop',
  ],
  ['an error behind text', s.opening + s.text() + s.failing, 'an error comes in the stream: engine died'],
  [
    'text that does not end behind text',
    s.opening + s.text() + s.openText(1) + s.reason(),
    'the stream ends within a block',
  ],
  [
    'a call that does not end, and no message_stop',
    s.opening + s.text() + s.openTool(1) + s.reason('tool_use'),
    'the stream ends within a block',
  ],
  [
    'an error in text behind text',
    s.opening + s.text() + s.openText(1) + s.reason() + s.failing,
    'an error comes in the stream: engine died',
  ],
  [
    'an error behind message_stop without message_delta',
    s.opening + s.text() + s.stop + s.failing,
    'an error comes in the stream: engine died',
  ],
  [
    'an error behind thinking',
    s.opening + s.thinking() + s.openText(1) + s.failing,
    'an error comes in the stream: engine died',
  ],
  [
    'broken JSON behind text',
    s.opening + s.text() + s.named('message_delta', '{'),
    'the data of a message_delta event is no JSON',
  ],
  [
    'message_delta without delta',
    s.opening + s.text() + s.event('message_delta') + s.stop,
    'message_delta has no delta in it',
  ],
  ['a call that does not end', s.opening + s.openTool() + s.closing('tool_use'), 'no content_block_stop ends a block'],
  [
    'a call that does not end behind text',
    s.opening + s.text() + s.openTool(1) + s.closing('tool_use'),
    'no content_block_stop ends a block',
  ],
  [
    'tool_use without a call',
    s.opening + s.text() + s.closing('tool_use'),
    'stop_reason is tool_use, and there is no whole call',
  ],
  ['a refusal', s.opening + s.text() + s.closing('refusal'), 'the model refuses to answer (stop_reason refusal)'],
  [
    'a refusal behind a call',
    s.opening + s.tool() + s.closing('refusal'),
    'the model refuses to answer (stop_reason refusal)',
  ],
  [
    'a full window',
    s.opening + s.text() + s.closing('model_context_window_exceeded'),
    'the context window is full (stop_reason model_context_window_exceeded)',
  ],
  [
    'only an unknown block',
    s.opening + s.starts(0, vendor) + s.ends(0) + s.closing(),
    'there are only blocks that Claude Code does not know',
  ],
])('%s is fatal', (_, text, why) => {
  expect(readStream(text)).toMatchObject({ outcome: 'fatal', breaks: [why] })
})

test.each([
  ['no content_block_stop', s.opening + s.openText() + s.closing(), 'no content_block_stop ends a block'],
  [
    'no deltas',
    s.opening + s.starts(0, { type: 'text', text: 'hello' }) + s.ends(0) + s.closing(),
    'the answer has no text in it',
  ],
  ['no blocks', s.opening + s.closing(), 'the answer has nothing in it'],
  ['no blocks and no message_stop', s.opening + s.reason(), 'the answer has nothing in it'],
  ['an empty text', s.opening + s.text(0, '') + s.closing(), 'the answer has no text in it'],
  ['an empty line', s.opening + s.text(0, '\n') + s.closing(), 'the answer has no text in it'],
  ['thinking alone', s.opening + s.thinking() + s.closing(), 'the answer has no text in it'],
  [
    'hidden thinking alone',
    s.opening + s.starts(0, { type: 'redacted_thinking', data: 'x' }) + s.ends(0) + s.closing(),
    'the answer has no text in it',
  ],
])('%s is an empty answer', (_, text, why) => {
  expect(readStream(text)).toMatchObject({ outcome: 'empty', breaks: [why] })
})

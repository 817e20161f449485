import { expect, test } from 'vitest'
import { readReply } from '../../src/claude-code/read-message.ts'
import { readStream } from '../../src/claude-code/read-stream.ts'
import type { Reply } from '../../src/claude-code/reply.ts'
import { recording } from '../support/recordings.ts'
import * as s from './pieces.ts'

const cuts = [undefined, 'closed', 'idle', 'late', 'large', 'encoding'] as const

type Stage = readonly [piece: string, whole: Reply['outcome'], cut?: Reply['outcome']]

// What the client made of a stream that ends, or is cut, behind each of its pieces [measured]; within a piece, the one
// before it counts.
const streams: [string, Stage[]][] = [
  [
    'text',
    [
      [s.opening, 'falls back'],
      [s.openText(), 'falls back'],
      [s.ends(0), 'fatal'],
      [s.reason(), 'taken'],
      [s.stop, 'taken'],
    ],
  ],
  [
    'a call',
    [
      [s.opening, 'falls back'],
      [s.openTool(), 'falls back'],
      [s.ends(0), 'taken'],
      [s.reason('tool_use'), 'taken'],
      [s.stop, 'taken'],
    ],
  ],
  [
    'thinking, text and a call',
    [
      [s.opening, 'falls back'],
      [s.openThinking(), 'falls back'],
      [s.ends(0), 'fatal'],
      [s.openText(1), 'fatal'],
      [s.ends(1), 'fatal'],
      [s.openTool(2), 'fatal'],
      [s.ends(2), 'taken'],
      [s.reason('tool_use'), 'taken'],
      [s.stop, 'taken'],
    ],
  ],
  [
    'nothing',
    [
      [s.opening, 'falls back'],
      [s.reason(), 'empty', 'falls back'],
      [s.stop, 'empty', 'falls back'],
    ],
  ],
]

test.each(streams)('a stream of %s, cut wherever, is what the client makes of it', (_, stages) => {
  const text = stages.map(([piece]) => piece).join('')
  const complete = stages.map((_, index) => stages.slice(0, index + 1).reduce((sum, [piece]) => sum + piece.length, 0))
  for (let at = 0; at < text.length; at++) {
    const last = complete.findLastIndex(length => length <= at)
    const [, whole, cut = whole] = stages[last] ?? ['', 'falls back']
    for (const end of cuts) {
      const { outcome, breaks } = readStream(text.slice(0, at), end)
      expect(outcome, `${end} at ${at}`).toBe(end === undefined ? whole : end === 'late' ? 'fatal' : cut)
      expect(breaks.length > 0, `${end} at ${at}`).toBe(outcome !== 'taken')
    }
  }
})

const rank = { taken: 3, empty: 2, 'falls back': 1, fatal: 0 } as const

test.each([
  'llama-server/tool-choice-any-stream',
  'llama-server/thinking-enabled-stream',
  'aimock/tools-stream',
  'aimock/thinking-stream',
])('%s, cut wherever, is never better than whole, and taken only when the client would take it', name => {
  const { body } = recording(name)
  const calls = body.includes('"tool_use"')
  // A call is whole with its content_block_stop, text with its stop_reason.
  const needed = calls ? body.lastIndexOf('event: message_delta') : body.lastIndexOf('event: message_stop')
  for (let at = 0; at < body.length; at++) {
    const { outcome } = readReply({ body: body.slice(0, at), cut: 'closed' }, true)
    if (at < needed) expect(rank[outcome], `at ${at}`).toBeLessThan(rank.taken)
    else expect(outcome, `at ${at}`).toBe('taken')
  }
})

test.each(['aimock/tools', 'llama-server/tools'])('%s, cut wherever, is no message', name => {
  const body = recording(name).body.trimEnd()
  for (let at = 0; at < body.length; at++) {
    expect(readReply({ body: body.slice(0, at) }, false).outcome, `at ${at}`).toBe('fatal')
    expect(readReply({ body: body.slice(0, at), cut: 'idle' }, true).outcome, `at ${at}`).toBe('falls back')
  }
})

test.each([
  ['closed', 'the connection is cut off'],
  ['idle', 'nothing more comes, and the connection stays open'],
  ['late', 'it does not come to its end in time'],
  ['large', 'it is too large to be read to its end here'],
  ['encoding', 'its compression is broken'],
] as const)('%s is said, as a break or as deviations', (cut, says) => {
  expect(readStream(s.opening + s.openText(), cut).breaks).toContain(says)
  // What never ends is waited for, even behind its end.
  const whole = cut === 'late' ? { outcome: 'fatal', breaks: [says] } : { outcome: 'taken', deviations: [says] }
  expect(readStream(s.opening + s.text() + s.closing(), cut)).toMatchObject(whole)
  expect(readReply({ body: JSON.stringify(s.message([])), cut }, false).breaks).toContain(says)
})

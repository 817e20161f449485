import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { keepAlive } from '../../src/router/keep-alive.ts'

type Piece = string | number | Error

/** A body of texts, and of pauses in ms; `closed` says whether its reader ended it. */
function bodyOf(pieces: readonly Piece[]) {
  const state = { closed: false }
  const body = async function* () {
    try {
      for (const piece of pieces) {
        if (typeof piece === 'number') await wait(piece)
        else if (piece instanceof Error) throw piece
        else yield Buffer.from(piece)
      }
    } finally {
      state.closed = true
    }
  }
  return { body: body(), state }
}

const silence = { pingMs: 40, limitMs: 120 }
const ping = 'event: ping\ndata: {"type": "ping"}\n\n'
const lost = (error?: unknown) => (error === undefined ? 'silent' : 'cut')

test.each<[string, Piece[], (text: string) => void]>([
  ['bytes pass', ['a\n\n', 'b\n\n'], text => expect(text).toBe('a\n\nb\n\n')],
  ['nothing at all', [], text => expect(text).toBe('')],
  ['S51 silence between events', ['a\n\n', 60, 'b\n\n'], text => expect(text).toBe(`a\n\n${ping}b\n\n`)],
  ['silence before the first', [60, 'b\n\n'], text => expect(text).toBe(`${ping}b\n\n`)],
  ['silence inside an event', ['a\n', 60, '\nb\n\n'], text => expect(text).toBe('a\n\nb\n\n')],
  ['lines that end in CRLF', ['a\r\n\r\n', 60, 'b\r\n\r\n'], text => expect(text).toBe(`a\r\n\r\n${ping}b\r\n\r\n`)],
  [
    'S52 too long a silence',
    ['a\n\n', 1000, 'b\n\n'],
    text => expect(text).toMatch(/^a\n\n(event: ping.*\n.*\n\n){2}event: error\ndata: .*"silent"/),
  ],
  [
    'S47 it breaks off',
    ['a\n\n', new Error('reset')],
    text => expect(text).toMatch(/^a\n\nevent: error\ndata: .*"cut"/),
  ],
  [
    'it breaks off inside an event',
    ['a\n\nda', new Error('reset')],
    text => expect(text).toMatch(/^a\n\nda\n\nevent: error/),
  ],
])('%s', async (_, pieces, expected) => {
  let text = ''
  for await (const piece of keepAlive(bodyOf(pieces).body, silence, lost)) text += String(piece)
  expected(text)
})

test('S53 whoever stops reading ends the request', async () => {
  const { body, state } = bodyOf(['a\n\n', 'b\n\n', 'c\n\n'])
  for await (const _ of keepAlive(body, silence, lost)) break
  await wait(10)
  expect(state.closed).toBe(true)
})

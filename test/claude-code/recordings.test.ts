import { expect, test } from 'vitest'
import { readReply } from '../../src/claude-code/read-message.ts'
import { recording, recordingsOf } from '../support/recordings.ts'

/** Every answer with a status of 200 to /v1/messages that was recorded of real servers, with what was asked for. */
const answers = ['llama-server', 'aimock']
  .flatMap(recordingsOf)
  .map(name => ({ name, ...recording(name) }))
  .filter(({ request, status }) => status === 200 && /^POST \/v1\/messages(\?|$)/.test(request ?? ''))
const isStream = ({ headers }: (typeof answers)[number]) => headers['content-type'] === 'text/event-stream'

const overlap = 'blocks overlap: one begins before the last has ended'
const noInput = 'tool_use begins without input'
const unsigned = 'thinking has no signature'
const uncounted = 'no tokens are counted, so Claude Code cannot see when the window is full'
const zero = 'message_start counts no tokens (usage is 0)'

const ok = { type: 'text', text: 'OK, ready.' }
const weather = { type: 'tool_use', name: 'get_weather', input: { location: 'Lisbon' } }

// The small models of the recordings say what they were made to say.
const streams: Record<string, readonly [content: object[], stopReason: string, deviations: string[]]> = {
  'llama-server/context-fills-while-answering-stream': [[ok], 'max_tokens', []],
  'llama-server/max-tokens-reached-stream': [[{ type: 'text', text: 'OK, ' }], 'max_tokens', []],
  'llama-server/stream': [[ok], 'end_turn', []],
  'llama-server/thinking-enabled-stream': [
    [{ type: 'thinking', text: 'hm' }, ok],
    'end_turn',
    ['thinking begins without signature', overlap, unsigned],
  ],
  'llama-server/tool-choice-any-stream': [[ok, weather], 'tool_use', [overlap, noInput]],
  'llama-server/tool-result-error-stream': [[ok], 'end_turn', []],
  'llama-server/tools-cut-by-max-tokens-stream': [
    [{ type: 'tool_use', name: 'get_weather', json: '{' }],
    'max_tokens',
    [noInput],
  ],
  'llama-server/tools-stream': [[weather], 'tool_use', [noInput]],
  'aimock/stream': [[ok], 'end_turn', [zero, uncounted]],
  'aimock/thinking-stream': [
    [{ type: 'thinking', text: 'hm', signature: 'aimock-placeholder-signature' }, ok],
    'end_turn',
    [zero, uncounted],
  ],
  'aimock/tools-stream': [[weather], 'tool_use', [zero, uncounted]],
}

test('every recorded stream is examined here', () => {
  const empty = 'llama-server/empty-reply-stream'
  const names = answers.filter(isStream).map(({ name }) => name)
  expect(names.sort()).toEqual([...Object.keys(streams), empty].sort())
})

test.each(Object.entries(streams))('%s is taken', (name, [content, stopReason, deviations]) => {
  const reply = readReply(recording(name), true)
  expect(reply).toMatchObject({ content, stopReason, outcome: 'taken', breaks: [], deviations })
  expect(reply.content).toHaveLength(content.length)
})

test('an empty stream of llama-server is an empty answer', () => {
  const { outcome, usage } = readReply(recording('llama-server/empty-reply-stream'), true)
  expect({ outcome, usage }).toEqual({ outcome: 'empty', usage: { input: 24, cacheRead: 0, output: 1 } })
})

const whole = answers.filter(answer => !isStream(answer))

test.each(whole.filter(({ body }) => !body.includes('"content":[]')))(
  '$name is taken in one piece',
  ({ name, body }) => {
    const reply = readReply({ body }, false)
    expect(reply.outcome).toBe(name === 'aimock/chaos-malformed' ? 'fatal' : 'taken')
    expect(reply.deviations).toEqual([
      ...(name.startsWith('aimock') && reply.outcome === 'taken' ? [uncounted] : []),
      ...(reply.content.some(({ type }) => type === 'thinking') ? [unsigned] : []),
    ])
    expect(readReply({ body }, true).outcome).toBe('falls back')
  },
)

test('an empty list of llama-server is fatal', () => {
  const empty = whole.filter(({ body }) => body.includes('"content":[]'))
  expect(empty.length).toBeGreaterThan(0)
  expect(new Set(empty.map(({ body }) => readReply({ body }, false).outcome))).toEqual(new Set(['fatal']))
})

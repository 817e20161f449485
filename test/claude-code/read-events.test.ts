import { expect, test } from 'vitest'
import { isEventStream, readEvents } from '../../src/claude-code/read-events.ts'
import { recording } from '../support/recordings.ts'

test.each([
  ['nothing', '', [], ''],
  ['one event', 'event: a\ndata: 1\n\n', [{ event: 'a', data: '1' }], ''],
  ['CRLF', 'event: a\r\ndata: 1\r\n\r\n', [{ event: 'a', data: '1' }], ''],
  ['CR', 'event: a\rdata: 1\r\r', [{ event: 'a', data: '1' }], ''],
  ['mixed line ends', 'event: a\rdata: 1\n\r\ndata: 2\r\n\n', [{ event: 'a', data: '1' }, { data: '2' }], ''],
  ['no space behind the colon', 'event:a\ndata:1\n\n', [{ event: 'a', data: '1' }], ''],
  ['one space only belongs to the colon', 'data:  1 \n\n', [{ data: ' 1 ' }], ''],
  ['no name', 'data: 1\n\n', [{ data: '1' }], ''],
  ['an empty name', 'event:\ndata: 1\n\n', [{ data: '1' }], ''],
  ['the last name counts', 'event: a\nevent: b\ndata: 1\n\n', [{ event: 'b', data: '1' }], ''],
  ['data before its name', 'data: 1\nevent: a\n\n', [{ event: 'a', data: '1' }], ''],
  ['data on several lines', 'data: 1\ndata:\ndata: 2\n\n', [{ data: '1\n\n2' }], ''],
  ['a field without a colon', 'data\ndata: 1\n\n', [{ data: '\n1' }], ''],
  ['comments', ':\n\n: wait\ndata: 1\n:\n\n', [{ data: '1' }], ''],
  ['other fields', 'id: 7\nretry: 5\nfoo: x\n data: 0\ndata: 1\n\n', [{ data: '1' }], ''],
  ['a name without data', 'event: ping\n\n', [{ event: 'ping', data: '' }], ''],
  ['data without anything in it', 'data:\n\n', [], ''],
  ['a byte order mark', '\uFEFFdata: 1\n\n', [{ data: '1' }], ''],
  ['a byte order mark further on', 'data: 1\n\n\uFEFFdata: 2\n\n', [{ data: '1' }], ''],
  ['other line separators are text', 'data: a\u2028b\u0085c\v\f\n\n', [{ data: 'a\u2028b\u0085c\v\f' }], ''],
  ['an unfinished event', 'data: 1\n\nevent: a\ndata: 2\n', [{ data: '1' }], 'event: a\ndata: 2\n'],
  ['an unfinished line', '\n\nevent: a\ndata: 2', [], 'event: a\ndata: 2'],
  ['an unfinished first event with a byte order mark', '\uFEFFdata: 1', [], '\uFEFFdata: 1'],
])('%s', (_, text, events, rest) => {
  expect(readEvents(text)).toEqual({ events, rest })
})

test.each([
  ['by LF', recording('llama-server/tool-choice-any-stream').body.slice(0, 2000)],
  ['by CRLF', recording('aimock/tools-stream').body.replaceAll('\n', '\r\n')],
  ['by CR', recording('aimock/stream').body.replaceAll('\n', '\r')],
  ['oddly', '\uFEFF:\r\r\n\ndata\r\n:x\rdata: 1\r\n\r\nevent: a\n\n\r\rdata: 2\n\r\nevent: b\ndata: 3\n'],
])('a stream whose lines end %s is the same, cut wherever', (_, text) => {
  const whole = readEvents(text)
  expect(whole.events.length).toBeGreaterThan(2)
  for (let at = 0; at <= text.length; at++) {
    const first = readEvents(text.slice(0, at))
    const second = readEvents(first.rest + text.slice(at))
    expect([...first.events, ...second.events], `cut at ${at}`).toEqual(whole.events)
    expect(second.rest, `cut at ${at}`).toBe(whole.rest)
  }
})

test('a stream is the same when it comes character by character', () => {
  const text = recording('llama-server/thinking-enabled-stream').body
  const events = []
  let rest = ''
  for (const character of text) {
    const read = readEvents(rest + character)
    events.push(...read.events)
    rest = read.rest
  }
  expect({ events, rest }).toEqual(readEvents(text))
})

test.each([
  ['event: message_start\n', true],
  ['data: {}', true],
  [':\n\nevent: a', true],
  ['\uFEFFevent: a', true],
  ['\r\n\r\ndata: 1', true],
  ['id: 1\nevent: a', true],
  ['', false],
  ['eve', false],
  ['{"event": 1,\n"data": 2}', false],
  ['\n{\ndata: 1}', false],
  ['<html>\ndata: 1', false],
  ['"event: a"', false],
  ['Not Found', false],
])('%j is a stream: %j', (body, is) => {
  expect(isEventStream(body)).toBe(is)
})

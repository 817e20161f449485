import { describe, expect, test } from 'vitest'
import { statusLineIn, withoutStatusLine, withStatusLine } from '../../src/settings/status-line.ts'

const ours =
  '"statusLine": {\n    "type": "command",\n    "command": "claude-switch statusline",\n    "padding": 0\n  }'

describe('whose status line it is', () => {
  test.each([
    ['', 'none'],
    ['{}', 'none'],
    ['{"model": "opus"}', 'none'],
    [`{${ours}}`, 'ours'],
    ['{"statusLine": {"type": "command", "command": "/opt/bin/claude-switch statusline --threshold 80"}}', 'ours'],
    ['{"statusLine": {"type": "command", "command": "\\"C:\\\\x y\\\\claude-switch.cmd\\" statusline"}}', 'ours'],
    ['{"statusLine": {"type": "command", "command": "my-claude-switch statusline"}}', 'another'],
    ['{"statusLine": {"type": "command", "command": "ccusage statusline"}}', 'another'],
    ['{"statusLine": {"type": "command", "command": "claude-switch status"}}', 'another'],
    ['{"statusLine": "x"}', 'another'],
    ['{"statusLine": null}', 'another'],
  ])('%s: %s', (text, whose) => {
    expect(statusLineIn(text)).toBe(whose)
  })
})

describe('putting it in and taking it out', () => {
  test.each([
    ['', `{\n  ${ours}\n}\n`, '{}\n'],
    ['{\n  "model": "opus"\n}\n', `{\n  "model": "opus",\n  ${ours}\n}\n`, '{\n  "model": "opus"\n}\n'],
  ])('%j', (before, after, again) => {
    expect(withStatusLine(before)).toBe(after)
    expect(withStatusLine(after)).toBe(after)
    expect(withoutStatusLine(after)).toBe(again)
  })

  test('another one is replaced in its place', () => {
    const text = '{\n  "statusLine": {"type": "command", "command": "x"},\n  "model": "opus"\n}'
    expect(JSON.parse(withStatusLine(text))).toEqual({
      statusLine: { type: 'command', command: 'claude-switch statusline', padding: 0 },
      model: 'opus',
    })
  })
})

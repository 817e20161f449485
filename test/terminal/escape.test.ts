import { expect, test } from 'vitest'
import { escapeControls, escapeLines, jsonText } from '../../src/terminal/escape.ts'

test.each([
  ['qwen3-coder:30b', 'qwen3-coder:30b'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[31mred\u0007', '\\e[31mred\\x07'],
  ['\u009b2J', '\\x9b2J'],
  ['modèle 模型', 'modèle 模型'],
  ['a\u202eb\u200bc\ufeffd\u2066', 'a\\u202eb\\u200bc\\ufeffd\\u2066'],
  ['\u{e0041}x', '\\ue0041x'],
])('%j is shown as %j', (text, shown) => expect(escapeControls(text)).toBe(shown))

const drawn = '\u001b[?7l\u001b[2A\u001b[Kone\n\u001b[Ktwo\n\u001b[?7h'

test.each([
  ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ['\u001b[1mbold\u001b[22m \u001b[31mred\u001b[39m', '\u001b[1mbold\u001b[22m \u001b[31mred\u001b[39m'],
  [drawn, drawn],
  ['\u001b[8mhidden\u001b[0m', '\\e[8mhidden\u001b[0m'],
  ['a\u001b[2J\u001b]0;title\u0007', 'a\\e[2J\\e]0;title\\x07'],
  ['a\u001b[2Ab\u001b[K\rc', 'a\\e[2Ab\\e[K\\rc'],
  ['a\u202eb', 'a\\u202eb'],
])('of lines, %j is printed as %j', (text, shown) => expect(escapeLines(text)).toBe(shown))

test.each(['a\u009b2J', 'a\u202eb', '\u{e0041}', '\u2028', 'plain', 'line\nend\t\u001b'])(
  '%j in JSON is the same value, in characters that nobody acts upon',
  text => {
    const written = jsonText({ [text]: text })
    expect(JSON.parse(written)).toEqual({ [text]: text })
    expect(escapeLines(written)).toBe(written)
  },
)

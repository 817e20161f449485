import { expect, test } from 'vitest'
import { escapeControls } from '../../src/terminal/escape.ts'

test.each([
  ['qwen3-coder:30b', 'qwen3-coder:30b'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[31mred\u0007', '\\e[31mred\\x07'],
  ['\u009b2J', '\\x9b2J'],
  ['modèle 模型', 'modèle 模型'],
])('%j is shown as %j', (text, shown) => expect(escapeControls(text)).toBe(shown))

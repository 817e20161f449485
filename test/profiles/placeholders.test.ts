import { expect, test } from 'vitest'
import { isPlaceholder } from '../../src/profiles/placeholders.ts'

test.each([
  ['http://your-server:8000', true],
  ['your-key', true],
  ['https://YOUR-HOST/api', true],
  ['<key>', true],
  ['<your api key>', true],
  ['sk-...', true],
  ['sk-ant-…', true],
  ['https://example.com', true],
  ['https://api.example.org/v1', true],
  ['http://box.example:8000', true],
  ['http://localhost:8000', false],
  ['qwen3-coder', false],
  ['https://for-example.com', false],
  ['https://examples.dev', false],
  ['https://box.test', false],
  ['sk-ant-api03-abc', false],
  ['op read op://vault/your-item', false],
  ['behaviour-x', false],
  ['', false],
])('%j is an example: %s', (value, expected) => {
  expect(isPlaceholder(value)).toBe(expected)
})

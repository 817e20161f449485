import { describe, expect, test } from 'vitest'
import { type Path, putAt, readAt, takeAt } from '../../src/settings/json-text.ts'

describe('a member that is put in looks like its neighbours', () => {
  test.each<[string, Path, unknown, string]>([
    ['{}', ['a'], 1, '{\n  "a": 1\n}'],
    ['{ }\n', ['a'], 1, '{\n  "a": 1\n}\n'],
    ['{}', ['a', 'b'], 1, '{\n  "a": {\n    "b": 1\n  }\n}'],
    ['{"a":1}', ['b'], 2, '{"a":1,"b":2}'],
    ['{ "a" : 1, "b" : 2 }', ['c'], 3, '{ "a" : 1, "b" : 2, "c" : 3 }'],
    ['{"a":{}}', ['a', 'b'], 2, '{"a":{"b":2}}'],
    ['{"a":1}', ['b', 'c'], 2, '{"a":1,"b":{"c":2}}'],
    ['{\n\t"a": 1\n}', ['b', 'c'], 2, '{\n\t"a": 1,\n\t"b": {\n\t\t"c": 2\n\t}\n}'],
    ['{\r\n    "a": 1\r\n}\r\n', ['b', 'c'], 2, '{\r\n    "a": 1,\r\n    "b": {\r\n        "c": 2\r\n    }\r\n}\r\n'],
    [
      '{\n  "env": {\n    "A": "a"\n  },\n  "z": 1\n}',
      ['env', 'B'],
      'b',
      '{\n  "env": {\n    "A": "a",\n    "B": "b"\n  },\n  "z": 1\n}',
    ],
    ['{\n  "env": {"A": "a"}\n}', ['env', 'B'], 'b', '{\n  "env": {"A": "a","B": "b"}\n}'],
    ['{\n  "l": [\n    1\n  ]\n}', ['l', 1], { a: 2 }, '{\n  "l": [\n    1,\n    {\n      "a": 2\n    }\n  ]\n}'],
    ['{\n  "l": []\n}', ['l', 0], 1, '{\n  "l": [\n    1\n  ]\n}'],
    ['\uFEFF{"a":1}', ['b'], 2, '\uFEFF{"a":1,"b":2}'],
    ['{"a":{"x":1},"a":{"x":2}}', ['a', 'x'], 3, '{"a":{"x":1},"a":{"x":3}}'],
    ['{"a": {"x": 1}}', ['a'], { x: 2 }, '{"a": {"x":2}}'],
    ['{"a": 1e0, "b": "\\u0041"}', ['b'], 'A', '{"a": 1e0, "b": "\\u0041"}'],
  ])('%j %j', (text, path, value, expected) => expect(putAt(text, path, value, 'json')).toBe(expected))
})

describe('comments and trailing commas stay where they are', () => {
  test.each<[string, string]>([
    ['{\n  "a": 1, // one\n  // two\n}', '{\n  "a": 1, // one\n  "z": 0,\n  // two\n}'],
    ['{\n  "a": 1 // one\n}', '{\n  "a": 1, // one\n  "z": 0\n}'],
    ['{"a": 1 /* one */}', '{"a": 1, /* one */"z": 0}'],
    ['{"a": 1 // one\n}', '{"a": 1, // one\n  "z": 0\n}'],
    ['{"a": 1,}', '{"a": 1,"z": 0,}'],
    ['{\n  // nothing yet\n}', '{\n  // nothing yet\n  "z": 0\n}'],
    ['// first\n{} // last', '// first\n{\n  "z": 0\n} // last'],
  ])('%j', (text, expected) => {
    expect(putAt(text, ['z'], 0, 'jsonc')).toBe(expected)
    expect(takeAt(expected, ['z'], 'jsonc')).toBe(text)
  })

  test.each<[string, string]>([
    ['{\n  "z": 0, // why\n  "a": 1\n}', '{ // why\n  "a": 1\n}'],
    ['{ // first\n  "z": 0, "a": 1\n}', '{ // first\n "a": 1\n}'],
    ['{"a": 1, // "z": 1\n"z": 0}', '{"a": 1 // "z": 1\n}'],
    ['{"z": 0 /* why */}', '{ /* why */}'],
    ['{"u": "http://x",\n "z": 0, "b": 1}', '{"u": "http://x", "b": 1}'],
  ])('%j without z', (text, expected) => expect(takeAt(text, ['z'], 'jsonc')).toBe(expected))
})

test.each<[string, Path, string]>([
  ['[]', ['a'], 'all of it is no object'],
  ['{"env": null}', ['env', 'A'], '"env" is no object'],
  ['{"env": "x"}', ['env', 'A'], '"env" is no object'],
  ['{"env": ["x"]}', ['env', 'A'], '"env" is no object'],
  ['{"list": {}}', ['list', 0], '"list" is no list'],
])('%s has no place for %j', (text, path, says) => {
  expect(() => putAt(text, path, 1, 'json')).toThrow(new RangeError(says))
})

test('what is not there is not read, and not taken', () => {
  expect(readAt('{"a": [1]}', ['a', 1], 'json')).toBeUndefined()
  expect(readAt('{"a": 1}', ['a', 'b'], 'json')).toBeUndefined()
  expect(readAt('{"a": {"b": "x"}}', ['a'], 'json')).toEqual({ value: { b: 'x' }, text: '{"b": "x"}' })
  expect(takeAt('{"a": 1}', ['b'], 'json')).toBe('{"a": 1}')
})

import { describe, expect, test } from 'vitest'
import { JsonError, type Syntax, scan } from '../../src/settings/json-scan.ts'
import { readAt } from '../../src/settings/json-text.ts'
import { dice } from '../support/random.ts'
import { randomSettings } from './random-settings.ts'

const problem = (text: string, syntax: Syntax) => {
  try {
    scan(text, syntax)
    return undefined
  } catch (error) {
    if (error instanceof JsonError) return `${error.line}: ${error.message}`
    throw error
  }
}

describe('what is broken is said with its line, and without what is in it', () => {
  const comment = 'a comment, which Claude Code does not accept'
  test.each<[string, string | undefined, string | undefined]>([
    ['{}', undefined, undefined],
    ['\uFEFF {"a": [1, {"b": null}]} \r\n', undefined, undefined],
    ['{"a": 1} // why', `1: ${comment}`, undefined],
    ['{\n  /* why */ "a": 1}', `2: ${comment}`, undefined],
    ['{"a": // why\n 1}', `1: ${comment}`, undefined],
    ['{"a": 1,\n}', '1: a comma behind the last value', undefined],
    ['[1,]', '1: a comma behind the last value', undefined],
    ['{\r\n"a": 1\r\n"b": 2}', '3: no comma between two values', '3: no comma between two values'],
    ['{"a" 1}', '1: no colon behind a key', '1: no colon behind a key'],
    ['{a: 1}', ...both('1: no key in quotes where there has to be one')],
    ['{,}', ...both('1: no key in quotes where there has to be one')],
    ['{"a": secret}', ...both('1: no value where there has to be one')],
    ['{"a": 01}', ...both('1: no comma between two values')],
    ["{'a': 1}", ...both('1: no key in quotes where there has to be one')],
    ['{"a":', ...both('1: it ends too early')],
    ['{"a": "secret\n', ...both('1: a text without its closing quote')],
    ['{"a": "sec\nret"}', ...both('1: a text with a line end or an escape that JSON does not have')],
    ['{"a": "\\x"}', ...both('1: a text with a line end or an escape that JSON does not have')],
    ['', ...both('1: it ends too early')],
    ['{}\n{}', ...both('2: something behind the end')],
    ['{"a": 1 /* why', `1: ${comment}`, '1: a comment that does not end'],
    ['['.repeat(100_000), ...both('1: it is nested too deeply')],
  ])('%j', (text, json, jsonc) => {
    expect([problem(text, 'json'), problem(text, 'jsonc')]).toEqual([json, jsonc])
  })

  function both(says: string): [string, string] {
    return [says, says]
  }
})

test('strict texts are the ones that JSON.parse takes, and mean the same, for 20000 damaged texts', () => {
  const random = dice(5)
  let accepted = 0
  for (let round = 0; round < 20_000; round++) {
    let text = randomSettings(random, random.pick(['json', 'jsonc'])).replace('\uFEFF', '')
    if (random.chance(0.7)) {
      const at = random.below(text.length + 1)
      const by = random.pick(['', '{', '}', '"', ',', ':', '\\', '0', '-', 'e', '/', '\n', '\u0001', '[', ']', 'true'])
      text = text.slice(0, at) + by + text.slice(at + random.below(2))
    }
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      expect(problem(text, 'json'), JSON.stringify(text)).toBeDefined()
      continue
    }
    accepted++
    expect(readAt(text, [], 'json')?.value, JSON.stringify(text)).toEqual(parsed)
    expect(readAt(text, [], 'jsonc')?.value, JSON.stringify(text)).toEqual(parsed)
  }
  expect(accepted).toBeGreaterThan(2000)
})

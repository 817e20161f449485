import { describe, expect, test } from 'vitest'
import { payerNames } from '../../src/env/payer.ts'
import { type StatusLine, statusLine } from '../../src/terminal/statusline.ts'
import { readClientState } from '../../src/terminal/statusline-state.ts'
import { dice } from '../support/random.ts'

const now = 1_800_000_000_000
const usual = { name: 'cloud', payer: 'subscription', threshold: 90, now, columns: 80 } as const
const line = (state: unknown, changes: Partial<StatusLine> = {}) =>
  statusLine({ ...usual, state: readClientState(JSON.stringify(state)), ...changes }, false)

describe('hostile input', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', '{"model":'],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[{"model":{"id":"m"}}]'],
    ['other types', '{"model":[],"context_window":"full","cost":null,"rate_limits":{"five_hour":4,"seven_day":[]}}'],
    ['strings for numbers', '{"context_window":{"used_percentage":"8"},"cost":{"total_cost_usd":"1"}}'],
    ['numbers for strings', '{"model":{"id":3,"display_name":{}}}'],
    ['below nothing', '{"context_window":{"used_percentage":-1},"cost":{"total_cost_usd":-1}}'],
    ['beyond numbers', '{"context_window":{"used_percentage":1e999},"cost":{"total_cost_usd":1e300}}'],
    ['blank names', '{"model":{"id":"","display_name":"  "}}'],
    ['a prototype', '{"__proto__":{"model":{"id":"m"}},"constructor":{"model":{"id":"m"}}}'],
    ['deep nesting', '['.repeat(200_000)],
  ])('%s tells nothing', (_, text) => {
    expect(readClientState(text)).toEqual({})
  })

  test.each([
    ['a colour', '\u001b[31mred', '\\e[31mred'],
    ['a new line', 'one\ntwo\r', 'one\\ntwo'],
    ['a title of the window', '\u001b]0;mine\u0007', '\\e]0;mine\\x07'],
    ['C1 controls', 'a\u009b2Jb', 'a\\x9b2Jb'],
    ['a turned direction', 'a\u202ecba\u2066\u200f', 'acba'],
    ['a line separator', 'a\u2028b\u2029', 'ab'],
    ['wide characters', '模型', '模型'],
  ])('%s in a name does not act', (_, name, shown) => {
    expect(line({ model: { id: 'm', display_name: name } })).toBe(`cloud  ${shown}  subscription`)
  })

  test('whatever comes, it is one line with room for it', () => {
    const { below, pick, chance } = dice(4)
    const pieces = ['m', '模', '😀', '\u001b[2J', '\n', '\u202e', ' ', 'claude', '\ud800', '\u0000', '"']
    const text = () => Array.from({ length: below(60) }, () => pick(pieces)).join('')
    const value = (): unknown =>
      pick([
        text,
        () => below(200) - 20,
        () => null,
        () => below(3e9) * 1000,
        () => [text()],
        () => ({ id: text() }),
        () => now / 1000 + below(9e5),
      ])()
    const some = (names: readonly string[]) => Object.fromEntries(names.filter(() => !chance(4)).map(n => [n, value()]))
    const limit = () => (chance(9) ? value() : some(['used_percentage', 'resets_at']))
    for (let round = 0; round < 1000; round++) {
      const state = {
        model: chance(9) ? value() : some(['id', 'display_name']),
        context_window: some(['used_percentage']),
        cost: some(['total_cost_usd']),
        rate_limits: chance(9) ? value() : { five_hour: limit(), seven_day: limit() },
      }
      const columns = 10 + below(71)
      const shown = line(state, { payer: pick(payerNames), name: text(), columns, fallback: pick(['local', 'box']) })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come through
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/)
      const wide = [...shown].filter(character => (character.codePointAt(0) ?? 0) >= 0x1100).length
      expect([...shown].length + wide, JSON.stringify(state)).toBeLessThanOrEqual(columns)
      expect(shown).not.toMatch(/undefined|null|NaN|\[object|Infinity/)
    }
  })
})

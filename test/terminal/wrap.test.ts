import { expect, test } from 'vitest'
import { wrap } from '../../src/terminal/wrap.ts'

const word = (length: number) => 'x'.repeat(length)

test.each([
  ['nothing', '', ''],
  ['what fits', 'a b c', 'a b c'],
  ['80 columns exactly', `${word(39)} ${word(40)}`, `${word(39)} ${word(40)}`],
  ['81 columns', `${word(40)} ${word(40)}`, `${word(40)}\n  ${word(40)}`],
  ['a word that is too long', `a ${word(90)} b`, `a\n  ${word(90)}\n  b`],
  ['three lines', `${word(70)} ${word(70)} ${word(70)}`, `${word(70)}\n  ${word(70)}\n  ${word(70)}`],
  [
    'a colour takes no room',
    `\u001b[33m${word(39)}\u001b[39m ${word(40)}`,
    `\u001b[33m${word(39)}\u001b[39m ${word(40)}`,
  ],
  ['spaces that line things up', 'now:       source x', 'now:       source x'],
])('%s', (_, text, expected) => expect(wrap(text)).toBe(expected))

import { expect, test } from 'vitest'
import { type Path, putAt, readAt, restoreAt, takeAt } from '../../src/settings/json-text.ts'
import { dice } from '../support/random.ts'
import { randomSettings } from './random-settings.ts'

const rounds = 3000
const paths: Path[] = [['zz'], ['env', 'ZZ'], ['zz', 'y', 'x'], ['permissions', 'zz'], ['list', 0]]

/** The characters of a text that mean something: what is left when white space outside of quotes is gone. */
const bones = (text: string) => text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, part => (part.startsWith('"') ? part : ''))

test.each(['json', 'jsonc'] as const)('%s: what is put in can be taken out, and nothing else changes', syntax => {
  const random = dice(syntax.length)
  let refused = 0
  for (let round = 0; round < rounds; round++) {
    const text = randomSettings(random, syntax)
    const path = random.pick(paths)
    const value = random.pick(['text', '', 'a\nb"\\', { deep: ['x', {}] }])
    const note = JSON.stringify([text, path, value])
    const top = path.slice(0, -1).findLast((_, at) => readAt(text, path.slice(0, at + 1), syntax) !== undefined)
    let put: string
    try {
      put = putAt(text, path, value, syntax)
    } catch (error) {
      expect(error, note).toBeInstanceOf(RangeError)
      expect(top, note).toBeDefined()
      refused++
      continue
    }
    expect(readAt(put, path, syntax)?.value, note).toEqual(value)
    expect(putAt(put, path, value, syntax), note).toBe(put)
    // Whatever was there before is there still, in its order.
    const before = readAt(text, [], syntax)?.value as object
    const after = readAt(put, [], syntax)?.value as object
    expect(Object.keys(after).slice(0, Object.keys(before).length), note).toEqual(Object.keys(before))
    if (top === undefined) expect(after, note).toMatchObject(before)
    // What is missing on the way was made, and goes as a whole.
    const made = path.findIndex((_, at) => readAt(text, path.slice(0, at + 1), syntax) === undefined)
    const taken = takeAt(put, path.slice(0, made + 1), syntax)
    const empty = /[{[]\s+[}\]]/.test(text)
    if (empty) expect(bones(taken), note).toBe(bones(text))
    else expect(taken, note).toBe(text)
    if (text.includes('\r\n')) expect(put.replaceAll('\r\n', ''), note).not.toMatch(/[\r\n]/)
  }
  expect(refused).toBeLessThan(rounds / 4)
})

test.each(['json', 'jsonc'] as const)('%s: taking any member leaves the others, and is still readable', syntax => {
  const random = dice(7)
  for (let round = 0; round < rounds; round++) {
    const text = randomSettings(random, syntax)
    const before = Object.entries(readAt(text, [], syntax)?.value as object)
    if (before.length === 0) continue
    const [name] = random.pick(before)
    const note = JSON.stringify([text, name])
    let taken = text
    // Of several members of one name, each in its turn.
    for (let again = 0; readAt(taken, [name], syntax) && again < 9; again++) taken = takeAt(taken, [name], syntax)
    expect(Object.entries(readAt(taken, [], syntax)?.value as object), note).toEqual(
      before.filter(([one]) => one !== name),
    )
    if (syntax === 'json') expect(() => JSON.parse(taken.replace('\uFEFF', '')), note).not.toThrow()
  }
})

test('a value that is replaced and restored leaves no trace', () => {
  const random = dice(11)
  for (let round = 0; round < rounds; round++) {
    const text = randomSettings(random, 'jsonc')
    const [first] = Object.keys(readAt(text, [], 'jsonc')?.value as object)
    if (first === undefined) continue
    const old = readAt(text, [first], 'jsonc')
    const replaced = putAt(text, [first], { new: 'value' }, 'jsonc')
    expect(restoreAt(replaced, [first], old?.text ?? '', 'jsonc'), JSON.stringify(text)).toBe(text)
  }
})

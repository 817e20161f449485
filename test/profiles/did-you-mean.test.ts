import { expect, test } from 'vitest'
import { didYouMean } from '../../src/profiles/did-you-mean.ts'
import { fields } from '../../src/profiles/fields.ts'

const names = ['local', 'cloud', 'ollama', 'vibe', 'my-box', 'off']

test.each([
  ['lcoal', 'local'],
  ['oclal', undefined],
  ['flof', undefined],
  ['voel', undefined],
  ['loca', 'local'],
  ['LOCAL', 'local'],
  ['clud', 'cloud'],
  ['olama', 'ollama'],
  ['vib', 'vibe'],
  ['my_box', 'my-box'],
  ['of', 'off'],
  ['production', undefined],
  ['xyz', undefined],
  ['', undefined],
])('%j is nearest to %s', (word, expected) => {
  expect(didYouMean(word, names)).toBe(expected)
})

test.each([
  ['BASE', undefined],
  ['BASEURL', 'BASE_URL'],
  ['URL', undefined],
  ['TOKEN', undefined],
  ['AUTHTOKEN', 'AUTH_TOKEN'],
  ['MODELS', 'MODEL'],
  ['CONTEXT_TOKEN', 'CONTEXT_TOKENS'],
])('the field %j is nearest to %s', (word, expected) => {
  expect(didYouMean(word, fields)).toBe(expected)
})

test.each([
  ['abdc', 'abcd'],
  ['bacd', 'abcd'],
  ['badc', undefined],
])('%s swaps neighbours of %s', (word, expected) => expect(didYouMean(word, ['abcd'])).toBe(expected))

test('nothing is near where there is nothing', () => expect(didYouMean('a', [])).toBeUndefined())

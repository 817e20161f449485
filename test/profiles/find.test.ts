import { expect, test } from 'vitest'
import { readBackendsFile } from '../../src/profiles/backends-file.ts'
import { findProfile } from '../../src/profiles/find.ts'

const file = readBackendsFile('MY_BOX_BASE_URL=u\nOPENAI_API_KEY=k\nOPENAI_MODEL=m\n')

test.each([
  ['local', 'local'],
  ['LOCAL', 'local'],
  ['my-box', 'my-box'],
  ['my_box', 'my-box'],
  ['MY_BOX', 'my-box'],
  ['openai', 'openai'],
])('%s is profile %s', (word, name) => {
  expect(findProfile(word, file)).toMatchObject({ written: { name } })
})

test.each([
  ['lokal', 'local'],
  ['my box', 'my-box'],
  ['offf', 'off'],
  ['production', undefined],
  ['', undefined],
  ['../local', undefined],
  ['__proto__', undefined],
  ['constructor', undefined],
])('%j is no profile; near is %s', (unknown, near) => {
  expect(findProfile(unknown, file)).toEqual(near === undefined ? { unknown } : { unknown, near })
})

import { expect, test } from 'vitest'
import { fields, keyOf, profileName, splitKey } from '../../src/profiles/fields.ts'

test.each([
  ['LOCAL_BASE_URL', 'local', 'BASE_URL'],
  ['MY_BOX_BASE_URL', 'my-box', 'BASE_URL'],
  ['A_MODEL', 'a', 'MODEL'],
  ['A_OPUS_MODEL', 'a', 'OPUS_MODEL'],
  ['A_MODEL_NAME', 'a', 'MODEL_NAME'],
  ['A_SMALL_FAST_MODEL', 'a', 'SMALL_FAST_MODEL'],
  ['A_AUTH_TOKEN', 'a', 'AUTH_TOKEN'],
  ['A_AUTH_TOKEN_COMMAND', 'a', 'AUTH_TOKEN_COMMAND'],
  ['A_API_KEY_COMMAND', 'a', 'API_KEY_COMMAND'],
  ['KIND_KIND', 'kind', 'KIND'],
  ['BIG_OPUS_MODEL', 'big', 'OPUS_MODEL'],
  ['3090_MODEL', '3090', 'MODEL'],
])('%s is of profile %s, field %s', (key, profile, field) => {
  expect(splitKey(key)).toEqual({ profile, field })
})

test.each(['MODEL', '_MODEL', '__MODEL', 'BASE_URL', 'LOCAL_', 'LOCAL', 'LOCAL_MODELS', 'LITELLM_MASTER_KEY', ''])(
  '%j is nobody’s field',
  key => expect(splitKey(key)).toBeUndefined(),
)

test.each([
  ['local', 'local'],
  ['LOCAL', 'local'],
  ['My_Box', 'my-box'],
  ['my-box', 'my-box'],
  ['a', 'a'],
  ['-', undefined],
  ['-x', undefined],
  ['x-', undefined],
  ['_x', undefined],
  ['', undefined],
  ['a b', undefined],
  ['a.b', undefined],
  ['../x', undefined],
  ['größe', undefined],
])('the name %j is %s', (text, name) => {
  expect(profileName(text)).toBe(name)
})

test('a key is what its profile and field make of it, for every field', () => {
  for (const field of fields)
    for (const profile of ['local', 'my-box', 'a-b-c'])
      expect(splitKey(keyOf(profile, field))).toEqual({ profile, field })
})

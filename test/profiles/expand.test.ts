// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the file itself refers to variables
import { expect, test } from 'vitest'
import { expandReferences } from '../../src/profiles/expand.ts'

const environment = { HOST: 'box', EMPTY: '', ODD: '$HOST `id` $(id)', _1: 'one' }

test.each([
  ['http://$HOST:8000', 'http://box:8000'],
  ['http://${HOST}.lan', 'http://box.lan'],
  ['$HOST$HOST', 'boxbox'],
  ['$HOST_x', '$HOST_x', 'HOST_x'],
  ['${HOST}_x', 'box_x'],
  ['a${EMPTY}b', 'ab'],
  ['$_1', 'one'],
  ['$ODD', '$HOST `id` $(id)'],
  ['\\$HOST', '$HOST'],
  ['$5.00 $', '$5.00 $'],
  ['$(id) $-x ${', '$(id) $-x ${'],
  ['${HOST:-other}', '${HOST:-other}'],
  ['$NOPE', '$NOPE', 'NOPE'],
  ['$NOPE ${GONE}', '$NOPE ${GONE}', 'NOPE GONE'],
  ['no dollar', 'no dollar'],
])('%s becomes %s', (value, expected, missing = '') => {
  const answer = expandReferences(value, environment)
  expect([answer.value, answer.missing.join(' ')]).toEqual([expected, missing])
})

import { describe, expect, test } from 'vitest'
import { fetchSecret, knownSecret, mask } from '../../src/profiles/secret.ts'
import type { Processes } from '../../src/system/system.ts'
import { plainSystem } from '../support/plain-system.ts'
import { localText, ready } from '../support/profiles.ts'

const written = ready(localText())
const commanded = ready(localText('LOCAL_AUTH_TOKEN=', "LOCAL_AUTH_TOKEN_COMMAND='pass show x'"))
const none = ready('', 'cloud')

const printing = (answer: ReturnType<Processes['runSecretCommand']>) =>
  plainSystem({}, { processes: { runSecretCommand: () => answer } })

test.each([
  ['s', 's'],
  ['s\n', 's'],
  ['s\r\n', 's'],
  ['  s  \nuser: me\n', 's'],
  ["it's $(odd)\n", "it's $(odd)"],
])('a command that prints %j gives %j', (output, secret) => {
  expect(fetchSecret(commanded, printing({ output }))).toBe(secret)
})

test.each<[ReturnType<Processes['runSecretCommand']>, string]>([
  [{ failed: 'it ended with status 3' }, 'gave no secret: it ended with status 3; nothing was changed.'],
  [{ failed: 'it took longer than 30 s' }, 'gave no secret: it took longer than 30 s; nothing was changed.'],
  [{ output: '' }, 'gave no secret: its first line is empty; nothing was changed.'],
  [{ output: '\ncanary' }, 'gave no secret: its first line is empty; nothing was changed.'],
  [{ output: 'can\0ary' }, 'gave a NUL byte, which no variable can hold; nothing was changed.'],
])('%j stops the switch', (answer, says) => {
  expect(() => fetchSecret(commanded, printing(answer))).toThrow(`LOCAL_AUTH_TOKEN_COMMAND ${says}`)
})

describe('without running anything', () => {
  const system = plainSystem()
  test('a written secret is known, one behind a command is masked', () => {
    expect([written, commanded, none].map(knownSecret)).toEqual(['t', mask, undefined])
    expect([written, none].map(one => fetchSecret(one, system))).toEqual(['t', undefined])
    expect(system.ran).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { readGlobalConfig, readLogin, readSettings } from '../../src/settings/read.ts'

const file = { name: 'user', path: '/s.json' } as const
const settings = (text: string) => readSettings(text, file)

test('what decides where requests go is kept, and nothing else', () => {
  const text = JSON.stringify({
    env: { A: 'a' },
    model: 'opus',
    apiKeyHelper: 'print-canary',
    permissions: { allow: ['x'] },
  })
  expect(settings(text)).toEqual({ ...file, env: new Map([['A', 'a']]), model: 'opus', hasApiKeyHelper: true })
})

describe('an env block', () => {
  test.each<[string, unknown, [string, string][]]>([
    ['text', { A: 'a' }, [['A', 'a']]],
    ['nothing', { A: '' }, [['A', '']]],
    ['a number', { A: 1 }, [['A', '1']]],
    ['a boolean', { A: false }, [['A', 'false']]],
    ['null', { A: null }, [['A', 'null']]],
    ['that is missing', undefined, []],
    ['that is null', null, []],
    ['that is a list', ['A'], []],
    ['that is text', 'A=a', []],
  ])('%s', (_, env, expected) => {
    expect([...(settings(JSON.stringify({ env }))?.env ?? [])]).toEqual(expected)
  })
})

test.each([
  ['{}', false],
  ['{"model":"","apiKeyHelper":""}', false],
  ['{"model":1,"apiKeyHelper":null}', false],
  ['{"apiKeyHelper":"x"}', true],
])('%s has a helper: %s', (text, expected) => {
  const read = settings(text)
  expect(read?.hasApiKeyHelper).toBe(expected)
  expect(read).not.toHaveProperty('model')
})

// Measured: the client's files are strict JSON, and one that is not counts for nothing.
test.each([
  ['a comment', '{"env":{"A":"a"}} // why'],
  ['a trailing comma', '{"env":{"A":"a"},}'],
  ['broken JSON', '{"env":'],
  ['nothing', ''],
  ['a list', '[]'],
  ['null', 'null'],
  ['text', '"env"'],
])('%s is not loaded', (_, text) => expect(settings(text)).toBeUndefined())

test('a byte order mark is', () => expect(settings('\uFEFF{"env":{"A":"a"}}')?.env.get('A')).toBe('a'))

test.each([
  [
    '{"env":{"A":"a"}}',
    {
      layer: { name: 'global config', path: '/c', env: new Map([['A', 'a']]), hasApiKeyHelper: false },
      hasStoredKey: false,
    },
  ],
  ['{"primaryApiKey":"canary"}', { hasStoredKey: true }],
  ['{"primaryApiKey":""}', { hasStoredKey: false }],
  ['{"primaryApiKey":null,"env":{}}', { hasStoredKey: false }],
  ['{ broken', { hasStoredKey: false }],
])('the global config %s', (text, expected) => expect(readGlobalConfig(text, '/c')).toEqual(expected))

test.each<[unknown, unknown]>([
  [
    { claudeAiOauth: { accessToken: 'canary', refreshToken: 'canary', subscriptionType: 'max', expiresAt: 5 } },
    { plan: 'max', expiresAt: 5 },
  ],
  [{ claudeAiOauth: { accessToken: 'canary' } }, {}],
  [{ claudeAiOauth: { refreshToken: 'canary', subscriptionType: null, expiresAt: 'soon' } }, {}],
  [{ claudeAiOauth: { accessToken: '', subscriptionType: 'max', expiresAt: 5 } }, undefined],
  [{ claudeAiOauth: null }, undefined],
  [{ mcpOAuth: {} }, undefined],
  [{}, undefined],
  [[], undefined],
])('the stored login %j is read as %j', (stored, expected) => {
  expect(readLogin(JSON.stringify(stored))).toEqual(expected)
})

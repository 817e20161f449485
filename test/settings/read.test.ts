import { describe, expect, test } from 'vitest'
import { decodeText, readGlobalConfig, readLogin, readSettings } from '../../src/settings/read.ts'

const file = { name: 'user', path: '/s.json' } as const
const read = (text: string) => readSettings(decodeText(Buffer.from(text)), file)
const settings = (text: string) => {
  const found = read(text)
  return 'layer' in found ? found.layer : undefined
}

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
  ])('%s', (_, env, expected) => {
    expect([...(settings(JSON.stringify({ env }))?.env ?? [])]).toEqual(expected)
  })
})

test.each([
  ['{}', false],
  ['{"model":"","apiKeyHelper":""}', false],
  ['{"apiKeyHelper":"x"}', true],
])('%s has a helper: %s', (text, expected) => {
  const layer = settings(text)
  expect(layer?.hasApiKeyHelper).toBe(expected)
  expect(layer).not.toHaveProperty('model')
})

test.each([
  ['{"permissions":{"defaultMode":"plan"}}', { permissionMode: 'plan' }],
  ['{"permissions":{"disableAutoMode":"disable"}}', { hasNoAutoMode: true }],
  ['{"disableAutoMode":"disable"}', { hasNoAutoMode: true }],
  ['{"permissions":{"defaultMode":""}}', {}],
])('%s says of modes: %j', (text, expected) => {
  const { permissionMode, hasNoAutoMode } = settings(text) ?? {}
  expect(JSON.parse(JSON.stringify({ permissionMode, hasNoAutoMode }))).toEqual(expected)
})

// Measured: the client's files are strict JSON, and one that is not counts for nothing.
test.each([
  ['a comment', '{"env":{"A":"a"}} // why'],
  ['a trailing comma', '{"env":{"A":"a"},}'],
  ['broken JSON', '{"env":'],
  ['a list', '[]'],
  ['null', 'null'],
  ['text', '"env"'],
])('%s is not loaded', (_, text) => expect(settings(text)).toBeUndefined())

test.each([
  [
    'a member of another kind',
    '{"env":{"A":"a"},"permissions":{"allow":"Bash(ls)"}}',
    'user',
    'wrong-member',
    /its permissions.allow is of a kind/,
  ],
  ['no helper', '{"env":{"A":"a"},"apiKeyHelper":null}', 'project', 'wrong-member', /its apiKeyHelper is of a kind/],
  ['a list of variables', '{"env":["A"]}', 'project local', 'wrong-member', /its env is of a kind/],
  ['a comment', '{} // x', 'managed', 'not-json', /it is not strict JSON/],
] as const)('a file with %s counts for nothing', (_, text, name, fault, why) =>
  expect(readSettings(text, { name, path: '/s' })).toEqual({ fault, why: expect.stringMatching(why) }),
)

test.each([
  ['{"env":["A"],"model":"m"}', { env: new Map(), model: 'm', hasApiKeyHelper: false }],
  [
    '{"env":{"A":"a"},"apiKeyHelper":null,"model":3,"permissions":1}',
    { env: new Map([['A', 'a']]), hasApiKeyHelper: false },
  ],
])('of an administrator’s %s only the wrong member does', (text, layer) =>
  expect(readSettings(text, { name: 'managed', path: '/s' })).toEqual({
    layer: { name: 'managed', path: '/s', ...layer },
  }),
)

test('where the client’s reading is not known, the file counts and it is said', () =>
  expect(read('{"env":{"A":"a"},"sandbox":{"credentials":{"files":[{}]}}}')).toEqual({
    layer: { ...file, env: new Map([['A', 'a']]), hasApiKeyHelper: false },
    unsure: 'whether Claude Code takes its sandbox.credentials.files is not known',
  }))

describe('bytes', () => {
  const text = '{"env":{"A":"a"}}'
  test.each<[string, Uint8Array, string | undefined]>([
    ['UTF-8', Buffer.from(text), 'a'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), 'a'],
    ['UTF-8 with two marks', Buffer.from(`\uFEFF\uFEFF${text}`), undefined],
    ['UTF-16LE with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'a'],
    [
      'UTF-16LE with a mark and half a character',
      Buffer.concat([Buffer.from(`\uFEFF${text}`, 'utf16le'), Buffer.from('x')]),
      'a',
    ],
    ['UTF-16LE without one', Buffer.from(text, 'utf16le'), undefined],
    ['UTF-16BE with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), undefined],
    ['Latin 1', Buffer.from('{"env":{"A":"\xe9"}}', 'latin1'), '\uFFFD'],
    ['nothing but blanks', Buffer.from(' \n'), undefined],
  ])('in %s', (_, bytes, expected) => {
    const found = readSettings(decodeText(bytes), file)
    expect('layer' in found ? found.layer.env.get('A') : undefined).toBe(expected)
  })
})

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
  ['{ broken', { hasStoredKey: false, isBroken: true }],
  ['[]', { hasStoredKey: false }],
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

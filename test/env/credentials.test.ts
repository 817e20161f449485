import { expect, test } from 'vitest'
import { type Logins, sentCredentials } from '../../src/env/credentials.ts'
import { resolveEnv, type SettingsLayer } from '../../src/env/precedence.ts'
import { helper, layer } from '../support/standing.ts'

const token = { ANTHROPIC_AUTH_TOKEN: 't' }
const key = { ANTHROPIC_API_KEY: 'k' }
const oauth = { CLAUDE_CODE_OAUTH_TOKEN: 'o' }
const header = (...lines: string[]) => ({ ANTHROPIC_CUSTOM_HEADERS: lines.join('\n') })
const login: Logins = { subscription: {} }
const stored: Logins = { storedKey: { path: '/home/.claude.json' } }

/** Measured with 2.1.329 against a server that recorded the headers. */
const toolProfile = { name: 'default', path: '/home/me/.config/anthropic/configs/default.json' }

const table: [string, Record<string, string>, SettingsLayer[], Logins, string[]][] = [
  ['nothing', {}, [], {}, []],
  ['a token', token, [], {}, ['ANTHROPIC_AUTH_TOKEN authorization']],
  ['a key', key, [], {}, ['ANTHROPIC_API_KEY x-api-key']],
  [
    'a token and a key: both',
    { ...token, ...key },
    [],
    {},
    ['ANTHROPIC_AUTH_TOKEN authorization', 'ANTHROPIC_API_KEY x-api-key'],
  ],
  [
    'a token and a helper: its output as x-api-key',
    token,
    [helper],
    {},
    ['ANTHROPIC_AUTH_TOKEN authorization', 'apiKeyHelper x-api-key'],
  ],
  [
    'a key and a helper: its output as Bearer',
    key,
    [helper],
    {},
    ['ANTHROPIC_API_KEY x-api-key', 'apiKeyHelper authorization'],
  ],
  [
    'token, key and helper',
    { ...token, ...key },
    [helper],
    {},
    ['ANTHROPIC_AUTH_TOKEN authorization', 'ANTHROPIC_API_KEY x-api-key'],
  ],
  ['a helper alone: both', {}, [helper], {}, ['apiKeyHelper authorization+x-api-key']],
  ['a helper before OAuth and login', oauth, [helper], login, ['apiKeyHelper authorization+x-api-key']],
  ['OAuth', oauth, [], {}, ['CLAUDE_CODE_OAUTH_TOKEN authorization']],
  ['OAuth before the login', oauth, [], login, ['CLAUDE_CODE_OAUTH_TOKEN authorization']],
  ['the login', {}, [], login, ['/login authorization']],
  ['the login before the stored key', {}, [], { ...login, ...stored }, ['/login authorization']],
  ['the stored key', {}, [], stored, ['primaryApiKey x-api-key']],
  [
    'the stored key beside a token too',
    token,
    [],
    stored,
    ['ANTHROPIC_AUTH_TOKEN authorization', 'primaryApiKey x-api-key'],
  ],
  ['a token instead of the login', token, [], login, ['ANTHROPIC_AUTH_TOKEN authorization']],
  ['a key instead of the login', key, [], login, ['ANTHROPIC_API_KEY x-api-key']],
  [
    'a key from a descriptor',
    { CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR: '5' },
    [],
    {},
    ['CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR x-api-key'],
  ],
  // Each seen with 2.1.332: a profile of Anthropic's own tools in ~/.config/anthropic, and a server that recorded the headers.
  ['a tool profile', {}, [], { toolProfile }, ['default authorization']],
  ['one beside the login', {}, [], { toolProfile, ...login }, ['/login authorization']],
  [
    'one that is named',
    { ANTHROPIC_PROFILE: 'work' },
    [],
    { toolProfile, ...login },
    ['ANTHROPIC_PROFILE authorization'],
  ],
  ['one that is named and not there', { ANTHROPIC_PROFILE: 'work' }, [], login, []],
  ['one beside a key', key, [], { toolProfile }, ['ANTHROPIC_API_KEY x-api-key']],
  [
    'one beside an OAuth token',
    { CLAUDE_CODE_OAUTH_TOKEN: 'o' },
    [],
    { toolProfile },
    ['CLAUDE_CODE_OAUTH_TOKEN authorization'],
  ],
  [
    'a session of the desktop app',
    { ...token, CLAUDE_CODE_ENTRYPOINT: 'claude-desktop' },
    [],
    login,
    ['/login authorization'],
  ],
  ['of a local agent', { ...key, CLAUDE_CODE_ENTRYPOINT: 'local-agent' }, [], login, ['/login authorization']],
  ['of a script', { ...token, CLAUDE_CODE_ENTRYPOINT: 'sdk-ts' }, [], login, ['ANTHROPIC_AUTH_TOKEN authorization']],
  ['a remote session', { ...token, CLAUDE_CODE_REMOTE: '1' }, [], login, ['/login authorization']],
  ['no remote session', { ...token, CLAUDE_CODE_REMOTE: '0' }, [], login, ['ANTHROPIC_AUTH_TOKEN authorization']],
  [
    'a remote session without a login',
    { ...token, CLAUDE_CODE_REMOTE: '1' },
    [],
    {},
    ['ANTHROPIC_AUTH_TOKEN authorization'],
  ],
  [
    'with an OAuth token',
    { ...token, CLAUDE_CODE_OAUTH_TOKEN: 'o', CLAUDE_CODE_REMOTE: '1' },
    [],
    login,
    ['CLAUDE_CODE_OAUTH_TOKEN authorization'],
  ],
  ['an empty key is none', { ANTHROPIC_API_KEY: '' }, [], login, ['/login authorization']],
  ['headers that are no credential', header('X-Team: a'), [], login, ['/login authorization']],
  ['a key among the headers', header('X-Team: a', 'X-Api-Key: k'), [], {}, ['ANTHROPIC_CUSTOM_HEADERS x-api-key']],
  [
    'which takes the place of another',
    { ...key, ...header('x-api-key: k') },
    [],
    {},
    ['ANTHROPIC_CUSTOM_HEADERS x-api-key'],
  ],
  [
    'beside a token',
    { ...token, ...key, ...header('x-api-key: k') },
    [],
    {},
    ['ANTHROPIC_AUTH_TOKEN authorization', 'ANTHROPIC_CUSTOM_HEADERS x-api-key'],
  ],
  [
    'a Bearer among the headers loses to a token',
    { ...token, ...header('Authorization: Bearer b') },
    [],
    {},
    ['ANTHROPIC_AUTH_TOKEN authorization'],
  ],
  [
    'and takes the place of the login',
    header('authorization: Bearer b'),
    [],
    login,
    ['ANTHROPIC_CUSTOM_HEADERS authorization'],
  ],
  [
    'a key that settings empty is none',
    key,
    [layer('user', { ANTHROPIC_API_KEY: '' })],
    login,
    ['/login authorization'],
  ],
]

test.each(table)('%s', (_, environment, layers, logins, expected) => {
  const sent = sentCredentials(resolveEnv(environment, layers), logins)
  expect(sent.map(({ name, headers }) => `${name} ${headers.join('+')}`)).toEqual(expected)
})

test('where a credential comes from is said', () => {
  const settings = layer('user', key)
  expect(sentCredentials(resolveEnv({}, [settings]), {})[0]).toMatchObject({ source: 'variable', from: '/user' })
  expect(sentCredentials(resolveEnv(key, []), {})[0]).toMatchObject({ source: 'variable', from: 'environment' })
  expect(sentCredentials(resolveEnv({}, [helper]), {})[0]).toMatchObject({ source: 'helper', from: '/user' })
  expect(sentCredentials(resolveEnv({}, []), stored)[0]).toMatchObject({
    source: 'stored key',
    from: '/home/.claude.json',
  })
})

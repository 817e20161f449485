import { describe, expect, test } from 'vitest'
import { readClientFiles } from '../../src/settings/load.ts'
import { plainSystem } from '../support/plain-system.ts'

const env = (value: string) => JSON.stringify({ env: { X: value } })

test('every layer is read, strongest first, also one below the root of a checkout', () => {
  const system = plainSystem(
    {
      '/etc/claude-code/managed-settings.d/10-a.json': env('managed a'),
      '/etc/claude-code/managed-settings.d/20-b.json': env('managed b'),
      '/etc/claude-code/managed-settings.json': env('managed'),
      '/repo/.git/HEAD': '',
      '/repo/.claude/settings.local.json': env('local of the root'),
      '/repo/.claude/settings.json': env('project of the root, which does not count'),
      '/repo/deep/er/.claude/settings.local.json': env('local'),
      '/repo/deep/er/.claude/settings.json': env('project'),
      '/home/me/.claude/settings.json': env('user'),
      '/home/me/.claude.json': env('config'),
    },
    { cwd: '/repo/deep/er' },
  )
  expect(readClientFiles(system, {}).layers.map(layer => layer.env.get('X'))).toEqual([
    'managed b',
    'managed a',
    'managed',
    'local of the root',
    'local',
    'project',
    'user',
    'config',
  ])
})

test('CLAUDE_CONFIG_DIR of the environment that the client will have decides', () => {
  const system = plainSystem({ '/home/me/.claude/settings.json': env('home'), '/c/settings.json': env('there') })
  const values = (environment: Record<string, string>) =>
    readClientFiles(system, environment).layers.map(layer => layer.env.get('X'))
  expect(values({})).toEqual(['home'])
  expect(values({ CLAUDE_CONFIG_DIR: '/c' })).toEqual(['there'])
})

test('what the client would not load is named with its reason', () => {
  const system = plainSystem({
    '/code/.claude/settings.json': '{} // comment',
    '/home/me/.claude/settings.json': { unreadable: 'permission denied' },
  })
  expect(readClientFiles(system, {})).toMatchObject({
    layers: [],
    logins: {},
    broken: [
      { path: '/code/.claude/settings.json', why: 'it is not strict JSON', fault: 'not-json', outcome: 'dropped' },
      { path: '/home/me/.claude/settings.json', why: 'permission denied', fault: 'unreadable', outcome: 'dropped' },
    ],
  })
})

test('of the logins, only what may be looked at', () => {
  const system = plainSystem({
    '/home/me/.claude/.credentials.json': JSON.stringify({
      claudeAiOauth: { accessToken: 'canary', subscriptionType: 'max', expiresAt: 7 },
    }),
    '/home/me/.claude.json': JSON.stringify({ primaryApiKey: 'canary', projects: {} }),
  })
  const { logins } = readClientFiles(system, {})
  expect(logins).toEqual({ subscription: { plan: 'max', expiresAt: 7 }, storedKey: { path: '/home/me/.claude.json' } })
})

test.each<[NodeJS.Platform, string[], object]>([
  ['darwin', ['Claude Code-credentials'], { subscription: {} }],
  ['darwin', ['Claude Code'], { storedKey: { path: 'the Keychain' } }],
  ['darwin', [], {}],
  ['linux', ['Claude Code-credentials', 'Claude Code'], {}],
])('on %s with %j in the Keychain', (platform, items, expected) => {
  const hasKeychainItem = (service: string) => items.includes(service)
  expect(readClientFiles(plainSystem({}, { platform, processes: { hasKeychainItem } }), {}).logins).toEqual(expected)
})

// The hash is of the directory: printf %s /c | sha256sum | cut -c1-8
test.each<[Record<string, string>, string[]]>([
  [{}, ['Claude Code-credentials of anybody', 'Claude Code of anybody']],
  [{ USER: 'me' }, ['Claude Code-credentials of me', 'Claude Code of me']],
  [{ USER: 'me and you' }, ['Claude Code-credentials of claude-code-user', 'Claude Code of claude-code-user']],
  [{ CLAUDE_CONFIG_DIR: '/c' }, ['Claude Code-credentials-facd442e of anybody', 'Claude Code-facd442e of anybody']],
  [{ CLAUDE_CONFIG_DIR: '' }, ['Claude Code-credentials of anybody', 'Claude Code of anybody']],
  [
    { CLAUDE_CONFIG_DIR: '/d', CLAUDE_SECURESTORAGE_CONFIG_DIR: '/c' },
    ['Claude Code-credentials-facd442e of anybody', 'Claude Code-facd442e of anybody'],
  ],
  [
    { CLAUDE_CONFIG_DIR: '/c', CLAUDE_SECURESTORAGE_CONFIG_DIR: '' },
    ['Claude Code-credentials of anybody', 'Claude Code of anybody'],
  ],
])('the items of the Keychain with %j', (environment, expected) => {
  const asked: string[] = []
  const hasKeychainItem = (service: string, account = 'anybody') => {
    asked.push(`${service} of ${account}`)
    return false
  }
  readClientFiles(plainSystem({}, { platform: 'darwin', processes: { hasKeychainItem } }), environment)
  expect(asked).toEqual(expected)
})

describe('in a linked worktree', () => {
  const linked = (changes: Record<string, string> = {}) => ({
    '/main/.git/HEAD': '',
    '/main/.git/worktrees/w/commondir': '../..\n',
    '/main/.git/worktrees/w/gitdir': '/w/.git\n',
    '/main/.claude/settings.local.json': env('main'),
    '/w/.git': 'gitdir: /main/.git/worktrees/w\n',
    '/w/.claude/settings.local.json': env('own'),
    '/w/sub/.claude/settings.local.json': env('sub'),
    ...changes,
  })

  // As Claude Code 2.1.332 was seen to read them, the strongest first.
  test.each<[string, Record<string, string>, string, string[]]>([
    ['at its root', {}, '/w', ['main', 'own']],
    ['below its root', {}, '/w/sub', ['main', 'sub']],
    [
      'by relative ways',
      { '/w/.git': 'gitdir: ../main/.git/worktrees/w', '/main/.git/worktrees/w/gitdir': '../../../../w/.git' },
      '/w',
      ['main', 'own'],
    ],
    ['that the repository does not name', { '/main/.git/worktrees/w/gitdir': '/elsewhere/.git' }, '/w', ['own']],
    [
      'that the repository does not name, below',
      { '/main/.git/worktrees/w/gitdir': '/elsewhere/.git' },
      '/w/sub',
      ['own', 'sub'],
    ],
    ['of a directory that is no worktrees', { '/w/.git': 'gitdir: /main/.git' }, '/w', ['own']],
    ['of nothing', { '/w/.git': 'gitdir: /nowhere' }, '/w/sub', ['own', 'sub']],
    ['that says nothing', { '/w/.git': '' }, '/w/sub', ['own', 'sub']],
    ['with more than one line', { '/w/.git': 'gitdir: /main/.git/worktrees/w\n\nx' }, '/w', ['own']],
    ['with a repository elsewhere', { '/main/.git/worktrees/w/commondir': '/other/.git' }, '/w', ['own']],
  ])('%s', (_, changes, cwd, expected) => {
    const system = plainSystem(linked(changes), { cwd })
    expect(readClientFiles(system, {}).layers.map(layer => layer.env.get('X'))).toEqual(expected)
  })

  test.each([
    ['/bare', '/w', ['own']],
    ['/bare', '/w/sub', ['sub']],
    ['/bare/.git', '/w/sub', ['/bare', 'sub']],
  ])('of the bare repository %s, from %s', (bare, cwd, expected) => {
    const system = plainSystem(
      {
        ...linked({ '/w/.git': `gitdir: ${bare}/worktrees/w` }),
        [`${bare}/worktrees/w/commondir`]: '../..',
        [`${bare}/worktrees/w/gitdir`]: '/w/.git',
        '/bare/.claude/settings.local.json': env('/bare'),
      },
      { cwd },
    )
    expect(readClientFiles(system, {}).layers.map(layer => layer.env.get('X'))).toEqual(expected)
  })

  test('nor where home is the root of a checkout, but for home itself', () => {
    const files = { '/home/me/.git/HEAD': '', '/home/me/.claude/settings.local.json': env('home') }
    const values = (cwd: string) =>
      readClientFiles(plainSystem(files, { cwd }), {}).layers.map(layer => layer.env.get('X'))
    expect([values('/home/me/a'), values('/home/me')]).toEqual([[], ['home']])
  })
})

test.each<[string, string, string]>([
  ['/etc/claude-code/managed-settings.json', '{} // x', 'fatal'],
  ['/home/me/.claude.json', '{"env":{}', 'fatal'],
  ['/code/.claude/settings.json', '{"apiKeyHelper":null}', 'dropped'],
  ['/code/.claude/settings.json', '{"sandbox":{"credentials":{"files":[{}]}}}', 'unsure'],
])('%s with %s is %s', (path, text, outcome) =>
  expect(readClientFiles(plainSystem({ [path]: text }), {}).broken).toMatchObject([{ path, outcome }]),
)

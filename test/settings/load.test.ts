import { expect, test } from 'vitest'
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
  expect(readClientFiles(system, {})).toEqual({
    layers: [],
    logins: {},
    broken: [
      { path: '/code/.claude/settings.json', why: 'it is not strict JSON' },
      { path: '/home/me/.claude/settings.json', why: 'permission denied' },
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

test.each([
  ['darwin', true, {}],
  ['darwin', false, undefined],
  ['linux', true, undefined],
] as const)('on %s with a Keychain item: %s', (platform, has, expected) => {
  const system = plainSystem({}, { platform, processes: { hasKeychainItem: () => has } })
  expect(readClientFiles(system, {}).logins.subscription).toEqual(expected)
})

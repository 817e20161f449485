import { describe, expect, test } from 'vitest'
import {
  configDirectory,
  credentialsFile,
  globalConfig,
  managedDirectory,
  type Scope,
  scopeFiles,
  settingsFiles,
  type Whereabouts,
} from '../../src/settings/paths.ts'

const at = (rest: Partial<Whereabouts> = {}): Whereabouts => ({
  environment: {},
  home: '/home/me',
  cwd: '/code/app/src',
  platform: 'linux',
  ...rest,
})
const paths = (whereabouts: Whereabouts, managed: string[] = []) =>
  settingsFiles(whereabouts, managed).map(({ name, path }) => `${name}: ${path}`)

describe('the settings files, strongest first', () => {
  test('in a git checkout', () => {
    expect(paths(at({ gitRoot: '/code/app' }), ['10-a.json', '20-b.json'])).toEqual([
      'managed: /etc/claude-code/managed-settings.d/20-b.json',
      'managed: /etc/claude-code/managed-settings.d/10-a.json',
      'managed: /etc/claude-code/managed-settings.json',
      'project local: /code/app/.claude/settings.local.json',
      'project local: /code/app/src/.claude/settings.local.json',
      'project: /code/app/src/.claude/settings.json',
      'user: /home/me/.claude/settings.json',
    ])
  })

  test('outside of one', () => {
    expect(paths(at())).toEqual([
      'managed: /etc/claude-code/managed-settings.json',
      'project local: /code/app/src/.claude/settings.local.json',
      'project: /code/app/src/.claude/settings.json',
      'user: /home/me/.claude/settings.json',
    ])
  })

  test('at the root of one, where two are the same file', () => {
    expect(paths(at({ cwd: '/code/app', gitRoot: '/code/app' }))).toHaveLength(4)
  })

  test('in the home directory, where the project’s file is the user’s', () => {
    expect(paths(at({ cwd: '/home/me' })).slice(1)).toEqual([
      'project local: /home/me/.claude/settings.local.json',
      'user: /home/me/.claude/settings.json',
    ])
  })

  test('what is no settings file in managed-settings.d does not count', () => {
    expect(paths(at(), ['.hidden.json', 'README', 'a.json', 'b.json.bak'])[0]).toContain('a.json')
    expect(paths(at(), ['.hidden.json', 'README', 'b.json.bak'])).toHaveLength(4)
  })

  test.each([
    ['/elsewhere', 'user: /elsewhere/settings.json'],
    // Measured: set to nothing, a settings.json of the directory itself is read as the user's.
    ['', 'user: /code/app/src/settings.json'],
  ])('CLAUDE_CONFIG_DIR=%j', (CLAUDE_CONFIG_DIR, last) => {
    expect(paths(at({ environment: { CLAUDE_CONFIG_DIR } })).at(-1)).toBe(last)
  })
})

test.each<[Scope, Partial<Whereabouts>, string[]]>([
  ['local', {}, ['/code/app/src/.claude/settings.local.json']],
  [
    'local',
    { gitRoot: '/code/app' },
    ['/code/app/.claude/settings.local.json', '/code/app/src/.claude/settings.local.json'],
  ],
  ['local', { gitRoot: '/code/app/src' }, ['/code/app/src/.claude/settings.local.json']],
  ['project', { gitRoot: '/code/app' }, ['/code/app/src/.claude/settings.json']],
  ['user', {}, ['/home/me/.claude/settings.json']],
  ['user', { environment: { CLAUDE_CONFIG_DIR: '/c' } }, ['/c/settings.json']],
  ['user', { environment: { CLAUDE_CONFIG_DIR: '' } }, []],
  [
    'vscode',
    {},
    [
      '/home/me/.config/Code/User/settings.json',
      '/home/me/.config/Code - Insiders/User/settings.json',
      '/home/me/.config/VSCodium/User/settings.json',
    ],
  ],
])('the files of scope %s with %j', (scope, rest, expected) => expect(scopeFiles(at(rest), scope)).toEqual(expected))

test.each([
  ['linux', '/etc/claude-code'],
  ['darwin', '/Library/Application Support/ClaudeCode'],
  ['win32', 'C:/Program Files/ClaudeCode'],
] as const)('on %s the administrator’s are in %s', (platform, directory) => {
  expect(managedDirectory(platform)).toBe(directory)
  expect(paths(at({ platform }))[0]).toBe(`managed: ${directory}/managed-settings.json`)
})

test.each([
  [{}, '/home/me/.claude', '/home/me/.claude.json', '/home/me/.claude/.credentials.json'],
  [{ CLAUDE_CONFIG_DIR: '/c' }, '/c', '/c/.claude.json', '/c/.credentials.json'],
  [{ CLAUDE_CONFIG_DIR: '' }, undefined, '/home/me/.claude.json', undefined],
  [
    { CLAUDE_SECURESTORAGE_CONFIG_DIR: '', CLAUDE_CONFIG_DIR: '/c' },
    '/c',
    '/c/.claude.json',
    '/home/me/.claude/.credentials.json',
  ],
  [{ CLAUDE_CONFIG_DIR: '~/c' }, '~/c', '~/c/.claude.json', '~/c/.credentials.json'],
  [{ CLAUDE_SECURESTORAGE_CONFIG_DIR: '/s' }, '/home/me/.claude', '/home/me/.claude.json', '/s/.credentials.json'],
])('the client’s own files with %j', (environment, directory, config, credentials) => {
  const whereabouts = at({ environment })
  expect([configDirectory(whereabouts), globalConfig(whereabouts), credentialsFile(whereabouts)]).toEqual([
    directory,
    config,
    credentials,
  ])
})

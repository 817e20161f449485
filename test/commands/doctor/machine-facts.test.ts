import { describe, expect, test } from 'vitest'
import { readMachineFacts, type Visit } from '../../../src/commands/doctor/machine-facts.ts'
import { findBackendsFile } from '../../../src/profiles/load.ts'
import { problemOf } from '../../../src/profiles/problem.ts'
import { bash } from '../../../src/shells/bash.ts'
import type { Processes, SystemChanges } from '../../../src/system/system.ts'
import { changeSystem, plainSystem } from '../../support/plain-system.ts'
import { configIn } from '../../support/standing.ts'

type Disk = NonNullable<Parameters<typeof plainSystem>[0]>

const own: SystemChanges = { files: { own: path => (path === 'package.json' ? '{"version":"1.2.3"}' : 'ours') } }
const PATH = '/usr/bin:/b'

/** The facts of a machine with these files and links, all of which may be run. */
function facts(
  files: Disk,
  changes: SystemChanges = {},
  visit: Partial<Visit> = {},
  links: Readonly<Record<string, string>> = {},
) {
  const system = plainSystem(files, { ...own, environment: { PATH }, ...changes })
  const find = (path: string) => links[path] ?? (system.disk.has(path) ? path : undefined)
  const found = findBackendsFile(system, false)
  return readMachineFacts(changeSystem(system, { processes: { programAt: find } }), found, {
    configs: [],
    problems: [],
    ...visit,
    now: 0,
  })
}

describe('how this was called', () => {
  const parent = (name: string) => ({ processes: { parentName: () => name } })
  test.each<[string, SystemChanges, Partial<Visit>, string]>([
    ['by the function, before any switch', { undo: '', ...parent('bash') }, {}, 'function'],
    ['by the function, since one', { undo: '{}', ...parent('zsh') }, {}, 'function'],
    ['by source', { undo: '', ...parent('bash') }, { caller: bash }, 'evaluated'],
    ['by a shell', parent('-bash'), {}, 'program'],
    ['by PowerShell, which passes no empty text', parent('pwsh'), {}, 'unknown'],
    ['by a program', { ...parent('make'), environment: { SHELL: '/bin/bash' } }, {}, 'unknown'],
    ['by nobody knows whom', {}, {}, 'unknown'],
  ])('%s', async (_, changes, visit, expected) => {
    expect((await facts({}, changes, visit)).shell.reached).toBe(expected)
  })

  test.each([
    [{ npm_command: 'exec', PATH: '/code/node_modules/.bin:/b' }, true],
    [{ npm_lifecycle_event: 'start', PATH: '/code/node_modules/.bin' }, true],
    [{ npm_command: 'exec', PATH: '/b' }, false],
    [{ PATH: '/code/node_modules/.bin' }, false],
  ])('%o is through npm: %s', async (environment, expected) => {
    expect((await facts({}, { environment })).shell.throughNpm).toBe(expected)
  })
})

describe('the start-up file', () => {
  const line = 'eval "$(claude-switch init bash)"'
  test.each<[string, string, Record<string, string>, Disk, object | undefined]>([
    ['has the line', 'bash', {}, { '/home/me/.bashrc': `x=1\n  ${line}\n` }, { shown: '~/.bashrc', loads: true }],
    [
      'has it with a path',
      'bash',
      {},
      { '/home/me/.bashrc': 'eval "$(~/code/shell/claude-switch init bash)"' },
      { shown: '~/.bashrc', loads: true },
    ],
    ['has it in a comment', 'bash', {}, { '/home/me/.bashrc': `# ${line}` }, { shown: '~/.bashrc', loads: false }],
    ['is missing', 'bash', {}, {}, { shown: '~/.bashrc', loads: false }],
    ['of zsh', 'zsh', { ZDOTDIR: '/z' }, { '/z/.zshrc': line }, { shown: '/z/.zshrc', loads: true }],
    [
      'of fish',
      'fish',
      { XDG_CONFIG_HOME: '/x' },
      { '/x/fish/config.fish': 'claude-switch init fish | source' },
      { shown: '/x/fish/config.fish', loads: true },
    ],
    ['of dash, of no known place', 'dash', {}, { '/home/me/.profile': line }, undefined],
  ])('%s', async (_, parent, environment, disk, expected) => {
    const { shell } = await facts(disk, { environment, processes: { parentName: () => parent } })
    expect(shell.startUp).toEqual(expected)
  })
})

describe('what PATH gives as claude-switch', () => {
  const real = '/lib/node_modules/claude-switch/shell/claude-switch'
  const manifest = '/lib/node_modules/claude-switch/package.json'
  test.each<[string, Disk, Record<string, string>, object | undefined]>([
    ['nothing', { '/other/claude-switch': '' }, {}, undefined],
    [
      'a link into a package',
      { [real]: 'ours', [manifest]: '{"name":"claude-switch","version":"1.0.0"}' },
      { '/b/claude-switch': real },
      { path: '/b/claude-switch', text: 'ours', version: '1.0.0' },
    ],
    [
      'a file beside another package',
      { '/b/claude-switch': 'x', '/package.json': '{"name":"y","version":"1"}' },
      {},
      { path: '/b/claude-switch', text: 'x' },
    ],
    ['a program', { '/b/claude-switch': 'ELF\0' }, {}, { path: '/b/claude-switch' }],
    [
      'the first of two',
      { '/b/claude-switch': 'b', '/usr/bin/claude-switch': 'u' },
      {},
      { path: '/usr/bin/claude-switch', text: 'u' },
    ],
  ])('%s', async (_, disk, links, expected) => {
    expect((await facts(disk, {}, {}, links)).shell.command).toEqual(expected)
  })
})

describe('the client', () => {
  const home = '/lib/node_modules/@anthropic-ai/claude-code'
  const manifest = { [`${home}/package.json`]: '{"name":"@anthropic-ai/claude-code","version":"2.1.300"}' }
  const version = '/home/me/.local/share/claude/versions/2.1.301'
  const silent = async () => ({ failed: 'it was asked' })
  test.each<[string, Disk, Record<string, string>, Processes['exec'], object]>([
    ['absent', {}, {}, silent, {}],
    ['off the PATH', { '/home/me/.claude/local/claude': '' }, {}, silent, { elsewhere: '~/.claude/local/claude' }],
    [
      'npm’s, without asking it',
      manifest,
      { '/b/claude': `${home}/bin/claude.exe` },
      silent,
      { path: '/b/claude', version: '2.1.300', installer: 'npm' },
    ],
    [
      'its own installer’s, without asking it',
      {},
      { '/b/claude': version },
      silent,
      { path: '/b/claude', version: '2.1.301', installer: 'native' },
    ],
    [
      'anything else, which is asked',
      { '/b/claude': '' },
      {},
      async () => ({ stdout: '2.1.302 (Claude Code)\n' }),
      { path: '/b/claude', version: '2.1.302' },
    ],
    [
      'one that says something else',
      { '/b/claude': '' },
      {},
      async () => ({ stdout: 'hello\n' }),
      { path: '/b/claude', why: 'it prints no version' },
    ],
    ['one that cannot run', { '/b/claude': '' }, {}, silent, { path: '/b/claude', why: 'it was asked' }],
  ])('%s', async (_, disk, links, exec, expected) => {
    expect((await facts(disk, { processes: { exec } }, {}, links)).client).toEqual(expected)
  })
})

describe('certificates', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n'
  test.each<[string, Record<string, string>, object[]]>([
    ['two', { NODE_EXTRA_CA_CERTS: '/two' }, [{ variable: 'NODE_EXTRA_CA_CERTS', path: '/two', count: 2 }]],
    [
      'by a relative path',
      { NODE_EXTRA_CA_CERTS: 'one' },
      [{ variable: 'NODE_EXTRA_CA_CERTS', path: 'one', count: 1 }],
    ],
    ['a key alone', { NODE_EXTRA_CA_CERTS: '/key' }, [{ variable: 'NODE_EXTRA_CA_CERTS', path: '/key', count: 0 }]],
    ['missing', { SSL_CERT_FILE: '/no' }, [{ variable: 'SSL_CERT_FILE', path: '/no', why: 'there is no such file' }]],
    [
      'closed',
      { SSL_CERT_FILE: '/closed' },
      [{ variable: 'SSL_CERT_FILE', path: '/closed', why: 'permission denied' }],
    ],
    ['unset', { SSL_CERT_FILE: '', NODE_EXTRA_CA_CERTS: '' }, []],
  ])('%s', async (_, environment, expected) => {
    const disk: Disk = {
      '/two': pem + pem,
      '/code/one': pem,
      '/key': '-----BEGIN PRIVATE KEY-----\n',
      '/closed': { unreadable: 'permission denied' },
    }
    expect((await facts(disk, {}, { configs: [configIn(environment)] })).certificates).toEqual(expected)
  })
})

test('problems are said once and in their order, and settings files that cannot be loaded are named', async () => {
  const disk = { '/home/me/.claude-backends.env': 'nonsense\n', '/home/me/.claude/settings.json': '{,}' }
  const [known] = findBackendsFile(plainSystem(disk), false).file.problems
  const later = problemOf('error', { code: 'value-cut', key: 'LATER' }, { line: 9 })
  const read = await facts(disk, {}, { problems: [later, ...(known ? [known] : [])], active: 'local' })
  expect(read.file.problems.map(({ line }) => line)).toEqual([1, 9])
  expect(read.broken).toEqual([
    { path: '~/.claude/settings.json', why: 'it is not strict JSON', fault: 'not-json', outcome: 'dropped' },
  ])
  expect([read.active, read.configs.length]).toEqual(['local', 1])
})

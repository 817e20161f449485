import { describe, expect, test } from 'vitest'
import type { InstalledClient } from '../../src/claude-code/installed.ts'
import type { FileFacts } from '../../src/doctor/machine/facts.ts'
import { examineMachine, machineTitles } from '../../src/doctor/machine.ts'
import { problemOf } from '../../src/profiles/problem.ts'
import { findingsOf, healthyMachine, outlookOn, said } from '../support/healthy-machine.ts'

test('a healthy machine is one ok for each probe', () => {
  const findings = examineMachine(healthyMachine())
  expect(findings.map(({ probe, level }) => [probe, level])).toEqual([...machineTitles.keys()].map(id => [id, 'ok']))
  expect([...machineTitles.keys()]).toEqual([
    'file',
    'shell',
    'client',
    'settings',
    'mode',
    'variables',
    'certificates',
    'proxies',
  ])
})

describe('the file', () => {
  const { file } = healthyMachine()
  const problem = problemOf('error', { code: 'word-unknown', key: 'BOX_KIND', words: ['vllm'] }, { line: 3 })
  test.each<[string, Partial<FileFacts>, string[]]>([
    ['as it should be', {}, ['ok: ~/.claude-backends.env has 5 profiles, and only you can read it']],
    ['with one profile', { profiles: 1 }, ['ok: ~/.claude-backends.env has 1 profile, and only you can read it']],
    ['new', { created: true }, ['ok: ~/.claude-backends.env was written just now; put your servers there']],
    ['exposed', { exposed: true, mode: 0o644 }, ['warn: ~/.claude-backends.env can be read by others (mode 644)']],
    [
      'with an error in one profile',
      { problems: [problem] },
      ['warn: ~/.claude-backends.env:3: BOX_KIND must be one of vllm'],
    ],
    [
      'with problems of no line',
      {
        problems: [
          problemOf('note', { code: 'model-missing', key: 'BOX_MODEL', example: 'm' }),
          problemOf('warning', { code: 'argument-quote-open', key: 'BOX_CLAUDE_ARGS' }),
        ],
      },
      [
        'note: ~/.claude-backends.env: BOX_MODEL is missing; add a line such as BOX_MODEL=m',
        'warn: ~/.claude-backends.env: BOX_CLAUDE_ARGS has a quote that is not closed; close it',
      ],
    ],
  ])('%s', (_, changes, expected) => expect(said('file', { file: { ...file, ...changes } })).toEqual(expected))

  test('says nothing of privacy where modes mean nothing', () => {
    expect(said('file', { platform: 'win32' })).toEqual(['ok: ~/.claude-backends.env has 5 profiles'])
  })

  test.each([
    ['~/.claude-backends.env', '/home/me/.claude-backends.env', 'chmod 600 ~/.claude-backends.env'],
    ["~/it's mine/b.env", "/home/me/it's mine/b.env", "chmod 600 '/home/me/it'\\''s mine/b.env'"],
  ])('%s is closed by a command that can be copied', (shown, path, command) => {
    const [finding] = findingsOf('file', { file: { ...file, shown, path, exposed: true, mode: 0o640 } })
    expect(finding?.remedy?.commands).toEqual([command])
  })
})

describe('the client', () => {
  test.each<[string, InstalledClient, string, string | undefined]>([
    ['measured', { path: '/b/claude', version: '2.1.329' }, 'ok: Claude Code 2.1.329 at /b/claude', undefined],
    ['the oldest', { path: '/b/claude', version: '2.1.154' }, 'ok: Claude Code 2.1.154 at /b/claude', undefined],
    [
      'older, of npm',
      { path: '/b/claude', version: '2.1.99', installer: 'npm' },
      'note: Claude Code 2.1.99 asks for less than 2.1.154 and later, which are examined here',
      'npm install --global @anthropic-ai/claude-code@latest',
    ],
    [
      'older, of its own installer',
      { path: '/b/claude', version: '1.9.400', installer: 'native' },
      'note: Claude Code 1.9.400 asks for less than 2.1.154 and later, which are examined here',
      'claude update',
    ],
    [
      'newer',
      { path: '/b/claude', version: '2.1.330' },
      'note: Claude Code 2.1.330 is newer than 2.1.329, the last one that was measured',
      undefined,
    ],
    [
      'much newer',
      { path: '/b/claude', version: '10.0.0' },
      'note: Claude Code 10.0.0 is newer than 2.1.329, the last one that was measured',
      undefined,
    ],
    ['silent', { path: '/b/claude', why: 'ENOEXEC' }, 'note: /b/claude does not say its version', undefined],
    ['absent', {}, 'warn: there is no claude on the PATH', 'npm install --global @anthropic-ai/claude-code'],
    [
      'off the PATH',
      { elsewhere: '~/.claude/local/claude' },
      'warn: there is no claude on the PATH, so that no launcher finds the one at ~/.claude/local/claude',
      undefined,
    ],
  ])('%s', (_, client, expected, command) => {
    expect(said('client', { client })).toEqual([expected])
    expect(findingsOf('client', { client })[0]?.remedy?.commands?.[0]).toBe(command)
  })
})

test('no probe ever shows a secret', () => {
  const own = {
    HTTPS_PROXY: 'http://u:hunter2@192.168.9.9:3128',
    http_proxy: 'hunter2',
    ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: hunter2',
    CLAUDE_CODE_EXTRA_BODY: '{"k":"hunter2"}',
    ANTHROPIC_API_KEY: 'hunter2',
    ANTHROPIC_AUTH_TOKEN: 'hunter2',
  }
  const configs = (['local', 'box', 'shop', 'cloud'] as const).map(name => outlookOn(name, own))
  for (const active of [undefined, 'local', 'cloud']) {
    const facts = healthyMachine({ environment: own, configs, ...(active === undefined ? {} : { active }) })
    expect(JSON.stringify(examineMachine(facts))).not.toContain('hunter2')
  }
})

import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { replaceFile } from '../../src/system/replace-file.ts'
import { machine } from '../settings/machine.ts'
import { backendsText } from '../support/home.ts'
import { localFile, userFile } from './settings-files.ts'

describe('what cannot be changed is left as it is', () => {
  test.each<[string, string | Uint8Array, number, RegExp]>([
    [
      'broken',
      '{\n  "env": {\n    "A": canary\n}',
      0o600,
      /settings\.json:3: no value where there has to be one; nothing/,
    ],
    ['with a comment', '{} // canary', 0o600, /:1: a comment, which Claude Code does not accept; nothing was changed/],
    ['a list', '["canary"]', 0o600, /all of it is no object; nothing was changed/],
    ['with a list of variables', '{"env": ["canary"]}', 0o600, /"env" is no object; nothing was changed/],
    ['read-only', '{}', 0o444, /is marked read-only; nothing was changed/],
    ['not text', new Uint8Array([0x7b, 0xff, 0x7d]), 0o600, /is not UTF-8 text/],
  ])('%s', async (_, content, mode, says) => {
    const { home, settings, list, at } = machine()
    home.write(userFile, content, mode)
    const { code, stderr } = await settings('local', '--scope', 'user')
    expect([code, stderr]).toEqual([1, expect.stringMatching(says)])
    expect(stderr).not.toContain('canary')
    expect(list('.claude')).toEqual(['settings.json'])
    chmodSync(at(userFile), 0o600)
  })

  test('a directory, a broken link', async () => {
    const { at, settings } = machine()
    mkdirSync(at(userFile), { recursive: true })
    expect((await settings('local', '--scope', 'user')).stderr).toContain('cannot be read: it is a directory')
    mkdirSync(at('project/.claude'))
    symlinkSync('/nowhere/at/all', at(localFile))
    expect((await settings('local')).stderr).toContain('is a link to nothing')
  })

  test('a full disk', async () => {
    const replaceFile = async () => Promise.reject(new Error('the disk is full'))
    const { home, settings, read } = machine({ files: { replace: replaceFile } })
    home.write(userFile, '{}')
    expect(await settings('local', '--scope', 'user')).toEqual({
      code: 1,
      stdout: '',
      stderr: '~/.claude/settings.json cannot be written: the disk is full; nothing was changed.',
    })
    expect(read(userFile)).toBe('{}')
  })

  test.each(['{"theirs": 1}', undefined])('changed meanwhile: %s', async before => {
    const { home, settings, read, list } = machine({
      output: { print: () => undefined },
      files: {
        replace: async change => {
          home.write(userFile, '{"theirs": 2}')
          return replaceFile(change)
        },
      },
    })
    if (before !== undefined) home.write(userFile, before)
    expect((await settings('local', '--scope', 'user')).stderr).toContain('was changed by somebody else meanwhile')
    expect(read(userFile)).toBe('{"theirs": 2}')
    expect(list('.claude')).toEqual(['settings.json'])
  })
})

test.each<[string[], number, RegExp]>([
  [[], 2, /say which profile/],
  [['off'], 2, /settings takes a profile; .* --remove/],
  [['-'], 2, /settings takes a profile/],
  [['local', '--scope', 'everywhere'], 2, /--scope takes local, project, user, vscode; "everywhere" is none/],
  [['lcoal'], 1, /there is no profile "lcoal". Did you mean local\?/],
  [['vibe'], 1, /VIBE_MODEL is missing|VIBE_/],
  [['broken', '--store-secret'], 1, /BROKEN_AUTH_TOKEN_COMMAND gave no secret/],
  [['local', '--scope', 'vscode'], 1, /VS Code's settings are not here: there is no ~\/\.config\/Code\/User/],
])('settings %j is refused, and nothing is written', async (words, code, says) => {
  const { settings, list } = machine()
  expect(await settings(...words)).toEqual({ code, stdout: '', stderr: expect.stringMatching(says) })
  expect([list('.claude'), list('project')]).toEqual([[], []])
})

test('CLAUDE_CONFIG_DIR set to nothing leaves no file of the user’s', async () => {
  const { settings } = machine({ environment: { CLAUDE_CONFIG_DIR: '' } })
  expect((await settings('local', '--scope', 'user')).stderr).toContain('CLAUDE_CONFIG_DIR is set to nothing')
})

test('--print shows the file, masked, and writes nothing', async () => {
  const { home, settings, list, read } = machine({ backends: `${backendsText}LOCAL_ENV_MY_TOKEN=canary-mine\n` })
  home.write(userFile, '{"env": {"ANTHROPIC_API_KEY": "canary-own"}}')
  const { code, stdout } = await settings('local', '--scope', 'user', '--print')
  expect(code).toBe(0)
  expect(JSON.parse(stdout).env).toMatchObject({ ANTHROPIC_AUTH_TOKEN: '********', MY_TOKEN: '********' })
  expect(stdout).not.toContain('canary')
  const shown = await settings('local', '--scope', 'user', '--print', '--show-secrets')
  expect(JSON.parse(shown.stdout).env).toMatchObject({ ANTHROPIC_AUTH_TOKEN: 'canary-local', ANTHROPIC_API_KEY: '' })
  expect([read(userFile), list('.claude')]).toEqual(['{"env": {"ANTHROPIC_API_KEY": "canary-own"}}', ['settings.json']])
  await settings('local', '--scope', 'user')
  expect(read(userFile)).toBe(shown.stdout.trimEnd())
  const removed = await settings('--scope', 'user', '--print', '--remove')
  expect(JSON.parse(removed.stdout)).toEqual({ env: { ANTHROPIC_API_KEY: '********' } })
})

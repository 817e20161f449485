import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { replaceFile } from '../../src/system/replace-file.ts'
import { envIn, machine } from '../settings/machine.ts'
import { backendsText } from '../support/home.ts'

const localFile = 'project/.claude/settings.local.json'
const userFile = '.claude/settings.json'
const values = {
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary-local',
  ANTHROPIC_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_SONNET_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_HAIKU_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_FABLE_MODEL: 'qwen3-coder',
  ANTHROPIC_SMALL_FAST_MODEL: 'qwen3-coder',
  CLAUDE_CODE_SUBAGENT_MODEL: 'qwen3-coder',
  CLAUDE_CODE_SUBAGENT_MODEL_FORCE: '1',
  ANTHROPIC_CUSTOM_MODEL_OPTION: 'qwen3-coder',
  ANTHROPIC_CUSTOM_MODEL_OPTION_NAME: 'qwen3-coder',
  CLAUDE_CODE_MAX_CONTEXT_TOKENS: '65536',
  CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192',
  CLAUDE_SWITCH_PROFILE: 'local',
}

test.each<[string, string[], string, Record<string, string>]>([
  ['local is the default', [], localFile, {}],
  ['project', ['--scope', 'project'], 'project/.claude/settings.json', {}],
  ['user', ['--scope', 'USER'], userFile, {}],
  ['user, elsewhere', ['--scope', 'user'], 'elsewhere/settings.json', { CLAUDE_CONFIG_DIR: '$HOME/elsewhere' }],
])('each scope has its file: %s', async (_, words, file, environment) => {
  const { settings, read, modeOf, list } = machine({ environment })
  const done = await settings('local', ...words)
  expect(done).toMatchObject({ code: 0, stdout: '' })
  expect(done.stderr).toContain(
    `wrote ~/${file}.\nlocal -> http://127.0.0.1:4999, qwen3-coder, free (BILLING of profile local)\n`,
  )
  expect(done.stderr).not.toContain('warning')
  expect(done.stderr).not.toContain('canary')
  expect(modeOf(file)).toBe(0o600)
  expect(envIn(read(file))).toEqual(values)
  const text = read(file)
  const again = await settings('local', ...words)
  expect(again).toEqual({ code: 0, stdout: '', stderr: `~/${file} has local already; nothing was changed.\n` })
  expect(read(file)).toBe(text)
  expect((await settings('--remove', ...words)).stderr).toContain(
    `took local out of ~/${file}, and the empty file away.\nnow -> Anthropic, `,
  )
  expect(list(dirname(file))).toEqual([])
  expect((await settings('local', '--remove', ...words)).stderr).toBe(
    `claude-switch has nothing in ~/${file}; nothing was changed.\n`,
  )
})

test('the user’s own stays byte for byte, and nobody else can read the secret', async () => {
  const { home, settings, read, modeOf, list } = machine()
  const own = '{\r\n\t"model" : "opus",\r\n\t"env": {"OWN": "1", "ANTHROPIC_MODEL": "mine"}\r\n}'
  home.write(userFile, own, 0o644)
  const { stderr } = await settings('local', '--scope', 'user')
  expect(stderr).toContain('note only you can read ~/.claude/settings.json now; its mode was 644.')
  expect(read(userFile)).toContain(
    '{\r\n\t"model" : "opus",\r\n\t"env": {"OWN": "1", "ANTHROPIC_MODEL": "qwen3-coder",',
  )
  expect([read(`${userFile}.bak`), modeOf(userFile), modeOf(`${userFile}.bak`)]).toEqual([own, 0o600, 0o600])
  await settings('my_box', '--scope', 'user')
  expect(read(`${userFile}.bak`)).toBe(own)
  expect(envIn(read(userFile))).toMatchObject({
    OWN: '1',
    ANTHROPIC_API_KEY: 'canary-box',
    EXTRA_THING: 'an extra thing',
  })
  expect(await settings('local', '--scope', 'user', '--remove')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      '~/.claude/settings.json has my-box, not local; nothing was changed.\nrun: claude-switch settings my-box --scope user --remove',
  })
  await settings('MY-BOX', '--scope', 'user', '--remove')
  expect([read(userFile), list('.claude')]).toEqual([own, ['settings.json']])
})

test('a file without a secret keeps its mode', async () => {
  const { home, settings, modeOf } = machine()
  home.write(userFile, '{}', 0o664)
  expect((await settings('ollama', '--scope', 'user')).stderr).not.toContain('only you')
  expect(modeOf(userFile)).toBe(0o664)
})

test('a copy that says more than the file stays at --remove, and its secret is said', async () => {
  const { home, settings, read } = machine()
  const own = '{"env": {"MY_TOKEN": "canary-own"}}'
  home.write(userFile, own)
  expect((await settings('local', '--scope', 'user')).stderr).toContain('; what it was, with a secret, is in ~/')
  home.write(userFile, read(userFile).replace(/"MY_TOKEN": "canary-own",\s*/, ''))
  const { stderr } = await settings('--scope', 'user', '--remove')
  expect(stderr).toContain('settings.json; ~/.claude/settings.json.bak has a secret, and is yours to delete.')
  expect(read(`${userFile}.bak`)).toBe(own)
})

test('what Claude Code drops whole is not written into, but what was written can be taken out', async () => {
  const { home, settings, read } = machine()
  home.write(userFile, '{"permissions": {"allow": "Bash(ls)"}}')
  expect((await settings('local', '--scope', 'user')).stderr).toMatch(
    /^~\/.claude\/settings.json: its permissions.allow is of a kind for which Claude Code drops the whole file; nothing/,
  )
  expect((await settings('--statusline')).stderr).toMatch(/its permissions.allow is of a kind .* nothing was changed/)
  home.write(userFile, '{"permissions": {}}')
  await settings('local', '--scope', 'user')
  home.write(userFile, read(userFile).replace('{}', '{"allow": 1}'))
  expect((await settings('--scope', 'user', '--remove')).code).toBe(0)
  expect(read(userFile)).toBe('{"permissions": {"allow": 1}}')
})

test.each<[string, string[], string | undefined, string]>([
  ['nothing where no proxy is', [], undefined, ''],
  [
    'the list, where one is needed',
    ['HTTP_PROXY=http://proxy.test:1', 'NO_PROXY=a.test'],
    'a.test,127.0.0.1',
    'note HTTP_PROXY would get the requests to 127.0.0.1, so NO_PROXY is written too',
  ],
  ['nothing where the shell says it', ['HTTP_PROXY=http://proxy.test:1', 'NO_PROXY=127.0.0.1'], undefined, ''],
])('of proxies, %s', async (_, environment, expected, says) => {
  const { settings, read } = machine({
    environment: Object.fromEntries(environment.map(one => one.split('=') as [string, string])),
  })
  const { stderr } = await settings('local')
  expect(JSON.parse(read(localFile)).env.NO_PROXY).toBe(expected)
  expect(stderr).toContain(says)
  expect(stderr.includes('would get')).toBe(says !== '')
})

test('a file for sharing gets no list of the writer’s', async () => {
  const environment = { HTTP_PROXY: 'http://proxy.test:1', NO_PROXY: 'internal.test' }
  const { settings, read } = machine({ environment })
  expect((await settings('local', '--scope', 'project')).stderr).toContain(
    'warning HTTP_PROXY would get the requests to 127.0.0.1, and a file for sharing cannot say otherwise for everybody',
  )
  expect(read('project/.claude/settings.json')).not.toMatch(/PROXY|internal/)
})

test.each([
  ['a proxy’s password', "LOCAL_ENV_HTTPS_PROXY='http://me:canary-pw@proxy.test:1'"],
  ['a key in the body', `LOCAL_ENV_OTHER_BODY='{"api_key":"canary-key"}'`],
])('%s in a value is a secret as well, and not shown', async (_, line) => {
  const backends = `LOCAL_BASE_URL=http://127.0.0.1:4999\nLOCAL_MODEL=m\nLOCAL_KIND=ollama\n${line}\n`
  const { home, git, settings, at, read } = machine({ backends })
  git('init', '--quiet', at('project'))
  home.write(localFile, '{}')
  git('add', '--force', '.')
  expect((await settings('local')).stderr).toContain(
    'git tracks ~/project/.claude/settings.local.json, and the profile',
  )
  expect((await settings('local', '--print')).stdout).not.toContain('canary')
  expect(read(localFile)).toBe('{}')
})

test('a link goes on being one', async () => {
  const { home, at, settings, read, isLink } = machine()
  home.write('dotfiles/settings.json', '{}')
  mkdirSync(at('.claude'))
  symlinkSync(at('dotfiles/settings.json'), at(userFile))
  await settings('local', '--scope', 'user')
  expect(isLink(userFile)).toBe(true)
  expect(envIn(read('dotfiles/settings.json'))).toEqual(values)
})

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

import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { envIn, machine } from '../settings/machine.ts'
import { localFile, userFile, values } from './settings-files.ts'

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

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { converseAside, runAside, startAside } from '../support/aside.ts'
import { command } from '../support/binary.ts'
import { type Home, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

/** A home with a directory for temporary files of its own, so that what is left behind can be seen. */
function homeWithTmp(): { home: Home; env: Record<string, string>; left: () => string[] } {
  const home = temporaryHome()
  const tmp = join(temporaryHome().path, 'a tmp')
  mkdirSync(tmp)
  return { home, env: { TMPDIR: tmp }, left: () => [...readdirSync(tmp), ...readdirSync(home.path)] }
}

/** What it is about: the file, what status says, and what the doctor says. */
function expectAll(stdout: string): void {
  expect(stdout).toMatch(/^A small backend of our own answers on http:\/\/127\.0\.0\.1:\d+, /)
  expect(stdout).toMatch(/^ {2}LOCAL_BASE_URL=http:\/\/127\.0\.0\.1:\d+$/m)
  expect(stdout).toMatch(/^\$ claude-switch status\nlocal {2}free \(/m)
  expect(stdout).toMatch(/^\$ claude-switch doctor local\nthis machine$/m)
  expect(stdout).toMatch(/^local {2}works$/m)
  const doctor = stdout.slice(stdout.indexOf('\nlocal  works'))
  expect(doctor).not.toMatch(/ (warn|FAIL) |\*{4}|To do|tokens a second/)
}

test('in an empty home: everything is shown, and nothing is left', async () => {
  const { home, env, left } = homeWithTmp()
  const { code, stdout, stderr } = await runAside(['demo'], home, { env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^local: works \(\d\.\d s\)\n$/) })
  expectAll(stdout)
  expect(stdout).toMatch(/nothing here was changed\.\nclaude-switch list shows .*\n$/)
  expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  expect(left()).toEqual([])
})

const login = { claudeAiOauth: { accessToken: 'canary', subscriptionType: 'max', expiresAt: 9e15 } }
const elsewhere = { env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:1', ANTHROPIC_API_KEY: 'canary-1' }, model: 'opus' }

test.each<[string, Record<string, string>, Record<string, string>]>([
  [
    'settings files',
    { '.claude/settings.json': JSON.stringify(elsewhere), '.claude/.credentials.json': JSON.stringify(login) },
    {},
  ],
  [
    'a profile that is active',
    {},
    { CLAUDE_SWITCH_PROFILE: 'cloud', ANTHROPIC_API_KEY: 'canary-2', ANTHROPIC_MODEL: 'opus' },
  ],
  [
    'another base URL, and a cloud provider',
    {},
    { ANTHROPIC_BASE_URL: 'http://127.0.0.1:1', CLAUDE_CODE_USE_BEDROCK: '1' },
  ],
  [
    'proxies',
    {},
    { HTTP_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1' },
  ],
  ['a backends file that is broken', { '.claude-backends.env': '\0' }, {}],
  [
    'a switch in the middle',
    {},
    { __claude_switch_undo: '{"profile":"cloud","variables":[["ANTHROPIC_MODEL",null,"m"]]}' },
  ],
])('a user whose own %s point elsewhere sees the same', async (_, files, env) => {
  const { home, env: tmp } = homeWithTmp()
  for (const [name, text] of Object.entries(files)) home.write(name, text)
  const { code, stdout, stderr } = await runAside(['demo'], home, { env: { ...tmp, ...env } })
  expectAll(stdout)
  expect(code).toBe(0)
  expect(`${stdout}${stderr}`).not.toContain('canary')
})

test('two at once', async () => {
  const { home, env, left } = homeWithTmp()
  const both = await Promise.all([runAside(['demo'], home, { env }), runAside(['demo'], home, { env })])
  for (const { code, stdout } of both) {
    expect(code).toBe(0)
    expectAll(stdout)
  }
  const urls = both.map(({ stdout }) => /http:\S+:\d+/.exec(stdout)?.[0])
  expect(urls[0]).not.toBe(urls[1])
  expect(left()).toEqual([])
})

describe('--keep', () => {
  test.each([
    ['SIGINT', 0],
    ['SIGTERM', 0],
  ] as const)('goes on until %s: answers where it says, then leaves nothing', async (signal, code) => {
    const { home, env, left } = homeWithTmp()
    const { child, end, until, said } = startAside([process.execPath, command, 'demo', '--keep'], home, { env })
    await until(/ANTHROPIC_MODEL=demo claude --permission-mode default\n/)
    const url = /^ {2}ANTHROPIC_BASE_URL=(\S+) ANTHROPIC_AUTH_TOKEN=(\S+) /m.exec(said.stdout)
    const headers = { authorization: `Bearer ${url?.[2]}`, 'anthropic-version': '2023-06-01' }
    const models = await fetch(`${url?.[1]}/v1/models`, { headers })
    expect(await models.json()).toMatchObject({ data: [{ id: 'demo' }] })
    const [, file = ''] = /export CLAUDE_BACKENDS_CONFIG='(.*)'$/m.exec(said.stdout) ?? []
    expect(existsSync(file)).toBe(true)
    // What it says to do works: from another shell, through the command itself.
    const other = await runAside(['run', '-q', 'local', 'printenv', 'ANTHROPIC_BASE_URL'], home, {
      env: { CLAUDE_BACKENDS_CONFIG: file },
    })
    expect(other.stdout).toBe(`${url?.[1]}\n`)
    child.kill(signal)
    expect((await end).code).toBe(code)
    expect(left()).toEqual([])
    await expect(fetch(`${url?.[1]}/v1/models`)).rejects.toThrow()
  })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s while a step runs ends all of it, and leaves nothing', async (signal, code) => {
  const { home, env, left } = homeWithTmp()
  const program = [process.execPath, command, 'demo']
  const { child, end, until, said } = startAside(program, home, { env }, 'own')
  await until('$ claude-switch status')
  // As a terminal does it: to the whole group.
  process.kill(-(child.pid ?? 0), signal)
  expect((await end).code).toBe(code)
  expect(said.stdout).not.toContain('That was all of it')
  expect(said.stderr).not.toMatch(/bug of ours|\n {4}at /)
  expect(left()).toEqual([])
})

describe.runIf(everythingExpected || isInstalled('expect'))('on a terminal', () => {
  test('the same, with live lines; Ctrl-C in the doctor leaves nothing', async () => {
    const { home, env, left } = homeWithTmp()
    const shown = await converseAside(['claude-switch', 'demo'], [['', 'claude-switch list shows your own']], home, {
      ...env,
      TERM: 'xterm',
    })
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toMatch(/local {2}works\r/)
    const ended = await converseAside(
      ['bash', '--norc', '-c', 'trap : INT; claude-switch demo; echo "code=$?="'],
      [
        ['', 'claude-switch doctor local'],
        ['\u0003', 'code=130='],
      ],
      home,
      { ...env, TERM: 'xterm' },
    )
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(left()).toEqual(['conversation.exp'])
  })
})

test('a place for temporary files that is not there is said in a sentence', async () => {
  const { home } = homeWithTmp()
  const { code, stderr } = await runAside(['demo'], home, { env: { TMPDIR: '/nowhere/at/all' } })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^claude-switch: the system refused: ENOENT.*\n$/)
})

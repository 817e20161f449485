import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { claudeSwitch, command, environmentOf, runProgram } from '../support/binary.ts'
import { type Home, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const text = `LOCAL_BASE_URL=http://127.0.0.1:4999
LOCAL_MODEL=m
LOCAL_AUTH_TOKEN='canary-1'
LOCAL_MODLE='canary-2'
canary-3 is no assignment
LOCAL_AUTH_TOKEN='canary-4'
LOCAL_ENV_MY_SECRET='canary-5'
LOCAL_ENV_HTTPS_PROXY='http://me:canary-6@proxy.test'
BOX_BASE_URL=https://me:canary-7@box.test
BOX_MODEL=m
ASK_BASE_URL=http://127.0.0.1:1
ASK_MODEL=m
ASK_API_KEY_COMMAND='echo canary-8'
BAD_BASE_URL=http://127.0.0.1:1
BAD_MODEL=m
BAD_AUTH_TOKEN=canary-9#canary-10
CLOUD_API_KEY='canary-11'
VIBE_MODEL=m
LITELLM_MASTER_KEY='canary-12'
OPENAI_API_KEY='canary-13'
STATUS_KIND='canary-14'
`
const dirty = {
  ANTHROPIC_API_KEY: 'canary-20',
  ANTHROPIC_AUTH_TOKEN: 'canary-21',
  CLAUDE_CODE_OAUTH_TOKEN: 'canary-22',
  ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-23',
  ANTHROPIC_BASE_URL: 'http://me:canary-24@box.test',
  HTTPS_PROXY: 'http://me:canary-25@proxy.test',
  CLAUDE_SWITCH_PROFILE: 'local',
  __claude_switch_undo: JSON.stringify({
    profile: 'local',
    previous: 'ask',
    variables: [['ANTHROPIC_API_KEY', 'canary-26', 'canary-27']],
  }),
}

function home(): Home {
  const made = temporaryHome(text)
  made.write('.claude/settings.json', '{"env":{"ANTHROPIC_API_KEY":"canary-30"},"apiKeyHelper":"echo canary-31"}')
  made.write('.claude/.credentials.json', '{"claudeAiOauth":{"accessToken":"canary-32","refreshToken":"canary-33"}}')
  made.write('.claude.json', '{"primaryApiKey":"canary-34","env":{"ANTHROPIC_AUTH_TOKEN":"canary-35"}}')
  made.write('.claude/settings.local.json', '{"env":{"ANTHROPIC_API_KEY":"canary-36"}, broken')
  return made
}

describe('a canary is in nothing that a person reads', () => {
  const profiles = ['local', 'box', 'ask', 'bad', 'cloud', 'vibe', 'openai', 'status', 'nope', 'off', '-']
  test.each([
    [[]],
    [['list']],
    [['list', '--json']],
    [['status']],
    [['status', '--json']],
    [['status', '--short']],
    [['status', '--require', 'free']],
    [['init', 'bash']],
    [['init', 'powershell']],
    [['complete', '--', '']],
    [['complete', '--', 'env', '']],
    [['--help']],
    [['help', 'env']],
    [['--nope']],
    ...profiles.map(name => [[name]]),
    ...profiles.map(name => [['run', name, 'true']]),
    ...profiles.map(name => [['run', name, '--', 'no-such-command']]),
  ])('claude-switch %s', args => {
    for (const env of [{}, dirty]) {
      const { stdout, stderr } = claudeSwitch(args, home(), { env })
      expect(`${stdout}${stderr}`).not.toContain('canary')
    }
  })

  test.each(profiles)('stderr of env %s', name => {
    for (const env of [{}, dirty]) {
      for (const features of [['--json'], ['--shell', 'bash'], ['--shell', 'nushell']])
        expect(claudeSwitch(['env', name, ...features], home(), { env }).stderr).not.toContain('canary')
    }
  })

  // Descriptor 3 is what the shell function evaluates.
  test.each(profiles)('stdout and stderr of a switch to %s, whose text is on descriptor 3 alone', name => {
    for (const env of [{}, dirty]) {
      const made = home()
      const child = spawnSync(process.execPath, [command, '--shell-eval', 'bash', '', name], {
        env: environmentOf(made, env),
        cwd: made.path,
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        encoding: 'utf8',
        timeout: 30_000,
      })
      const [, stdout, stderr, told = ''] = child.output
      expect(`${stdout}${stderr}`).not.toContain('canary')
      if (child.status !== 0) expect(told).toBe('')
    }
  })
})

test('and is where it belongs', () => {
  const json = claudeSwitch(['env', 'ask', '--json'], home())
  expect(JSON.parse(json.stdout).variables.ANTHROPIC_API_KEY).toBe('canary-8')
  expect(claudeSwitch(['env', 'local', '--shell', 'sh'], home()).stdout).toContain("ANTHROPIC_AUTH_TOKEN='canary-4'")
  // Without settings files: what overrules the profile keeps run from starting anything.
  const run = ['run', '-q', 'vibe', 'printenv', 'ANTHROPIC_AUTH_TOKEN']
  expect(claudeSwitch(run, temporaryHome(text)).stdout).toBe('canary-12\n')
  expect(claudeSwitch(run, home())).toMatchObject({ code: 3, stdout: '' })
})

// util-linux's script gives a command a terminal; BSD's takes other words.
describe.runIf(everythingExpected || (isInstalled('script') && process.platform === 'linux'))(
  'env on a terminal',
  () => {
    const onTerminal = (args: string) =>
      runProgram(['script', '-qec', `claude-switch ${args}`, '/dev/null'], home(), { env: { NO_COLOR: '1' } })

    test.each(['env local --shell bash', 'env local --json', 'env ask --shell fish', 'env cloud --shell sh'])(
      '%s is masked',
      args => {
        const { code, stdout } = onTerminal(args)
        expect(code).toBe(0)
        expect(stdout).toContain('********')
        expect(stdout).not.toContain('canary')
      },
    )

    test('--show-secrets shows them', () => {
      expect(onTerminal('env local --shell bash --show-secrets').stdout).toContain("ANTHROPIC_AUTH_TOKEN='canary-4'")
      expect(onTerminal('env ask --json --show-secrets').stdout).toContain('"canary-8"')
    })

    test('runs no secret command to mask what it prints', () => {
      const made = temporaryHome(
        "ASK_BASE_URL=http://127.0.0.1:1\nASK_MODEL=m\nASK_API_KEY_COMMAND='touch ran; echo x'\n",
      )
      const masked = runProgram(['script', '-qec', 'claude-switch env ask --shell sh; ls', '/dev/null'], made)
      expect(masked.stdout).not.toContain('ran')
    })

    test('what fails prints no text to be evaluated, since a person reads it', () => {
      expect(onTerminal('env nope --shell sh').stdout).not.toMatch(/^false/m)
    })
  },
)

import { describe, expect, test } from 'vitest'
import { type Answer, expectAnswer } from '../support/answers.ts'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

type Row = [args: string, answer: Answer, env?: Record<string, string>]

const profiles = '  profiles in ~/.claude-backends.env: local, cloud, ollama, vibe, my-box, broken\n'
const list = (active = '') =>
  [
    ['local', 'http://127.0.0.1:4999               qwen3-coder               free'],
    ['cloud', "Anthropic                           Claude Code's own models  none"],
    ['ollama', 'http://localhost:11434 (Ollama)     qwen3-coder               free'],
    ['vibe', 'not ready: vibe needs a key of Mistral (keys: https://console.mistral.ai/api-keys)'],
    ['my-box', 'https://box.test.invalid/anthropic  glm-4.6                   metered'],
    ['broken', 'http://127.0.0.1:1                  m                         unknown'],
  ]
    .map(([name = '', rest]) => `${name === active ? '*' : ' '} ${name.padEnd(6)}  ${rest}\n`)
    .join('')

const switched = {
  CLAUDE_SWITCH_PROFILE: 'local',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary-local',
}

const nobody =
  'warning there is no credential for Anthropic, so Claude Code would ask to log in; run: claude auth login, or set CLOUD_API_KEY.\n'
const statusOfNobody = `no profile  none (no API key and no login)
  goes to   Anthropic
  as        nobody: Claude Code would ask to log in
  models    Claude Code's own
`
const require = '--require takes free, metered, subscription, none, unknown, with commas between; '

const rows: Row[] = [
  ['', { code: 0, stdout: list(), stderr: '' }],
  ['list', { code: 0, stdout: list(), stderr: '' }],
  ['list', { code: 0, stdout: list('local'), stderr: '' }, switched],
  ['list', { code: 0, stdout: list('my-box'), stderr: '' }, { CLAUDE_SWITCH_PROFILE: 'my-box' }],
  ['status', { code: 0, stdout: statusOfNobody, stderr: nobody }],
  ['status --require none', { code: 0, stdout: statusOfNobody, stderr: nobody }],
  [
    'status --require free,subscription',
    {
      code: 3,
      stdout: statusOfNobody,
      stderr: `${nobody}claude-switch: this is none, and free or subscription is required.\n`,
    },
  ],
  ['status --require metered', { code: 0, stdout: /^no profile {2}metered/, stderr: '' }, { ANTHROPIC_API_KEY: 'k' }],
  [
    'status --require=FREE',
    { code: 0, stdout: /^local {2}free/, stderr: /window of 1,000,000/ },
    { ...switched, ANTHROPIC_MODEL: 'm' },
  ],
  ['status --require cheap', { code: 2, stdout: '', stderr: `claude-switch: ${require}"cheap" is none of them.\n` }],
  ['status --require', { code: 2, stdout: '', stderr: /argument missing/ }],
  ['status --short', { code: 0, stdout: 'anthropic\n', stderr: '' }],
  ['status --short', { code: 0, stdout: 'local\n', stderr: '' }, switched],
  ['status --short', { code: 0, stdout: 'cloud!\n', stderr: '' }, { ...switched, CLAUDE_SWITCH_PROFILE: 'cloud' }],
  [
    'status --short --require free',
    { code: 2, stdout: '', stderr: /--short reads no file, so it cannot know who pays/ },
  ],
  [
    'status extra',
    { code: 2, stdout: '', stderr: /too many arguments for 'status'.*\nSee: claude-switch status --help\n$/ },
  ],
  [
    'status --nope',
    { code: 2, stdout: '', stderr: "claude-switch: unknown option '--nope'\nSee: claude-switch status --help\n" },
  ],
  ['--nope', { code: 2, stdout: '', stderr: "claude-switch: unknown option '--nope'\nSee: claude-switch --help\n" }],
  ['--version', { code: 0, stdout: /^\d+\.\d+\.\d+\n$/, stderr: '' }],
  ['-V', { code: 0, stdout: /^\d+\.\d+\.\d+\n$/, stderr: '' }],
  ['--help', { code: 0, stdout: /^Usage: claude-switch <profile> \| <command>/, stderr: '' }],
  ['-h', { code: 0, stdout: /^Usage: claude-switch <profile> \| <command>/, stderr: '' }],
  ['help', { code: 0, stdout: /^Usage: claude-switch <profile> \| <command>/, stderr: '' }],
  ['help run', { code: 0, stdout: /^Usage: claude-switch run /, stderr: '' }],
  ['nope', { code: 1, stdout: '', stderr: `claude-switch: there is no profile "nope".\n${profiles}` }],
  [
    'lokal',
    { code: 1, stdout: '', stderr: `claude-switch: there is no profile "lokal". Did you mean local?\n${profiles}` },
  ],
  [
    'statsu',
    { code: 1, stdout: '', stderr: `claude-switch: there is no profile "statsu". Did you mean status?\n${profiles}` },
  ],
  [
    'stauts --json',
    { code: 2, stdout: '', stderr: 'claude-switch: there is no command "stauts". Did you mean status?\n' },
  ],
  ['statsu x', { code: 2, stdout: '', stderr: 'claude-switch: there is no command "statsu". Did you mean status?\n' }],
  ['doctor status', { code: 1, stdout: '', stderr: /there is no profile "status"\.\n/ }],
  ['local extra', { code: 2, stdout: '', stderr: /too many arguments/ }],
  [
    '-',
    {
      code: 1,
      stdout: '',
      stderr: 'claude-switch: there is no previous profile in this shell; claude-switch list shows the profiles.\n',
    },
  ],
  [
    'off --model x',
    { code: 2, stdout: '', stderr: 'claude-switch: --model goes with a profile; off brings back what was there.\n' },
  ],
  [
    'vibe',
    {
      code: 1,
      stdout: '',
      stderr:
        "claude-switch: ~/.claude-backends.env: vibe needs a key of Mistral (keys: https://console.mistral.ai/api-keys); add one of VIBE_API_KEY='...', VIBE_API_KEY_COMMAND='pass show vibe' or MISTRAL_API_KEY='...'\n",
    },
  ],
  ['launch local --', { code: 2, stdout: '', stderr: /launch is for the launchers/ }],
  ['--shell-eval tcsh "" local', { code: 2, stdout: '', stderr: /--shell-eval is for the scripts/ }],
]

describe('the built command', () => {
  test.each(rows)('claude-switch %s', (args, answer, env = {}) => {
    expectAnswer(args.split(' ').filter(Boolean), temporaryHome(backendsText), answer, { env })
  })
})

describe('a switch that is executed and not sourced', () => {
  test.each([
    [
      '/bin/bash',
      'local',
      `  now:       source claude-switch local
  for good:  put  eval "$(claude-switch init bash)"  into ~/.bashrc,
             start a new shell, and type  claude-switch local
`,
    ],
    [
      '/bin/zsh',
      'off',
      `  now:       source claude-switch off
  for good:  put  eval "$(claude-switch init zsh)"  into ~/.zshrc,
             start a new shell, and type  claude-switch off
`,
    ],
    [
      '/usr/bin/fish',
      'MY_BOX',
      `  for good:  put  claude-switch init fish | source  into ~/.config/fish/config.fish,
             start a new shell, and type  claude-switch MY_BOX
`,
    ],
  ])('with SHELL=%s says both ways', (SHELL, word, ways) => {
    const stderr = `claude-switch: nothing was changed: a program cannot change the shell that started it.\n${ways}`
    expectAnswer([word], temporaryHome(backendsText), { code: 2, stdout: '', stderr }, { env: { SHELL } })
  })

  test('runs no secret command', () => {
    expectAnswer(['broken'], temporaryHome(backendsText), {
      code: 2,
      stdout: '',
      stderr: /^claude-switch: nothing was changed/,
    })
  })
})

test.each(['status', 'list', 'env', 'run', 'init'])('%s --help has examples', name => {
  const { stdout } = expectAnswer([name, '--help'], temporaryHome(backendsText), {
    code: 0,
    stdout: /\nExamples:\n {2}\S/,
    stderr: '',
  })
  for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
})

test('colour follows FORCE_COLOR and NO_COLOR', () => {
  const home = temporaryHome(backendsText)
  const colours = (env: Record<string, string>) => claudeSwitch(['list'], home, { env }).stdout.includes('\u001b[')
  expect([
    colours({}),
    colours({ FORCE_COLOR: '1' }),
    colours({ FORCE_COLOR: '1', NO_COLOR: '1' }),
    colours({ NO_COLOR: '1' }),
  ]).toEqual([false, true, true, false])
})

test('a thousand profiles work', () => {
  const lines = Array.from(
    { length: 1000 },
    (_, n) => `P${n}_BASE_URL=http://10.0.0.1:${n + 1}\nP${n}_MODEL=m${n}\nP${n}_AUTH_TOKEN='t${n}'\n`,
  )
  const home = temporaryHome(lines.join(''))
  expect(claudeSwitch(['list'], home).stdout.split('\n')).toHaveLength(1005)
  expect(claudeSwitch(['env', 'p999', '--shell', 'sh'], home).stdout).toContain("ANTHROPIC_MODEL='m999'")
  const { stderr } = claudeSwitch(['p1000'], home)
  expect(stderr.split('\n').slice(0, 2).join('\n').length).toBeLessThan(300)
})

import { beforeAll, describe, expect, test } from 'vitest'
import { anthropicMessages, askClient, observe, type Step, trapDoor } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { installedShells } from '../support/shells.ts'
import { backendsText, loginFile, loginPath } from './files.ts'
import { judge, judgeMessage, judgeTraffic, mayCarry, messagesOf } from './judgement.ts'
import { type Expected, expectedOf } from './profiles.ts'

// Every way to switch, from an environment with everything wrong in it at once.

const everythingWrong = {
  ANTHROPIC_BASE_URL: `${trapDoor}/stale`,
  ANTHROPIC_API_KEY: 'sk-ant-api03-canary-key',
  ANTHROPIC_AUTH_TOKEN: 'canary-stale-token',
  CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary-oauth',
  ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary-header',
  CLAUDE_CODE_USE_BEDROCK: '1',
  ANTHROPIC_SMALL_FAST_MODEL: 'canary-small',
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'canary-opus',
  CLAUDE_CODE_EXTRA_BODY: '{"model":"canary-extra-body"}',
  CLAUDE_SWITCH_PROFILE: 'gone',
}
const asked = '-p "say ok" --output-format text </dev/null'

interface Row {
  readonly name: string
  /** The shell that has to be there. */
  readonly shell: string
  /** True for what only a person gets. */
  readonly interactive?: true
  readonly text: string
  readonly expected: Expected
}

const rows: readonly Row[] = [
  {
    name: 'source',
    shell: 'zsh',
    text: `source claude-switch openrouter && ${askClient}`,
    expected: expectedOf('openrouter'),
  },
  {
    name: '. with strict options',
    shell: 'bash',
    text: `set -euo pipefail; . claude-switch keyed; ${askClient}`,
    expected: expectedOf('keyed'),
  },
  {
    name: 'the function',
    shell: 'bash',
    text: `eval "$(claude-switch init bash)"; claude-switch keyed && ${askClient}`,
    expected: expectedOf('keyed'),
  },
  {
    name: 'the function',
    shell: 'zsh',
    text: `eval "$(claude-switch init zsh)"; claude-switch vllm && ${askClient}`,
    expected: expectedOf('vllm'),
  },
  {
    name: 'the function',
    shell: 'dash',
    text: `eval "$(claude-switch init sh)"\nclaude-switch litellm && ${askClient}`,
    expected: expectedOf('litellm'),
  },
  {
    name: 'the function',
    shell: 'fish',
    text: `claude-switch init fish | source; claude-switch vllm; and ${askClient}`,
    expected: expectedOf('vllm'),
  },
  {
    name: 'a launcher',
    shell: 'bash',
    text: `eval "$(claude-switch init bash)"; cc-vllm ${asked}`,
    expected: expectedOf('vllm'),
  },
  {
    name: 'a launcher with CLAUDE_ARGS',
    shell: 'bash',
    text: `eval "$(claude-switch init bash)"; cc-keyed ${asked}`,
    expected: { ...expectedOf('keyed'), carries: ['canary-args'] },
  },
  {
    name: 'a launcher with CLAUDE_ARGS',
    shell: 'zsh',
    text: `eval "$(claude-switch init zsh)"; cc-keyed ${asked}`,
    expected: { ...expectedOf('keyed'), carries: ['canary-args'] },
  },
  {
    name: 'a launcher',
    shell: 'fish',
    text: `claude-switch init fish | source; cc-llama ${asked}`,
    expected: expectedOf('llama'),
  },
  {
    name: 'cc, which keeps the backend',
    shell: 'bash',
    interactive: true,
    text: `eval "$(claude-switch init bash)"; claude-switch vllm; cc ${asked}`,
    expected: expectedOf('vllm'),
  },
  { name: 'run', shell: 'bash', text: `claude-switch run vllm -- ${askClient}`, expected: expectedOf('vllm') },
  {
    name: 'run --model',
    shell: 'dash',
    text: `claude-switch run vllm --model other -- ${askClient}`,
    expected: { ...expectedOf('vllm'), model: 'other' },
  },
  {
    name: 'run cloud',
    shell: 'bash',
    text: `claude-switch run cloud -- ${askClient}`,
    expected: { url: anthropicMessages, apiKey: 'sk-ant-api03-canary-key' },
  },
  {
    name: 'env',
    shell: 'bash',
    text: `eval "$(claude-switch env my-gate --shell bash)" && ${askClient}`,
    expected: expectedOf('my-gate'),
  },
  {
    name: 'env',
    shell: 'dash',
    text: `eval "$(claude-switch env ollama --shell sh)" && ${askClient}`,
    expected: expectedOf('ollama'),
  },
  {
    name: 'env',
    shell: 'fish',
    text: `claude-switch env lmstudio --shell fish | source; and ${askClient}`,
    expected: expectedOf('lmstudio'),
  },
]

const shells = new Map(installedShells().map(shell => [shell.name as string, shell]))
const table = rows.filter(({ shell }) => shells.has(shell)).map(row => [`${row.shell}: ${row.name}`, row] as const)
const missing = clientMissing()
const files = { '.claude-backends.env': backendsText, [loginPath]: loginFile() }

describe.skipIf(missing)(`the real client, by every way to switch${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    steps = await observe([
      ...table.map(([name, { shell, text, interactive }]) => ({
        name,
        env: everythingWrong,
        files,
        steps: [[...(shells.get(shell)?.words ?? []), ...(interactive ? ['-i'] : []), '-c', text]],
      })),
      {
        name: 'a subagent',
        env: everythingWrong,
        files,
        script: 'subagent' as const,
        steps: [['bash', '-c', `source claude-switch vllm && ${askClient}`]],
      },
      {
        name: 'all traffic',
        env: everythingWrong,
        files,
        steps: [
          ['bash', '-c', `unset CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC; source claude-switch vllm && ${askClient}`],
        ],
      },
    ])
  }, 300_000)

  test.each(table)('%s', (name, { expected }) => {
    const step = steps.get(name)?.[0]
    judge(step, expected)
    const host = new URL(expected.url).host.replaceAll('.', '\\.')
    judgeTraffic(step, new RegExp(`^https?://${host}/`), mayCarry(expected))
  })

  test('a subagent asks for its own model, at the same place and as the same user', () => {
    const messages = messagesOf(steps.get('a subagent')?.[0]?.seen ?? [])
    const models = messages.map(({ message }) => message?.model)
    expect(new Set(models)).toEqual(new Set(['vllm-model', 'vllm-subagent']))
    for (const request of messages)
      judgeMessage(request, { ...expectedOf('vllm'), model: request.message?.model ?? '' })
  })

  test('with all its other traffic allowed, the client takes no credential to where it does not belong', () => {
    const step = steps.get('all traffic')?.[0]
    judge(step, expectedOf('vllm'))
    const others = step?.seen.filter(({ door }) => door !== 'backends') ?? []
    expect(others.length).toBeGreaterThan(0)
    expect(others.filter(({ door }) => door === 'trap')).toEqual([])
    const carried = [...new Set(others.flatMap(({ carries }) => carries))]
    expect(carried.filter(one => one !== 'canary-login')).toEqual([])
    const home = step?.seen.filter(({ door }) => door === 'backends') ?? []
    expect([...new Set(home.flatMap(({ carries }) => carries))]).toEqual(['canary-vllm'])
  })
})

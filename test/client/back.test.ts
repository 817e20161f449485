import { beforeAll, describe, expect, test } from 'vitest'
import { anthropicMessages, askClient, backendsDoor, observe, type Step } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { installedShells } from '../support/shells.ts'
import { backendsText, loginFile, loginPath } from './files.ts'
import { judgeMessage, messagesOf } from './judgement.ts'
import { type Expected, expectedOf } from './profiles.ts'

// Several switches in one shell, a client after each: every one of them goes where its own switch said.

const to = (words: string) => `source claude-switch ${words} 2>/dev/null && ${askClient}`
const withKey = { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-own', CLAUDE_CODE_MAX_OUTPUT_TOKENS: '9000' }
const anthropicWithKey = { url: anthropicMessages, apiKey: 'sk-ant-api03-canary-own', maxTokens: 9000 }
const withGateway = {
  ANTHROPIC_BASE_URL: `${backendsDoor}/own`,
  ANTHROPIC_AUTH_TOKEN: 'canary-own-token',
  ANTHROPIC_MODEL: 'own-model',
  ANTHROPIC_CUSTOM_HEADERS: 'X-Own: canary-own-header',
}
const ownGateway = {
  url: `${backendsDoor}/own/v1/messages`,
  authorization: 'Bearer canary-own-token',
  model: 'own-model',
  carries: ['canary-own-header'],
}
const anthropicWithLogin = { url: anthropicMessages, authorization: 'Bearer sk-ant-oat01-canary-login' }
const moved = { ...expectedOf('vllm'), url: `${backendsDoor}/moved/v1/messages` }

interface Row {
  readonly name: string
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly acts: readonly string[]
  readonly expected: readonly Expected[]
}

const rows: readonly Row[] = [
  {
    name: 'a backend, cloud, off, with an exported key',
    env: withKey,
    acts: [askClient, to('vllm'), to('cloud'), to('off')],
    expected: [anthropicWithKey, expectedOf('vllm'), anthropicWithKey, anthropicWithKey],
  },
  {
    name: 'a backend, cloud, off, with a gateway of the user and a login',
    env: withGateway,
    files: { [loginPath]: loginFile() },
    acts: [askClient, to('keyed'), to('cloud'), to('off')],
    expected: [ownGateway, expectedOf('keyed'), anthropicWithLogin, ownGateway],
  },
  {
    name: 'many switches in a row, and back',
    env: withGateway,
    acts: [to('llama'), to('openrouter'), to('keyed'), to('-'), to('-'), to('ollama'), to('off')],
    expected: [
      ...(['llama', 'openrouter', 'keyed', 'openrouter', 'keyed', 'ollama'] as const).map(expectedOf),
      ownGateway,
    ],
  },
  {
    name: 'one model for one switch',
    env: withKey,
    acts: [to('vllm --model other-model'), to('vllm'), to('cloud --model haiku'), to('cloud')],
    expected: [
      { ...expectedOf('vllm'), model: 'other-model' },
      expectedOf('vllm'),
      // Anthropic has no effort for every model; only the tier is of interest here.
      { ...anthropicWithKey, model: 'claude-haiku-5-5' },
      anthropicWithKey,
    ],
  },
  {
    name: 'a key exported by hand in between goes to no backend, and stays',
    acts: [to('vllm'), 'export ANTHROPIC_API_KEY=sk-ant-api03-canary-hand', to('my-gate'), to('off')],
    expected: [
      expectedOf('vllm'),
      expectedOf('my-gate'),
      { url: anthropicMessages, apiKey: 'sk-ant-api03-canary-hand' },
    ],
  },
  {
    name: 'a switch in a subshell',
    env: withKey,
    acts: [to('vllm'), `(${to('keyed')})`, askClient, to('off')],
    expected: [expectedOf('vllm'), expectedOf('keyed'), expectedOf('vllm'), anthropicWithKey],
  },
  {
    name: 'the file changed in between',
    env: withKey,
    acts: [
      to('vllm'),
      "sed -i 's|/vllm/v1/|/moved|' ~/.claude-backends.env",
      askClient,
      to('vllm'),
      "sed -i '/^VLLM_/d' ~/.claude-backends.env",
      `source claude-switch vllm 2>/dev/null || ${askClient}`,
      to('cloud'),
    ],
    expected: [expectedOf('vllm'), expectedOf('vllm'), moved, moved, anthropicWithKey],
  },
]

const shells = installedShells().filter(({ taughtBy }) => taughtBy === 'bash' || taughtBy === 'zsh')
const table = shells.flatMap(shell => rows.map(row => [`${shell.name}: ${row.name}`, row, shell] as const))
const missing = clientMissing()

describe.skipIf(missing)(`the real client, there and back${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    steps = await observe(
      table.map(([name, { env = {}, files = {}, acts }, { words }]) => ({
        name,
        env,
        files: { '.claude-backends.env': backendsText, ...files },
        steps: [[...words, '-c', acts.join('\n')]],
      })),
    )
  }, 300_000)

  test.each(table)('%s', (name, { expected }) => {
    const step = steps.get(name)?.[0]
    const messages = messagesOf(step?.seen ?? [])
    expect(
      messages.map(({ url }) => url),
      step?.stderr,
    ).toEqual(expected.map(({ url }) => url))
    expect(step?.stdout).toBe('OK\n'.repeat(expected.length))
    for (const [index, request] of messages.entries()) {
      const one = expected[index]
      if (one) judgeMessage(request, one)
    }
    expect(step?.seen.filter(({ door }) => door === 'trap')).toEqual([])
  })
})

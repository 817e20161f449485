import { beforeAll, describe, expect, test } from 'vitest'
import { askClient, backendsDoor, observe, type Step } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { backendsText } from './files.ts'
import { messagesOf } from './judgement.ts'

// An agent whose file names a model: what its requests ask for, and what `status` says of it.

const server = {
  ANTHROPIC_BASE_URL: `${backendsDoor}/server`,
  ANTHROPIC_MODEL: 'a-model',
  ANTHROPIC_AUTH_TOKEN: 'canary-token',
  CLAUDE_CODE_SUBAGENT_MODEL: 'sub-model',
}
const agent = (model: string) => ({
  '.claude/agents/x.md': `---\nname: general-purpose\ndescription: does things\nmodel: ${model}\n---\nDo.\n`,
})

const rows: readonly [
  name: string,
  env: Readonly<Record<string, string>>,
  model: string,
  profile: string | undefined,
  asked: string,
  said: string | undefined,
][] = [
  ['an id of Anthropic’s', server, 'claude-opus-5-5', undefined, 'claude-opus-5-5', 'claude-opus-5-5'],
  ['a name of its own', server, 'own-model', undefined, 'own-model', 'own-model'],
  [
    'an alias that is named',
    { ...server, ANTHROPIC_DEFAULT_SONNET_MODEL: 'sonnet-here' },
    'sonnet',
    undefined,
    'sonnet-here',
    'sonnet-here',
  ],
  ['inherit', server, 'inherit', undefined, 'a-model', undefined],
  [
    'forced',
    { ...server, CLAUDE_CODE_SUBAGENT_MODEL_FORCE: '1' },
    'claude-opus-5-5',
    undefined,
    'sub-model',
    undefined,
  ],
  ['after a switch', {}, 'claude-opus-5-5', 'vllm', 'vllm-subagent', undefined],
]

const missing = clientMissing()

describe.skipIf(missing)(`agents with a model of their own${missing ? ` (${missing})` : ''}`, () => {
  let steps: ReadonlyMap<string, readonly Step[]>

  beforeAll(async () => {
    steps = await observe(
      rows.map(([name, env, model, profile]) => {
        const first = profile ? `source claude-switch ${profile} 2>/dev/null && ` : ''
        return {
          name,
          env,
          files: { '.claude-backends.env': backendsText, ...agent(model) },
          script: 'subagent' as const,
          steps: [
            ['bash', '-c', `${first}claude-switch status --json`],
            ['bash', '-c', `${first}${askClient}`],
          ],
        }
      }),
    )
  }, 300_000)

  test.each(rows)('%s', (name, _env, _model, _profile, asked, said) => {
    const [status, client] = steps.get(name) ?? []
    const models = messagesOf(client?.seen ?? []).map(({ message }) => message?.model)
    expect(models, client?.stdout).toContain(asked)
    const { agents } = JSON.parse(status?.stdout ?? '')
    expect(agents.map((one: { model: string }) => one.model)).toEqual(said === undefined ? [] : [said])
  })
})

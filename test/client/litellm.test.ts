import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'
import { everythingExpected } from '../support/shells.ts'

// A real LiteLLM between the real client and a chat completions server: what the doctor says of it, what the client does.

const program = process.env['CLAUDE_SWITCH_LITELLM'] ?? ''
/** LiteLLM wants a key that nobody guesses. */
const key = 'sk-9f3kQ2vX7canary-key-1Lp0aZ'

/** The setting that keeps it from asking a server behind it for /v1/responses. */
const chatOnly = 'use_chat_completions_url_for_anthropic_messages: true'
const configOf = (settings: string) => `
model_list:
  - model_name: worker
    litellm_params: {model: openai/some-model, api_base: http://127.0.0.1:8101/v1, api_key: upstream}
    model_info: {max_input_tokens: 131072, max_output_tokens: 32000}
litellm_settings: {drop_params: true${settings}}
general_settings: {master_key: "${key}"}
`
const backends = `
BOX_KIND=litellm
BOX_BASE_URL=http://127.0.0.1:4000
BOX_MODEL=worker
BOX_AUTH_TOKEN='${key}'
BOX_CONTEXT_TOKENS=131072
CHAT_KIND=openai-compatible
CHAT_BASE_URL=http://127.0.0.1:4000/v1
CHAT_MODEL=worker
CHAT_API_KEY='${key}'
CHAT_CONTEXT_TOKENS=131072
`
const start = `
setsid '${program}' --config "$HOME/config.yaml" --host 127.0.0.1 --port 4000 >"$HOME/litellm.log" 2>&1 </dev/null &
echo $! >"$HOME/litellm.pid"
for try in $(seq 110); do curl -sf -o /dev/null http://127.0.0.1:4000/health/liveliness && exit 0; sleep 0.5; done
tail -c 2000 "$HOME/litellm.log"; exit 1`
const stop = 'claude-switch router stop; kill -9 -- -$(cat "$HOME/litellm.pid")'
const work = (profile: string) =>
  `claude-switch run -q ${profile} -- claude -p 'Run the command: echo oracle' --allowedTools Bash --output-format text </dev/null`
const examine = (profile: string) => `claude-switch doctor ${profile} --paid --json --timeout 20`

const visit = (name: string, settings: string, steps: readonly string[]): Visit => ({
  name,
  files: { '.claude-backends.env': backends, 'config.yaml': configOf(settings) },
  // It would fetch its price list from the internet, and count its users.
  env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_TELEMETRY: 'False' },
  steps: [start, ...steps, stop].map(step => ['bash', '-c', step]),
})
const visits = [
  visit('as a gateway', `, ${chatOnly}`, [work('box'), examine('box')]),
  visit('behind the router', '', [work('chat'), examine('chat')]),
  // LiteLLM rests a model for five seconds after a failure.
  visit('that asks for responses', '', [work('box'), `sleep 6; ${examine('box')}`]),
]

function missing(): boolean {
  const isThere = program !== '' && existsSync(program)
  if (!isThere && everythingExpected) throw new Error('there is no LiteLLM (CLAUDE_SWITCH_LITELLM names one)')
  return !isThere
}

interface Examined {
  readonly backends: readonly {
    readonly verdict: string
    readonly findings: readonly {
      readonly probe: string
      readonly level: string
      readonly says: string
      readonly remedy: { readonly commands: readonly string[] } | null
    }[]
  }[]
}

describe.skipIf(missing() || clientMissing())('LiteLLM', () => {
  let steps: Map<string, readonly Step[]>
  beforeAll(async () => {
    steps = await observe(visits)
  }, 600_000)

  const visited = (name: string) => {
    const [started, worked, examined] = steps.get(name) ?? []
    expect(started, started?.stdout).toMatchObject({ code: 0 })
    const [profile] = (JSON.parse(examined?.stdout || '{}') as Partial<Examined>).backends ?? []
    return { worked, profile, server: profile?.findings.find(({ probe }) => probe === 'server')?.says }
  }

  test.each(['as a gateway', 'behind the router'])('%s: the client works, and the doctor says so', name => {
    const { worked, profile } = visited(name)
    expect(worked, worked?.stderr).toMatchObject({ code: 0, stdout: /ORACLE-DONE/ })
    expect(profile?.verdict).toBe('works')
  })

  test('it says its version, which is what a forged release is known by', () => {
    expect(visited('as a gateway').server).toMatch(/^LiteLLM 1\.\d+\.\d+$/)
  })

  test('one that asks the server behind it for responses breaks, and the doctor says what to set', () => {
    const { worked, profile } = visited('that asks for responses')
    expect(worked?.stdout).not.toMatch(/ORACLE-DONE/)
    expect(profile?.verdict).toBe('breaks')
    const failed = profile?.findings.filter(({ level }) => level === 'fail') ?? []
    expect(failed, JSON.stringify(failed)).toHaveLength(1)
    expect(failed[0]?.remedy?.commands.join('\n')).toContain(chatOnly)
  })
})

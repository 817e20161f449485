import { beforeAll, describe, expect, test } from 'vitest'
import { chatKinds } from '../../src/backends/chat-kinds.ts'
import { backendsDoor, observe, type Step, type Visit } from '../support/namespace.ts'
import { clientMissing } from '../support/real-client.ts'

// The real client through the router: a command that has to run, with a login in the home that nobody but Anthropic may see.

const login = {
  claudeAiOauth: {
    accessToken: 'sk-ant-oat01-canary-login',
    refreshToken: 'sk-ant-ort01-canary-refresh',
    expiresAt: 9e12,
    scopes: ['user:inference', 'user:profile'],
    subscriptionType: 'max',
  },
}
const account = {
  oauthAccount: { accountUuid: 'canary-account', emailAddress: 'canary-mail@x.test' },
  hasCompletedOnboarding: true,
}
const ask = (words: string) => `claude -p "${words}" --allowedTools Bash,Agent --output-format text </dev/null`
const work = ask('Run the command: echo oracle')

const vendors = Object.values(chatKinds)
const urlOf = (kind: (typeof vendors)[number]) => {
  if (kind.kind === 'azure') return 'https://box.openai.azure.com/openai/v1'
  return 'defaultBaseUrl' in kind ? kind.defaultBaseUrl : `${backendsDoor}/v1`
}
const linesOf = (kind: (typeof vendors)[number]) =>
  [
    `BOX_KIND=${kind.kind}`,
    `BOX_BASE_URL=${urlOf(kind)}`,
    'BOX_MODEL=some/model-1',
    "BOX_API_KEY='canary-key'",
    'BOX_CONTEXT_TOKENS=131072',
  ].join('\n')

function visit(name: string, lines: string, steps: readonly string[], more: Partial<Visit> = {}): Visit {
  const files = {
    '.claude-backends.env': `${lines}\n`,
    '.claude/.credentials.json': JSON.stringify(login),
    '.claude.json': JSON.stringify(account),
  }
  const all = [...steps, 'claude-switch router stop']
  return { name, files, steps: all.map(step => ['bash', '-c', step]), ...more }
}

const run = (profile: string, command = work) => `claude-switch run -q ${profile} -- ${command}`
const visits: readonly Visit[] = [
  ...vendors.map(kind => visit(kind.kind, linesOf(kind), [run('box')])),
  visit('vibe', "MISTRAL_API_KEY='canary-key'", [run('vibe')]),
  visit('cloud', 'CLOUD_ROUTER=on', [run('cloud', ask('say ok'))]),
  visit(
    'a Messages API server',
    `BOX_BASE_URL=${backendsDoor}\nBOX_MODEL=m\nBOX_AUTH_TOKEN='canary-key'\nBOX_ROUTER=on`,
    [run('box', ask('say ok'))],
  ),
  visit('a subagent', "VIBE_API_KEY='canary-key'\nVIBE_SUBAGENT_MODEL=small-worker", [
    run('vibe', ask('use a subagent')),
  ]),
  visit('a conversation that goes on', "VIBE_API_KEY='canary-key'", [
    run('vibe'),
    run('vibe', 'claude -p "and again" --continue --allowedTools Bash --output-format text </dev/null'),
  ]),
  visit('a router that is killed', "VIBE_API_KEY='canary-key'", [
    run('vibe'),
    `kill -9 $(claude-switch router --json | node -p 'JSON.parse(require("fs").readFileSync(0)).pid'); ${run('vibe')}`,
  ]),
  visit('a sourced switch', "VIBE_API_KEY='canary-key'", [`source claude-switch vibe && ${work}`]),
]

const missing = clientMissing()

describe.skipIf(missing)('the real client, through the router', () => {
  let steps: Map<string, readonly Step[]>
  beforeAll(async () => {
    steps = await observe(visits)
  }, 600_000)

  const seenOf = (name: string) => (steps.get(name) ?? []).flatMap(({ seen }) => seen)

  test.each([
    ...vendors.map(kind => kind.kind),
    'vibe',
    'a router that is killed',
    'a sourced switch',
    'a conversation that goes on',
  ])('%s: the work is done', name => {
    const [first, ...more] = steps.get(name) ?? []
    expect(first, `${first?.stdout}${first?.stderr}`).toMatchObject({ code: 0, stdout: /ORACLE-DONE/ })
    for (const step of more.slice(0, -1)) expect(step, step.stderr).toMatchObject({ code: 0, stdout: /ORACLE-DONE/ })
  })

  test.each(vendors)('$kind is asked at its own address, with its own key', kind => {
    const asked = seenOf(kind.kind).filter(({ message }) => message)
    expect(asked.length).toBeGreaterThanOrEqual(2)
    for (const { url, headers } of asked) {
      expect(url).toBe(`${urlOf(kind)}/chat/completions`)
      expect(headers['authorization']).toBe('Bearer canary-key')
    }
  })

  test.each(visits.map(({ name }) => name))(
    '%s: the login goes to Anthropic alone, and the key to its server alone',
    name => {
      for (const { url, carries } of seenOf(name)) {
        const isAnthropics = /^https:\/\/([\w-]+\.)?(anthropic|claude)\.(com|ai)\//.test(url)
        const others = carries.filter(canary => canary !== 'canary-key')
        if (!isAnthropics) expect(others, url).toEqual([])
        else expect(carries, url).not.toContain('canary-key')
      }
    },
  )

  test('the login pays where the profile is Anthropic’s own', () => {
    const asked = seenOf('cloud').filter(({ message }) => message)
    expect(asked.map(({ url }) => url)).toContain('https://api.anthropic.com/v1/messages')
    for (const { headers } of asked) expect(headers['authorization']).toBe('Bearer sk-ant-oat01-canary-login')
    expect(steps.get('cloud')?.[0]).toMatchObject({ code: 0, stdout: /OK/ })
  })

  test('a server that speaks the Messages API gets the client’s own request', () => {
    const [asked] = seenOf('a Messages API server').filter(({ message }) => message)
    expect(asked?.url).toBe(`${backendsDoor}/v1/messages`)
    expect(asked?.headers).toMatchObject({ authorization: 'Bearer canary-key', 'x-app': 'cli' })
    expect(steps.get('a Messages API server')?.[0]).toMatchObject({ code: 0, stdout: /OK/ })
  })

  test('subagents go to their own model', () => {
    const models = seenOf('a subagent').flatMap(({ message }) => (message ? [message.model] : []))
    expect(models).toContain('small-worker')
    expect(models).toContain('devstral-latest')
    expect(steps.get('a subagent')?.[0]).toMatchObject({ code: 0, stdout: /ORACLE-DONE/ })
  })
})

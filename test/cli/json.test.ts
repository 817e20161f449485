import { describe, expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

const switched = {
  CLAUDE_SWITCH_PROFILE: 'local',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary-local',
}

const overridden =
  '~/.claude/settings.json sets CLAUDE_CODE_MAX_OUTPUT_TOKENS, which Claude Code takes instead of what this shell says; take it out of the "env" block there.'

describe('--json', () => {
  const json = (args: string[], env: Record<string, string> = {}, files: Record<string, string> = {}) => {
    const home = temporaryHome(backendsText)
    for (const [name, text] of Object.entries(files)) home.write(name, text)
    const { stdout } = claudeSwitch(args, home, { env })
    return JSON.parse(stdout.replaceAll(home.path, '~'))
  }

  test('of list', () => {
    const answer = json(['list', '--json'], switched)
    expect({ ...answer, profiles: answer.profiles.slice(0, 1) }).toEqual({
      file: '~/.claude-backends.env',
      active: 'local',
      profiles: [
        {
          name: 'local',
          active: true,
          ready: true,
          kind: 'gateway',
          url: 'http://127.0.0.1:4999',
          model: 'qwen3-coder',
          payer: 'free',
          why: 'BILLING of profile local',
          problems: [],
        },
      ],
    })
    expect(answer.profiles[3]).toEqual({
      name: 'vibe',
      active: false,
      ready: false,
      kind: null,
      url: null,
      model: null,
      payer: null,
      why: null,
      problems: [
        {
          level: 'error',
          line: null,
          says: "vibe needs a key of Mistral (keys: https://console.mistral.ai/api-keys); add one of VIBE_API_KEY='...', VIBE_API_KEY_COMMAND='pass show vibe' or MISTRAL_API_KEY='...'",
          code: 'vendor-key-missing',
          args: {
            key: 'VIBE_API_KEY',
            vendor: { title: 'Mistral', variable: 'MISTRAL_API_KEY', keysUrl: 'https://console.mistral.ai/api-keys' },
          },
        },
      ],
    })
  })

  test('of status, with what the settings files and the stored login say', () => {
    const tier = (model: string | null, from: string | null) => ({ model, from, payer: 'subscription', trouble: null })
    const settings = { env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8000' }, model: 'opus' }
    const login = { claudeAiOauth: { accessToken: 'canary', subscriptionType: 'max', expiresAt: 9e15 } }
    const answer = json(
      ['status', '--json'],
      {},
      {
        '.claude/settings.json': JSON.stringify(settings),
        '.claude/.credentials.json': JSON.stringify(login),
      },
    )
    expect(answer).toEqual({
      profile: null,
      agents: [],
      carried: null,
      payer: 'subscription',
      why: 'Claude max',
      destination: { kind: 'anthropic', title: 'Anthropic', url: null, from: null },
      credentials: [{ source: 'login', name: '/login', from: 'the stored login', headers: ['authorization'] }],
      tiers: {
        main: tier('opus', '~/.claude/settings.json'),
        opus: tier(null, null),
        sonnet: tier(null, null),
        haiku: tier(null, null),
        fable: tier(null, null),
        subagent: tier('opus', '~/.claude/settings.json'),
      },
      contextTokens: null,
      maxOutputTokens: 8000,
      network: [],
      drift: [],
      warnings: [overridden],
      notices: [
        {
          level: 'warning',
          code: 'overridden-by-file',
          args: { path: '~/.claude/settings.json', variables: ['CLAUDE_CODE_MAX_OUTPUT_TOKENS'] },
          says: overridden,
        },
      ],
    })
  })

  test('of status has what is said on stderr, with its codes', () => {
    const home = temporaryHome()
    home.write('.claude-backends.env', `${backendsText}LOCAL_MODLE=x\n`, 0o644)
    const { stdout, stderr } = claudeSwitch(['status', '--json'], home, {
      env: { ...switched, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    })
    const { notices, network, warnings } = JSON.parse(stdout)
    const codes = notices.map(({ level, code }: Record<string, string>) => `${level} ${code}`)
    expect(codes).toEqual([
      'warning model-unnamed',
      'warning network-open',
      'warning file-exposed',
      'warning field-unknown',
      'note auto-mode-stops',
    ])
    expect(network.map(({ code }: Record<string, string>) => code)).toEqual(['certificates-unchecked'])
    expect(stderr).toBe(notices.map(({ level, says }: Record<string, string>) => `${level} ${says}\n`).join(''))
    expect(warnings).toEqual(notices.slice(0, 2).map(({ says }: Record<string, string>) => says))
  })

  test('of status --require is printed before the refusal', () => {
    const { code, stdout } = claudeSwitch(['status', '--json', '--require', 'free'], temporaryHome(backendsText))
    expect([code, JSON.parse(stdout).payer]).toEqual([3, 'none'])
  })

  test('of env', () => {
    const answer = json(['env', 'local', '--json'])
    expect(answer.profile).toBe('local')
    expect(answer.variables).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
      ANTHROPIC_AUTH_TOKEN: 'canary-local',
      ANTHROPIC_API_KEY: null,
      CLAUDE_SWITCH_PROFILE: 'local',
    })
    expect(json(['env', 'off', '--json'])).toEqual({ profile: null, variables: {} })
  })
})

import { describe, expect, test } from 'vitest'
import { type configIn, helper, layer } from '../support/standing.ts'
import { local, profile, tiers, warnings } from '../support/warned.ts'

test('there is nothing to warn of', () => {
  expect(warnings(local, { profile })).toEqual([])
  expect(warnings({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_MODEL: 'opus' })).toEqual([])
})

const instead = 'which Claude Code takes instead of what this shell says; take it out of the "env" block there.'

describe('a settings file that overrides the shell is said first', () => {
  test.each<[Record<string, string>, string | undefined]>([
    [{ ANTHROPIC_BASE_URL: 'http://other' }, `~/user sets ANTHROPIC_BASE_URL, ${instead}`],
    [{ ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999' }, undefined],
    [{ FOO: 'other' }, `~/user sets FOO, ${instead}`],
    [{ UNRELATED: 'x' }, undefined],
    [
      { ANTHROPIC_MODEL: 'a', ANTHROPIC_DEFAULT_OPUS_MODEL: 'b', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'c' },
      `~/user sets ANTHROPIC_MODEL, ANTHROPIC_DEFAULT_OPUS_MODEL and ANTHROPIC_DEFAULT_HAIKU_MODEL, ${instead}`,
    ],
    [
      { ...tiers('x'), ANTHROPIC_CUSTOM_HEADERS: 'h' },
      `~/user sets ANTHROPIC_CUSTOM_HEADERS, ANTHROPIC_MODEL and 4 more, ${instead}`,
    ],
    [{ ANTHROPIC_AUTH_TOKEN: '' }, `~/user sets ANTHROPIC_AUTH_TOKEN, ${instead}`],
  ])('%j', (env, expected) => {
    expect(warnings({ ...local, FOO: 'bar' }, { layers: [layer('user', env)], profile })[0]).toBe(expected)
  })

  test.each<[Parameters<typeof layer>[0], string, string | undefined]>([
    ['project local', 'local', 'claude-switch settings local --remove'],
    ['project', 'my-box', 'claude-switch settings my-box --scope project --remove'],
    ['user', 'local', 'claude-switch settings local --scope user --remove'],
    ['managed', 'local', undefined],
    ['global config', 'local', undefined],
    ['user', 'x; rm -rf ~', undefined],
    ['user', '', undefined],
  ])('%s, written by claude-switch for %j', (name, written, removal) => {
    const env = { API_TIMEOUT_MS: '1', CLAUDE_SWITCH_PROFILE: written }
    expect(warnings(local, { layers: [layer(name, env)], profile })[0]).toBe(
      removal === undefined
        ? `~/${name} sets API_TIMEOUT_MS, ${instead}`
        : `~/${name} sets API_TIMEOUT_MS, ${instead.split(';')[0]}; claude-switch wrote that, and takes it out with: ${removal}`,
    )
  })

  test('each file once, the strongest for what both set', () => {
    const layers = [
      layer('project', { ANTHROPIC_MODEL: 'a' }),
      layer('user', { ANTHROPIC_MODEL: 'b', API_TIMEOUT_MS: '1' }),
    ]
    expect(warnings(local, { layers, profile })).toEqual([
      `~/project sets ANTHROPIC_MODEL, ${instead}`,
      `~/user sets API_TIMEOUT_MS, ${instead}`,
    ])
  })
})

describe('nobody pays', () => {
  test.each([
    [
      {},
      'there is no credential for Anthropic, so Claude Code would ask to log in; run: claude auth login, or set CLOUD_API_KEY.',
    ],
    [
      { ...local, ANTHROPIC_AUTH_TOKEN: '' },
      'there is no credential for http://127.0.0.1:4999, so Claude Code would ask to log in; set ANTHROPIC_AUTH_TOKEN.',
    ],
  ])('%j', (environment, expected) => expect(warnings(environment)).toEqual([expected]))
})

describe('credentials that go where they do not belong', () => {
  const { ANTHROPIC_AUTH_TOKEN: _, ...keyless } = local
  test.each<[string, Record<string, string>, Parameters<typeof configIn>[1], string]>([
    [
      'a key beside the profile’s token',
      { ...local, ANTHROPIC_API_KEY: 'k' },
      { profile },
      'ANTHROPIC_API_KEY is set, and sent to http://127.0.0.1:4999 too; run: claude-switch local',
    ],
    [
      'a key among the headers',
      { ...local, ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: k' },
      { profile },
      'ANTHROPIC_CUSTOM_HEADERS is set, and sent to http://127.0.0.1:4999 too; run: claude-switch local',
    ],
    [
      'a key beside a token, without any profile',
      { ...local, ANTHROPIC_API_KEY: 'k' },
      {},
      'ANTHROPIC_API_KEY is set, and sent to http://127.0.0.1:4999 too; unset it.',
    ],
    [
      'what a helper prints',
      local,
      { profile, layers: [helper] },
      'what apiKeyHelper in ~/user prints is sent to http://127.0.0.1:4999 too; take it out of that file.',
    ],
    [
      'a stored key',
      local,
      { logins: { storedKey: { path: '/c' } } },
      'the Console key that /login stored in ~/c is sent to http://127.0.0.1:4999 too; log out with: claude auth logout.',
    ],
    [
      'the login, where there is no token',
      keyless,
      { logins: { subscription: {} } },
      'there is no token for http://127.0.0.1:4999, so Claude Code sends your Anthropic login there; set ANTHROPIC_AUTH_TOKEN, or switch with claude-switch.',
    ],
    [
      'another tool’s login',
      { ...keyless, ANTHROPIC_PROFILE: 'w' },
      { logins: { toolProfile: { name: 'w', path: '/w' } } },
      'ANTHROPIC_PROFILE gives http://127.0.0.1:4999 a token of your Anthropic login; unset it.',
    ],
    [
      'another tool’s login that nobody named',
      keyless,
      { logins: { toolProfile: { name: 'default', path: '/w' } } },
      "the profile default of Anthropic's tools in ~/w sends its token to http://127.0.0.1:4999; set ANTHROPIC_AUTH_TOKEN, or switch with claude-switch.",
    ],
    [
      'a key that was refused in the dialog',
      { ...keyless, ANTHROPIC_API_KEY: 'sk-or-v1-0123456789abcdefghij' },
      { logins: { subscription: {}, rejectedKeys: ['0123456789abcdefghij'] } },
      'you once answered No to this ANTHROPIC_API_KEY, so interactive sessions send your Anthropic login to http://127.0.0.1:4999 in its place; take its end out of customApiKeyResponses.rejected in ~/.claude.json.',
    ],
  ])('%s', (_, environment, files, expected) => expect(warnings(environment, files)).toEqual([expected]))

  test.each([
    ['CLAUDE_CODE_REMOTE', '1'],
    ['CLAUDE_CODE_ENTRYPOINT', 'claude-desktop'],
  ])('are the login’s, where %s=%s says whose session it is', (name, value) => {
    const [first] = warnings({ ...local, [name]: value }, { logins: { subscription: {} } })
    expect(first).toBe(
      `${name} is set, so Claude Code sends your Anthropic login to http://127.0.0.1:4999, whatever token or key is set; unset it, or switch with claude-switch, which does.`,
    )
    expect(warnings({ ...local, [name]: value })).toEqual([])
  })

  test('are not what a helper prints that claude-switch wrote for that host', () => {
    const { ANTHROPIC_AUTH_TOKEN: _, ...env } = local
    const written = layer('user', { ...env, CLAUDE_SWITCH_PROFILE: 'local' }, { hasApiKeyHelper: true })
    expect(warnings(env, { layers: [written], profile })).toEqual([])
    expect(warnings({}, { layers: [layer('user', env, { hasApiKeyHelper: true })] }).join()).toContain('apiKeyHelper')
    // Beside a token it is another's.
    expect(warnings({ ...env, ANTHROPIC_AUTH_TOKEN: 't' }, { layers: [written], profile }).join()).toContain(
      'apiKeyHelper',
    )
  })

  test('are none of Anthropic’s business', () => {
    expect(warnings({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_AUTH_TOKEN: 't' }, { layers: [helper] })).toEqual([])
  })
})

describe('models that a backend would not have', () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      'Anthropic',
      { ANTHROPIC_MODEL: 'glm', ANTHROPIC_API_KEY: 'k' },
      ['main (glm) and subagent (glm): Anthropic has no model of that name.'],
    ],
    [
      'Ollama',
      {
        ANTHROPIC_BASE_URL: 'http://localhost:11434',
        ANTHROPIC_AUTH_TOKEN: 't',
        ...tiers('m'),
        ANTHROPIC_DEFAULT_HAIKU_MODEL: '',
        CLAUDE_CODE_MAX_CONTEXT_TOKENS: '131072',
      },
      ['haiku: no variable names it, so Claude Code asks for its own claude- model, which Ollama does not have.'],
    ],
    [
      'a gateway',
      { ...local, ANTHROPIC_DEFAULT_HAIKU_MODEL: '' },
      ['haiku: no variable names it, so Claude Code asks for its own claude- model, which a gateway may not have.'],
    ],
  ])('%s', (_, environment, expected) => expect(warnings(environment)).toEqual(expected))
})

test('the gravest come first', () => {
  const { CLAUDE_CODE_MAX_CONTEXT_TOKENS: _, ...rest } = local
  const all = warnings(
    { ...rest, ANTHROPIC_API_KEY: 'k', ANTHROPIC_DEFAULT_HAIKU_MODEL: '' },
    {
      profile,
      layers: [layer('user', { API_TIMEOUT_MS: '1' })],
    },
  )
  expect(all.map(says => says.split(' ')[0])).toEqual(['~/user', 'ANTHROPIC_API_KEY', 'haiku:', 'Claude'])
})

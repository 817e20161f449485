import { expect, test } from 'vitest'
import { isDecidedByHost } from '../../src/env/host-managed.ts'
import { makePlan } from '../../src/env/plan.ts'
import { resolveEnv, type SettingsLayer } from '../../src/env/precedence.ts'

const layer: SettingsLayer = {
  name: 'user',
  path: '/settings.json',
  env: new Map([
    ['ANTHROPIC_BASE_URL', 'http://file'],
    ['CLAUDE_CODE_MAX_OUTPUT_TOKENS', '7'],
  ]),
  hasApiKeyHelper: true,
}

// As Claude Code 2.1.332 was seen to take them.
test.each<[string, string | undefined]>([
  ['1', undefined],
  [' ON ', undefined],
  ['2', 'http://file'],
  ['', 'http://file'],
])('CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=%j leaves the base URL %s', (value, expected) => {
  const resolved = resolveEnv({ CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: value }, [layer])
  expect(resolved.get('ANTHROPIC_BASE_URL')?.value).toBe(expected)
  expect(resolved.get('CLAUDE_CODE_MAX_OUTPUT_TOKENS')?.value).toBe('7')
  expect(resolved.isHostManaged).toBe(expected === undefined ? true : undefined)
})

test.each([
  ['ANTHROPIC_CUSTOM_HEADERS', true],
  ['ANTHROPIC_MODEL', true],
  ['CLAUDE_CODE_USE_BEDROCK', true],
  ['ANTHROPIC_AUTH_TOKEN', true],
  ['CLAUDE_CODE_EXTRA_BODY', false],
  ['CLAUDE_CODE_MAX_CONTEXT_TOKENS', false],
  ['MY_OWN', false],
])('%s is decided by the host: %s', (name, expected) => expect(isDecidedByHost(name)).toBe(expected))

test('no switch leaves it, and only off brings it back', () => {
  const own = { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' }
  const cloud = {
    name: 'cloud',
    kind: 'anthropic',
    models: {},
    off: new Set<never>(),
    claudeArgs: [],
    extra: new Map(),
  }
  const value = (target: Parameters<typeof makePlan>[0]) =>
    makePlan(target, own).get('CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST')
  expect(value({ profile: { ...cloud, kind: 'anthropic' } })).toBe(null)
  expect(value('off')).toBe('1')
})

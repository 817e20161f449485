import { describe, expect, test } from 'vitest'
import { divergenceOf } from '../../src/env/divergence.ts'
import { makePlan } from '../../src/env/plan.ts'
import type { SettingsLayer } from '../../src/env/precedence.ts'
import { apply } from '../../src/env/shell-state.ts'
import { describeDivergence } from '../../src/terminal/warnings.ts'
import { ready } from '../support/profiles.ts'
import { configIn, layer } from '../support/standing.ts'

const text = `LOCAL_BASE_URL=http://127.0.0.1:8000
LOCAL_MODEL=qwen
LOCAL_AUTH_TOKEN=t
PAID_KIND=openrouter
PAID_MODEL=m:free
PAID_AUTH_TOKEN=t
`

function diverges(name: string, layers: SettingsLayer[], logins = {}): string | undefined {
  const profile = ready(text, name)
  const environment = apply(makePlan({ profile, secret: profile.credential ? 't' : undefined }, {}), {})
  const named = configIn(environment, { logins, profile })
  const real = configIn(environment, { layers, logins, profile })
  const found = divergenceOf(named, real)
  const { says, way } = found ? describeDivergence(found, path => path) : {}
  return says && [says, way].join('; ')
}

const theirs = layer('user', { ANTHROPIC_BASE_URL: 'https://openrouter.ai/api', ANTHROPIC_AUTH_TOKEN: 'k' })
const ours = layer('user', { ANTHROPIC_BASE_URL: 'https://openrouter.ai/api', CLAUDE_SWITCH_PROFILE: 'paid' })

describe('a settings file overrules the profile that was asked for', () => {
  test.each<[string, string, SettingsLayer[], string]>([
    [
      'with another address',
      'local',
      [theirs],
      'local was asked for, but /user makes Claude Code go to https://openrouter.ai/api (metered); take it out of /user, or switch to what it says',
    ],
    [
      'with another address, which claude-switch wrote',
      'local',
      [ours],
      'local was asked for, but /user makes Claude Code go to https://openrouter.ai/api (metered); claude-switch wrote that, and takes it out with: claude-switch settings paid --scope user --remove',
    ],
    [
      'of its own, emptied',
      'local',
      [layer('project', { ANTHROPIC_BASE_URL: '' })],
      'local was asked for, but /project makes Claude Code go to Anthropic (unknown); take it out of /project, or switch to what it says',
    ],
    [
      'with a provider',
      'cloud',
      [layer('managed', { CLAUDE_CODE_USE_BEDROCK: '1\r' })],
      'cloud was asked for, but /managed makes Claude Code go to Amazon Bedrock (metered); take it out of /managed, or switch to what it says',
    ],
    [
      'with another credential',
      'local',
      [layer('project local', { ANTHROPIC_AUTH_TOKEN: 'k' })],
      'local was asked for, but /project local makes Claude Code go to http://127.0.0.1:8000 (free); take it out of /project local, or switch to what it says',
    ],
    [
      'with none',
      'local',
      [layer('project local', { ANTHROPIC_AUTH_TOKEN: '' })],
      'local was asked for, but /project local makes Claude Code go to http://127.0.0.1:8000 (none); take it out of /project local, or switch to what it says',
    ],
    [
      'with a dearer model',
      'paid',
      [layer('user', { ANTHROPIC_DEFAULT_OPUS_MODEL: 'big' })],
      'paid was asked for, but /user makes Claude Code go to https://openrouter.ai/api (metered); take it out of /user, or switch to what it says',
    ],
    [
      'and a password in its address is shown to nobody',
      'local',
      [layer('user', { ANTHROPIC_BASE_URL: 'https://me:secret@gw.test' })],
      'local was asked for, but /user makes Claude Code go to https://********@gw.test (metered); take it out of /user, or switch to what it says',
    ],
  ])('%s', (_, name, layers, expected) => {
    expect(diverges(name, layers)).toBe(expected)
  })
})

test.each<[string, string, SettingsLayer[]]>([
  ['nothing', 'local', []],
  ['the same address', 'local', [layer('user', { ANTHROPIC_BASE_URL: 'http://127.0.0.1:8000' })]],
  ['a model of the same price', 'local', [layer('user', { ANTHROPIC_MODEL: 'other' })]],
  ['what decides nothing', 'cloud', [layer('user', { FOO: '1', CLAUDE_CODE_USE_BEDROCK: '2' })]],
])('%s does not', (_, name, layers) => {
  expect(diverges(name, layers, { subscription: {} })).toBeUndefined()
})

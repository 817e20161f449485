import { expect, test } from 'vitest'
import { decidedNames, managedVariable, managedVariables } from '../../src/env/managed-variables.ts'

const names = managedVariables.map(({ name }) => name)

test('no variable is managed twice, and each says what it does', () => {
  expect(new Set(names).size).toBe(names.length)
  expect(managedVariables.filter(({ does }) => does.trim() === '')).toEqual([])
})

// A stale one of these redirects or bills, or asks for something that the backend does not have.
test.each(
  (
    'ANTHROPIC_BASE_URL ANTHROPIC_API_URL ANTHROPIC_API_BASE_URL CLAUDE_AGENT_API_BASE_URL ANTHROPIC_UNIX_SOCKET ' +
    'ANTHROPIC_AUTH_TOKEN ANTHROPIC_API_KEY CLAUDE_CODE_OAUTH_TOKEN ANTHROPIC_CUSTOM_HEADERS ANTHROPIC_BETAS ' +
    'ANTHROPIC_MODEL ANTHROPIC_DEFAULT_MODEL ANTHROPIC_DEFAULT_OPUS_MODEL ANTHROPIC_DEFAULT_SONNET_MODEL ' +
    'ANTHROPIC_DEFAULT_HAIKU_MODEL ANTHROPIC_DEFAULT_FABLE_MODEL ANTHROPIC_SMALL_FAST_MODEL ' +
    'CLAUDE_CODE_SUBAGENT_MODEL ANTHROPIC_CUSTOM_MODEL_OPTION ANTHROPIC_CUSTOM_MODEL_OPTION_NAME ' +
    'ANTHROPIC_CUSTOM_MODEL_OPTION_DESCRIPTION ANTHROPIC_DEFAULT_OPUS_MODEL_NAME ' +
    'ANTHROPIC_DEFAULT_OPUS_MODEL_DESCRIPTION ANTHROPIC_DEFAULT_OPUS_MODEL_SUPPORTED_CAPABILITIES ' +
    'CLAUDE_CODE_USE_BEDROCK CLAUDE_CODE_USE_VERTEX CLAUDE_CODE_USE_FOUNDRY CLAUDE_CODE_USE_GATEWAY ' +
    'CLAUDE_CODE_USE_MANTLE CLAUDE_CODE_USE_ANTHROPIC_AWS CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD ' +
    'CLAUDE_CODE_MAX_CONTEXT_TOKENS CLAUDE_CODE_MAX_OUTPUT_TOKENS CLAUDE_CODE_AUTO_COMPACT_WINDOW ' +
    'CLAUDE_CODE_DISABLE_1M_CONTEXT MAX_THINKING_TOKENS API_TIMEOUT_MS CLAUDE_STREAM_IDLE_TIMEOUT_MS ' +
    'CLAUDE_CODE_EFFORT_LEVEL CLAUDE_CODE_DISABLE_THINKING CLAUDE_CODE_DISABLE_ADAPTIVE_THINKING ' +
    'DISABLE_INTERLEAVED_THINKING CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS CLAUDE_CODE_ATTRIBUTION_HEADER ' +
    'CLAUDE_CODE_TOTAL_TOKENS_REMINDER NO_PROXY no_proxy'
  ).split(' '),
)('%s is managed', name => expect(managedVariable(name)?.name).toBe(name))

// Both switch features off, model discovery among them; a user who wants them says so.
test.each(['CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', 'DISABLE_TELEMETRY', 'CLAUDE_CONFIG_DIR', 'HTTPS_PROXY'])(
  '%s is the user’s own',
  name => {
    expect(managedVariable(name)).toBeUndefined()
    expect(decidedNames.has(name)).toBe(false)
  },
)

test('everything that holds a secret is marked as one', () => {
  const secret = managedVariables.filter(one => one.secret).map(({ name }) => name)
  expect(secret).toEqual([
    'ANTHROPIC_AUTH_TOKEN',
    'ANTHROPIC_API_KEY',
    'CLAUDE_CODE_OAUTH_TOKEN',
    'ANTHROPIC_IDENTITY_TOKEN',
    'ANTHROPIC_CUSTOM_HEADERS',
  ])
})

test('ENV_ may set what no field decides', () => {
  expect(decidedNames.has('ANTHROPIC_MODEL')).toBe(true)
  expect(decidedNames.has('CLAUDE_SWITCH_PROFILE')).toBe(true)
  expect(decidedNames.has('ANTHROPIC_CUSTOM_HEADERS')).toBe(false)
  expect(decidedNames.has('ANTHROPIC_BETAS')).toBe(false)
})

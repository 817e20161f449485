import { describe, expect, test } from 'vitest'
import type { Feature } from '../../src/claude-code/error-recovery.ts'
import { changed, type Features, featuresIn, featuresOf, without } from '../../src/claude-code/features.ts'
import type { Environment } from '../../src/system/environment.ts'

// What Claude Code 2.1.329 sent with each of these variables.

const lasting = ['claude-code-20250219', 'effort-2025-11-24', 'interleaved-thinking-2025-05-14']
const all = [
  ...lasting,
  'advanced-tool-use-2025-11-20',
  'context-management-2025-06-27',
  'mid-conversation-tool-changes-2026-07-01',
  'thinking-token-count-2026-05-13',
].sort()
const lacking = (...names: string[]) => all.filter(beta => !names.some(name => beta.startsWith(name)))

const plain = {
  betas: all,
  experimental: true,
  contextManagement: true,
  thinking: 'adaptive',
  display: true,
  deferral: true,
  effort: 'high',
  systemRole: true,
  tools: true,
  cacheControl: true,
  attribution: true,
  maxTokens: 32_000,
  simple: false,
  whole: false,
  size: { deferred: 47_500, whole: 87_200 },
}

const sorted = (features: Features) => ({ ...features, betas: [...features.betas].sort() })
const off = { experimental: false, contextManagement: false, display: false, deferral: false, betas: lasting }
const thoughtless = { thinking: 'off', contextManagement: false }

describe('an environment', () => {
  test.each<[Environment, object]>([
    [{}, {}],
    [{ CLAUDE_CODE_EFFORT_LEVEL: 'low' }, { effort: 'low' }],
    [{ CLAUDE_CODE_EFFORT_LEVEL: 'MAX' }, { effort: 'max' }],
    [{ CLAUDE_CODE_EFFORT_LEVEL: 'silly' }, { effort: 'high' }],
    [{ CLAUDE_CODE_EFFORT_LEVEL: '' }, { effort: 'high' }],
    [{ CLAUDE_CODE_EFFORT_LEVEL: 'auto' }, { effort: undefined }],
    [{ CLAUDE_CODE_EFFORT_LEVEL: 'UNSET' }, { effort: undefined }],
    [{ CLAUDE_CODE_EFFORT_LEVEL: '3' }, { effort: undefined }],
    [{ CLAUDE_CODE_DISABLE_THINKING: '1' }, thoughtless],
    [{ CLAUDE_CODE_DISABLE_THINKING: 'yes' }, thoughtless],
    [{ CLAUDE_CODE_DISABLE_THINKING: '0' }, {}],
    [{ CLAUDE_CODE_DISABLE_THINKING: 'x' }, {}],
    [{ MAX_THINKING_TOKENS: '0' }, thoughtless],
    [{ MAX_THINKING_TOKENS: '5000' }, {}],
    [{ CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' }, off],
    [{ CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '0' }, {}],
    [
      { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: 'true', MAX_THINKING_TOKENS: '0' },
      { ...off, ...thoughtless },
    ],
    [{ DISABLE_INTERLEAVED_THINKING: '1' }, { betas: lacking('interleaved') }],
    [{ DISABLE_PROMPT_CACHING: '1' }, { cacheControl: false }],
    [{ DISABLE_PROMPT_CACHING: '0' }, {}],
    [{ CLAUDE_CODE_ATTRIBUTION_HEADER: '0' }, { attribution: false }],
    [{ CLAUDE_CODE_ATTRIBUTION_HEADER: 'false' }, { attribution: false }],
    [{ CLAUDE_CODE_ATTRIBUTION_HEADER: '1' }, {}],
    [{ CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192' }, { maxTokens: 8192 }],
    [{ CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192.5' }, { maxTokens: 8192 }],
    [{ CLAUDE_CODE_MAX_OUTPUT_TOKENS: '500000' }, { maxTokens: 128_000 }],
    [{ CLAUDE_CODE_MAX_OUTPUT_TOKENS: '-5' }, {}],
    [{ CLAUDE_CODE_MAX_OUTPUT_TOKENS: 'x' }, {}],
    [
      { CLAUDE_CODE_SIMPLE: '1' },
      {
        betas: lacking('advanced-tool-use', 'mid-conversation'),
        deferral: false,
        systemRole: false,
        simple: true,
        size: { deferred: 4200, whole: 4200 },
      },
    ],
    [{ ANTHROPIC_MODEL: 'claude-local' }, {}],
    [{ ANTHROPIC_MODEL: 'haiku-4-5' }, {}],
  ])('%j', (environment, differences) => {
    expect(sorted(featuresOf(environment))).toEqual({ ...plain, ...differences })
  })
})

describe('one of its own models', () => {
  const large = { deferred: 87_000, whole: 125_000 }
  const small = { deferred: 52_000, whole: 80_000 }
  const inQuestion = { systemRole: false, size: large, betas: lacking('mid') }
  const fixed = { ...inQuestion, thinking: 'enabled' }
  const early = {
    betas: ['claude-code-20250219'],
    systemRole: false,
    deferral: false,
    effort: undefined,
    display: false,
    ...thoughtless,
    size: { deferred: 125_000, whole: 125_000 },
  }
  test.each<[string, object]>([
    ['claude-3-haiku-20240307', { ...early, maxTokens: 4096 }],
    ['claude-3-5-haiku-latest', { ...early, maxTokens: 8192 }],
    ['claude-3-7-sonnet', early],
    ['qwen3-claude-haiku-4-5', { ...fixed, effort: undefined, betas: lacking('mid', 'effort') }],
    ['anthropic/claude-sonnet-4.5', { ...fixed, effort: undefined, betas: lacking('mid', 'effort') }],
    ['Claude-Sonnet-4-20250514', { ...fixed, effort: undefined, betas: lacking('mid', 'effort') }],
    ['claude-opus-4-5', fixed],
    ['claude-sonnet-4-6', inQuestion],
    ['claude-opus-4-6', { ...inQuestion, maxTokens: 64_000 }],
    ['claude-opus-4-7', { ...inQuestion, maxTokens: 64_000, effort: 'xhigh' }],
    ['claude-opus-4-8', { maxTokens: 64_000, size: small }],
    ['claude-sonnet-5', { maxTokens: 64_000, size: large, betas: lacking('mid') }],
    ['claude-opus-5', { maxTokens: 64_000, size: small }],
    [
      'claude-opus-5-5',
      { maxTokens: 128_000, size: small, effort: 'medium', betas: [...all, 'per-turn-control-2026-07-01'].sort() },
    ],
  ])('%s', (name, differences) => {
    expect(sorted(featuresOf({ ANTHROPIC_MODEL: name }))).toEqual({ ...plain, ...differences })
  })

  test.each([
    ['claude-haiku-4-5', '100000', 64_000],
    ['claude-haiku-4-5', '8192', 8192],
    ['claude-3-haiku', '100000', 4096],
    ['claude-opus-5', '100000', 100_000],
  ])('%s with MAX_OUTPUT_TOKENS %s asks for %i', (name, tokens, asks) => {
    expect(featuresOf({ ANTHROPIC_MODEL: name, CLAUDE_CODE_MAX_OUTPUT_TOKENS: tokens }).maxTokens).toBe(asks)
  })

  test('keeps the betas that it has when experimental ones are off', () => {
    const { betas } = featuresOf({ ANTHROPIC_MODEL: 'claude-haiku-4-5', CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' })
    expect([...betas].sort()).toEqual(['claude-code-20250219', 'interleaved-thinking-2025-05-14'])
  })
})

describe('what the client leaves out', () => {
  const room = 'input length and `max_tokens` exceed context limit: 12000 + 32000 > 40960'
  test.each<[Feature, object, message?: string]>([
    ['context_management', { contextManagement: false }],
    ['thinking', thoughtless],
    ['adaptive', { thinking: 'enabled' }],
    ['thinking-display', { display: false }],
    ['effort', { effort: undefined, betas: lacking('effort') }],
    ['system-role', { systemRole: false }],
    ['deferred-tools', { deferral: false, betas: lacking('advanced-tool-use') }],
    ['tools', { tools: false }],
    ['cache_control', { cacheControl: false }],
    ['betas', { betas: [], contextManagement: false, deferral: false }],
    ['max_tokens', { maxTokens: 40_960 - 12_000 - 1000 }, room],
    ['max_tokens', {}, 'nothing of the kind'],
    ['beta:effort-2025-11-24', { effort: undefined, betas: lacking('effort') }],
    ['beta:context-management-2025-06-27', { contextManagement: false, betas: lacking('context-management') }],
    ['beta:advanced-tool-use-2025-11-20', { deferral: false, betas: lacking('advanced-tool-use') }],
    ['beta:thinking-token-count-2026-05-13', { betas: lacking('thinking-token-count') }],
    ['beta:mid-conversation-tool-changes-2026-07-01', { betas: lacking('mid') }],
  ])('%s', (feature, differences, message) => {
    const left = without(featuresOf({}), feature, message)
    expect(sorted(left)).toEqual({ ...plain, ...differences })
    if (feature !== 'max_tokens') expect([...featuresIn(left)]).not.toContain(feature)
    expect([...featuresIn(featuresOf({}))]).toContain(feature)
  })

  test('a fixed budget has its display, which can go too', () => {
    const enabled = changed(featuresOf({}), { thinking: 'enabled' })
    expect(featuresIn(enabled).has('adaptive')).toBe(false)
    expect(featuresIn(enabled).has('thinking-display')).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import type { Environment } from '../../src/system/environment.ts'
import { sets } from '../support/planned.ts'

describe('cloud', () => {
  const anthropic = { CLAUDE_SWITCH_PROFILE: 'cloud' }

  test.each<[string, Environment, Record<string, string>]>([
    ['nothing, for the /login subscription', {}, {}],
    ['an API key', { ANTHROPIC_API_KEY: 'k' }, { ANTHROPIC_API_KEY: 'k' }],
    ['a subscription’s token', { CLAUDE_CODE_OAUTH_TOKEN: 'o' }, { CLAUDE_CODE_OAUTH_TOKEN: 'o' }],
    ['a Bearer token of one’s own', { ANTHROPIC_AUTH_TOKEN: 't' }, { ANTHROPIC_AUTH_TOKEN: 't' }],
    [
      'the token beside another URL is not Anthropic’s',
      { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_BASE_URL: 'http://box', ANTHROPIC_API_KEY: 'sk-ant-api03-k' },
      { ANTHROPIC_API_KEY: 'sk-ant-api03-k' },
    ],
    ['nor is a key of somebody else’s', { ANTHROPIC_BASE_URL: 'http://box', ANTHROPIC_API_KEY: 'sk-or-v1-k' }, {}],
    ['a word that stands for a token', { ANTHROPIC_AUTH_TOKEN: 'ollama' }, {}],
    ['or for a key', { ANTHROPIC_API_KEY: 'sk-1234' }, {}],
    ['the session of another program', { CLAUDE_CODE_ENTRYPOINT: 'cli' }, { CLAUDE_CODE_ENTRYPOINT: 'cli' }],
    ['no redirect', { ANTHROPIC_BASE_URL: 'http://box', ANTHROPIC_API_URL: 'http://box' }, {}],
    ['no provider', { CLAUDE_CODE_USE_BEDROCK: '1', CLAUDE_CODE_USE_VERTEX: '1' }, {}],
    ['Anthropic’s own models', { ANTHROPIC_MODEL: 'opus' }, { ANTHROPIC_MODEL: 'opus' }],
    ['by full name', { ANTHROPIC_MODEL: 'claude-opus-5-5' }, { ANTHROPIC_MODEL: 'claude-opus-5-5' }],
    ['no foreign model', { ANTHROPIC_MODEL: 'glm-4.6', ANTHROPIC_SMALL_FAST_MODEL: 'qwen' }, {}],
    ['no model from beside a redirect', { ANTHROPIC_MODEL: 'claude-x', ANTHROPIC_BASE_URL: 'http://box' }, {}],
    ['limits of the user’s own', { API_TIMEOUT_MS: '9' }, { API_TIMEOUT_MS: '9' }],
    ['no limit from beside a redirect', { API_TIMEOUT_MS: '9', ANTHROPIC_BASE_URL: 'http://box' }, {}],
    ['no limit that is for other models', { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '65536' }, {}],
    ['NO_PROXY as it was', { NO_PROXY: 'corp', no_proxy: 'corp2' }, { NO_PROXY: 'corp', no_proxy: 'corp2' }],
    ['headers of the user’s own', { ANTHROPIC_CUSTOM_HEADERS: 'X: y' }, { ANTHROPIC_CUSTOM_HEADERS: 'X: y' }],
    ['none from beside a redirect', { ANTHROPIC_CUSTOM_HEADERS: 'X: y', ANTHROPIC_BASE_URL: 'http://box' }, {}],
  ])('brings back %s', (_, own, expected) => {
    expect(sets('', 'cloud', own)).toEqual({ ...anthropic, ...expected })
  })

  test('its own key takes the place of every other credential', () => {
    const own = { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_API_KEY: 'k', CLAUDE_CODE_OAUTH_TOKEN: 'o' }
    expect(sets('CLOUD_API_KEY=c', 'cloud', own)).toEqual({ ...anthropic, ANTHROPIC_API_KEY: 'the secret' })
  })

  test('its own key takes the place of those among the headers', () => {
    const own = { ANTHROPIC_CUSTOM_HEADERS: 'X-Team: a\nX-Api-Key: k\n authorization : b' }
    expect(sets('CLOUD_API_KEY=c', 'cloud', own)).toEqual({
      ...anthropic,
      ANTHROPIC_API_KEY: 'the secret',
      ANTHROPIC_CUSTOM_HEADERS: 'X-Team: a',
    })
  })

  test.each([
    ['{"model":"claude-x"}', '', true],
    ['{"model":"claude-x"}', 'CLOUD_MODEL=opus', false],
    ['{"model":"glm"}', '', false],
    ['{"top_k":1}', 'CLOUD_MODEL=opus', true],
    ['not JSON', '', true],
  ])('the body %s beside %j comes back: %s', (body, text, expected) => {
    const own = { CLAUDE_CODE_EXTRA_BODY: body }
    expect('CLAUDE_CODE_EXTRA_BODY' in sets(text, 'cloud', own)).toBe(expected)
  })

  test('its own model comes before the user’s', () => {
    expect(sets('CLOUD_MODEL=sonnet', 'cloud', { ANTHROPIC_MODEL: 'opus' })).toEqual({
      ...anthropic,
      ANTHROPIC_MODEL: 'sonnet',
      CLAUDE_CODE_SUBAGENT_MODEL: 'sonnet',
    })
  })

  test('a custom profile at Anthropic is treated alike', () => {
    const text = 'WORK_BASE_URL=https://api.anthropic.com\n'
    expect(sets(text, 'work', { ANTHROPIC_API_KEY: 'k' })).toEqual({
      ANTHROPIC_BASE_URL: 'https://api.anthropic.com',
      ANTHROPIC_API_KEY: 'k',
      CLAUDE_SWITCH_PROFILE: 'work',
    })
  })
})

import { expect, test } from 'vitest'
import { isAnthropicModel, isOn, isRedirected } from '../../src/env/plan.ts'
import type { Environment } from '../../src/system/environment.ts'

test.each([
  ['1', true],
  ['true', true],
  ['TRUE', true],
  ['yes', true],
  ['on', true],
  ['0', false],
  ['false', false],
  ['', false],
  ['2', false],
  ['y', false],
  ['enabled', false],
])('a selector that is %j is on: %s', (value, expected) => expect(isOn(value)).toBe(expected))

test.each<[Environment, boolean]>([
  [{}, false],
  [{ ANTHROPIC_BASE_URL: 'https://api.anthropic.com' }, false],
  [{ ANTHROPIC_BASE_URL: 'http://box' }, true],
  [{ ANTHROPIC_BASE_URL: 'https://anthropic.com.evil.test' }, true],
  [{ ANTHROPIC_UNIX_SOCKET: '/run/x' }, true],
  [{ CLAUDE_CODE_USE_BEDROCK: '1' }, true],
  [{ CLAUDE_CODE_USE_BEDROCK: '0' }, false],
  [{ ANTHROPIC_API_KEY: 'k' }, false],
])('%j is a redirect: %s', (own, expected) => expect(isRedirected(own)).toBe(expected))

test.each([
  ['claude-opus-5-5', true],
  ['opus', true],
  ['sonnet[1m]', true],
  ['qwen3-coder', false],
  ['anthropic/claude-sonnet-4.5', false],
])('%s is a model of Anthropic’s: %s', (model, expected) => expect(isAnthropicModel(model)).toBe(expected))

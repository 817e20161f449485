import { expect, test } from 'vitest'
import { configIn, helper, layer } from '../support/standing.ts'

const there = { ANTHROPIC_BASE_URL: 'http://localhost:11434', ANTHROPIC_AUTH_TOKEN: 't' }
const models = {
  ANTHROPIC_MODEL: 'main',
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'o',
  ANTHROPIC_DEFAULT_SONNET_MODEL: 's',
  ANTHROPIC_DEFAULT_HAIKU_MODEL: 'h',
  ANTHROPIC_DEFAULT_FABLE_MODEL: 'f',
  CLAUDE_CODE_SUBAGENT_MODEL: 'a',
}

/** The models of the tiers in a row, `-` for the client's own; `!` behind one that the backend would not have. */
function tiers(environment: Record<string, string>, layers = [helper]): string {
  return configIn(environment, { layers })
    .tiers.map(({ model, trouble }) => `${model ?? '-'}${trouble ? '!' : ''}`)
    .join(' ')
}

test.each<[string, Record<string, string>, string]>([
  ['every tier of its own', { ...there, ...models }, 'main o s h f a'],
  ['subagents follow the main model', { ...there, ANTHROPIC_MODEL: 'm' }, 'm -! -! -! -! m'],
  ['none', there, '-! -! -! -! -! -!'],
  [
    'the old name of haiku',
    { ...there, ...models, ANTHROPIC_DEFAULT_HAIKU_MODEL: '', ANTHROPIC_SMALL_FAST_MODEL: 'x' },
    'main o s x f a',
  ],
  ['Anthropic has its own', {}, '- - - - - -'],
  ['and knows its aliases', { ANTHROPIC_MODEL: 'opus' }, 'opus - - - - opus'],
  [
    'but no foreign model',
    { ANTHROPIC_MODEL: 'glm-4.6', ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-5-5' },
    'glm-4.6! claude-opus-5-5 - - - glm-4.6!',
  ],
  [
    'an alias is what its tier is named',
    { ANTHROPIC_MODEL: 'opus', ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-o', CLAUDE_CODE_SUBAGENT_MODEL: 'haiku' },
    'claude-o claude-o - - - haiku',
  ],
  [
    'also in other words',
    {
      ANTHROPIC_MODEL: 'Best[1m]',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-o',
      CLAUDE_CODE_SUBAGENT_MODEL: 'opusplan',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'claude-s',
    },
    'claude-o claude-o claude-s - - claude-s',
  ],
  ['elsewhere an alias means nothing', { ...there, ANTHROPIC_MODEL: 'opus' }, 'opus! -! -! -! -! opus!'],
  [
    'unless its tier is named',
    { ...there, ...models, ANTHROPIC_MODEL: 'opus', CLAUDE_CODE_SUBAGENT_MODEL: 'haiku' },
    'o o s h f h',
  ],
  [
    'without a main model it is opus',
    { ...there, ANTHROPIC_DEFAULT_OPUS_MODEL: 'o', ANTHROPIC_DEFAULT_SONNET_MODEL: 's' },
    'o o s -! -! o',
  ],
  [
    'and sonnet for a subscription’s token',
    {
      CLAUDE_CODE_OAUTH_TOKEN: 'x',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-o',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'claude-s',
    },
    'claude-s claude-o claude-s - - claude-s',
  ],
  [
    'the model in the body is every tier',
    { ...there, ...models, CLAUDE_CODE_EXTRA_BODY: '{"model":"b"}' },
    'b b b b b b',
  ],
  [
    'a provider has names of its own',
    { CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_MODEL: 'arn:x' },
    'arn:x - - - - arn:x',
  ],
])('%s', (_, environment, expected) => expect(tiers(environment)).toBe(expected))

test.each([
  [
    'ANTHROPIC_MODEL',
    { ANTHROPIC_MODEL: 'a', ANTHROPIC_DEFAULT_MODEL: 'd' },
    [layer('managed', {}, { model: 's' })],
    'a environment',
  ],
  ['else a settings file’s model', { ANTHROPIC_DEFAULT_MODEL: 'd' }, [layer('user', {}, { model: 's' })], 's /user'],
  [
    'the strongest one’s',
    {},
    [layer('managed'), layer('project', {}, { model: 'p' }), layer('user', {}, { model: 's' })],
    'p /project',
  ],
  ['else ANTHROPIC_DEFAULT_MODEL', { ANTHROPIC_DEFAULT_MODEL: 'd' }, [layer('user')], 'd environment'],
])('the main model is %s', (_, environment, layers, expected) => {
  const [main] = configIn({ ...there, ...environment }, { layers }).tiers
  expect(`${main?.model} ${main?.from}`).toBe(expected)
})

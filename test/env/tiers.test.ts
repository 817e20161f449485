import { expect, test } from 'vitest'
import { helper, layer, outlookIn } from '../support/standing.ts'

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
  return outlookIn(environment, { layers })
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
  const [main] = outlookIn({ ...there, ...environment }, { layers }).tiers
  expect(`${main?.model} ${main?.from}`).toBe(expected)
})

import { expect, test } from 'vitest'
import type { Agent } from '../../src/env/model-choice.ts'
import type { SettingsLayer } from '../../src/env/precedence.ts'
import { warningsOf } from '../../src/env/warnings.ts'
import { readAgents } from '../../src/settings/agents.ts'
import { plainSystem } from '../support/plain-system.ts'
import { configIn, layer } from '../support/standing.ts'

const everyTier = (model: string) =>
  Object.fromEntries(
    ['ANTHROPIC_MODEL', ...['OPUS', 'SONNET', 'HAIKU', 'FABLE'].map(name => `ANTHROPIC_DEFAULT_${name}_MODEL`)].map(
      name => [name, model],
    ),
  )
const openrouter = {
  ANTHROPIC_BASE_URL: 'https://openrouter.ai/api',
  ANTHROPIC_AUTH_TOKEN: 't',
  ...everyTier('glm:free'),
}
const ollama = { ANTHROPIC_BASE_URL: 'http://localhost:11434', ANTHROPIC_AUTH_TOKEN: 't', ...everyTier('qwen') }
const agent = (model?: string): Agent => ({ name: 'a', path: '/a.md', ...(model === undefined ? {} : { model }) })
const choice = (choice: SettingsLayer['choice'] & object) => layer('project', {}, { choice })
const over = (to: string) => choice({ overrides: new Map([['claude-opus-5-5', to]]) })

// What is asked for beside the tiers is paid for as well.
test.each<[string, Record<string, string>, SettingsLayer[], Agent[], string]>([
  ['free models alone', openrouter, [], [], 'free'],
  ['an agent with a model that is not free', openrouter, [], [agent('claude-opus-5-5')], 'metered'],
  ['an agent with a free one', openrouter, [], [agent('kimi:free')], 'free'],
  ['an agent that inherits', openrouter, [], [agent()], 'free'],
  ['such an agent, forced', { ...openrouter, CLAUDE_CODE_SUBAGENT_MODEL_FORCE: '1' }, [], [agent('opus-x')], 'free'],
  [
    'the session’s own agent, in spite of that',
    { ...openrouter, CLAUDE_CODE_SUBAGENT_MODEL_FORCE: '1' },
    [choice({ agent: 'a' })],
    [agent('opus-x')],
    'metered',
  ],
  ['a list of models without the free one', openrouter, [choice({ available: [] })], [], 'free'],
  ['an override of a name that is not asked for', ollama, [over('big:cloud')], [], 'free'],
  [
    'an override of what the client chooses',
    { ...ollama, ANTHROPIC_MODEL: 'best', ANTHROPIC_DEFAULT_OPUS_MODEL: '' },
    [over('big:cloud')],
    [],
    'unknown',
  ],
  [
    'an override of the very model',
    { ...ollama, ANTHROPIC_MODEL: 'claude-opus-5-5' },
    [over('big:cloud')],
    [],
    'unknown',
  ],
  ['an agent in the cloud', ollama, [], [agent('big-cloud')], 'unknown'],
])('who pays with %s', (_, env, layers, agents, payer) => {
  expect(configIn(env, { layers, agents }).payer.payer).toBe(payer)
})

test('an agent that would fail is warned of', () => {
  const opus = { ...agent('opus'), name: 'b' }
  const warned = (environment: Record<string, string>) =>
    warningsOf(configIn(environment, { agents: [agent('sonnet-x'), opus] })).filter(
      ({ code }) => code === 'agents-name-models',
    )
  // Its alias is named there, so the backend gets a model that it has.
  expect(warned(ollama)).toEqual([])
  expect(warned({ ...ollama, ANTHROPIC_DEFAULT_OPUS_MODEL: '' })).toEqual([
    { code: 'agents-name-models', server: 'Ollama', agents: [{ name: 'b', model: 'opus' }] },
  ])
})

test.each<[string, string, Agent[]]>([
  [
    'all of it',
    '---\nname: a\ndescription: d\nmodel: m\n---\n',
    [{ name: 'a', model: 'm', path: '/home/me/.claude/agents/x.md' }],
  ],
  ['no description', '---\nname: a\nmodel: m\n---\n', []],
  ['no name', '---\ndescription: d\nmodel: m\n---\n', []],
  ['no front matter', 'name: a\ndescription: d\n', []],
  [
    'inherit',
    '---\nname: a\ndescription: d\nmodel: inherit\n---\n',
    [{ name: 'a', path: '/home/me/.claude/agents/x.md' }],
  ],
  [
    'Inherit',
    '---\nname: a\ndescription: d\nmodel: Inherit\n---\n',
    [{ name: 'a', path: '/home/me/.claude/agents/x.md' }],
  ],
])('an agent’s file with %s', (_, text, expected) => {
  const system = plainSystem({ '/home/me/.claude/agents/x.md': text })
  expect(readAgents(system, '/home/me/.claude')).toEqual(expected)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changed, type Features, featuresOf, without } from '../../src/claude-code/features.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'
import type { Environment } from '../../src/system/environment.ts'
import { root } from '../support/binary.ts'
import { block, calm, type Entry, inQuestion, marked, recorded, skeleton, withoutKey } from './recorded-request.ts'

describe('has the same keys as the real client', () => {
  test.each<[string, Environment, object]>([
    ['as it is', {}, {}],
    ['BETAS=off', { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' }, calm],
    [
      'EFFORT=off',
      { CLAUDE_CODE_EFFORT_LEVEL: 'auto' },
      { keys: withoutKey('output_config'), settings: { ...recorded.settings, output_config: undefined } },
    ],
    [
      'THINKING=off',
      { CLAUDE_CODE_DISABLE_THINKING: '1' },
      {
        keys: withoutKey('thinking', 'context_management'),
        settings: { ...recorded.settings, thinking: undefined },
      },
    ],
    ['no attribution', { CLAUDE_CODE_ATTRIBUTION_HEADER: '0' }, { system: [marked, marked] }],
    [
      'no cache marks',
      { DISABLE_PROMPT_CACHING: '1' },
      {
        system: [block, block, block],
        messages: [
          ['user', block, block],
          ['system', 'text'],
        ],
      },
    ],
    [
      'all of them',
      {
        CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
        CLAUDE_CODE_DISABLE_THINKING: '1',
        CLAUDE_CODE_EFFORT_LEVEL: 'auto',
        CLAUDE_CODE_MAX_OUTPUT_TOKENS: '4096',
      },
      { ...calm, keys: withoutKey('context_management', 'thinking', 'output_config'), settings: { max_tokens: 4096 } },
    ],
    [
      'simple',
      { CLAUDE_CODE_SIMPLE: '1' },
      {
        messages: [['user', marked]],
        tools: calm.tools,
        betas: recorded.betas.filter(beta => !/^(advanced|mid)/.test(beta)),
      },
    ],
  ])('%s', (_, environment, differences) => {
    expect(skeleton(featuresOf(environment))).toEqual({ ...recorded, ...differences })
  })

  test.each<[string, Features, object]>([
    ['role: system', without(featuresOf({}), 'system-role'), { messages: inQuestion }],
    [
      'adaptive thinking',
      without(featuresOf({ CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192' }), 'adaptive'),
      {
        settings: {
          ...recorded.settings,
          max_tokens: 8192,
          thinking: { type: 'enabled', budget_tokens: 8191, display: 'omitted' },
        },
      },
    ],
    ['tools', without(featuresOf({}), 'tools'), { keys: withoutKey('tools'), tools: [] }],
    [
      'every beta',
      without(featuresOf({}), 'betas'),
      { keys: withoutKey('context_management'), betas: [''], tools: calm.tools },
    ],
  ])('after it left out %s', (_, features, differences) => {
    expect(skeleton(features)).toEqual({ ...recorded, ...differences })
  })
})

describe('a whole request', () => {
  test.each([
    ['as it is', {}, 47_278],
    ['BETAS=off', { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' }, 86_873],
    ['claude-haiku-4-5', { ANTHROPIC_MODEL: 'claude-haiku-4-5' }, 87_096],
    ['claude-3-haiku', { ANTHROPIC_MODEL: 'claude-3-haiku' }, 125_292],
  ])('%s is about as large as the real one', (_, environment, bytes) => {
    const features = changed(featuresOf(environment), { whole: true })
    const { body } = claudeRequest('m', features, [{ role: 'user', content: 'hi' }], { stream: true })
    expect(Math.abs(body.length - bytes) / bytes).toBeLessThan(0.08)
  })

  test('one that is not is short', () => {
    const { body } = claudeRequest('m', featuresOf({}), [{ role: 'user', content: 'hi' }], { stream: true })
    expect(body.length).toBeLessThan(8000)
    const simple = changed(featuresOf({ CLAUDE_CODE_SIMPLE: '1' }), { whole: true })
    const small = claudeRequest('m', simple, [{ role: 'user', content: 'hi' }], { stream: true })
    expect(small.body.length).toBeLessThan(4202)
    expect(JSON.parse(small.body).tools.map(({ name }: { name: string }) => name)).toEqual(['Bash', 'Edit', 'Read'])
  })
})

test('the conversation goes on behind the first entries, and a choice only goes with tools', () => {
  const conversation = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
    { role: 'user', content: 'c' },
  ] as const
  const ask = (features: Features) =>
    JSON.parse(claudeRequest('m', features, conversation, { stream: false, toolChoice: { type: 'any' } }).body)
  expect(ask(featuresOf({})).messages.map(({ role }: Entry) => role)).toEqual(['user', 'system', 'assistant', 'user'])
  expect(ask(featuresOf({})).tool_choice).toEqual({ type: 'any' })
  expect(ask(without(featuresOf({}), 'tools'))).not.toHaveProperty('tool_choice')
  expect(ask(featuresOf({}))).not.toHaveProperty('stream')
})

test('the requests come from the session of a client in the version that judges', () => {
  const { headers, body } = claudeRequest('m', featuresOf({}), [{ role: 'user', content: 'hi' }], { stream: true })
  const judge = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.client
  expect(headers['user-agent']).toBe(`claude-cli/${judge} (external, cli)`)
  const { user_id } = JSON.parse(body).metadata
  expect(user_id).toHaveLength(150)
  expect(JSON.parse(user_id)).toMatchObject({ session_id: headers['x-claude-code-session-id'] })
})

test('the content has what small servers stumble over in the real one', () => {
  const { body } = claudeRequest('m', featuresOf({}), [{ role: 'user', content: 'hi' }], { stream: true })
  for (const part of ['"maxLength":524288', '"pattern":"^wf_', '"default":false', '\u2014'])
    expect(body).toContain(part)
  expect(body).not.toContain('anyOf')
  expect(JSON.parse(body).tools).toHaveLength(12)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changed, type Features, featuresOf, without } from '../../src/claude-code/features.ts'
import { nextTurn, withoutCallers } from '../../src/claude-code/next-turn.ts'
import type { ReplyBlock } from '../../src/claude-code/reply.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'
import type { Environment } from '../../src/system/environment.ts'
import { root } from '../support/binary.ts'

type Entry = { role: string; content: string | object[] }

/** What a request is made of: the keys, in the places where the real client was seen to have them. */
function skeleton(features: Features) {
  const { query, headers, body } = claudeRequest('m', features, [{ role: 'user', content: 'hi' }], { stream: true })
  const { messages, system, tools = [], ...rest } = JSON.parse(body)
  const keys = (one: object) => Object.keys(one).join(' ')
  return {
    query,
    keys: Object.keys(JSON.parse(body)).sort().join(' '),
    system: system.map(keys),
    messages: messages.map(({ role, content }: Entry) => [
      role,
      ...(typeof content === 'string' ? ['text'] : content.map(keys)),
    ]),
    tools: [...new Set(tools.map(keys))],
    betas: (headers['anthropic-beta'] ?? '').split(',').sort(),
    settings: { max_tokens: rest.max_tokens, thinking: rest.thinking, output_config: rest.output_config },
  }
}

const block = 'type text'
const marked = 'type text cache_control'

/** Recorded from 2.1.332, for a model that it does not know. */
const recorded = {
  query: '?beta=true',
  keys: 'context_management max_tokens messages metadata model output_config stream system thinking tools',
  system: [block, marked, marked],
  messages: [
    ['user', block, block],
    ['system', marked],
  ],
  tools: ['name description input_schema', 'name description input_schema defer_loading'],
  betas: [
    'advanced-tool-use-2025-11-20',
    'claude-code-20250219',
    'context-management-2025-06-27',
    'effort-2025-11-24',
    'interleaved-thinking-2025-05-14',
    'mid-conversation-tool-changes-2026-07-01',
    'thinking-token-count-2026-05-13',
  ],
  settings: {
    max_tokens: 32_000,
    thinking: { type: 'adaptive', display: 'omitted' },
    output_config: { effort: 'high' },
  },
}
const withoutKey = (...names: string[]) =>
  recorded.keys
    .split(' ')
    .filter(key => !names.includes(key))
    .join(' ')

/** Recorded with CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1. */
const calm = {
  keys: withoutKey('context_management'),
  messages: [
    ['user', block, marked],
    ['system', 'text'],
  ],
  tools: ['name description input_schema'],
  betas: ['claude-code-20250219', 'effort-2025-11-24', 'interleaved-thinking-2025-05-14'],
  settings: { ...recorded.settings, thinking: { type: 'adaptive' } },
}
const inQuestion = [['user', block, block, marked]]

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

describe('the turn behind a call', () => {
  const call = { type: 'tool_use', id: 'a', name: 'Bash', json: '', input: { command: 'ls', timeout: '5000' } } as const
  const back = { type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'ls', timeout: 5000 } }
  test.each<[string, readonly ReplyBlock[], object[]]>([
    ['a text as number comes back as number', [call], [back]],
    [
      'unsigned thinking has an empty signature',
      [{ type: 'thinking', text: 'hm' }, call],
      [{ type: 'thinking', thinking: 'hm', signature: '' }, back],
    ],
    [
      'redacted thinking stays',
      [{ type: 'other', name: 'redacted_thinking', data: 'x' }, call],
      [{ type: 'redacted_thinking', data: 'x' }, back],
    ],
    [
      'keys of the server’s own go back as they came',
      [{ ...call, foreign: { index: 0, caller: { type: 'direct' } } }],
      [{ ...back, index: 0, caller: { type: 'direct' } }],
    ],
    ['blank text goes', [{ type: 'text', text: ' \n' }, call], [back]],
    ['text moves in front', [call, { type: 'text', text: 'so' }], [{ type: 'text', text: 'so' }, back]],
  ])('%s', (_, content, expected) => {
    const conversation = [{ role: 'user', content: 'hi' } as const, ...nextTurn({ content }, 'done')]
    const { messages } = JSON.parse(claudeRequest('m', featuresOf({}), conversation, { stream: true }).body)
    const result = { tool_use_id: 'a', type: 'tool_result', content: 'done', is_error: false }
    expect(messages.slice(1)).toEqual([
      { role: 'system', content: expect.any(String) },
      { role: 'assistant', content: expected },
      { role: 'user', content: [{ ...result, cache_control: { type: 'ephemeral' } }] },
    ])
  })

  test.each([
    ['a call that says who made it has none of them once nothing is deferred', { caller: null, index: 0 }, {}],
    ['one that does not keeps them', { index: 0 }, { index: 0 }],
  ])('%s', (_, foreign, expected) => {
    const content = [{ type: 'tool_use', id: 'a', name: 'Bash', json: '{}', input: {}, foreign }] as const
    const [assistant] = withoutCallers(nextTurn({ content }, 'done'))
    expect(assistant?.content).toEqual([{ type: 'tool_use', id: 'a', name: 'Bash', input: {}, ...expected }])
  })
})

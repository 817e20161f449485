import { describe, expect, test } from 'vitest'
import { assistant, type Body, bodyOf, messagesOf, result, text, use, user } from './requests.ts'

describe('fields', () => {
  const tools = [
    { name: 'Bash', description: 'runs', input_schema: { type: 'object', properties: { x: { type: 'string' } } } },
    { name: 'Read', input_schema: {} },
  ]
  const thinking = { thinking: { type: 'enabled', budget_tokens: 20_000 } }
  test.each<[string, Body, string, string, unknown]>([
    ['R39 stop sequences', { stop_sequences: ['a', 'b', 'c', 'd', 'e'] }, 'openai', 'stop', ['a', 'b', 'c', 'd']],
    ['R40 top_k', { top_k: 5 }, 'openai', 'top_k', undefined],
    ['M18 a temperature at Mistral', { temperature: 1 }, 'mistral', 'temperature', 1],
    ['R43 the field for the most tokens', {}, 'openai', 'max_completion_tokens', 1000],
    ['R43 at Mistral', {}, 'mistral', 'max_tokens', 1000],
    ['R54 who the user is', { metadata: { user_id: 'me' } }, 'openai', 'user', undefined],
    ['R54 metadata', { metadata: { user_id: 'me' } }, 'mistral', 'metadata', undefined],
    [
      'R55 context_management',
      { context_management: {}, mcp_servers: [], speed: 'fast' },
      'openai',
      'context_management',
      undefined,
    ],
    ['R59 the model', {}, 'openai', 'model', 'm'],
    ['S40 usage is asked for', { stream: true }, 'openai', 'stream_options', { include_usage: true }],
    ['M2 not at Mistral', { stream: true }, 'mistral', 'stream_options', undefined],
    ['M2 no empty list of tools', { tools: [] }, 'mistral', 'tools', undefined],
  ])('%s', (_, body, kind, path, expected) => {
    const found = path
      .split('.')
      .reduce<unknown>((value, name) => (value as Body | undefined)?.[name], bodyOf(body, { kind }))
    expect(found).toEqual(expected)
  })

  test('R53 an answer in a schema', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'object', properties: {} } } }
    expect(bodyOf({ output_config: { format: { type: 'json_schema', schema } } })['response_format']).toEqual({
      type: 'json_schema',
      json_schema: {
        name: 'answer',
        strict: true,
        schema: {
          type: 'object',
          properties: {
            a: { type: 'string' },
            b: { type: 'object', properties: {}, additionalProperties: false, required: [] },
          },
          additionalProperties: false,
          required: ['a', 'b'],
        },
      },
    })
  })

  test.each<[string, object, string, object]>([
    [
      'R56 at Gemini',
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        additionalProperties: false,
        properties: {
          a: { $ref: '#/$defs/x' },
          b: { const: 'k' },
          c: { type: 'number', exclusiveMinimum: 0 },
          d: { type: 'string', format: 'uri', default: 'z' },
          format: { type: 'string', format: 'date-time' },
        },
        $defs: { x: { type: 'string' } },
      },
      'gemini',
      {
        type: 'object',
        properties: {
          a: { type: 'string' },
          b: { type: 'string', enum: ['k'] },
          c: { type: 'number' },
          d: { type: 'string' },
          format: { type: 'string', format: 'date-time' },
        },
      },
    ],
    [
      'R56 elsewhere',
      {
        $schema: 's',
        type: 'object',
        properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
        additionalProperties: false,
      },
      'openai',
      {
        type: 'object',
        properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
        additionalProperties: false,
      },
    ],
    [
      'R57 a pattern that looks around',
      {
        type: 'object',
        properties: { a: { type: 'string', pattern: '^(?!x)' }, pattern: { type: 'string', pattern: '^a$' } },
      },
      'groq',
      { type: 'object', properties: { a: { type: 'string' }, pattern: { type: 'string', pattern: '^a$' } } },
    ],
  ])('%s', (_, input_schema, kind, expected) => {
    const [tool] = bodyOf({ tools: [{ name: 'T', input_schema }] }, { kind })['tools'] as {
      function: { parameters: object }
    }[]
    expect(tool?.function.parameters).toEqual(expected)
  })

  test('M1 Mistral gets no field that it does not know', () => {
    const known = [
      'model',
      'messages',
      'temperature',
      'top_p',
      'max_tokens',
      'stream',
      'stop',
      'tools',
      'tool_choice',
      'parallel_tool_calls',
      'prompt_cache_key',
      'response_format',
    ]
    const everything = {
      ...thinking,
      tools,
      stream: true,
      top_k: 1,
      top_p: 0.5,
      stop_sequences: ['x'],
      metadata: { user_id: 'u' },
      context_management: {},
      output_config: { effort: 'high', format: { type: 'json_schema', schema: {} } },
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      safeguards: [],
      diagnostics: {},
    }
    const sent = bodyOf(everything, { kind: 'mistral', sessionId: 's' })
    expect(Object.keys(sent).filter(name => !known.includes(name))).toEqual([])
    expect(sent['prompt_cache_key']).toBe('s')
  })

  test('M4 at Mistral the assistant speaks between a tool and the user', () => {
    const body = { messages: [user('a'), assistant([use('1')]), user([result('1', 'r'), text('b')])] }
    expect(messagesOf(body, 'mistral').map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ])
  })

  test('M4 the client’s own reminders go into the result, so that nobody speaks for the assistant', () => {
    const note = '<system-reminder>\nb\n</system-reminder>'
    const body = {
      messages: [
        user('a'),
        assistant([use('1')]),
        user([result('1', 'r'), text(note)]),
        { role: 'system', content: 'c' },
      ],
    }
    const messages = messagesOf(body, 'mistral')
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
    expect(messages[2]?.content).toBe(`r\n\n${note}\n\n<system-reminder>\nc\n</system-reminder>`)
  })

  test('M8, M6 nothing of the assistant is empty, and what it began goes on', () => {
    const messages = messagesOf({ messages: [user('a'), assistant([text('')]), assistant('It')] }, 'mistral')
    expect(messages).toEqual([user('a'), { ...assistant('It'), prefix: true }])
  })

  test('E18 what a refusal taught is left out', () => {
    const corrections = { without: new Set(['stream_options', 'reasoning_effort']), maxTokens: 'max_tokens' as const }
    const sent = bodyOf({ stream: true, ...thinking }, { kind: 'openai', model: 'o3', corrections })
    expect(sent).not.toHaveProperty('stream_options')
    expect(sent).not.toHaveProperty('reasoning_effort')
    expect(sent).toHaveProperty('max_tokens')
    expect(sent).not.toHaveProperty('max_completion_tokens')
  })
})

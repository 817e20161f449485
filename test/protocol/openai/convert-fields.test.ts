import { describe, expect, test } from 'vitest'
import type { RequestOptions } from '../../../src/protocol/openai/convert-request.ts'
import { assistant, type Body, bodyOf, result, use, user } from './requests.ts'

describe('fields', () => {
  const tools = [
    { name: 'Bash', description: 'runs', input_schema: { type: 'object', properties: { x: { type: 'string' } } } },
    { name: 'Read', input_schema: {} },
  ]
  const thinking = { thinking: { type: 'enabled', budget_tokens: 20_000 } }
  test.each<[string, Body, string, string, unknown]>([
    [
      'R36 deferred tools',
      { tools: [...tools, { name: 'Late', defer_loading: true, input_schema: {} }] },
      'groq',
      'tools.length',
      2,
    ],
    [
      'R36 a deferred tool that was found',
      {
        tools: [...tools, { name: 'Late', defer_loading: true, input_schema: {} }],
        messages: [
          assistant([use('1', 'ToolSearch')]),
          user([result('1', [{ type: 'tool_reference', tool_name: 'Late' }])]),
        ],
      },
      'groq',
      'tools.length',
      3,
    ],
    [
      'R32 a tool without a schema',
      { tools: [{ name: 'Read', input_schema: undefined }] },
      'groq',
      'tools.0.function.parameters',
      { type: 'object', properties: {} },
    ],
    [
      'R33 a tool of type custom',
      { tools: [{ ...tools[0], type: 'custom' }] },
      'groq',
      'tools.0.function.parameters',
      tools[0]?.input_schema,
    ],
    [
      'R34 tools of the server',
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }, tools[0]] },
      'groq',
      'tools.length',
      1,
    ],
    [
      'R34 nothing but those',
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }], tool_choice: { type: 'auto' } },
      'groq',
      'tool_choice',
      undefined,
    ],
    [
      'R34 one of them is forced',
      {
        tools: [{ type: 'web_search_20250305', name: 'web_search' }, tools[0]],
        tool_choice: { type: 'tool', name: 'web_search' },
      },
      'groq',
      'tool_choice',
      undefined,
    ],
    ['R37 auto', { tools, tool_choice: { type: 'auto' } }, 'groq', 'tool_choice', 'auto'],
    ['R37 any', { tools, tool_choice: { type: 'any' } }, 'groq', 'tool_choice', 'required'],
    ['M7 any', { tools, tool_choice: { type: 'any' } }, 'mistral', 'tool_choice', 'any'],
    ['R37 none', { tools, tool_choice: { type: 'none' } }, 'groq', 'tool_choice', 'none'],
    ['M7 one tool', { tools, tool_choice: { type: 'tool', name: 'Read' } }, 'mistral', 'tools.length', 1],
    ['R37 without tools', { tool_choice: { type: 'auto' } }, 'gemini', 'tool_choice', undefined],
    [
      'R38 one call at a time',
      { tools, tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      'openai',
      'parallel_tool_calls',
      false,
    ],
    [
      'R38 where it is not known',
      { tools, tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      'gemini',
      'parallel_tool_calls',
      undefined,
    ],
  ])('%s', (_, body, kind, path, expected) => {
    const found = path
      .split('.')
      .reduce<unknown>((value, name) => (value as Body | undefined)?.[name], bodyOf(body, { kind }))
    expect(found).toEqual(expected)
  })

  test.each<[string, Body, Partial<RequestOptions>, number]>([
    ['as asked', {}, {}, 1000],
    ['R42 no more than the profile allows', { max_tokens: 64_000 }, { maxOutputTokens: 8192 }, 8192],
    [
      'R42 no more than was taught',
      { max_tokens: 64_000 },
      { corrections: { without: new Set(), mostTokens: 4096 } },
      4096,
    ],
    ['R44 no more than fits', { max_tokens: 64_000 }, { room: 5000 }, 5000],
    ['R44 but something', { max_tokens: 64_000 }, { room: -5000 }, 1024],
    [
      'R44 no more than fits a window that was taught',
      { max_tokens: 64_000 },
      { promptTokens: 10_000, corrections: { without: new Set(), window: { tokens: 32_768, scale: 1.5 } } },
      32_768 - 15_300 - 64,
    ],
    ['R45 a budget is not the length of the answer', { ...thinking, max_tokens: 32_000 }, { kind: 'mistral' }, 32_000],
  ])('the most tokens: %s', (_, body, options, expected) => {
    expect(bodyOf(body, options)['max_tokens']).toBe(expected)
  })
})

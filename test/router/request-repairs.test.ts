import { describe, expect, test } from 'vitest'
import { requestRepairs } from '../../src/router/repair/request-repairs.ts'

type Body = Record<string, unknown>

const text = (text: string) => ({ type: 'text', text })
const user = (content: unknown) => ({ role: 'user', content })
const request = {
  model: 'm',
  max_tokens: 32_000,
  stream: true,
  system: [{ ...text('be brief'), cache_control: { type: 'ephemeral' } }],
  thinking: { type: 'adaptive', display: 'omitted' },
  output_config: { effort: 'high' },
  context_management: { edits: [] },
  metadata: { user_id: 'x' },
  tools: [
    {
      name: 'Bash',
      input_schema: {
        $schema: 's',
        type: 'object',
        properties: { pattern: { type: 'string', pattern: '^a', maxLength: 9 } },
      },
    },
    { name: 'Late', defer_loading: true, input_schema: {} },
  ],
  messages: [
    user([{ ...text('hi'), cache_control: { type: 'ephemeral' } }]),
    { role: 'system', content: 'note', output_config: { effort: 'low' } },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'tool_use', id: '1', name: 'Bash', input: { display: 1 } },
      ],
    },
    user([
      { type: 'tool_result', tool_use_id: '1', content: [text('a'), { type: 'image', source: {} }], is_error: false },
    ]),
  ],
}
const outgoing = {
  body: request as Body,
  headers: { 'anthropic-beta': 'a,context-management-2025,effort-2025' },
  path: '/v1/messages?beta=true',
}
const apply = (name: string, refusal = '') => {
  const repair = requestRepairs.find(one => one.name === name)
  const before = JSON.stringify(outgoing)
  const after = repair?.apply(outgoing, refusal)
  expect(JSON.stringify(outgoing), 'the request itself stays as it is').toBe(before)
  if (!after) throw new Error(`there is no repair ${name}`)
  return after
}

describe('repairs of a request', () => {
  test.each<[string, string, (after: ReturnType<typeof apply>) => unknown, unknown]>([
    [
      'system-role',
      '',
      ({ body }) => (body['messages'] as { role: string }[]).map(({ role }) => role),
      ['user', 'assistant', 'user'],
    ],
    ['system-role', '', ({ body }) => JSON.stringify(body['messages']).includes('<system-reminder>\\nnote'), true],
    ['max-tokens', 'max_tokens: 32000 > 8192, which is the maximum', ({ body }) => body['max_tokens'], 8192],
    [
      'max-tokens',
      "This model's maximum context length is 40960 tokens. However, you requested 32000 output tokens and your prompt contains at least 12000 input tokens",
      ({ body }) => body['max_tokens'],
      28_896,
    ],
    ['max-tokens', 'max_tokens is odd', ({ body }) => body['max_tokens'], 32_000],
    [
      'context-management',
      '',
      ({ body, headers }) => ['context_management' in body, headers['anthropic-beta']],
      [false, 'a,effort-2025'],
    ],
    [
      'effort',
      '',
      ({ body, headers }) => [JSON.stringify(body).includes('output_config'), headers['anthropic-beta']],
      [false, 'a,context-management-2025'],
    ],
    ['thinking-display', '', ({ body }) => body['thinking'], { type: 'adaptive' }],
    ['thinking-display', '', ({ body }) => JSON.stringify(body).includes('"input":{"display":1}'), true],
    ['betas', '', ({ headers }) => headers, {}],
    ['cache-control', '', ({ body }) => JSON.stringify(body).includes('cache_control'), false],
    ['metadata', '', ({ body }) => 'metadata' in body, false],
    ['deferred-tools', '', ({ body }) => JSON.stringify(body['tools']).includes('defer_loading'), false],
    [
      'tool-schemas',
      '',
      ({ body }) => (body['tools'] as { input_schema: unknown }[])[0]?.input_schema,
      { type: 'object', properties: { pattern: { type: 'string' } } },
    ],
    ['thinking', '', ({ body }) => 'thinking' in body, false],
    ['thinking-history', '', ({ body }) => JSON.stringify(body['messages']).includes('"thinking"'), false],
    ['system-text', '', ({ body }) => body['system'], 'be brief'],
    [
      'result-text',
      '',
      ({ body }) => (body['messages'] as { content: unknown[] }[])[3]?.content,
      [{ type: 'tool_result', tool_use_id: '1', content: 'a\n[image omitted]' }],
    ],
    ['calls-as-text', '', ({ body }) => /tool_use"|tool_result"/.test(JSON.stringify(body['messages'])), false],
    ['images', '', ({ body }) => (body['messages'] as { content: unknown[] }[]).length, 4],
    ['query', '', ({ path }) => path, '/v1/messages'],
    ['one-piece', '', ({ body }) => body['stream'], false],
  ])('%s', (name, refusal, seen, expected) => {
    expect(seen(apply(name, refusal))).toEqual(expected)
  })

  test('each is one of its own, and nothing that is not there is repaired', () => {
    expect(new Set(requestRepairs.map(({ name }) => name)).size).toBe(requestRepairs.length)
    const plain = { body: { model: 'm', messages: [user('hi')] }, headers: {}, path: '/v1/messages' }
    for (const { name, apply } of requestRepairs) expect(apply(plain, ''), name).toBe(plain)
  })
})

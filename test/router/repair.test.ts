import { describe, expect, test } from 'vitest'
import { messageFrom } from '../../src/protocol/accumulate-message.ts'
import type { MessagesEvent } from '../../src/protocol/sse-write.ts'
import { AnswerRepair } from '../../src/router/repair/answer-repair.ts'
import { requestRepairs } from '../../src/router/repair/request-repairs.ts'
import { eventsOfWhole } from '../../src/router/repair/whole-answer.ts'

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

const schema = {
  type: 'object',
  properties: { command: { type: 'string' }, timeout: {} },
  required: ['command'],
  additionalProperties: false,
}
const repairer = () =>
  new AnswerRepair({
    asked: 'asked',
    tools: new Map<string, unknown>([
      ['Bash', schema],
      ['Read', {}],
    ]),
    promptTokens: 7,
  })
const run = (...events: MessagesEvent[]) => {
  const repair = repairer()
  return [...events.flatMap(event => repair.feed(event, event.type)), ...repair.end(false)]
}
const start = { type: 'message_start', message: { id: 'msg_1', model: 'theirs', usage: { input_tokens: 3 } } }
const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block })
const delta = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta })
const stop = (index: number) => ({ type: 'content_block_stop', index })
const end = (stop_reason: string) => ({ type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 5 } })
const over = { type: 'message_stop' }
const json = (index: number, partial_json: string) => delta(index, { type: 'input_json_delta', partial_json })
const said = (index: number, text: string) => delta(index, { type: 'text_delta', text })
const call = (id: unknown = 'toolu_1', name = 'Bash', input: unknown = {}) => ({ type: 'tool_use', id, name, input })

/** Blocks as short words, and how it ends. */
function summary(events: readonly MessagesEvent[]): string[] {
  const types = events.map(({ type }) => type)
  const failed = types.includes('error')
  expect(types.filter(type => type === 'message_start').length, 'one start').toBe(
    failed ? types.filter(type => type === 'message_start').length : 1,
  )
  const found = messageFrom(events.filter(({ type }) => type !== 'error'))
  if (!('message' in found)) throw new Error('no message')
  const blocks = (found.message['content'] as Body[]).map(one =>
    one['type'] === 'tool_use'
      ? `${String(one['name'])}(${JSON.stringify(one['input'])})`
      : `${String(one['type'])}:${String(one['text'] ?? one['thinking'])}`,
  )
  return [...blocks, failed ? 'error' : String(found.message['stop_reason'])]
}

describe('repairs of an answer', () => {
  test.each<[string, MessagesEvent[], string[]]>([
    [
      'nothing is wrong',
      [start, block(0, text('')), said(0, 'hi'), stop(0), end('end_turn'), over],
      ['text:hi', 'end_turn'],
    ],
    ['no start', [block(0, text('')), said(0, 'hi'), stop(0), end('end_turn'), over], ['text:hi', 'end_turn']],
    [
      'two starts',
      [start, start, block(0, text('')), said(0, 'hi'), stop(0), end('end_turn'), over],
      ['text:hi', 'end_turn'],
    ],
    ['no block starts', [start, said(0, 'hi'), end('end_turn'), over], ['text:hi', 'end_turn']],
    ['no block stops', [start, block(0, text('')), said(0, 'hi'), end('end_turn'), over], ['text:hi', 'end_turn']],
    ['no message_delta', [start, block(0, text('')), said(0, 'hi'), stop(0), over], ['text:hi', 'end_turn']],
    ['no message_stop', [start, block(0, text('')), said(0, 'hi'), stop(0), end('end_turn')], ['text:hi', 'end_turn']],
    ['neither', [start, block(0, text('')), said(0, 'hi'), stop(0)], ['text:hi', 'error']],
    [
      'blocks overlap',
      [
        start,
        block(0, text('')),
        said(0, 'hi'),
        block(1, call()),
        json(1, '{"command":"x"}'),
        stop(0),
        stop(1),
        end('tool_use'),
        over,
      ],
      ['text:hi', 'Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'end_turn behind a call',
      [start, block(0, call()), json(0, '{"command":"x"}'), stop(0), end('end_turn'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'max_tokens behind a whole call',
      [start, block(0, call()), json(0, '{"command":"x"}'), stop(0), end('max_tokens'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'max_tokens within a call',
      [start, block(0, call()), json(0, '{"command":"x'), stop(0), end('max_tokens'), over],
      ['Bash({})', 'max_tokens'],
    ],
    ['a word for the end that nobody knows', [start, said(0, 'hi'), end('stop'), over], ['text:hi', 'end_turn']],
    [
      'input at the start',
      [start, block(0, call('a', 'Bash', { command: 'x' })), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'input at the start as a text',
      [start, block(0, call('a', 'Bash', '{"command":"x"}')), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'input encoded twice',
      [start, block(0, call()), json(0, '"{\\"command\\":\\"x\\"}"'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'input in a list',
      [start, block(0, call()), json(0, '[{"command":"x"}]'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'something behind the input',
      [start, block(0, call()), json(0, '{"command":"}"}</tool_call>'), stop(0), end('tool_use'), over],
      ['Bash({"command":"}"})', 'tool_use'],
    ],
    [
      'what the schema forbids',
      [
        start,
        block(0, call()),
        json(0, '{"command":"x","shell":"bash","timeout":null}'),
        stop(0),
        end('tool_use'),
        over,
      ],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'a name in another case',
      [start, block(0, call('a', 'bash')), json(0, '{"command":"x"}'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'a name with a prefix',
      [start, block(0, call('a', 'functions.Bash')), json(0, '{"command":"x"}'), stop(0), end('tool_use'), over],
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'thinking',
      [
        start,
        block(0, { type: 'thinking', thinking: '', signature: '' }),
        delta(0, { type: 'thinking_delta', thinking: 'hm' }),
        delta(0, { type: 'signature_delta', signature: 's' }),
        stop(0),
        said(1, 'hi'),
        end('end_turn'),
        over,
      ],
      ['thinking:hm', 'text:hi', 'end_turn'],
    ],
    [
      'a block that nobody knows',
      [start, block(0, { type: 'vendor' }), stop(0), said(1, 'hi'), end('end_turn'), over],
      ['text:hi', 'end_turn'],
    ],
    [
      'an error',
      [start, said(0, 'hi'), { type: 'error', error: { type: 'overloaded_error', message: 'busy' } }],
      ['text:hi', 'error'],
    ],
    [
      'an error of llama-server',
      [start, said(0, 'hi'), { type: 'x', error: { message: 'bad', code: 500 } }],
      ['text:hi', 'error'],
    ],
    ['content that is nothing', eventsOfWhole({ content: null }), ['text:', 'end_turn']],
    ['content that is a text', eventsOfWhole({ content: 'hi', stop_reason: 'end_turn' }), ['text:hi', 'end_turn']],
    [
      'an input that is a text',
      eventsOfWhole({ content: [call('a', 'Bash', '{"command":"x"}')] }),
      ['Bash({"command":"x"})', 'tool_use'],
    ],
  ])('%s', (_, events, expected) => {
    expect(summary(run(...events))).toEqual(expected)
  })

  const writtenCall = '{"name": "Bash", "arguments": {"command": "x"}}'
  test.each<[string, string, string[]]>([
    ['Qwen', `ok <tool_call>\n${writtenCall}\n</tool_call>`, ['text:ok ', 'Bash({"command":"x"})', 'tool_use']],
    [
      'Qwen, two',
      `<tool_call>${writtenCall}</tool_call><tool_call>${writtenCall}</tool_call>`,
      ['Bash({"command":"x"})', 'Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'Qwen Coder',
      '<tool_call>\n<function=Bash>\n<parameter=command>\nx\n</parameter>\n</function>\n</tool_call>',
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    ['Llama', `<function=bash>{"command": "x"}</function>`, ['Bash({"command":"x"})', 'tool_use']],
    ['Mistral', '[TOOL_CALLS]Bash[ARGS]{"command":"x"}', ['Bash({"command":"x"})', 'tool_use']],
    ['Mistral, older', `[TOOL_CALLS][${writtenCall}]`, ['Bash({"command":"x"})', 'tool_use']],
    ['a fence', `\`\`\`json\n${writtenCall}\n\`\`\``, ['Bash({"command":"x"})', 'tool_use']],
    [
      'a tool that is none',
      '<tool_call>{"name":"rm","arguments":{}}</tool_call>',
      ['text:<tool_call>{"name":"rm","arguments":{}}</tool_call>', 'end_turn'],
    ],
    ['a fence of plain JSON', '```json\n{"a":1}\n```', ['text:```json\n{"a":1}\n```', 'end_turn']],
    ['an angle bracket', 'if a < b', ['text:if a < b', 'end_turn']],
  ])('a call as text: %s', (_, words, expected) => {
    expect(summary(run(start, block(0, text('')), said(0, words), stop(0), end('end_turn'), over))).toEqual(expected)
    const letters = [...words].map(letter => said(0, letter))
    expect(summary(run(start, ...letters, end('end_turn'), over)), 'letter by letter').toEqual(expected)
  })

  test('ids are legal, and no two are one', () => {
    const ids = ['', 'a', 'a', 'x.y:z', undefined].flatMap((id, index) => [
      block(index, call(id)),
      json(index, '{"command":"x"}'),
      stop(index),
    ])
    const seen = run(start, ...ids, end('tool_use'), over)
      .filter(({ type }) => type === 'content_block_start')
      .map(event => (event['content_block'] as { id: string }).id)
    expect(new Set(seen).size).toBe(5)
    for (const id of seen) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/)
  })

  test('the model is the one that was asked for, and tokens are counted', () => {
    const events = run(
      start,
      said(0, 'hi'),
      { type: 'message_delta', delta: {}, usage: { output_tokens: '9', input_tokens: 0 } },
      over,
    )
    expect(events[0]).toMatchObject({ message: { model: 'asked', id: 'msg_1', usage: { input_tokens: 3 } } })
    expect(events.at(-2)).toMatchObject({ usage: { input_tokens: 3, output_tokens: 9 } })
    expect(run(said(0, 'hi'), over).at(-2)).toMatchObject({ usage: { input_tokens: 7, output_tokens: 1 } })
  })
})

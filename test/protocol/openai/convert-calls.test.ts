import { describe, expect, test } from 'vitest'
import { signatureOf } from '../../../src/protocol/thinking-envelope.ts'
import { assistant, call, convert, messagesOf, pdf, png, type Row, result, text, use, user } from './requests.ts'

describe('messages', () => {
  test.each<Row>([
    [
      'R35 what a tool of the server did',
      {
        messages: [
          user('a'),
          assistant([
            { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'q' } },
            { type: 'web_search_tool_result', tool_use_id: 's', content: [{ title: 'T', url: 'https://t.test' }] },
            text('b'),
          ]),
          user('c'),
        ],
      },
      [
        user('a'),
        assistant('[web_search was asked: {"query":"q"}]\n[results of web search]\nT https://t.test\nb'),
        user('c'),
      ],
    ],
    [
      'R48 its own thinking',
      {
        messages: [
          user('a'),
          assistant([{ type: 'thinking', thinking: 'hm', signature: signatureOf('openai-compatible') }, text('b')]),
          user('c'),
        ],
      },
      [user('a'), { ...assistant('b'), reasoning_content: 'hm' }, user('c')],
    ],
    [
      'R48 its own thinking, at Mistral',
      {
        messages: [
          user('a'),
          assistant([{ type: 'thinking', thinking: 'hm', signature: signatureOf('mistral') }, text('b')]),
          user('c'),
        ],
      },
      [user('a'), assistant([{ type: 'thinking', thinking: [text('hm')], closed: true }, text('b')]), user('c')],
      'mistral',
    ],
    [
      'R49 thinking of another',
      {
        messages: [
          user('a'),
          assistant([{ type: 'thinking', thinking: 'hm', signature: signatureOf('groq') }, text('b')]),
          user('c'),
        ],
      },
      [user('a'), assistant('b'), user('c')],
    ],
    [
      'R49 thinking that nobody signed',
      { messages: [user('a'), assistant([{ type: 'thinking', thinking: 'hm', signature: '' }, text('b')]), user('c')] },
      [user('a'), assistant('b'), user('c')],
    ],
    [
      'R50 thinking that nobody can read',
      { messages: [user('a'), assistant([{ type: 'redacted_thinking', data: 'x' }, text('b')]), user('c')] },
      [user('a'), assistant('b'), user('c')],
    ],
    ['R60 half a letter, and a NUL', { messages: [user('a\uD800b\0c')] }, [user('a\uFFFDb\uFFFDc')]],
    [
      'R31 names in the history',
      { messages: [user('a'), assistant([use('1', 'mcp.x')]), user([result('1', 'r')])] },
      [
        user('a'),
        { ...assistant(null), tool_calls: [call('1', 'mcp_x_49c2d75d')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
      ],
    ],
    [
      'R35 what other tools of the server did',
      {
        messages: [
          user('a'),
          assistant([
            { type: 'mcp_tool_use', id: 's', name: 'find', input: {} },
            { type: 'mcp_tool_result', tool_use_id: 's', content: [text('found')] },
            { type: 'bash_code_execution_tool_result', content: { stdout: 'out' } },
          ]),
          user('c'),
        ],
      },
      [
        user('a'),
        assistant('[find was asked: {}]\n[results of mcp]\nfound\n[results of bash code execution]\n{"stdout":"out"}'),
        user('c'),
      ],
    ],
    [
      'R3 the same line before a system text',
      { system: 'x-anthropic-billing-header: cc_version=1;\nbe brief' },
      [{ role: 'system', content: 'be brief' }, user('hi')],
    ],
    [
      'R16 an input with nothing in it',
      { messages: [assistant([use('1', 'Bash', undefined)])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: '[no result recorded]' },
      ],
    ],
    [
      'R26 a second result for one call',
      { messages: [assistant([use('1')]), user([result('1', 'r'), result('1', 's')])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        user('[result of an earlier tool call]\ns'),
      ],
    ],
    [
      'R20 a PDF that was read, at Mistral',
      { messages: [assistant([use('aaaaaaaaa')]), user([result('aaaaaaaaa', [text('a'), pdf])])] },
      [
        { ...assistant(''), tool_calls: [call('aaaaaaaaa')] },
        { role: 'tool', tool_call_id: 'aaaaaaaaa', content: 'a\n[shown below]' },
        assistant('Understood.'),
        user([
          text('[from the tool call aaaaaaaaa]'),
          { type: 'document_url', document_url: 'data:application/pdf;base64,BBBB' },
        ]),
      ],
      'mistral',
    ],
    [
      'a summary of what was said before',
      { messages: [assistant([{ type: 'compaction', content: 'we spoke' }]), user('go on')] },
      [assistant('we spoke'), user('go on')],
    ],
    ['R62 blocks that nobody knows', { messages: [user([null, { type: 'new' }, text('a')])] }, [user('a')]],
  ])('%s', (_, body, expected, kind) => {
    const before = structuredClone(body)
    expect(messagesOf(body, kind)).toEqual(expected)
    expect(body, 'the request itself stays as it is').toEqual(before)
  })

  test('R9 an image for a model that sees none, in a result too', () => {
    const body = { messages: [assistant([use('1')]), user([result('1', [png]), png])] }
    const corrections = { without: new Set<string>(), blind: true as const }
    expect(convert(body, { corrections }).notes).toEqual(new Set(['image-omitted']))
    const shown = JSON.stringify(messagesOf(body, 'openai-compatible', { corrections }))
    expect(shown).not.toContain('AAAA')
    expect(shown.match(/image omitted/g)).toHaveLength(2)
  })
})

describe('ids and names', () => {
  test.each([
    ['R30 a long one', 'openai', 'toolu_01abcdefghijklmnopqrstuvwxyz0123456789', /^[A-Za-z0-9]{24}$/],
    ['R30 one with a dot', 'openai', 'call:1.a', /^[A-Za-z0-9]{24}$/],
    ['R30 one that is legal', 'openai', 'call_1', /^call_1$/],
    ['M3 any at Mistral', 'mistral', 'toolu_01abc', /^[A-Za-z0-9]{9}$/],
    ['M3 its own at Mistral', 'mistral', 'D681PevKs', /^D681PevKs$/],
  ])('%s', (_, kind, id, expected) => {
    const body = { messages: [assistant([use(id)]), user([result(id, 'r')])] }
    const [asked, answered] = messagesOf(body, kind)
    expect(asked?.tool_calls?.[0]?.id).toMatch(expected)
    expect(answered?.tool_call_id).toBe(asked?.tool_calls?.[0]?.id)
    expect(messagesOf(body, kind)[0]?.tool_calls?.[0]?.id, 'the same in each turn').toBe(asked?.tool_calls?.[0]?.id)
  })

  test('R30 ten thousand ids stay apart', () => {
    const { names } = convert({}, { kind: 'mistral' })
    expect(new Set(Array.from({ length: 10_000 }, (_, n) => names.idFor(`toolu_${n}`))).size).toBe(10_000)
  })

  test.each([
    ['Bash', 'Bash'],
    ['mcp__server__tool', 'mcp__server__tool'],
    ['a'.repeat(64), 'a'.repeat(64)],
    ['a'.repeat(65), /^a{55}_[0-9a-f]{8}$/],
    ['mcp.tool/name', /^mcp_tool_name_[0-9a-f]{8}$/],
  ])('R31 the name %s', (name, expected) => {
    const { body, names } = convert({ tools: [{ name, input_schema: {} }], tool_choice: { type: 'tool', name } })
    const [tool] = body['tools'] as { function: { name: string } }[]
    if (typeof expected === 'string') expect(tool?.function.name).toBe(expected)
    else expect(tool?.function.name).toMatch(expected)
    expect(body['tool_choice']).toEqual({ type: 'function', function: { name: tool?.function.name } })
    expect(names.originalName(tool?.function.name ?? '')).toBe(name)
  })
})

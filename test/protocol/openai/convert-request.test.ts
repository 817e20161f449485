import { describe, expect, test } from 'vitest'
import { convertRequest, type RequestOptions } from '../../../src/protocol/openai/convert-request.ts'
import type { ChatMessage } from '../../../src/protocol/openai/types.ts'
import { signatureOf } from '../../../src/protocol/thinking-envelope.ts'

type Body = Record<string, unknown>

const convert = (body: Body, options: Partial<RequestOptions> = {}) =>
  convertRequest(
    { model: 'asked', max_tokens: 1000, messages: [{ role: 'user', content: 'hi' }], ...body },
    {
      kind: 'openai-compatible',
      model: 'm',
      ...options,
    },
  )
const bodyOf = (body: Body, options: Partial<RequestOptions> = {}): Body => convert(body, options).body
const messagesOf = (body: Body, kind = 'openai-compatible', options: Partial<RequestOptions> = {}) =>
  convert(body, { kind, ...options }).body.messages as ChatMessage[]

const text = (text: string) => ({ type: 'text', text })
const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown) => ({ role: 'assistant', content })
const use = (id: string, name = 'Bash', input: unknown = {}) => ({ type: 'tool_use', id, name, input })
const result = (tool_use_id: string, content?: unknown, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id,
  ...(content === undefined ? {} : { content }),
  ...more,
})
const call = (id: string, name = 'Bash', args = '{}') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
})
const png = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
const pdf = {
  type: 'document',
  title: 'a.pdf',
  source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' },
}
const shownPng = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }

/** A conversation, and what becomes of it. */
type Row = [title: string, body: Body, expected: unknown[], kind?: string]

describe('messages', () => {
  test.each<Row>([
    ['R1 a system text', { system: 'be brief' }, [{ role: 'system', content: 'be brief' }, user('hi')]],
    [
      'R2 a system in blocks',
      { system: [text('a'), { ...text('b'), cache_control: { type: 'ephemeral' } }, text('c')] },
      [{ role: 'system', content: 'a\n\nb\n\nc' }, user('hi')],
    ],
    [
      'R3 the line that names the client',
      { system: [text('x-anthropic-billing-header: cc_version=1;'), text('a')] },
      [{ role: 'system', content: 'a' }, user('hi')],
    ],
    [
      'R4 a system message between others, where none may stand',
      { messages: [user('a'), { role: 'system', content: [text('note')] }, assistant('b'), user('c')] },
      [user('a\n<system-reminder>\nnote\n</system-reminder>'), assistant('b'), user('c')],
    ],
    [
      'R4 the same, where it may',
      { messages: [user('a'), { role: 'system', content: 'note' }, assistant('b'), user('c')] },
      [user('a'), { role: 'system', content: 'note' }, assistant('b'), user('c')],
      'openai',
    ],
    ['R5 one text', { messages: [user([text('a')])] }, [user('a')]],
    ['R6 two texts', { messages: [user([text('a'), text('b')])] }, [user('a\nb')]],
    ['R7 an image', { messages: [user([text('a'), png])] }, [user([text('a'), shownPng])]],
    [
      'R8 an image by its address',
      { messages: [user([{ type: 'image', source: { type: 'url', url: 'https://x.test/a.png' } }])] },
      [user([{ type: 'image_url', image_url: { url: 'https://x.test/a.png' } }])],
    ],
    [
      'R10 a PDF at Mistral',
      { messages: [user([pdf])] },
      [user([{ type: 'document_url', document_url: 'data:application/pdf;base64,BBBB' }])],
      'mistral',
    ],
    [
      'R10 a PDF at OpenAI',
      { messages: [user([pdf])] },
      [user([{ type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,BBBB' } }])],
      'openai',
    ],
    ['R10 a PDF elsewhere', { messages: [user([pdf])] }, [user('[a.pdf omitted: this server takes no such files]')]],
    [
      'R11 a document of text',
      { messages: [user([{ type: 'document', title: 'T', source: { type: 'text', data: 'words' } }])] },
      [user('T\nwords')],
    ],
    [
      'R12 text and two calls',
      {
        messages: [
          user('a'),
          assistant([text('b'), use('1', 'Bash', { x: 1 }), use('2')]),
          user([result('1', 'r'), result('2', 's')]),
        ],
      },
      [
        user('a'),
        { ...assistant('b'), tool_calls: [call('1', 'Bash', '{"x":1}'), call('2')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        { role: 'tool', tool_call_id: '2', content: 's' },
      ],
    ],
    [
      'R13 a call alone',
      { messages: [user('a'), assistant([use('1')]), user([result('1', 'r')])] },
      [user('a'), { ...assistant(null), tool_calls: [call('1')] }, { role: 'tool', tool_call_id: '1', content: 'r' }],
    ],
    [
      'R14 an empty text beside a call',
      { messages: [user('a'), assistant([text(' \n'), use('1')]), user([result('1', 'r')])] },
      [user('a'), { ...assistant(null), tool_calls: [call('1')] }, { role: 'tool', tool_call_id: '1', content: 'r' }],
    ],
    ['R15 an assistant that says nothing', { messages: [user('a'), assistant([]), user('b')] }, [user('a\nb')]],
    [
      'R18 a result with nothing in it',
      { messages: [user('a'), assistant([use('1')]), user([result('1')])] },
      [user('a'), { ...assistant(null), tool_calls: [call('1')] }, { role: 'tool', tool_call_id: '1', content: '' }],
    ],
    [
      'R19 a result in two texts',
      { messages: [assistant([use('1')]), user([result('1', [text('a'), text('b')])])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'a\nb' },
      ],
    ],
    [
      'R20 a result with an image',
      { messages: [assistant([use('1')]), user([result('1', [text('a'), png])])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'a\n[shown below]' },
        user([text('[from the tool call 1]'), shownPng]),
      ],
    ],
    [
      'R21 a result that is an error',
      { messages: [assistant([use('1')]), user([result('1', 'no', { is_error: true })])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: '[tool error] no' },
      ],
    ],
    [
      'R22 a result, then text',
      { messages: [assistant([use('1')]), user([result('1', 'r'), text('go on')])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        user('go on'),
      ],
    ],
    [
      'R23 text, then a result',
      { messages: [assistant([use('1')]), user([text('go on'), result('1', 'r')])] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        user('go on'),
      ],
    ],
    [
      'R24 results in another order than the calls',
      { messages: [assistant([use('1'), use('2')]), user([result('2', 's'), result('1', 'r')])] },
      [
        { ...assistant(null), tool_calls: [call('1'), call('2')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        { role: 'tool', tool_call_id: '2', content: 's' },
      ],
    ],
    [
      'R25 results in two messages',
      { messages: [assistant([use('1'), use('2')]), user([result('1', 'r')]), user([result('2', 's'), text('x')])] },
      [
        { ...assistant(null), tool_calls: [call('1'), call('2')] },
        { role: 'tool', tool_call_id: '1', content: 'r' },
        { role: 'tool', tool_call_id: '2', content: 's' },
        user('x'),
      ],
    ],
    [
      'R26 a result without a call',
      { messages: [user([result('9', 'r')])] },
      [user('[result of an earlier tool call]\nr')],
    ],
    [
      'R27 a call without a result',
      { messages: [assistant([use('1')]), user('next')] },
      [
        { ...assistant(null), tool_calls: [call('1')] },
        { role: 'tool', tool_call_id: '1', content: '[no result recorded]' },
        user('next'),
      ],
    ],
    [
      'R28 messages of one role in a row',
      { messages: [user('a'), user([png]), assistant('b'), assistant('c'), user('d')] },
      [user([text('a'), shownPng]), assistant('b\nc'), user('d')],
    ],
    [
      'R29 an answer that was begun, at Mistral',
      { messages: [user('a'), assistant('It is')] },
      [user('a'), { ...assistant('It is'), prefix: true }],
      'mistral',
    ],
    [
      'R29 the same elsewhere',
      { messages: [user('a'), assistant('It is')] },
      [user('a'), assistant('It is'), user('Continue.')],
    ],
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

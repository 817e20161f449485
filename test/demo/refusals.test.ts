import { expect, test } from 'vitest'
import { ask, image, request, tools } from './exchange.ts'

const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown) => ({ role: 'assistant', content })
const messages = (...list: unknown[]) => request('', { messages: list })
const call = (id: string, more = {}) => ({ type: 'tool_use', id, name: 'Bash', input: {}, ...more })
const result = (id: string, content: unknown = 'ok') => ({ type: 'tool_result', tool_use_id: id, content })
const bash = { tools: [tools.Bash] }

const refused: readonly (readonly [body: unknown, expected: string | RegExp])[] = [
  ['', /^The request body is not valid JSON: /],
  ['{"model":', /^The request body is not valid JSON: /],
  ['[]', /object/],
  [request('a', { model: undefined }), 'model: Field required'],
  [request('a', { model: 7 }), 'model: Input should be a valid string'],
  [request('a', { model: '' }), 'model: String should have at least 1 character'],
  [request('a', { max_tokens: undefined }), 'max_tokens: Field required'],
  [request('a', { max_tokens: 0 }), 'max_tokens: Input should be greater than or equal to 1'],
  [request('a', { max_tokens: 1.5 }), 'max_tokens: Input should be a valid integer'],
  [request('a', { max_tokens: '9' }), 'max_tokens: Input should be a valid integer'],
  [request('a', { temperature: 2 }), 'temperature: range: 0..1'],
  [request('a', { stream: 'yes' }), 'stream: Input should be a valid boolean'],
  [request('a', { stop_sequences: [' \n'] }), 'stop_sequences: each stop sequence must contain non-whitespace'],
  [request('a', { system: [{ type: 'text' }] }), 'system.0.text: Field required'],
  [request('a', { messages: undefined }), 'messages: Field required'],
  [request('a', { messages: 'hello' }), 'messages: Input should be a valid list'],
  [messages(), 'messages: at least one message is required'],
  [messages('hello'), 'messages.0: Input should be a valid dictionary'],
  [messages({ role: 'tool', content: 'a' }), "messages.0.role: Input should be 'user', 'assistant' or 'system'"],
  [messages({ role: 'user' }), 'messages.0.content: Field required'],
  [messages(assistant('a')), 'messages: first message must use the "user" role'],
  [messages({ role: 'system', content: 'a' }), 'messages: first message must use the "user" role'],
  [messages(user('')), /^messages\.0: all messages must have non-empty content/],
  [messages(user('a'), assistant(''), user('b')), /^messages\.1: all messages must have non-empty content/],
  [request(['a']), 'messages.0.content.0: Input should be a valid dictionary'],
  [request([{ text: 'a' }]), 'messages.0.content.0.type: Field required'],
  [request([{ type: 'texte', text: 'a' }]), /^messages\.0\.content\.0: Input tag 'texte' found using 'type' does not/],
  [request([{ type: 'text', text: '' }]), 'messages: text content blocks must be non-empty'],
  [request([call('a')]), 'messages.0: `tool_use` blocks can only be in `assistant` messages'],
  [request([image('####')]), 'messages.0.content.0.image.source.base64: invalid base64 data'],
  [request([image('aGVsbG8=')]), 'Could not process image'],
  [
    request([image('aGVsbG8=', 'image/tiff')]),
    "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  ],
  [messages(user('a'), assistant([image('a')])), 'messages.1: `image` blocks can only be in `user` messages'],
  [
    messages(user('a'), assistant([{ type: 'thinking', thinking: 'b' }])),
    /^messages\.1\.content\.0\.thinking\.signature: /,
  ],
  [messages(user('a'), assistant([{ type: 'redacted_thinking' }])), /\.redacted_thinking\.data: Field required$/],
  [request([{ type: 'document', source: { type: 'x' } }]), /^messages\.0\.content\.0\.document\.source: Input tag 'x'/],
  [
    messages(user('a'), assistant([call('call:1#a')]), user([result('call:1#a')])),
    "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  ],
  [
    messages(user('a'), assistant([call('a', { input: 'ls' })])),
    /\.tool_use\.input: Input should be a valid dictionary$/,
  ],
  [request([result('a')]), /^messages\.0\.content\.0: unexpected `tool_use_id` found in `tool_result` blocks: a\. /],
  [messages(user('a'), assistant([call('a')])), /^messages\.1: `tool_use` ids were found without `tool_result` blocks/],
  [messages(user('a'), assistant([call('a')]), user('and?')), /immediately after: a\. /],
  [
    messages(user('a'), assistant([call('a'), call('b')]), user([result('b'), result('b'), result('a')])),
    'messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: b',
  ],
  [
    messages(user('a'), assistant([call('a')]), user([result('a')]), assistant([call('a')]), user([result('a')])),
    'messages: `tool_use` ids must be unique',
  ],
  [
    messages(user('a'), assistant([call('a')]), user([result('a', [{ type: 'thinking' }])])),
    /^messages\.2\.content\.0\.tool_result\.content\.0: Input tag 'thinking'/,
  ],
  [request('a', { tools: [{ name: 'x' }] }), 'tools.0.custom.input_schema: Field required'],
  [request('a', { tools: [{ name: 'x', input_schema: {} }] }), 'tools.0.custom.input_schema.type: Field required'],
  [
    request('a', { tools: [{ name: 'a b', input_schema: {} }] }),
    /^tools\.0\.custom\.name: String should match pattern/,
  ],
  [request('a', { tools: [tools.Bash, tools.Bash] }), 'tools: Tool names must be unique.'],
  [request('a', { tool_choice: { type: 'any' } }), 'tool_choice may only be specified while providing tools.'],
  [request('a', { ...bash, tool_choice: { type: 'tool' } }), 'tool_choice.tool.name: Field required'],
  [request('a', { ...bash, tool_choice: { type: 'tool', name: 'x' } }), "Tool 'x' not found in provided tools"],
  [
    request('a', { ...bash, tool_choice: { type: 'required' } }),
    /^tool_choice: Input tag 'required' found using 'type'/,
  ],
  [request('a', { thinking: { type: 'on' } }), /expected tags: 'adaptive', 'disabled', 'enabled'$/],
  [request('a', { thinking: { type: 'enabled' } }), 'thinking.enabled.budget_tokens: Field required'],
  [
    request('a', { thinking: { type: 'enabled', budget_tokens: 2000 } }),
    '`max_tokens` must be greater than `thinking.budget_tokens`',
  ],
  [
    request('a', {
      ...bash,
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 2000 },
      tool_choice: { type: 'any' },
    }),
    'Thinking may not be enabled when tool_choice forces tool use.',
  ],
]

test.each(refused.map(([body, expected]) => ({ body, expected })))('$expected', async ({ body, expected }) => {
  const { status, headers, text } = await ask('POST', '/v1/messages?beta=true', body)
  const { type, error, request_id } = JSON.parse(text)
  expect([status, type, error.type, request_id]).toEqual([400, 'error', 'invalid_request_error', headers['request-id']])
  if (typeof expected === 'string') expect(error.message).toBe(expected)
  else expect(error.message).toMatch(expected)
})

test('a request that would be streamed is refused as JSON all the same', async () => {
  const { status, headers } = await ask('POST', '/v1/messages', request('a', { stream: true, max_tokens: -1 }))
  expect([status, headers['content-type']]).toEqual([400, 'application/json'])
})

test('another model than the only one is not found', async () => {
  for (const path of ['/v1/messages', '/v1/messages/count_tokens']) {
    const { status, text } = await ask('POST', path, request('a', { model: 'claude-opus-5-5' }))
    const error = { type: 'not_found_error', message: 'model: claude-opus-5-5' }
    expect([status, JSON.parse(text).error]).toEqual([404, error])
  }
})

const text = (said: string) => ({ type: 'text', text: said, cache_control: { type: 'ephemeral' } })

test.each([
  ['blocks of text', request([text('a'), text('b')], { system: [text('c')], metadata: { user_id: 'u' } })],
  [
    'a system message in the middle',
    messages(user('a'), { role: 'system', content: [text('b')] }, assistant('c'), user('d')),
  ],
  [
    'a system message behind a result',
    messages(user('a'), assistant([call('x')]), { role: 'system', content: 'b' }, user([result('x')])),
  ],
  [
    'results in two messages',
    messages(user('a'), assistant([call('x'), call('y')]), user([result('y')]), user([result('x')])),
  ],
  ['an empty result', messages(user('a'), assistant([call('x')]), user([{ type: 'tool_result', tool_use_id: 'x' }]))],
  [
    'a result of empty text',
    messages(user('a'), assistant([call('x')]), user([result('x', [{ type: 'text', text: '' }])])),
  ],
  [
    'thinking that was sent back',
    messages(user('a'), assistant([{ type: 'thinking', thinking: '', signature: 's' }, text('b')]), user('c')),
  ],
  [
    'a document',
    request([{ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' } }]),
  ],
  ["Anthropic's own tools", request('a', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] })],
  [
    'what Claude Code asks for',
    request('a', {
      max_tokens: 32000,
      thinking: { type: 'adaptive', display: 'omitted' },
      context_management: { edits: [] },
      output_config: { effort: 'high' },
    }),
  ],
  ['fields of a time to come', request('a', { fields_to_come: 1 })],
])('%s is accepted', async (_, body) => {
  const { status, text } = await ask('POST', '/v1/messages', body)
  expect(status, text).toBe(200)
})

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  ChatCompletionStreamRequest$outboundSchema as streamSchema,
  ChatCompletionRequest$outboundSchema as wholeSchema,
} from '@mistralai/mistralai/models/components'
import { expect, test } from 'vitest'
import { fieldsOf } from '../../../src/protocol/json.ts'
import { convertRequest } from '../../../src/protocol/openai/convert-request.ts'
import { root } from '../../support/binary.ts'

// What we send, held against the vendors' own schemas: those of their own client libraries.

const tool = (name: string, input_schema: object) => ({ name, description: `runs ${name}`, input_schema })
const bash = tool('Bash', {
  type: 'object',
  properties: {
    command: { type: 'string', maxLength: 500, description: 'to run' },
    timeout: { type: ['number', 'null'] },
  },
  required: ['command'],
  additionalProperties: false,
})
const read = tool('mcp__files__read', { type: 'object', properties: { path: { type: 'string' } } })
const text = (text: string) => ({ type: 'text', text })
const use = (id: string, name = 'Bash') => ({ type: 'tool_use', id, name, input: { command: 'ls' } })
const result = (tool_use_id: string, content: unknown, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id,
  content,
  ...more,
})
const png = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
const pdf = {
  type: 'document',
  title: 'a.pdf',
  source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' },
}
const asked = (content: unknown) => ({ role: 'user', content })
const said = (content: unknown) => ({ role: 'assistant', content })

type Body = Readonly<Record<string, unknown>>

/** Requests of the client, by what is in them. */
const requests: Readonly<Record<string, Body>> = {
  'a system text and a question': { system: [text('be brief')], messages: [asked('hi')] },
  'tools with schemas': { tools: [bash, read], messages: [asked([text('ls')])] },
  'a call and its result': {
    tools: [bash],
    messages: [
      asked('ls'),
      said([text('so'), use('toolu_1')]),
      asked([result('toolu_1', [text('a b')]), text('and now?')]),
    ],
  },
  'calls at once, one of them failed': {
    tools: [bash],
    messages: [
      asked('ls'),
      said([use('toolu_1'), use('toolu_2')]),
      asked([result('toolu_1', 'a'), result('toolu_2', 'no', { is_error: true })]),
    ],
  },
  'a result that holds an image': {
    tools: [bash],
    messages: [asked('look'), said([use('toolu_1')]), asked([result('toolu_1', [text('here'), png])])],
  },
  'an image and a document': { messages: [asked([text('read'), png, pdf])] },
  'thinking that comes back': {
    thinking: { type: 'enabled', budget_tokens: 4000 },
    messages: [
      asked('hi'),
      said([{ type: 'thinking', thinking: 'hm', signature: 'x' }, text('hello')]),
      asked('go on'),
    ],
  },
  'adaptive thinking with an effort': {
    thinking: { type: 'adaptive' },
    output_config: { effort: 'high' },
    messages: [asked('hi')],
  },
  'a forced tool': { tools: [bash], tool_choice: { type: 'tool', name: 'Bash' }, messages: [asked('ls')] },
  'any tool, one at a time': {
    tools: [bash],
    tool_choice: { type: 'any', disable_parallel_tool_use: true },
    messages: [asked('ls')],
  },
  'no tool': { tools: [bash], tool_choice: { type: 'none' }, messages: [asked('ls')] },
  'stop sequences and a temperature': {
    stop_sequences: ['a', 'b', 'c', 'd', 'e'],
    temperature: 1,
    top_p: 0.9,
    messages: [asked('hi')],
  },
  'a system entry between others': {
    messages: [asked('a'), { role: 'system', content: 'note' }, said('b'), asked('c')],
  },
  'the beginning of an answer': { messages: [asked('a'), said('{')] },
  'an answer by a schema': {
    output_config: {
      format: { type: 'json_schema', schema: { type: 'object', properties: { a: { type: 'string' } } } },
    },
    messages: [asked('a')],
  },
  'what the client says of itself': {
    metadata: { user_id: 'user_1' },
    context_management: { edits: [{ type: 'clear_thinking_20251015' }] },
    system: [{ ...text('a'), cache_control: { type: 'ephemeral' } }],
    messages: [asked([{ ...text('a'), cache_control: { type: 'ephemeral' } }])],
  },
}

const named = (kind: string, models: readonly string[]) =>
  models.flatMap(model =>
    Object.entries(requests).flatMap(([what, body]) =>
      [true, false].map(stream => ({
        what: `${model}, ${what}${stream ? '' : ', in one piece'}`,
        kind,
        model,
        body: { ...body, stream },
      })),
    ),
  )

function sent({ kind, model, body }: { kind: string; model: string; body: Body }): Body {
  const options = { kind, model, sessionId: 'session', user: 'user_1' }
  const { body: made } = convertRequest({ model: 'asked', max_tokens: 1000, ...body }, options)
  return JSON.parse(JSON.stringify(made))
}

/** Their library takes names in camel case, and turns them back; what it does not know is not in what it sends. */
function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([name, inner]) => [
      name === 'schema' ? 'schemaDefinition' : name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      name === 'parameters' || name === 'metadata' || name === 'schema' ? inner : camel(inner),
    ]),
  )
}

test.each([
  ...named('mistral', ['devstral-medium-latest', 'magistral-medium-latest', 'mistral-small-latest']),
  ...named('codestral', ['codestral-latest']),
])('Mistral’s own library would send the same: $what', request => {
  const body = sent(request)
  const parsed = (body['stream'] === true ? streamSchema : wholeSchema).safeParse(camel(body))
  expect(parsed.error?.message).toBeUndefined()
  expect(parsed.data).toMatchObject(body)
})

test('OpenAI’s own types take what we send, and know every field of it', async () => {
  const rows = [...named('openai', ['gpt-5.1', 'gpt-4.1']), ...named('azure', ['gpt-5.1'])]
  // Inside the project, where the library is found.
  const directory = mkdtempSync(join(root, 'node_modules', '.openai-types-'))
  try {
    const lines = rows.map(row => `// ${row.what}\nrows.push(${JSON.stringify(sent(row))})`)
    const file = join(directory, 'rows.ts')
    const type = "import type OpenAI from 'openai'\nconst rows: OpenAI.Chat.ChatCompletionCreateParams[] = []\n"
    writeFileSync(file, `${type}${lines.join('\n')}\nexport { rows }\n`)
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--ignoreConfig',
    ]
    const checked = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), [...options, file]).catch(
      error => error,
    )
    expect(checked.stdout).toBe('')
  } finally {
    rmSync(directory, { recursive: true })
  }
})

import { type Fixture, LLMock, type MockServerOptions } from '@copilotkit/aimock'
import { expect, onTestFinished, test } from 'vitest'
import { type Examination, examineServer, expectSound, prescribed, saidBy, troubles } from '../../support/examined.ts'

const fields = { MODEL: 'qwen3-coder', CONTEXT_TOKENS: '131072' }

/** What makes it a backend: words, a call of Bash where one is offered and asked for, and words about its result. */
const fixtures: readonly Fixture[] = [
  { match: { hasToolResult: true }, response: { content: 'There are a README.md, a package.json and src.' } },
  {
    match: { userMessage: /run the command/i },
    response: { toolCalls: [{ name: 'Bash', arguments: '{"command":"ls","description":"List files"}' }] },
  },
  { match: {}, response: { content: 'OK' } },
]

/** Starts the mock server for one test, and examines it. */
async function examineMock(
  own: readonly Fixture[],
  options: MockServerOptions = {},
  more: Readonly<Record<string, string>> = {},
): Promise<Omit<Examination, 'seen'>> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', ...options }).addFixtures([...own])
  await mock.start()
  onTestFinished(() => mock.stop())
  const examination = await examineServer(mock.url, { ...fields, ...more })
  expectSound(examination, more)
  return examination
}

test('aimock with fixtures for everything works', async () => {
  const examination = await examineMock(fixtures)
  expect([examination.verdict.says, ...troubles(examination)]).toEqual(['works'])
  const { title, kind } = examination.facts.identity ?? {}
  expect([title, kind]).toEqual(['aimock (a mock server)', 'mock'])
  expect(saidBy('tools', examination)).toEqual(['ok: calls Bash, natively and streamed'])
  expect(saidBy('tool-result', examination)).toEqual(["ok: takes a tool's result and goes on"])
  expect(saidBy('count', examination)).toEqual(['note: does not count tokens; Claude Code estimates them instead'])
})

const error = (status: number, type: string, message: string): Fixture => ({
  match: {},
  response: { error: { message, type }, status },
})

/** Fixtures and options, the verdict, and what is wrong. */
type Row = readonly [
  what: string,
  own: readonly Fixture[],
  options: MockServerOptions,
  verdict: string,
  troubles: readonly string[],
]

test.each<Row>([
  ['only talks', fixtures.slice(2), {}, 'breaks: tool calls', ['tools fail: answers in words and calls no tool']],
  [
    'writes its calls as text',
    [{ match: {}, response: { content: '<tool_call>\n{"name":"Bash","arguments":{"command":"ls"}}\n</tool_call>' } }],
    {},
    'breaks: tool calls',
    ['tools fail: writes its calls as text, which Claude Code only shows (<tool_call>, as Qwen and Hermes write it)'],
  ],
  [
    'calls a tool that was not offered',
    [
      { match: { userMessage: /run the command/i }, response: { toolCalls: [{ name: 'shell', arguments: '{}' }] } },
      ...fixtures,
    ],
    {},
    'breaks: tool calls',
    ['tools fail: its calls do not run: it calls "shell", and there is no such tool'],
  ],
  [
    'has no fixture for tool results',
    [
      {
        match: { hasToolResult: true },
        response: { error: { message: 'tool results are not supported' }, status: 400 },
      },
      ...fixtures,
    ],
    {},
    'breaks: tool results',
    ['tool-result fail: refuses tool results (400)'],
  ],
  ['has no fixture', [], {}, 'breaks: no model qwen3-coder', ['stream fail: there is no model qwen3-coder (404)']],
  [
    'is overloaded',
    [error(529, 'overloaded_error', 'Overloaded')],
    {},
    'breaks: the server',
    ['stream fail: the server of local is not able to answer (529)'],
  ],
  [
    'answers with garbage',
    fixtures,
    { chaos: { malformedRate: 1 } },
    'breaks: streamed replies',
    ['stream fail: the answer cannot be read'],
  ],
  [
    'hangs up',
    fixtures,
    { chaos: { disconnectRate: 1 } },
    'breaks: no answer',
    ['authorised fail: /v1/messages does not answer: it hangs up without an answer'],
  ],
  [
    'limits the rate',
    fixtures,
    { chaos: { rateLimitRate: 1 } },
    'breaks: rate limit',
    ['stream fail: too many requests for this account (429)'],
  ],
])('aimock that %s', async (_, own, options, verdict, wrong) => {
  const examination = await examineMock(own, options)
  expect([examination.verdict.says, ...troubles(examination)]).toEqual([verdict, ...wrong])
})

const key = 'sk-the-right-key'
const locked: MockServerOptions = { auth: { apiKeys: [key] } }

test.each<
  readonly [
    what: string,
    more: Readonly<Record<string, string>>,
    says: readonly string[],
    prescribed: readonly string[],
  ]
>([
  ['the right key', { AUTH_TOKEN: key }, ['ok: LOCAL_AUTH_TOKEN is taken, as Bearer'], []],
  ['the right key in the other header', { API_KEY: key }, ['ok: LOCAL_API_KEY is taken, as x-api-key'], []],
  [
    'a wrong key',
    { AUTH_TOKEN: 'sk-a-wrong-key' },
    ['fail: it refuses LOCAL_AUTH_TOKEN, in either header (401)'],
    ['authorised: put the right key into LOCAL_AUTH_TOKEN'],
  ],
  [
    'no key',
    {},
    ['fail: it wants a key, and the profile has none (401)'],
    ['authorised: put the key into LOCAL_AUTH_TOKEN'],
  ],
])('aimock with keys, and %s', async (_, more, says, lines) => {
  const examination = await examineMock(fixtures, locked, more)
  expect(saidBy('authorised', examination)).toEqual(says)
  expect(prescribed(examination)).toEqual(lines)
})

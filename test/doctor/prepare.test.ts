import { describe, expect, test } from 'vitest'
import { featuresOf } from '../../src/claude-code/features.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'
import { defaultLimits } from '../../src/doctor/answer-limits.ts'
import { type ProbeOptions, prepareTarget } from '../../src/doctor/prepare.ts'
import type { Environment } from '../../src/system/environment.ts'
import { acceptedEncodings } from '../../src/system/http/body.ts'
import type { HttpFailure, HttpRequest, HttpResponse } from '../../src/system/http/types.ts'
import { message } from '../claude-code/pieces.ts'
import { answered, silence } from '../support/patient.ts'
import { localText, ready } from '../support/profiles.ts'

const asking = claudeRequest('m', featuresOf({}), [{ role: 'user', content: 'hi' }], { stream: true })

/** A patient at the end of a wire that writes down its questions. */
function onWire(
  environment: Environment,
  more: Partial<ProbeOptions> = {},
  answers: (HttpResponse | HttpFailure)[] = [],
) {
  const questions: HttpRequest[] = []
  const pauses: number[] = []
  const ask = async (question: HttpRequest) => answers[questions.push(question) - 1] ?? answered('{}')
  const target = prepareTarget(
    {
      profile: ready(localText()),
      environment,
      payer: { payer: 'free', why: 'a test' },
      model: 'm',
      paid: false,
      deep: false,
      userAgent: 'claude-switch/1',
      ...more,
    },
    { ask, close: () => undefined },
    {
      pause: async ms => {
        pauses.push(ms)
      },
      now: () => 0,
    },
  )
  return { target, questions, pauses }
}

const bearer = { authorization: 'Bearer t' }
const key = { 'x-api-key': 'k' }

describe('every request has the credentials of the environment', () => {
  test.each<[string, Environment, object]>([
    ['none', {}, {}],
    ['a token', { ANTHROPIC_AUTH_TOKEN: 't' }, bearer],
    ['a key', { ANTHROPIC_API_KEY: 'k' }, key],
    ['both', { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_API_KEY: 'k' }, { ...bearer, ...key }],
    ['an empty one', { ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_API_KEY: 'k' }, key],
    [
      'custom headers',
      { ANTHROPIC_CUSTOM_HEADERS: 'X-Team: a b \n\nnonsense\nX-Other:c:d' },
      { 'x-team': 'a b', 'x-other': 'c:d' },
    ],
    [
      'a custom header in place of the token',
      { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_CUSTOM_HEADERS: 'Authorization: Basic x' },
      { authorization: 'Basic x' },
    ],
  ])('%s', async (_, environment, credentials) => {
    const { target, questions } = onWire(environment)
    await target.get('/v1/models')
    await target.post('/v1/messages', '{}')
    await target.ask(asking)
    await target.askFor(1000, asking)
    const usual = {
      'user-agent': 'claude-switch/1',
      accept: 'application/json',
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
    }
    expect(questions.map(({ method, url, headers }) => [method, url, headers])).toEqual([
      ['GET', 'http://127.0.0.1:4999/v1/models', { ...usual, ...credentials }],
      ['POST', 'http://127.0.0.1:4999/v1/messages', { ...usual, ...credentials }],
      ...Array.from({ length: 2 }, () => [
        'POST',
        'http://127.0.0.1:4999/v1/messages?beta=true',
        {
          ...usual,
          ...credentials,
          ...asking.headers,
          'accept-encoding': acceptedEncodings,
          'user-agent': `${asking.headers['user-agent']} claude-switch/1`,
        },
      ]),
    ])
  })

  test.each<[Environment, 'bearer' | 'x-api-key', object]>([
    [
      { ANTHROPIC_AUTH_TOKEN: 's', ANTHROPIC_CUSTOM_HEADERS: 'x-team: a' },
      'x-api-key',
      { 'x-api-key': 's', 'x-team': 'a' },
    ],
    [{ ANTHROPIC_API_KEY: 's' }, 'bearer', { authorization: 'Bearer s' }],
    [{ ANTHROPIC_API_KEY: 's' }, 'x-api-key', { 'x-api-key': 's' }],
  ])('%j in the header %s', async (environment, header, credentials) => {
    const { target, questions } = onWire(environment)
    await target.postAs(header, '/v1/messages', '{}')
    const { authorization, 'x-api-key': sent, 'x-team': team } = questions[0]?.headers ?? {}
    expect(JSON.parse(JSON.stringify({ authorization, 'x-api-key': sent, 'x-team': team }))).toEqual(credentials)
  })

  test('none of them goes to another host', async () => {
    const environment = { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_API_KEY: 'k', ANTHROPIC_CUSTOM_HEADERS: 'x-team: a' }
    const onward = answered('', { status: 307, headers: { location: 'http://other/v1/messages' } })
    const { target, questions } = onWire(environment, {}, [onward])
    await target.ask(asking)
    expect(Object.keys(questions[1]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'anthropic-beta',
      'anthropic-version',
      'content-type',
      'user-agent',
    ])
    expect([...target.facts.redirects]).toEqual(['http://other'])
  })
})

describe('time limits', () => {
  const limitsOf = async (timeoutMs?: number) => {
    const { target, questions } = onWire({}, timeoutMs === undefined ? {} : { timeoutMs })
    await target.get('/')
    await target.ask(asking)
    await target.askFor(900_000, asking)
    return questions.map(({ limits = {} }) => [limits.connectMs, limits.firstByteMs, limits.idleMs, limits.totalMs])
  }
  test.each<[number | undefined, free: number[], asked: number[], slow: number[]]>([
    [undefined, [5000, 15_000, 15_000, 15_000], [5000, 360_000, 300_000, 660_000], [5000, 900_000, 300_000, 900_000]],
    [10_000, [5000, 10_000, 10_000, 10_000], [5000, 10_000, 10_000, 10_000], [5000, 10_000, 10_000, 10_000]],
    [2000, [2000, 2000, 2000, 2000], [2000, 2000, 2000, 2000], [2000, 2000, 2000, 2000]],
  ])('--timeout %s ms', async (timeoutMs, free, asked, slow) => {
    expect(await limitsOf(timeoutMs)).toEqual([free, asked, slow])
    expect(defaultLimits.bytes).toBeGreaterThan(0)
  })
})

describe('a server that hangs up', () => {
  const reset = silence('ECONNRESET')
  test.each<[string, (HttpResponse | HttpFailure)[], asked: number, pauses: number[]]>([
    ['at first', [reset, reset], 3, [500, 1000]],
    ['always', [reset, reset, reset, reset], 3, [500, 1000]],
    ['never', [], 1, []],
    ['is not one that does not listen', [silence('ECONNREFUSED', 'connect')], 1, []],
  ])('%s', async (_, answers, asked, paused) => {
    const { target, questions, pauses } = onWire({}, {}, answers)
    await target.get('/')
    expect(questions).toHaveLength(asked)
    expect(pauses).toEqual(paused)
  })
})

test('counts what was read and written', () => {
  const { target } = onWire({})
  const usage = { input_tokens: 10, cache_read_input_tokens: 200, cache_creation_input_tokens: 3000, output_tokens: 7 }
  const body = JSON.stringify(message([{ type: 'text', text: 'hi' }], { usage }))
  target.read(answered(body), false)
  target.read(answered(body), false)
  target.read(answered('no message'), false)
  expect(target.spent).toEqual({ input: 6420, output: 14 })
})

test('the model is the one of the chart, and Anthropic needs no address', async () => {
  const profile = ready('LOCAL_KIND=anthropic\nLOCAL_API_KEY=k\n')
  const { target, questions } = onWire({}, { profile })
  target.facts.model = 'another'
  expect(target.model).toBe('another')
  await target.get('/v1/models')
  expect(questions[0]?.url).toBe('https://api.anthropic.com/v1/models')
})

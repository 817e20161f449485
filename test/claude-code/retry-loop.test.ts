import { describe, expect, test } from 'vitest'
import { featuresOf } from '../../src/claude-code/features.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'
import { type RetryOutcome, runRetryLoop } from '../../src/claude-code/retry-loop.ts'
import type { HttpFailure, HttpResponse } from '../../src/system/http/types.ts'
import { type Asked, answered, patientFor, refused, silence } from '../support/patient.ts'
import { closing, failing, message, opening, openText, text, tool } from './pieces.ts'

type Server = (asked: Asked, times: number) => HttpResponse | HttpFailure

/** What became of the client's request, how often the server was asked, streamed (s) or not (n), and for how long in all. */
async function follow(answer: Server, options: { short?: true } = {}) {
  const target = patientFor({ answer })
  const retryOutcome: RetryOutcome = await runRetryLoop(
    target,
    featuresOf({}),
    (features, stream) => claudeRequest('m', features, [{ role: 'user', content: 'hi' }], { stream }),
    options,
  )
  return {
    retryOutcome,
    asked: target.asked.map(({ body }) => (body.stream ? 's' : 'n')).join(''),
    waited: target.pauses.reduce((sum, ms) => sum + ms, 0),
  }
}

const fine = answered(opening + text() + closing())
const whole = answered(JSON.stringify(message([{ type: 'text', text: 'hello' }])))
/** Answers to streams, and to requests in one piece. */
const both =
  (stream: HttpResponse | HttpFailure, onePiece: HttpResponse | HttpFailure): Server =>
  ({ body }) =>
    body.stream ? stream : onePiece
/** Refuses as long as there is something in the request, and then answers. */
const until =
  (isThere: (asked: Asked) => unknown, refusal: HttpResponse): Server =>
  asked =>
    isThere(asked) ? refusal : fine
const hasSystem = ({ body }: Asked) => body.messages.some(({ role }: { role: string }) => role === 'system')
const header = (name: string) => refused(400, `Unexpected value(s) \`${name}\` for the \`anthropic-beta\` header`)

describe('leaves out what it knows how to leave out', () => {
  test.each<[string, Server, recovered: string[]]>([
    ['role: system', until(hasSystem, refused(400, "Input should be 'user' or 'assistant'")), ['system-role']],
    ['role: system with 500', until(hasSystem, refused(500, "role 'system' not supported")), ['system-role']],
    [
      'context_management',
      until(({ body }) => body.context_management, refused(400, 'context_management: Extra inputs are not permitted')),
      ['context_management'],
    ],
    [
      'effort',
      until(({ body }) => body.output_config, refused(400, 'This model does not support the effort parameter.')),
      ['effort'],
    ],
    [
      'adaptive thinking',
      until(({ body }) => body.thinking.type === 'adaptive', refused(400, 'adaptive thinking is not supported')),
      ['adaptive'],
    ],
    [
      'a beta',
      until(({ betas }) => betas.includes('advanced-tool-use-2025-11-20'), header('advanced-tool-use-2025-11-20')),
      ['beta:advanced-tool-use-2025-11-20'],
    ],
    [
      'an answer that is too long',
      until(
        ({ body }) => body.max_tokens === 32_000,
        refused(400, 'input length and `max_tokens` exceed context limit: 12000 + 32000 > 40960'),
      ),
      ['max_tokens'],
    ],
    [
      'thinking.display, in words that it does not know',
      until(({ body }) => body.thinking.display, refused(422, 'no')),
      ['beta:thinking-token-count-2026-05-13', 'thinking-display'],
    ],
    [
      'deferred tools, in words that it does not know',
      until(({ body }) => JSON.stringify(body.tools).includes('defer_loading'), refused(400, 'no')),
      ['beta:thinking-token-count-2026-05-13', 'thinking-display', 'deferred-tools'],
    ],
    [
      'two things',
      asked =>
        hasSystem(asked)
          ? refused(400, "Input should be 'user' or 'assistant'")
          : asked.body.context_management
            ? refused(400, 'context_management: Extra inputs are not permitted')
            : fine,
      ['system-role', 'context_management'],
    ],
  ])('%s', async (_, answer, recovered) => {
    const { retryOutcome, asked, waited } = await follow(answer)
    expect(retryOutcome).toMatchObject({ succeeded: true, recovered, fellBack: false })
    expect(asked).toBe('s'.repeat(recovered.length + 1))
    expect(waited).toBe(0)
  })
})

describe('asks again, or in one piece', () => {
  const cut = (body: string) => answered(body, { cut: 'closed' })
  const busy =
    (times: number, answer: HttpResponse | HttpFailure): Server =>
    (_, n) =>
      n < times ? answer : fine
  test.each<[string, Server, asked: string, waited: number, fellBack: boolean]>([
    ['is fine at once', () => fine, 's', 0, false],
    ['201', () => ({ ...fine, status: 201 }), 's', 0, false],
    ['429 twice', busy(2, refused(429, 'slow down')), 'sss', 1500, false],
    ['529 four times', busy(4, refused(529, 'overloaded')), 'sssss', 7500, false],
    ['429 with retry-after', busy(1, refused(429, 'slow down', { 'retry-after': '20' })), 'ss', 20_000, false],
    ['429 with a fraction', busy(1, refused(429, 'slow down', { 'retry-after': '1.5' })), 'ss', 1000, false],
    [
      '429 with a date',
      busy(1, refused(429, 'slow', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' })),
      'ss',
      500,
      false,
    ],
    ['hangs up at first', busy(2, silence('ECONNRESET')), 'sss', 1500, false],
    ['has nothing to say at first', busy(1, answered(opening + closing())), 'ss', 0, false],
    ['is cut off at first', busy(1, cut(opening + openText())), 'ss', 0, false],
    ['is cut off behind its text at first', busy(1, cut(opening + text())), 'ss', 0, false],
    ['fails half-way', both(answered(opening + failing), whole), 'sn', 0, true],
    ['no events', both(whole, whole), 'sn', 0, true],
    ['404 to streams alone', both(refused(404, 'no'), whole), 'sn', 0, true],
    ['is always cut off', both(cut(opening + openText()), whole), 'ssn', 0, true],
    ['a call that ends with max_tokens', () => answered(opening + tool() + closing('max_tokens')), 's', 0, false],
  ])('%s', async (_, answer, asked, waited, fellBack) => {
    expect(await follow(answer)).toMatchObject({ retryOutcome: { succeeded: true, fellBack }, asked, waited })
  })
})

describe('gives up', () => {
  const page = answered('<!doctype html><title>Sign in</title>')
  test.each<[string, Server, asked: string, failed: object]>([
    ['400 in unknown words', () => refused(400, 'no'), 'ssss', { status: 400, message: 'no' }],
    ['an unknown field', () => refused(400, 'output_config: Extra inputs'), 's', { status: 400 }],
    ['too long a prompt', () => refused(400, 'prompt is too long: 12 tokens > 8 maximum'), 's', { status: 400 }],
    ['403', () => refused(403, 'not for you'), 's', { status: 403, message: 'not for you' }],
    ['404', () => refused(404, 'model not found'), 'sn', { status: 404, message: 'model not found' }],
    ['a redirect without end', () => answered('', { status: 307 }), 's', { status: 307 }],
    ['500 for ever, in the same words', () => refused(500, 'oh'), 'sss', { status: 500, message: 'oh' }],
    ['429 for minutes', () => refused(429, 'slow', { 'retry-after': '120' }), 's', { status: 429 }],
    ['429 again and again', () => refused(429, 'slow', { 'retry-after': '35' }), 'sssss', { status: 429 }],
    ['429 for a minute and a second', () => refused(429, 'slow', { 'retry-after': '61' }), 's', { status: 429 }],
    ['no use in asking', () => refused(503, 'down', { 'x-should-retry': 'false' }), 's', { status: 503 }],
    ['nobody listens', () => silence('ECONNREFUSED', 'connect'), 'sssss', { silent: true }],
    ['a silence of minutes', () => silence('ETIMEDOUT'), 's', { silent: true, late: true }],
    ['half a stream, and then silence', () => answered(opening, { cut: 'idle' }), 'sn', { late: true }],
    ['a page', () => page, 'sn', { message: 'a web page: Sign in' }],
    ['204', () => answered('', { status: 204 }), 'sn', { message: 'the answer is empty' }],
    ['a stream where none was asked for', both(answered(opening + failing), fine), 'sn', { message: 'engine died' }],
    ['an error behind the fallback', both(whole, refused(500, 'no')), 'sn', {}],
    ['silence behind the fallback', both(refused(404, 'gone'), silence('ECONNRESET')), 'sn', { message: 'gone' }],
    ['nothing to say', () => answered(opening + closing()), 'ss', { message: 'the answer has nothing in it' }],
    ['text without an end', () => answered(opening + text()), 's', {}],
    ['no stop', () => answered(opening + openText() + closing()), 'ss', {}],
    ['an answer without end', () => answered(opening + text() + closing('max_tokens')), 's', {}],
    ['refuses to answer', () => answered(opening + text() + closing('refusal')), 's', {}],
  ])('%s', async (_, answer, asked, failed) => {
    const found = await follow(answer)
    expect(found).toMatchObject({ retryOutcome: { succeeded: false, ...failed }, asked })
    expect(found.waited).toBeLessThanOrEqual(300_000)
    expect(found.retryOutcome).not.toMatchObject({ succeeded: false, message: '' })
  })

  test('a server that always names another beta is not asked for ever', async () => {
    const { retryOutcome, asked } = await follow(({ betas }) => (betas[0] ? header(betas[0]) : refused(400, 'no')))
    expect(retryOutcome.succeeded).toBe(false)
    expect(asked.length).toBeLessThanOrEqual(13)
  })
})

test('an answer may end at a limit of its own', async () => {
  const ended = answered(opening + text() + closing('max_tokens'))
  expect(await follow(() => ended, { short: true })).toMatchObject({ retryOutcome: { succeeded: true }, asked: 's' })
})

describe('what is not busy is not asked for ever', () => {
  test.each<[string, HttpResponse, asked: number]>([
    ['a refused key', refused(401, 'invalid x-api-key'), 3],
    ['a refused caller, whom the client does not try again for', refused(403, 'not allowed'), 1],
    ['a quota that is gone', refused(429, 'You exceeded your current quota, please check your plan'), 3],
    ['a server that is full, as often as the client', refused(529, 'overloaded'), 5],
  ])('%s', async (_, answer, asked) => {
    expect((await follow(() => answer)).asked.replaceAll('n', '')).toHaveLength(asked)
  })

  test('with a time that the user set, all pauses together are no longer', async () => {
    const target = Object.assign(patientFor({ answer: () => refused(529, 'overloaded') }), {
      retries: 10,
      patienceMs: 4000,
    })
    await runRetryLoop(target, featuresOf({}), (features, stream) =>
      claudeRequest('m', features, [{ role: 'user', content: 'hi' }], { stream }),
    )
    expect(target.pauses).toEqual([500, 1000, 2000])
  })
})

import { describe, expect, test } from 'vitest'
import { featuresOf } from '../../src/claude-code/features.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'
import { runRetryLoop } from '../../src/claude-code/retry-loop.ts'
import type { HttpResponse } from '../../src/system/http/types.ts'
import { answered, patientFor, refused, silence } from '../support/patient.ts'
import { both, fine, follow, header, type Server, whole } from './courses.ts'
import { closing, failing, opening, openText, text } from './pieces.ts'

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

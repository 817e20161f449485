import { describe, expect, test } from 'vitest'
import { routed, type UpstreamAnswer } from '../support/routed.ts'
import { chat, file, message } from './handled.ts'

describe('translating', () => {
  test('a stream', async () => {
    const router = routed(file, chat)
    const came = await router.request('/vibe/v1/messages?beta=true', {
      headers: { 'x-claude-code-session-id': 'abc' },
      body: { ...message, model: 'devstral-latest', stream: true },
    })
    expect(came.headers['content-type']).toBe('text/event-stream')
    expect(came.text).toContain('"text":"hi"')
    expect(came.text).toContain('event: message_stop')
    expect(router.asked[0]?.headers).toMatchObject({ 'x-affinity': 'abc', accept: 'text/event-stream' })
    expect(router.log).toEqual([
      expect.objectContaining({ profile: 'vibe', status: 200, usage: { input: 9, output: 2 } }),
    ])
  })

  test.each<[string, UpstreamAnswer]>([
    ['N6 from a stream', chat()],
    [
      'from one piece',
      {
        headers: { 'content-type': 'application/json' },
        pieces: ['{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}'],
      },
    ],
  ])('one piece, %s', async (_, answer) => {
    const came = await routed(file, () => answer).request('/vibe/v1/messages', { body: { ...message, model: 'x' } })
    expect(JSON.parse(came.text)).toMatchObject({
      type: 'message',
      model: 'x',
      content: [{ type: 'text', text: 'hi' }],
      stop_reason: 'end_turn',
    })
  })

  test('S57 a stream from one piece', async () => {
    const answer = {
      headers: { 'content-type': 'application/json' },
      pieces: ['{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}'],
    }
    const came = await routed(file, () => answer).request('/vibe/v1/messages', { body: { ...message, stream: true } })
    expect(came.text).toContain('event: message_stop')
  })

  test.each<[string, UpstreamAnswer, number, RegExp]>([
    [
      'S50 200 with an error',
      { headers: { 'content-type': 'application/json' }, pieces: ['{"error":{"message":"slow","code":429}}'] },
      429,
      /slow/,
    ],
    [
      'S50 200 with a page',
      { headers: { 'content-type': 'text/html' }, pieces: ['<html><title>Login</title></html>'] },
      502,
      /a web page: Login/,
    ],
    [
      'E4 a refused key',
      { status: 401, headers: {}, pieces: ['{"message":"Unauthorized"}'] },
      403,
      /vibe \(Mistral\): Unauthorized \(the key is VIBE_API_KEY's\)/,
    ],
    [
      'E2 too long',
      {
        status: 400,
        headers: {},
        pieces: ['{"message":"Prompt contains 300000 tokens, too large for model with 262144 maximum context length"}'],
      },
      400,
      /"prompt is too long: /,
    ],
    [
      'E9 too many',
      { status: 429, headers: { 'retry-after': '7' }, pieces: ['{"message":"Requests rate limit exceeded"}'] },
      429,
      /rate limit/,
    ],
  ])('%s', async (_, answer, status, text) => {
    const came = await routed(file, () => answer).request('/vibe/v1/messages', { body: { ...message, stream: true } })
    expect(came.status).toBe(status)
    expect(came.text).toMatch(text)
    expect(came.text).not.toContain('key-of-mistral')
    expect(JSON.parse(came.text)).toMatchObject({ type: 'error', error: { type: expect.any(String) } })
  })

  test('E18 what is refused once is not sent again', async () => {
    const router = routed(
      file.replace('VIBE_API_KEY', 'NEW_KIND=openai\nNEW_MODEL=gpt\nNEW_API_KEY=k\nVIBE_API_KEY'),
      ({ json }) =>
        (json as object) && 'stream_options' in (json as object)
          ? { status: 400, headers: {}, pieces: ['{"error":{"message":"Unknown parameter: stream_options"}}'] }
          : chat(),
    )
    for (let n = 0; n < 2; n++)
      expect(await router.request('/new/v1/messages', { body: { ...message, stream: true } })).toMatchObject({
        status: 200,
      })
    expect(router.asked.map(({ json }) => 'stream_options' in json)).toEqual([true, false, false])
    expect(router.log[0]?.repairs).toEqual(['corrected-request'])
  })
})

import { describe, expect, test } from 'vitest'
import { routed } from '../support/routed.ts'
import { file, login, message, native } from './handled.ts'

describe('passing through', () => {
  const mine = {
    metadata: { user_id: 'account' },
    messages: [{ role: 'user', content: [{ type: 'text', text: '# userEmail\nme@x.test' }] }],
  }
  test('to Anthropic, byte for byte', async () => {
    const body = `{ "model":"claude-opus-5-5",  "stream":true,"new_field":[1.0],"metadata":{"user_id":"account"},"messages":[]}`
    const router = routed(file, () => ({
      pieces: ['event: message_start\nda', 'ta: {"odd":  1}\n\n: comment\n\n', 'event: x\ndata: y\n\n'],
    }))
    const came = await router.request('/cloud/v1/messages?beta=true', {
      headers: { ...login, 'x-claude-code-new': '1', 'anthropic-new': '2' },
      body,
    })
    expect(Buffer.from(router.asked[0]?.body ?? '').toString()).toBe(body)
    expect(router.asked[0]?.headers).toMatchObject({
      'x-claude-code-new': '1',
      'anthropic-new': '2',
      'anthropic-beta': 'a,oauth-2025-04-20',
    })
    expect(came.text).toBe('event: message_start\ndata: {"odd":  1}\n\n: comment\n\nevent: x\ndata: y\n\n')
  })

  test.each([
    ['box', false],
    ['open', true],
  ])('who the user is goes to %s: %s', async (profile, tells) => {
    const router = routed(file, native)
    await router.request(`/${profile}/v1/messages`, { body: { ...message, ...mine } })
    expect(JSON.stringify(router.asked[0]?.json).includes('me@x.test')).toBe(tells)
    expect(router.asked[0]?.json['metadata'] !== undefined).toBe(tells)
  })

  test.each([
    [400, '{"type":"error","error":{"type":"invalid_request_error","message":"bad"},"x":1}'],
    [429, '{"error":"slow"}'],
    [529, 'busy'],
    [500, '<html>'],
  ])('E15 an error of %i is the server’s own, byte for byte', async (status, text) => {
    const router = routed(file, () => ({
      status,
      headers: { 'content-type': 'x/y', 'retry-after': '7', 'anthropic-ratelimit-unified-status': 'rejected' },
      pieces: [text],
    }))
    const came = await router.request('/cloud/v1/messages', { headers: login, body: message })
    expect(came).toMatchObject({
      status,
      text,
      headers: { 'retry-after': '7', 'anthropic-ratelimit-unified-status': 'rejected' },
    })
  })

  test('the model of a tier is asked for, and the client’s own name comes back', async () => {
    const router = routed(file, native)
    const came = await router.request('/box/v1/messages', {
      body: { ...message, model: 'claude-haiku-5-5', stream: true },
    })
    expect(router.asked[0]?.json['model']).toBe('small')
    expect(came.text).toContain('"model":"claude-haiku-5-5"')
    expect(came.text).not.toContain('small')
  })

  test('in one piece too, and nowhere but in its place', async () => {
    const call = { type: 'tool_use', id: 'toolu_1', name: 'T', input: { model: 'small' } }
    const text = JSON.stringify({ content: [call], model: 'small', stop_reason: 'tool_use' })
    const router = routed(file, () => ({
      headers: { 'content-type': 'application/json', 'content-length': '9' },
      pieces: [text],
    }))
    const came = await router.request('/box/v1/messages', { body: { ...message, model: 'claude-haiku-5-5' } })
    expect(JSON.parse(came.text)).toMatchObject({ content: [call], model: 'claude-haiku-5-5' })
    expect(came.headers).not.toHaveProperty('content-length')
  })

  test('a stream that breaks off ends in an error', async () => {
    const router = routed(file, () => ({
      pieces: ['event: message_start\ndata: {"a":1}\n\n', 'event: con', new Error('reset')],
    }))
    const came = await router.request('/box/v1/messages', { body: { ...message, stream: true } })
    expect(came.text).toMatch(
      /\n\nevent: error\ndata: \{"type":"error","error":\{"type":"api_error","message":"claude-switch router: box \(vLLM\) broke/,
    )
    expect(router.log[0]).toMatchObject({ failed: 'cut' })
  })

  test.each([301, 302, 307, 308])('a redirect (%i) is not followed, and not handed on', async status => {
    const router = routed(file, () => ({
      status,
      headers: { location: 'https://evil.test/v1/messages?x=secret' },
      pieces: [''],
    }))
    const came = await router.request('/box/v1/messages', { body: message })
    expect(came).toMatchObject({ status: 502, text: expect.stringContaining('https://evil.test;') })
    expect(came.headers).not.toHaveProperty('location')
    expect(router.asked).toHaveLength(1)
  })

  test('a server that is not there', async () => {
    const router = routed(file, () => ({ step: 'connect', code: 'ECONNREFUSED', says: 'nothing listens there' }))
    const came = await router.request('/box/v1/messages', { body: message })
    expect(came).toMatchObject({
      status: 502,
      text: expect.stringContaining('box (vLLM) cannot be reached: nothing listens there'),
    })
  })
})

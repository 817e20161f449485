import { describe, expect, test } from 'vitest'
import { routed, type UpstreamAnswer } from '../support/routed.ts'
import { file, login, message, native } from './handled.ts'

describe('what it answers itself', () => {
  test.each([
    ['HEAD', '/vibe/api/hello', 200],
    ['GET', '/vibe/api/hello', 200],
    ['GET', '/vibe/v1/models?limit=1000', 200],
    ['GET', '/nobody/v1/models', 403],
    ['POST', '/nobody/v1/messages', 403],
    ['GET', '/vibe/v1/messages', 404],
    ['POST', '/vibe/v1/complete', 404],
    ['POST', '/vibe/../box/v1/messages', 404],
    ['GET', '/-/status', 200],
    ['GET', '/-/stop', 404],
    ['POST', '/-/nothing', 404],
  ])('%s %s: %i', async (method, path, status) => {
    const router = routed(file, native)
    expect(await router.request(path, { method, body: method === 'POST' ? message : '' })).toMatchObject({ status })
    expect(router.asked).toEqual([])
  })

  test.each(['', 'null', '[]', '"x"', '{"model":', '5'])('a body of %j is refused', async body => {
    expect(await routed(file, native).request('/box/v1/messages', { body })).toMatchObject({ status: 400 })
  })

  test('P3 the models of a profile', async () => {
    const came = await routed(file, native).request('/box/v1/models', { method: 'GET' })
    expect(JSON.parse(came.text).data.map(({ id }: { id: string }) => id)).toEqual(['big', 'small'])
  })

  test('P5 tokens: the server’s count where it counts, else an estimate that grows', async () => {
    const count = (body: object, answer: UpstreamAnswer, profile = 'box') =>
      routed(file, () => answer)
        .request(`/${profile}/v1/messages/count_tokens?beta=true`, { body: { ...message, ...body } })
        .then(({ text }) => JSON.parse(text).input_tokens)
    expect(await count({}, { headers: {}, pieces: ['{"input_tokens":42}'] })).toBe(42)
    const none: UpstreamAnswer = { status: 404, headers: {}, pieces: ['not found'] }
    expect(await count({}, { headers: {}, pieces: ['{"error":"Unexpected endpoint"}'] })).toBeGreaterThan(0)
    const short = await count({}, none)
    const long = await count({ messages: [{ role: 'user', content: 'x'.repeat(4000) }] }, none)
    expect(long - short).toBeGreaterThan(900)
    expect(await count({}, none, 'vibe')).toBe(short)
  })

  test('a file that changes counts at once; a damaged one does not', async () => {
    const router = routed(file, native)
    const path = '/home/me/.claude-backends.env'
    const change = (text: string) => void router.system.disk.set(path, { text, mode: 0o600 })
    change(file.replace('BOX_AUTH_TOKEN=token-of-box', 'BOX_AUTH_TOKEN=another'))
    await router.request('/box/v1/messages', { body: message })
    expect(router.asked[0]?.headers['authorization']).toBe('Bearer another')
    change('\0\0')
    expect(await router.request('/box/v1/messages', { body: message })).toMatchObject({ status: 200 })
  })

  test('nothing of a body or a credential is in the log', async () => {
    const router = routed(file, native)
    await router.request('/box/v1/messages', {
      headers: login,
      body: { ...message, messages: [{ role: 'user', content: 'canary' }] },
    })
    expect(JSON.stringify(router.log)).not.toMatch(/canary|token-of-box|sk-ant/)
  })
})

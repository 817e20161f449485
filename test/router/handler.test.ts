import { describe, expect, test } from 'vitest'
import { routed, type UpstreamAnswer } from '../support/routed.ts'

const file = `
VIBE_API_KEY=key-of-mistral
CLOUD_ROUTER=on
BOX_BASE_URL=http://10.0.0.5:8000
BOX_KIND=vllm
BOX_MODEL=big
BOX_HAIKU_MODEL=small
BOX_AUTH_TOKEN=token-of-box
BOX_ROUTER=on
OPEN_BASE_URL=http://127.0.0.1:9999
OPEN_KIND=gateway
OPEN_MODEL=m
OPEN_ROUTER=on
OPEN_PRIVACY=off
ASK_KIND=groq
ASK_MODEL=m
ASK_API_KEY=$GROQ_KEY
CMD_KIND=groq
CMD_MODEL=m
CMD_API_KEY_COMMAND='pass show groq'
`
const message = { model: 'asked', max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] }
const messages = (...events: object[]): UpstreamAnswer => ({
  pieces: events.map(event => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`),
})
const start = (model: string) => ({ type: 'message_start', message: { model, usage: { input_tokens: 3 } } })
const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }
const native = () => messages(start('small'), end, { type: 'message_stop' })
const chat = (): UpstreamAnswer => ({
  pieces: [
    'data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\n',
    'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\ndata: [DONE]\n\n',
  ],
})
const login = { authorization: 'Bearer sk-ant-oat01-mine', 'anthropic-beta': 'a,oauth-2025-04-20' }

describe('who gets which credential', () => {
  test.each<[string, string, Record<string, string>, string, string | undefined, string | undefined]>([
    [
      'the login goes to Anthropic',
      'cloud',
      login,
      'https://api.anthropic.com/v1/messages?beta=true',
      login.authorization,
      undefined,
    ],
    [
      'so does a key',
      'cloud',
      { 'x-api-key': 'sk-ant-api03-mine' },
      'https://api.anthropic.com/v1/messages?beta=true',
      undefined,
      'sk-ant-api03-mine',
    ],
    [
      'a server gets its own',
      'box',
      login,
      'http://10.0.0.5:8000/v1/messages?beta=true',
      'Bearer token-of-box',
      undefined,
    ],
    [
      'one that asks for none gets a word',
      'open',
      login,
      'http://127.0.0.1:9999/v1/messages?beta=true',
      'Bearer claude-switch',
      undefined,
    ],
    [
      'Mistral gets its key',
      'vibe',
      login,
      'https://api.mistral.ai/v1/chat/completions',
      'Bearer key-of-mistral',
      undefined,
    ],
    [
      'its key too, whatever the client sends',
      'vibe',
      { 'x-api-key': 'sk-ant-api03-mine' },
      'https://api.mistral.ai/v1/chat/completions',
      'Bearer key-of-mistral',
      undefined,
    ],
  ])('%s', async (_, profile, headers, url, authorization, key) => {
    const router = routed(file, ({ url }) => (url.includes('chat') ? chat() : native()))
    const came = await router.request(`/${profile}/v1/messages?beta=true`, {
      headers,
      body: { ...message, stream: true },
    })
    expect(came.status, came.text).toBe(200)
    const [sent] = router.asked
    expect(sent?.url).toBe(url)
    expect(sent?.headers['authorization']).toBe(authorization)
    expect(sent?.headers['x-api-key']).toBe(key)
    if (profile !== 'cloud') expect(JSON.stringify(router.asked)).not.toContain('sk-ant-')
    if (profile !== 'cloud') expect(JSON.stringify(sent?.headers)).not.toContain('oauth-')
  })

  test('a secret of the shell, which hands it over', async () => {
    const router = routed(file, chat)
    const before = await router.request('/ask/v1/messages', { body: message })
    expect(before).toMatchObject({ status: 403, text: expect.stringContaining('claude-switch ask') })
    const handed = { profile: 'ask', environment: { GROQ_KEY: 'from-the-shell' } }
    expect(await router.request('/-/hand-over', { body: handed })).toMatchObject({ status: 200 })
    await router.request('/ask/v1/messages', { body: message })
    expect(router.asked[0]?.headers['authorization']).toBe('Bearer from-the-shell')
  })

  test('a secret of a command: handed over, else asked for without a terminal', async () => {
    let runs = 0
    const exec = async (command: string, words: readonly string[]) => {
      expect([command, ...words]).toEqual(['/bin/sh', '-c', 'pass show groq'])
      runs++
      return { stdout: 'from-the-command\nand more\n' }
    }
    const router = routed(file, chat, { processes: { exec } })
    for (let n = 0; n < 3; n++) await router.request('/cmd/v1/messages', { body: message })
    expect(runs).toBe(1)
    expect(router.asked[0]?.headers['authorization']).toBe('Bearer from-the-command')
    await router.request('/-/hand-over', { body: { profile: 'cmd', environment: {}, secret: 'handed' } })
    await router.request('/cmd/v1/messages', { body: message })
    expect(router.asked.at(-1)?.headers['authorization']).toBe('Bearer handed')
  })

  test('a command that gives none is said, and tried again', async () => {
    const router = routed(file, chat, { processes: { exec: async () => ({ failed: 'it is locked' }) } })
    const came = await router.request('/cmd/v1/messages', { body: message })
    expect(came).toMatchObject({ status: 403, text: expect.stringContaining('CMD_API_KEY_COMMAND gave no secret') })
  })
})

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

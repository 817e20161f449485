import { describe, expect, test } from 'vitest'
import { runAside } from '../support/aside.ts'
import { type Fake, type FakeAnswer, type FakeRequest, json, text } from '../support/fakes/fake.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { temporaryHome } from '../support/home.ts'

const token = 'canary-5f2c81d0'
const header = 'canary-header-77'
const good = vllm({ context: { loaded: 131_072 } })

/** A server that is right in everything but what `spoils` answers. */
const but =
  (spoils: (request: FakeRequest) => FakeAnswer | undefined, rest: Fake = good): Fake =>
  request =>
    spoils(request) ?? rest(request)
const isMessage = ({ path, json }: FakeRequest) =>
  path === '/v1/messages' && Array.isArray((json as { messages?: unknown } | undefined)?.messages)
const onMessages = (answer: (request: FakeRequest) => FakeAnswer) =>
  but(request => (isMessage(request) ? answer(request) : undefined))

async function examined(fake: Fake, words: readonly string[] = []) {
  const served = await serveFake(fake)
  const lines = [
    `BOX_BASE_URL=${served.url}`,
    'BOX_KIND=vllm',
    'BOX_MODEL=served-name',
    `BOX_AUTH_TOKEN='${token}'`,
    `BOX_ENV_ANTHROPIC_CUSTOM_HEADERS='x-team-key: ${header}'`,
    'BOX_CONTEXT_TOKENS=131072',
    'BOX_MAX_OUTPUT_TOKENS=16384',
  ]
  const home = temporaryHome(`${lines.join('\n')}\n`)
  const run = (more: readonly string[]) => runAside(['doctor', 'box', '--timeout', '2', ...words, ...more], home)
  const [plain, record] = await Promise.all([run([]), run(['--json'])])
  const said = `${plain.stdout}${plain.stderr}${record.stdout}${record.stderr}`
  const [backend] = JSON.parse(record.stdout).backends
  return { ...served, codes: [plain.code, record.code], stdout: plain.stdout, backend, said }
}

/** Everything that came, as a server would give it away. */
const everything = (request: FakeRequest) => `${JSON.stringify(request.headers)} ${request.body}`
const error = (status: number, message: string, headers = {}) =>
  json(status, { type: 'error', error: { type: 'invalid_request_error', message } }, headers)

describe('what a server knows of the user is in no output', () => {
  test.each<[string, Fake]>([
    ['401 that repeats the key', but(request => error(401, `Invalid key ${everything(request)}`))],
    ['400 that repeats the request', onMessages(request => error(400, everything(request)))],
    ['a text that is no JSON', onMessages(request => text(500, everything(request)))],
    [
      'a page for people',
      but(request => ({ status: 200, headers: { 'content-type': 'text/html' }, body: `<h1>${everything(request)}` })),
    ],
    [
      'headers',
      but(request =>
        json(
          502,
          {},
          { server: token, 'x-echo': String(request.headers['authorization']), 'www-authenticate': `Bearer ${token}` },
        ),
      ),
    ],
    [
      'the name of its model',
      but(({ path }) =>
        path === '/v1/models'
          ? json(200, {
              object: 'list',
              data: [{ id: `served-nam-${token}`, object: 'model', owned_by: 'vllm', max_model_len: 131072 }],
            })
          : undefined,
      ),
    ],
    ['its version', but(({ path }) => (path === '/version' ? json(200, { version: `0.19.1+${token}` }) : undefined))],
    [
      'the error of a stream',
      onMessages(() => ({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'api_error', message: `for ${token} and ${header}` } })}\n\n`,
      })),
    ],
    [
      'what the model says',
      onMessages(() =>
        json(200, {
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: token,
          content: [{ type: 'text', text: token }],
          stop_reason: token,
          usage: { input_tokens: 1, output_tokens: 1 },
        }),
      ),
    ],
  ])('%s', async (_, fake) => {
    const { said, seen } = await examined(fake)
    expect(seen.some(({ headers }) => headers['authorization'] === `Bearer ${token}`)).toBe(true)
    expect(said).not.toContain(token)
    expect(said).not.toContain(header)
    expect(said).not.toMatch(/\bbug of ours|\n {4}at /)
  })
})

describe('what a server says cannot act on the terminal', () => {
  const nasty = '\u001b]0;owned\u0007\u001b[2J\u009b31m\r\b\u007f\u0000'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/
  test.each<[string, Fake]>([
    ['an error', onMessages(() => error(400, `no ${nasty} here`))],
    ['an error of its own on every path', but(() => text(404, nasty))],
    [
      'the name of its model',
      but(({ path }) =>
        path === '/v1/models'
          ? json(200, {
              object: 'list',
              data: [{ id: `served-names${nasty}`, object: 'model', owned_by: 'vllm', max_model_len: 131072 }],
            })
          : undefined,
      ),
    ],
    ['its version', but(({ path }) => (path === '/version' ? json(200, { version: `0.19.1${nasty}` }) : undefined))],
  ])('%s', async (_, fake) => {
    const { said } = await examined(fake)
    expect(said).not.toMatch(acting)
    expect(said).not.toMatch(/\bbug of ours|\n {4}at /)
  })

  test('and the name of a model is written as the file needs it, so that a $ of it means nothing', async () => {
    const id = 'served-nam$e'
    const { stdout } = await examined(vllm({ models: [id], context: { loaded: 131_072 } }))
    expect(stdout).toContain(`      BOX_MODEL='${id}'\n`)
  })
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('%i to another host gets neither key nor header', async status => {
    const target = await serveFake(() => error(401, 'who are you?'))
    const { codes, backend, stdout } = await examined(({ path }) => ({
      status,
      headers: { location: `${target.url}${path}` },
      body: '',
    }))
    expect(codes).toEqual([1, 1])
    expect(backend.verdict).toBe('breaks')
    expect(stdout).toContain(target.url)
    expect(target.seen.length).toBeGreaterThan(0)
    for (const request of target.seen) {
      expect(everything(request)).not.toMatch(/canary/)
      expect(Object.keys(request.headers)).not.toContain('authorization')
    }
  })
})

describe('a server that only fails where a model has to answer', () => {
  const pieces = (...body: Exclude<FakeAnswer['body'], string>): FakeAnswer => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body,
  })
  const begin =
    'event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],"model":"served-name","usage":{"input_tokens":1,"output_tokens":1}}}\n\n'
  test.each<[string, Fake]>([
    ['never answers', onMessages(() => pieces({ waitMs: 30_000 }))],
    ['stops in the middle', onMessages(() => pieces(begin, { destroy: true }))],
    ['falls silent in the middle', onMessages(() => pieces(begin, { waitMs: 30_000 }))],
    ['says nothing that is an event', onMessages(() => pieces('data: {\n\ndata: [DONE]\n\n'))],
    ['is always overloaded', onMessages(() => error(529, 'Overloaded', { 'retry-after': '1' }))],
    [
      'wants a login',
      onMessages(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<title>Sign in</title>' })),
    ],
  ])('%s', async (_, fake) => {
    const begin = performance.now()
    const { codes, backend, said } = await examined(fake)
    expect(codes).toEqual([1, 1])
    expect(backend.says).toMatch(/^breaks: /)
    expect(said).not.toMatch(/\bbug of ours|\n {4}at /)
    expect(performance.now() - begin).toBeLessThan(45_000)
  })
})

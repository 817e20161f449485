import { expect, test } from 'vitest'
import { authorize } from '../../src/router/authorize.ts'

const secret = 'Zk3-secret_of_32_letters'
const port = 4545
const head = (url: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  url,
  headers: { host: '127.0.0.1:4545', ...headers },
})

test.each([
  [`/${secret}/vibe/v1/messages?beta=true`, 'vibe', '/v1/messages?beta=true'],
  [`/${secret}/my-box/api/hello`, 'my-box', '/api/hello'],
  [`/${secret}/a/v1/messages/count_tokens`, 'a', '/v1/messages/count_tokens'],
])('%s comes in', (url, profile, path) => {
  expect(authorize(head(url), secret, port)).toEqual({ profile, path })
})

test('localhost is this address too', () => {
  expect(authorize(head(`/${secret}/a/v1/models`, { host: 'LOCALHOST:4545' }), secret, port)).toHaveProperty('profile')
})

test.each<[string, string, Record<string, string>, number]>([
  ['no path', '/', {}, 403],
  ['another secret', '/Zk3-secret_of_32_letterz/vibe/v1/messages', {}, 403],
  ['a part of it', '/Zk3-secret/vibe/v1/messages', {}, 403],
  ['more than it', `/${secret}x/vibe/v1/messages`, {}, 403],
  ['an empty one', '//vibe/v1/messages', {}, 403],
  ['no profile', `/${secret}`, {}, 404],
  ['no path behind it', `/${secret}/vibe`, {}, 404],
  ['a name that leads here', `/${secret}/vibe/v1/messages`, { host: 'evil.example:4545' }, 403],
  ['another port', `/${secret}/vibe/v1/messages`, { host: '127.0.0.1:80' }, 403],
  ['no Host', `/${secret}/vibe/v1/messages`, { host: '' }, 403],
  ['a page', `/${secret}/vibe/v1/messages`, { origin: 'http://127.0.0.1:4545' }, 403],
  ['a page without an origin', `/${secret}/vibe/v1/messages`, { origin: 'null' }, 403],
  ['an absolute URL', `http://127.0.0.1:4545/${secret}/vibe/v1/messages`, {}, 403],
])('%s is refused', (_, url, headers, status) => {
  const answer = authorize(head(url, headers), secret, port)
  expect(answer).toEqual({ status, message: expect.stringMatching(/^claude-switch router: /) })
  expect(JSON.stringify(answer)).not.toContain(secret)
})

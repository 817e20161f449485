import { describe, expect, test } from 'vitest'
import type { Upstream } from '../../src/router/route.ts'
import { answerHeaders, type UpstreamCredential, upstreamHeaders } from '../../src/router/upstream-request.ts'

const upstreamOf = (isAnthropic: boolean): { upstream: Upstream } => ({
  upstream: {
    profile: 'p',
    kind: isAnthropic ? 'anthropic' : 'gateway',
    protocol: 'messages',
    baseUrl: 'https://host.example',
    isAnthropic,
  },
})

const login = { authorization: 'Bearer sk-ant-oat01-mine' }
const sent = (
  headers: Record<string, string>,
  credential: UpstreamCredential,
  isAnthropic = false,
): Record<string, string> => upstreamHeaders(headers, upstreamOf(isAnthropic), credential)

describe('who gets the login', () => {
  test.each<[string, UpstreamCredential, boolean, string | undefined]>([
    ['Anthropic, where the profile pays by it', 'own', true, 'Bearer sk-ant-oat01-mine'],
    ['nobody else, whatever the profile says', 'own', false, undefined],
    ['not even Anthropic, where the profile has a key', { header: 'x-api-key', secret: 'k' }, true, undefined],
    ['not a server with a token of its own', { header: 'bearer', secret: 't' }, false, 'Bearer t'],
    ['not a server that asks for none', 'none', false, undefined],
  ])('%s', (_, credential, isAnthropic, expected) => {
    expect(sent(login, credential, isAnthropic)['authorization']).toBe(expected)
  })

  test.each<[UpstreamCredential, boolean, string | undefined]>([
    ['own', true, 'sk-ant-api03-mine'],
    ['own', false, undefined],
    ['none', true, undefined],
    ['none', false, undefined],
    [{ header: 'bearer', secret: 't' }, true, undefined],
    [{ header: 'bearer', secret: 't' }, false, undefined],
    [{ header: 'x-api-key', secret: 'k' }, false, 'k'],
  ])('with %j, to Anthropic: %s, the client’s key becomes %s', (credential, isAnthropic, expected) => {
    expect(sent({ 'x-api-key': 'sk-ant-api03-mine' }, credential, isAnthropic)['x-api-key']).toBe(expected)
  })
})

test.each<[string, UpstreamCredential, boolean, string | undefined]>([
  ['a,oauth-2025-04-20,b', 'own', true, 'a,oauth-2025-04-20,b'],
  ['a,oauth-2025-04-20,b', 'own', false, 'a,b'],
  ['a, oauth-2025-04-20', 'none', false, 'a'],
  ['oauth-2025-04-20', { header: 'bearer', secret: 't' }, true, undefined],
  ['a,b', 'none', false, 'a,b'],
])('the betas %s with %j are %s', (betas, credential, isAnthropic, expected) => {
  expect(sent({ 'anthropic-beta': betas }, credential, isAnthropic)['anthropic-beta']).toBe(expected)
})

test('what the client says of itself passes, what belongs to the connection does not', () => {
  const passes = {
    'anthropic-version': '2023-06-01',
    'anthropic-something-new': '1',
    'x-claude-code-session-id': 's',
    'x-stainless-os': 'Linux',
    'user-agent': 'claude-cli/2.1.332',
    'x-app': 'cli',
    'content-type': 'application/json',
  }
  const stays = {
    host: '127.0.0.1:4545',
    connection: 'keep-alive',
    'transfer-encoding': 'chunked',
    'content-length': '3',
    'proxy-authorization': 'Basic x',
    'accept-encoding': 'gzip, br',
    cookie: 'a=b',
    expect: '100-continue',
  }
  expect(sent({ ...passes, ...stays }, 'none')).toEqual({ ...passes, 'accept-encoding': 'identity' })
})

test('an answer’s headers come back but for those of its connection', () => {
  const headers = {
    'content-type': 'text/event-stream',
    'retry-after': '9',
    'anthropic-ratelimit-unified-5h-utilization': '0.5',
    'request-id': 'req_1',
    'transfer-encoding': 'chunked',
    'content-length': '9',
    'set-cookie': 'a=b',
    connection: 'close',
  }
  expect(Object.keys(answerHeaders(headers))).toEqual([
    'content-type',
    'retry-after',
    'anthropic-ratelimit-unified-5h-utilization',
    'request-id',
  ])
})

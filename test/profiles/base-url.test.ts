import { expect, test } from 'vitest'
import { readBaseUrl } from '../../src/profiles/base-url.ts'
import { describeUrlFault } from '../../src/profiles/problem.ts'

test.each([
  ['http://localhost:8000', 'http://localhost:8000', ''],
  ['https://h.test/api', 'https://h.test/api', ''],
  ['HTTP://LOCALHOST:1', 'HTTP://LOCALHOST:1', ''],
  ['http://h/', 'http://h', '/'],
  ['http://h//', 'http://h', '//'],
  ['http://h/v1', 'http://h', '/v1'],
  ['http://h/V1/', 'http://h', '/V1/'],
  ['http://h/v1/messages', 'http://h', '/v1/messages'],
  ['http://h/api/v1/messages/', 'http://h/api', '/v1/messages/'],
  ['http://h//v1', 'http://h', '//v1'],
  ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api', '/v1'],
  ['http://[::1]:8000/v1', 'http://[::1]:8000', '/v1'],
  ['http://h/v10', 'http://h/v10', ''],
  ['http://h/v1beta', 'http://h/v1beta', ''],
  ['http://h/messages', 'http://h/messages', ''],
])('%s is %s', (written, url, taken) => {
  const { parsed, ...rest } = readBaseUrl(written) as { parsed: URL }
  expect({ ...rest, host: parsed.host }).toEqual({ url, host: new URL(url).host, ...(taken ? { taken } : {}) })
})

test.each([
  ['localhost:8000', 'has no http:// or https:// in front; add it.'],
  ['box', 'has no http:// or https:// in front; add it.'],
  ['box:8000/v1', 'has no http:// or https:// in front; add it.'],
  ['ftp://h', 'is not an http:// or https:// URL.'],
  ['http:box', 'is not an http:// or https:// URL.'],
  ['file:///etc/passwd', 'is not an http:// or https:// URL.'],
  ['http://', 'is not an http:// or https:// URL.'],
  ['http://h:99999', 'is not an http:// or https:// URL.'],
  ['http://a b', 'has white space in it; take it out.'],
  ['http://h\n', 'has white space in it; take it out.'],
  ['http://me:canary@h', 'has a user name or password in it; put the secret into AUTH_TOKEN or API_KEY instead.'],
  ['http://canary@h', 'has a user name or password in it; put the secret into AUTH_TOKEN or API_KEY instead.'],
  ['http://h/?key=canary', 'has a ? or # part; the client adds its own, so take it off.'],
  ['http://h/#x', 'has a ? or # part; the client adds its own, so take it off.'],
])('%j is refused', (written, refused) => {
  const read = readBaseUrl(written)
  expect('refused' in read && describeUrlFault('it', read.refused)).toBe(`it ${refused}`)
})

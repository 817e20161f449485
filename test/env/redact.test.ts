import { expect, test } from 'vitest'
import { isSecretName, redact, redactPlan, redactUrl } from '../../src/env/redact.ts'
import { mask } from '../../src/profiles/secret.ts'

test.each([
  ['ANTHROPIC_AUTH_TOKEN', true],
  ['ANTHROPIC_API_KEY', true],
  ['CLAUDE_CODE_OAUTH_TOKEN', true],
  ['ANTHROPIC_CUSTOM_HEADERS', true],
  ['ANTHROPIC_IDENTITY_TOKEN', true],
  ['GITHUB_TOKEN', true],
  ['my_secret', true],
  ['DB_PASSWORD', true],
  ['DB_PASSWD', true],
  ['SSH_PASSPHRASE', true],
  ['AWS_SECRET_ACCESS_KEY', true],
  ['GOOGLE_APPLICATION_CREDENTIALS', true],
  ['X_AUTH', true],
  ['COOKIE', true],
  ['API_KEY_2', true],
  ['ANTHROPIC_MODEL', false],
  ['ANTHROPIC_BASE_URL', false],
  ['CLAUDE_CODE_MAX_CONTEXT_TOKENS', false],
  ['CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR', false],
  ['NO_PROXY', false],
  ['KEYBOARD', false],
  ['TOKENIZER', false],
])('%s is a secret: %s', (name, expected) => expect(isSecretName(name)).toBe(expected))

test.each([
  ['http://me:canary@box/x', `http://${mask}@box/x`],
  ['http://canary@box', `http://${mask}@box`],
  ['http://a:canary@b and https://c:canary@d', `http://${mask}@b and https://${mask}@d`],
  ['http://a:can@ary@box', `http://${mask}@box`],
  ['socks5://u:canary@p:1', `socks5://${mask}@p:1`],
  ['http://box/a@b', 'http://box/a@b'],
  ['me@box', 'me@box'],
])('%s is shown as %s', (text, expected) => expect(redactUrl(text)).toBe(expected))

test('no secret survives, and a mask does not show its length', () => {
  const plan = new Map([
    ['ANTHROPIC_AUTH_TOKEN', 'canary'],
    ['ANTHROPIC_API_KEY', ''],
    ['HTTPS_PROXY', 'http://me:canary@proxy:3128'],
    ['ANTHROPIC_CUSTOM_HEADERS', 'x-key: canary-canary-canary'],
    ['MY_SERVICE_KEY', 'canary'],
    ['ANTHROPIC_MODEL', 'm'],
    ['CLAUDE_CODE_OAUTH_TOKEN', null],
  ])
  expect([...redactPlan(plan)]).toEqual([
    ['ANTHROPIC_AUTH_TOKEN', mask],
    ['ANTHROPIC_API_KEY', mask],
    ['HTTPS_PROXY', `http://${mask}@proxy:3128`],
    ['ANTHROPIC_CUSTOM_HEADERS', mask],
    ['MY_SERVICE_KEY', mask],
    ['ANTHROPIC_MODEL', 'm'],
    ['CLAUDE_CODE_OAUTH_TOKEN', null],
  ])
  expect(redact('ANTHROPIC_MODEL', 'm')).toBe('m')
})

const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
test.each<[string, string]>([
  ['{"api_key":"canary","n":1}', `{"api_key":"${mask}","n":1}`],
  [' {"a":[{"Authorization":"Bearer canary"}]}', `{"a":[{"Authorization":"${mask}"}]}`],
  ['[{"x-api-key":"canary"}]', `[{"x-api-key":"${mask}"}]`],
  ['{"url":"https://me:canary@h"}', `{"url":"https://${mask}@h"}`],
  ['{ "temperature": 0, "api_key": "" }', '{ "temperature": 0, "api_key": "" }'],
  ['{"no": json', '{"no": json'],
  [deep, mask],
])('JSON %.40s is shown as %.60s', (value, expected) => expect(redact('CLAUDE_CODE_EXTRA_BODY', value)).toBe(expected))

test.each([
  ['{"', '\\"'],
  ['{"a" ', ' '],
  ['{', '"key":'],
  ['http://', 'a'],
])('400 KB of %j and many %j take no time', (begin, again) => {
  const start = performance.now()
  redact('CLAUDE_CODE_EXTRA_BODY', begin + again.repeat(400_000 / again.length))
  expect(performance.now() - start).toBeLessThan(1000)
})

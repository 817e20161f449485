import { describe, expect, test } from 'vitest'
import type { CertificateFacts, MachineFacts } from '../../src/doctor/machine/facts.ts'
import { findingsOf, outlookOn, said } from '../support/healthy-machine.ts'
import { configIn, helper, layer } from '../support/standing.ts'

describe('settings files', () => {
  const way = 'which Claude Code takes instead of what this shell says; take it out of the "env" block there'
  const elsewhere = layer('user', { ANTHROPIC_BASE_URL: 'http://other:1' })
  test.each<[string, Partial<MachineFacts>, string[]]>([
    ['none', {}, ['ok: no settings file overrides a switch']],
    [
      'one that sends requests elsewhere',
      { configs: [outlookOn('local', {}, { layers: [elsewhere] })] },
      [`fail: ~/user sets ANTHROPIC_BASE_URL, ${way}`],
    ],
    [
      'one that changes a limit',
      { configs: [outlookOn('local', {}, { layers: [layer('user', { API_TIMEOUT_MS: '1' })] })] },
      [`warn: ~/user sets API_TIMEOUT_MS, ${way}`],
    ],
    [
      'one that says the same as the profile',
      { configs: [outlookOn('local', {}, { layers: [layer('user', { ANTHROPIC_MODEL: 'm' })] })] },
      ['ok: no settings file overrides a switch'],
    ],
    [
      'two, the weaker of which decides the rest',
      {
        configs: [
          outlookOn('local', {}, { layers: [layer('project', { API_TIMEOUT_MS: '1' }), { ...elsewhere, path: '/w' }] }),
        ],
      },
      [`warn: ~/project sets API_TIMEOUT_MS, ${way}`, `fail: ~/w sets ANTHROPIC_BASE_URL, ${way}`],
    ],
    [
      'one that cannot be loaded',
      { broken: [{ path: '~/s.json', why: 'it is not strict JSON', fault: 'not-json', outcome: 'dropped' }] },
      ['warn: Claude Code cannot load ~/s.json: it is not strict JSON'],
    ],
    [
      'one without which the client does not start',
      { broken: [{ path: '/m.json', why: 'it is not strict JSON', fault: 'not-json', outcome: 'fatal' }] },
      ['fail: Claude Code does not start with /m.json: it is not strict JSON'],
    ],
    [
      'one that it may drop',
      { broken: [{ path: '~/s.json', why: 'its sandbox.x is odd', fault: 'wrong-member', outcome: 'unsure' }] },
      ['warn: Claude Code may not load ~/s.json: its sandbox.x is odd'],
    ],
  ])('%s', (_, changes, expected) => expect(said('settings', changes)).toEqual(expected))

  test('profiles with the same trouble share a sentence', () => {
    const configs = (['local', 'box'] as const).map(name => outlookOn(name, {}, { layers: [elsewhere] }))
    expect(findingsOf('settings', { configs })).toMatchObject([
      { level: 'fail', breaks: 'the settings files', detail: 'with local and box' },
    ])
  })
})

describe('variables', () => {
  const bedrock = { CLAUDE_CODE_USE_BEDROCK: '1' }
  const does = 'Amazon Bedrock, whatever the base URL says'
  const betas = { ANTHROPIC_BETAS: 'mine' }
  const key = { storedKey: { path: '/c' } }
  test.each<[string, Partial<MachineFacts>, string[]]>([
    ['none', {}, ['ok: no variable gets in the way of a profile']],
    [
      'a provider before any switch',
      { environment: bedrock },
      [`note: CLAUDE_CODE_USE_BEDROCK is set in this shell: ${does}; a switch takes it out, and off brings it back`],
    ],
    [
      'a provider since the switch',
      { environment: bedrock, active: 'local' },
      [`warn: CLAUDE_CODE_USE_BEDROCK is set in this shell, and not by local: ${does}`],
    ],
    [
      'a provider that is off',
      { environment: { CLAUDE_CODE_USE_BEDROCK: '0' }, active: 'local' },
      ['ok: no variable gets in the way of a profile'],
    ],
    [
      'a provider, and a profile that is not examined',
      { environment: bedrock, active: 'box' },
      ['ok: no variable gets in the way of a profile'],
    ],
    [
      'another URL since the switch',
      { environment: { ANTHROPIC_BASE_URL: 'http://x' }, active: 'local' },
      ['warn: ANTHROPIC_BASE_URL is not what local says: every request goes to this URL + /v1/messages'],
    ],
    [
      'a key beside the token',
      { environment: { ANTHROPIC_API_KEY: 'k' }, active: 'local' },
      [
        'warn: ANTHROPIC_API_KEY is set in this shell, and not by local: sent as x-api-key, beside a Bearer token too, to whatever host the base URL names',
      ],
    ],
    [
      'a token that a command may have changed, and a limit',
      { environment: { ANTHROPIC_AUTH_TOKEN: 'k', API_TIMEOUT_MS: '1' }, active: 'local' },
      ['ok: no variable gets in the way of a profile'],
    ],
    [
      'headers that stay with Anthropic',
      { environment: betas, configs: [outlookOn('cloud', betas)] },
      ['note: ANTHROPIC_BETAS is set in this shell and stays with cloud: added to the anthropic-beta header'],
    ],
    [
      'headers that the profile means',
      { environment: betas, configs: [outlookOn('shop', betas)], active: 'shop' },
      ['ok: no variable gets in the way of a profile'],
    ],
    [
      'a helper and a stored key',
      { configs: [outlookOn('local', {}, { layers: [helper] }), outlookOn('box', {}, { logins: key })] },
      [
        'warn: what apiKeyHelper in ~/user prints is sent to http://127.0.0.1:4999 too; take it out of that file',
        'warn: the Console key that /login stored in ~/c is sent to http://192.168.1.20:8000 too; log out with: claude auth logout, or give box an API_KEY instead of an AUTH_TOKEN, which takes its place',
      ],
    ],
    [
      'no profile at all',
      { environment: betas, configs: [configIn(betas)] },
      [
        'note: ANTHROPIC_BETAS is set in this shell: added to the anthropic-beta header; a switch takes it out, and off brings it back',
      ],
    ],
  ])('%s', (_, changes, expected) => expect(said('variables', changes)).toEqual(expected))

  test('a switch anew is the way out', () => {
    const [finding] = findingsOf('variables', { environment: bedrock, active: 'local' })
    expect(finding?.remedy?.commands).toEqual(['claude-switch local'])
  })
})

describe('certificates', () => {
  const extra = (facts: Partial<CertificateFacts>): Partial<MachineFacts> => ({
    certificates: [{ variable: 'NODE_EXTRA_CA_CERTS', path: '/ca.pem', ...facts }],
  })
  const unchecked = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
  const open = 'every certificate is taken, so that anybody on the way can read the credential'
  test.each<[string, Partial<MachineFacts>, string, string | undefined]>([
    ['none', {}, 'ok: the usual certificate authorities are trusted', undefined],
    [
      'two more',
      extra({ count: 2 }),
      'ok: NODE_EXTRA_CA_CERTS adds 2 certificates to those that are trusted',
      undefined,
    ],
    [
      'a missing file',
      extra({ why: 'there is no such file' }),
      'warn: NODE_EXTRA_CA_CERTS names /ca.pem, which Claude Code cannot read: there is no such file',
      'correct the path, or unset it',
    ],
    [
      'a ~ that no shell replaced',
      extra({ path: '~/ca.pem', why: 'there is no such file' }),
      'warn: NODE_EXTRA_CA_CERTS names ~/ca.pem, which Claude Code cannot read: there is no such file',
      'write the path in full, since ~ is not replaced there',
    ],
    [
      'DER',
      extra({ count: 0 }),
      'warn: NODE_EXTRA_CA_CERTS names /ca.pem, which has no certificate in PEM, so that Claude Code ignores it',
      'if it is DER, make it PEM',
    ],
    [
      'those of OpenSSL',
      { certificates: [{ variable: 'SSL_CERT_FILE', path: '/ca.pem', count: 1 }] },
      'note: SSL_CERT_FILE names /ca.pem, whose certificates Claude Code trusts',
      undefined,
    ],
    [
      'no check',
      { configs: [outlookOn('local', unchecked)] },
      `warn: NODE_TLS_REJECT_UNAUTHORIZED=0: ${open}`,
      'take it out, and name the authority that you trust in NODE_EXTRA_CA_CERTS',
    ],
    [
      'no check, by a settings file',
      { configs: [outlookOn('local', {}, { layers: [layer('user', unchecked)] })] },
      `warn: NODE_TLS_REJECT_UNAUTHORIZED=0 in ~/user: ${open}`,
      'take it out, and name the authority that you trust in NODE_EXTRA_CA_CERTS',
    ],
    [
      'a word that leaves the check on',
      { configs: [outlookOn('local', { NODE_TLS_REJECT_UNAUTHORIZED: 'false' })] },
      'ok: the usual certificate authorities are trusted',
      undefined,
    ],
  ])('%s', (_, changes, expected, remedy) => {
    expect(said('certificates', changes)).toEqual([expected])
    expect(findingsOf('certificates', changes)[0]?.remedy?.says).toBe(remedy)
  })
})

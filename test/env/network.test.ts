import { describe, expect, test } from 'vitest'
import { networkSettings, ownNetwork, projectNetwork } from '../../src/env/network.ts'
import type { SettingsLayer } from '../../src/env/precedence.ts'
import { proxyFor } from '../../src/env/proxy.ts'
import { trustOf } from '../../src/env/tls-trust.ts'
import { describeEffect } from '../../src/terminal/warnings.ts'
import { configIn, layer } from '../support/standing.ts'

const far = { ANTHROPIC_BASE_URL: 'https://box.test.invalid', ANTHROPIC_AUTH_TOKEN: 't' }
const plain = { ...far, ANTHROPIC_BASE_URL: 'http://10.0.0.5:8000' }
const own = { ...far, ANTHROPIC_BASE_URL: 'http://127.0.0.1:8000' }

describe('who can read along', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['nobody', far, []],
    [
      'a proxy',
      { ...far, HTTPS_PROXY: 'http://me:pw@proxy.corp:8080' },
      ['HTTPS_PROXY: requests go through proxy.corp:8080'],
    ],
    [
      'a proxy, in clear',
      { ...plain, HTTP_PROXY: 'http://proxy.corp:8080' },
      ['HTTP_PROXY: requests go through proxy.corp:8080, which can read all of it, the credential too !'],
    ],
    ['a proxy that is gone around', { ...own, HTTP_PROXY: 'http://proxy.corp:8080', NO_PROXY: '127.0.0.1' }, []],
    [
      'a proxy of this machine',
      { ...plain, HTTP_PROXY: 'http://127.0.0.1:8888' },
      ['HTTP_PROXY: requests go through 127.0.0.1:8888, which can read all of it, the credential too'],
    ],
    [
      'anybody',
      { ...far, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      ['NODE_TLS_REJECT_UNAUTHORIZED: nobody’s certificate is checked !'],
    ],
    ['not anybody', { ...far, NODE_TLS_REJECT_UNAUTHORIZED: '1' }, []],
    [
      'whoever has a certificate of these',
      { ...far, NODE_EXTRA_CA_CERTS: '/x.pem' },
      ['NODE_EXTRA_CA_CERTS: more authorities are trusted'],
    ],
    ['an address that is no URL', { ANTHROPIC_BASE_URL: 'nonsense', HTTPS_PROXY: 'http://p:1' }, []],
  ])('%s', (_, environment, expected) => {
    const found = networkSettings(configIn(environment)).map(
      ({ variable, effect, isGrave }) => `${variable}: ${describeEffect(effect)}${isGrave ? ' !' : ''}`,
    )
    expect(found).toEqual(expected)
  })

  test.each<[SettingsLayer['name'], boolean]>([
    ['project', true],
    ['project local', true],
    ['user', false],
    ['managed', false],
  ])('%s settings are a project’s: %s', (name, isProject) => {
    const layers = [
      layer(name, {
        HTTPS_PROXY: 'http://evil.test:1',
        NODE_EXTRA_CA_CERTS: '/evil.pem',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
      }),
    ]
    const config = configIn({ ...far, HTTPS_PROXY: 'http://mine.test:2' }, { layers })
    expect(projectNetwork(config).map(({ variable }) => variable)).toEqual(
      isProject ? ['HTTPS_PROXY', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_EXTRA_CA_CERTS'] : [],
    )
    const url = new URL(far.ANTHROPIC_BASE_URL)
    const route = proxyFor(url, ownNetwork(config))
    expect(typeof route === 'object' && 'url' in route && route.url.host).toBe(
      isProject ? 'mine.test:2' : 'evil.test:1',
    )
    expect(trustOf(ownNetwork(config), url)).toMatchObject({ takesAll: !isProject })
    expect('extra' in trustOf(ownNetwork(config), url)).toBe(!isProject)
  })
})

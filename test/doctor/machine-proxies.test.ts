import { describe, expect, test } from 'vitest'
import { goesAround, proxyInForce } from '../../src/doctor/machine/proxy.ts'
import { inForce } from '../../src/env/in-force.ts'
import { findingsOf, outlookOn, said } from '../support/healthy-machine.ts'
import { layer } from '../support/standing.ts'

const proxy = 'http://u:p@proxy.corp:3128'

// Each row was seen with 2.1.329 and a proxy on loopback.
test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ HTTP_PROXY: proxy }, 'HTTP_PROXY'],
  [{ HTTP_PROXY: proxy, http_proxy: proxy }, 'http_proxy'],
  [{ HTTPS_PROXY: proxy, http_proxy: proxy }, 'HTTPS_PROXY'],
  [{ HTTPS_PROXY: proxy, https_proxy: proxy }, 'https_proxy'],
  [{ HTTPS_PROXY: proxy, https_proxy: '' }, 'HTTPS_PROXY'],
  [{ ALL_PROXY: proxy, HTTP_PROXY: proxy }, 'HTTP_PROXY'],
  [{ ALL_PROXY: proxy }, 'ALL_PROXY'],
  [{ all_proxy: proxy }, 'all_proxy'],
  [{ HTTP_PROXY: '  ', ALL_PROXY: proxy }, 'HTTP_PROXY'],
])('of %o the client takes %s', (environment, expected) => {
  expect(proxyInForce({ environment, standing: inForce(environment, []) })?.variable).toBe(expected)
})

test.each([
  ['backend.corp', 'http://backend.corp:8000', true],
  ['.corp', 'http://backend.corp:8000', true],
  ['corp', 'http://backend.corp:8000', true],
  ['*.corp', 'http://backend.corp:8000', true],
  ['.backend.corp', 'http://backend.corp:8000', true],
  ['BACKEND.corp', 'http://backend.corp:8000', true],
  ['other backend.corp', 'http://backend.corp:8000', true],
  ['*', 'http://backend.corp:8000', true],
  ['backend.corp:8000', 'http://backend.corp:8000', true],
  ['backend.corp:9', 'http://backend.corp:8000', false],
  ['backend.corp:443', 'https://backend.corp', true],
  ['ackend.corp', 'http://backend.corp:8000', false],
  ['http://backend.corp', 'http://backend.corp:8000', false],
  ['192.168.7.7', 'http://192.168.7.7:8000', true],
  ['192.168.0.0/16', 'http://192.168.7.7:8000', true],
  ['192.169.0.0/16', 'http://192.168.7.7:8000', false],
  ['192.168.0.0/16', 'http://backend.corp', false],
  ['.7.7', 'http://192.168.7.7:8000', false],
  ['192.168.*', 'http://192.168.7.7:8000', false],
  ['::1', 'http://[::1]:8000', true],
  ['', 'http://backend.corp:8000', false],
])('NO_PROXY=%s and %s: %s', (list, url, expected) => {
  expect(goesAround(inForce({ NO_PROXY: list }, []), new URL(url))).toBe(expected)
})

test('the spelling in lower case comes first', () => {
  const lists = { NO_PROXY: '*', no_proxy: 'other' }
  expect(goesAround(inForce(lists, []), new URL('http://backend.corp'))).toBe(false)
})

const noUrl = (name: string, what: string) =>
  `fail: ${name} is no whole URL such as http://proxy.example.com:8080; Claude Code ${what} with it`

describe('proxies', () => {
  type Name = Parameters<typeof outlookOn>[0]
  test.each<[string, Name[], Record<string, string>, string[]]>([
    ['none', ['local'], {}, ['ok: no proxy is set']],
    [
      'one for all but this machine',
      ['local', 'shop', 'cloud'],
      { HTTPS_PROXY: proxy },
      ['ok: HTTPS_PROXY is set (proxy.corp:3128): shop and cloud through it, local around it'],
    ],
    [
      'one that nothing goes through',
      ['local'],
      { HTTP_PROXY: proxy },
      ['ok: HTTP_PROXY is set (proxy.corp:3128), and NO_PROXY leads local around it'],
    ],
    [
      'one before a private address',
      ['box', 'shop'],
      { HTTP_PROXY: proxy },
      [
        'note: box is asked through the proxy at proxy.corp:3128 (HTTP_PROXY): 192.168.1.20 is a private address, which it may not reach',
        'note: HTTP_PROXY is set (proxy.corp:3128): box and shop through it',
      ],
    ],
    ['one without its scheme', ['local'], { HTTP_PROXY: 'proxy.corp:3128' }, [noUrl('HTTP_PROXY', 'does not start')]],
    ['one that is no URL', ['local'], { https_proxy: 'none' }, [noUrl('https_proxy', 'does not start')]],
    ['one of spaces', ['local'], { HTTP_PROXY: '  ' }, [noUrl('HTTP_PROXY', 'does not start')]],
    ['one for everything that is no URL', ['local'], { ALL_PROXY: 'none' }, [noUrl('ALL_PROXY', 'reaches nothing')]],
    [
      'a bad one that is not taken',
      ['local'],
      { HTTP_PROXY: 'none', HTTPS_PROXY: proxy },
      ['ok: HTTPS_PROXY is set (proxy.corp:3128), and NO_PROXY leads local around it'],
    ],
    [
      'SOCKS',
      ['shop'],
      { HTTP_PROXY: 'socks5://proxy.corp:1080' },
      ['fail: HTTP_PROXY is no HTTP proxy, and Claude Code reaches nothing through it'],
    ],
    [
      'SOCKS that nothing goes through',
      ['local'],
      { HTTP_PROXY: 'socks5://proxy.corp:1080' },
      ['note: HTTP_PROXY is no HTTP proxy, and Claude Code reaches nothing through it'],
    ],
    [
      'SOCKS for everything',
      ['shop'],
      { ALL_PROXY: 'socks5://proxy.corp:1080' },
      ['note: ALL_PROXY is no HTTP proxy; Claude Code passes it by'],
    ],
  ])('%s', (_, names, own, expected) => {
    expect(said('proxies', { outlooks: names.map(name => outlookOn(name, own)) })).toEqual(expected)
  })

  test('a settings file can send even this machine through one', () => {
    const layers = [layer('user', { NO_PROXY: 'other' })]
    const findings = findingsOf('proxies', { outlooks: [outlookOn('local', { HTTP_PROXY: proxy }, { layers })] })
    expect(findings[0]).toMatchObject({
      level: 'warn',
      says: 'local is asked through the proxy at proxy.corp:3128 (HTTP_PROXY): 127.0.0.1 is this machine, which it cannot reach',
      remedy: { says: 'add 127.0.0.1 to NO_PROXY' },
    })
  })

  test('profiles with proxies of their own are told apart', () => {
    const outlooks = [outlookOn('shop', { HTTP_PROXY: proxy }), outlookOn('cloud', { HTTP_PROXY: 'http://other:1' })]
    expect(said('proxies', { outlooks })).toEqual([
      'note: HTTP_PROXY is set (proxy.corp:3128): shop through it',
      'note: HTTP_PROXY is set (other:1): cloud through it',
    ])
  })
})

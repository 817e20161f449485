import { describe, expect, test } from 'vitest'
import { findingsOf, outlookOn, said } from '../support/healthy-machine.ts'
import { layer } from '../support/standing.ts'

const proxy = 'http://u:p@proxy.corp:3128'

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
    ['one for everything that is no URL', ['shop'], { ALL_PROXY: 'a b' }, [noUrl('ALL_PROXY', 'reaches nothing')]],
    [
      'one for everything that is no URL, and that nothing goes through',
      ['local'],
      { ALL_PROXY: 'a b' },
      [noUrl('ALL_PROXY', 'reaches nothing').replace('fail', 'note')],
    ],
    [
      'one for everything without its scheme',
      ['shop'],
      { ALL_PROXY: 'proxy.corp:3128' },
      ['ok: ALL_PROXY is set (proxy.corp:3128): shop through it'],
    ],
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
    expect(said('proxies', { configs: names.map(name => outlookOn(name, own)) })).toEqual(expected)
  })

  test('a settings file can send even this machine through one', () => {
    const layers = [layer('user', { NO_PROXY: 'other' })]
    const findings = findingsOf('proxies', { configs: [outlookOn('local', { HTTP_PROXY: proxy }, { layers })] })
    expect(findings[0]).toMatchObject({
      level: 'warn',
      says: 'local is asked through the proxy at proxy.corp:3128 (HTTP_PROXY): 127.0.0.1 is this machine, which it cannot reach',
      remedy: { says: 'add 127.0.0.1 to NO_PROXY' },
    })
  })

  test('profiles with proxies of their own are told apart', () => {
    const configs = [outlookOn('shop', { HTTP_PROXY: proxy }), outlookOn('cloud', { HTTP_PROXY: 'http://other:1' })]
    expect(said('proxies', { configs })).toEqual([
      'note: HTTP_PROXY is set (proxy.corp:3128): shop through it',
      'note: HTTP_PROXY is set (other:1): cloud through it',
    ])
  })
})

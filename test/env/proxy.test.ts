import { expect, test } from 'vitest'
import { resolveEnv, type SettingsLayer } from '../../src/env/precedence.ts'
import { goesAround, proxyFor, resolveProxy } from '../../src/env/proxy.ts'
import type { Environment } from '../../src/system/environment.ts'
import { layer } from '../support/standing.ts'

const place = (environment: Environment, layers: readonly SettingsLayer[] = []) => ({
  environment,
  resolved: resolveEnv(environment, layers),
})
const proxy = 'http://u:p@proxy.corp:3128'

// Each row of this file was seen with 2.1.329 and a proxy on loopback.
test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ HTTP_PROXY: proxy }, 'HTTP_PROXY'],
  [{ HTTP_PROXY: proxy, http_proxy: proxy }, 'http_proxy'],
  [{ HTTPS_PROXY: proxy, http_proxy: proxy }, 'HTTPS_PROXY'],
  [{ HTTPS_PROXY: proxy, https_proxy: proxy }, 'https_proxy'],
  [{ HTTPS_PROXY: proxy, https_proxy: '' }, 'HTTPS_PROXY'],
  [{ HTTPS_PROXY: proxy, https_proxy: '  ' }, 'https_proxy'],
  [{ HTTPS_PROXY: proxy, ALL_PROXY: 'a b' }, 'HTTPS_PROXY'],
  [{ ALL_PROXY: proxy, HTTP_PROXY: proxy }, 'HTTP_PROXY'],
  [{ ALL_PROXY: proxy }, 'ALL_PROXY'],
  [{ all_proxy: 'socks5://a', ALL_PROXY: proxy }, 'all_proxy'],
  [{ HTTP_PROXY: '  ', ALL_PROXY: proxy }, 'HTTP_PROXY'],
])('of %o the client takes %s', (environment, expected) => {
  expect(resolveProxy(place(environment))?.variable).toBe(expected)
})

test.each<[string, SettingsLayer[], string | undefined]>([
  ['names another', [layer('user', { HTTP_PROXY: 'http://other:1' })], 'other:1'],
  ['empties it', [layer('user', { HTTP_PROXY: '' })], undefined],
  ['says nothing', [layer('user')], 'proxy.corp:3128'],
])('a settings file that %s', (_, layers, host) => {
  expect(resolveProxy(place({ HTTP_PROXY: proxy }, layers))?.url?.host).toBe(host)
})

const noUrl = (variable: string, what: string) => ({
  step: 'proxy',
  code: 'ERR_INVALID_URL',
  says: `${variable} is no whole URL such as http://proxy.example.com:8080; Claude Code ${what} with it`,
})
const noHttp = {
  step: 'proxy',
  code: 'ERR_INVALID_PROTOCOL',
  says: 'HTTP_PROXY is no HTTP proxy, and Claude Code reaches nothing through it',
}
const ends = noUrl('HTTP_PROXY', 'does not start')
const inVain = noUrl('ALL_PROXY', 'reaches nothing')
const by = (variable: string, href: string) => ({ variable, url: new URL(href) })

test.each<[string, string, object | string]>([
  ['HTTP_PROXY', ' http://me:pw@p:1 ', by('HTTP_PROXY', 'http://me:pw@p:1')],
  ['HTTP_PROXY', 'HTTP://p:1', by('HTTP_PROXY', 'http://p:1')],
  ['HTTP_PROXY', 'http:/p:1', by('HTTP_PROXY', 'http://p:1')],
  ['HTTP_PROXY', 'https:p:1', by('HTTP_PROXY', 'https://p:1')],
  ...[
    'none',
    'p:1',
    '127.0.0.1:1',
    '127.0.0.1:1/x',
    '//p:1',
    'me:pw@p:1',
    ' ',
    'a b',
    'http:',
    'http://',
    'socks5:p',
  ].map((value): [string, string, object] => ['HTTP_PROXY', value, ends]),
  ['HTTP_PROXY', 'socks5://p:1', noHttp],
  ['HTTP_PROXY', 'ftp://p:1', noHttp],
  ['ALL_PROXY', 'https://p:1', by('ALL_PROXY', 'https://p:1')],
  ['ALL_PROXY', 'HTTP://p:1', by('ALL_PROXY', 'http://p:1')],
  ['ALL_PROXY', 'p:1', by('ALL_PROXY', 'http://p:1')],
  ['ALL_PROXY', 'none', by('ALL_PROXY', 'http://none')],
  ['ALL_PROXY', '127.0.0.1:1/x', by('ALL_PROXY', 'http://127.0.0.1:1/x')],
  ['ALL_PROXY', '[::1]:1', by('ALL_PROXY', 'http://[::1]:1')],
  ['ALL_PROXY', '//p:1', by('ALL_PROXY', 'http://p:1')],
  ...['me:pw@p:1', 'me@p:1', ' p:1 ', ' ', 'a b', 'http:', 'http://', 'https:p:1', 'socks5:p'].map(
    (value): [string, string, object] => ['ALL_PROXY', value, inVain],
  ),
  ['ALL_PROXY', 'socks5://p:1', 'direct'],
  ['ALL_PROXY', 'ftp://p:1', 'direct'],
])('with %s=%s', (variable, value, expected) => {
  for (const url of ['http://backend.corp', 'https://backend.corp'])
    expect(proxyFor(new URL(url), place({ [variable]: value }))).toEqual(expected)
})

test.each<[Record<string, string>, object | string]>([
  [{}, 'direct'],
  [{ HTTP_PROXY: proxy }, 'direct'],
  [{ HTTP_PROXY: 'socks5://p:1' }, 'direct'],
  [{ ALL_PROXY: 'a b' }, 'direct'],
  [{ HTTP_PROXY: 'none' }, ends],
])('what NO_PROXY names is asked with %o', (environment, expected) => {
  expect(proxyFor(new URL('http://backend.corp'), place({ ...environment, NO_PROXY: 'corp' }))).toEqual(expected)
})

test.each<[Record<string, string>, SettingsLayer[], boolean]>([
  [{ NO_PROXY: '*', no_proxy: 'other' }, [], false],
  [{ NO_PROXY: 'other', no_proxy: '*' }, [], true],
  [{ NO_PROXY: '*', no_proxy: '' }, [], true],
  [{ NO_PROXY: '*', no_proxy: ' ' }, [], false],
  [{ NO_PROXY: '*', no_proxy: 'other' }, [layer('user', { no_proxy: '' })], true],
  [{ NO_PROXY: '*' }, [layer('user', { no_proxy: 'other' })], false],
  [{}, [], false],
])('of %o the spelling in lower case comes first', (environment, layers, expected) => {
  expect(goesAround(place(environment, layers), new URL('http://backend.corp'))).toBe(expected)
})

import { describe, expect, test } from 'vitest'
import { effectiveConfigOf } from '../../src/env/effective-config.ts'
import { makePlan } from '../../src/env/plan.ts'
import { redact } from '../../src/env/redact.ts'
import { ownRoutedProfile, readRouterAddress, routerUrl } from '../../src/env/router-address.ts'
import { plainSystem } from '../support/plain-system.ts'
import { ready } from '../support/profiles.ts'
import { now } from '../support/standing.ts'

const address = { port: 23_456, secret: `cs_${'a'.repeat(43)}` }
const path = '/home/me/.local/state/claude-switch/router.json'
const url = routerUrl(address, 'box')

describe('whose router', () => {
  test.each<[string, string | undefined]>([
    [url, 'box'],
    [`${url}/`, 'box'],
    [routerUrl({ ...address, port: 23_457 }, 'box'), undefined],
    [routerUrl({ ...address, secret: `cs_${'b'.repeat(43)}` }, 'box'), undefined],
    [url.replace('127.0.0.1', 'evil.test'), undefined],
    [url.replace('http:', 'https:'), undefined],
    [`${url}?x=1`, undefined],
    ['http://127.0.0.1:23456', undefined],
    ['nonsense', undefined],
  ])('%s', (text, expected) => {
    expect(ownRoutedProfile(text, () => address)).toBe(expected)
  })

  test.each<[string, unknown, boolean]>([
    ['as it was written', JSON.stringify(address), true],
    ['cut off', '{"port":', false],
    ['a port that is none', JSON.stringify({ ...address, port: 70_000 }), false],
    ['a secret that is too short', JSON.stringify({ ...address, secret: 'cs_short' }), false],
    ['something else', '[]', false],
  ])('an address file, %s', (_, text, isRead) => {
    expect(readRouterAddress(plainSystem({ [path]: String(text) }))).toEqual(isRead ? address : undefined)
  })

  test('its secret is shown nowhere', () => {
    expect(redact('ANTHROPIC_BASE_URL', url)).toBe('http://127.0.0.1:23456/********/box')
  })
})

describe('what stands behind it', () => {
  const profile = ready('BOX_KIND=mistral\nBOX_MODEL=m\nBOX_API_KEY=k\nBOX_BILLING=free', 'box')
  const configAt = (base: string) => {
    const plan = makePlan({ profile, router: address }, {})
    const environment = {
      ...Object.fromEntries([...plan].filter(([, value]) => value !== null)),
      ANTHROPIC_BASE_URL: base,
    }
    return effectiveConfigOf(
      environment as Record<string, string>,
      { layers: [], logins: {}, router: () => address },
      profile,
      now,
    )
  }

  test('is what the profile says', () => {
    expect(configAt(url)).toMatchObject({
      destination: { kind: 'mistral', url: 'https://api.mistral.ai/v1', reach: 'public', router: true },
      payer: { payer: 'free' },
    })
  })

  test('but at an address that only looks like it nobody knows', () => {
    const config = configAt(routerUrl({ ...address, port: 2345 }, 'box'))
    expect(config.destination).toMatchObject({ kind: 'gateway', reach: 'loopback' })
    expect(config.destination).not.toHaveProperty('router')
    expect(config.payer).toMatchObject({ payer: 'unknown' })
  })
})

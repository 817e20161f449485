import { describe, expect, test } from 'vitest'
import { managedVariables } from '../../src/env/managed-variables.ts'
import { makePlan } from '../../src/env/plan.ts'
import { helperMember } from '../../src/settings/plain-members.ts'
import { beyondReach, type Circumstances, hasSecret, saysMore, settingsValues } from '../../src/settings/values.ts'
import { localText, ready } from '../support/profiles.ts'

const profile = ready(localText('LOCAL_AUTH_TOKEN=t', 'LOCAL_ENV_FOO=bar'))
const plan = makePlan({ profile, secret: 't' }, {})
const cloud = makePlan({ profile: ready('CLOUD_KIND=anthropic\n', 'cloud') }, {})
const everything = new Set(managedVariables.map(({ name }) => name))
const values = (some: Partial<Circumstances> = {}, from = plan) =>
  settingsValues(from, { toAnthropic: from === cloud, inPlay: everything, beneath: new Map(), ...some })
const emptied = (some: Partial<Circumstances> = {}, from = plan) =>
  [...values(some, from)].filter(([, value]) => value === '').map(([name]) => name)

test('every value of the plan is written', () => {
  const written = [...plan].filter(([name, value]) => value !== null && name !== 'NO_PROXY')
  expect([...values()].filter(([, value]) => value !== '')).toEqual(written)
  expect(written.length).toBeGreaterThan(5)
})

describe('what a plan removes is emptied', () => {
  test('but for what the client would not take that for, or does not read', () => {
    const left = managedVariables.map(({ name }) => name).filter(name => !values().has(name))
    expect(left.filter(name => !/_(NAME|DESCRIPTION|SUPPORTED_CAPABILITIES)$/.test(name))).toEqual([
      'ANTHROPIC_API_URL',
      'ANTHROPIC_API_BASE_URL',
      'CLAUDE_AGENT_API_BASE_URL',
      'ANTHROPIC_UNIX_SOCKET',
      'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST',
      'CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR',
      'CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR',
      'NO_PROXY',
      'no_proxy',
    ])
    expect(emptied()).toContain('CLAUDE_CODE_USE_BEDROCK')
    expect(emptied()).toContain('ANTHROPIC_API_KEY')
  })

  test('and for Anthropic, the user’s own credentials stay the shell’s to give', () => {
    expect(emptied({}, cloud)).toEqual(expect.arrayContaining(['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN']))
    expect(emptied({}, cloud)).not.toContain('ANTHROPIC_API_KEY')
    expect(emptied({}, cloud)).not.toContain('CLAUDE_CODE_OAUTH_TOKEN')
    expect(emptied({ beneath: new Map([['ANTHROPIC_API_KEY', 'box']]) }, cloud)).toContain('ANTHROPIC_API_KEY')
    expect(emptied({ beneath: new Map([['ANTHROPIC_API_KEY', '']]) }, cloud)).not.toContain('ANTHROPIC_API_KEY')
  })
})

test.each([
  ['NO_PROXY', undefined],
  ['ANTHROPIC_DEFAULT_OPUS_MODEL_NAME', ''],
  ['ANTHROPIC_API_URL', undefined],
  ['ANTHROPIC_UNIX_SOCKET', undefined],
])('%s that another file sets is written as %j', (name, expected) => {
  expect(values({ beneath: new Map([[name, 'theirs']]) }, cloud).get(name)).toBe(expected)
  expect(values({}, cloud).has(name)).toBe(false)
})

describe('an empty text, which children get too, is written where it is needed', () => {
  const needed = { inPlay: new Set<string>() }
  test('for another backend: what would send something of another’s', () => {
    const names = emptied(needed)
    expect(names).toEqual(
      expect.arrayContaining(['ANTHROPIC_API_KEY', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_EXTRA_BODY']),
    )
    for (const name of ['CLAUDE_CODE_EFFORT_LEVEL', 'API_TIMEOUT_MS']) {
      expect(names).not.toContain(name)
      expect(emptied({ inPlay: new Set([name]) })).toContain(name)
      expect(emptied({ ...needed, beneath: new Map([[name, '1']]) })).toContain(name)
    }
  })

  test('for Anthropic: nothing of an address, a token or a model that nobody sets', () => {
    const names = emptied(needed, cloud)
    expect(names.filter(name => /_URL$|TOKEN|_MODEL$/.test(name))).toEqual([])
    expect(names).toContain('CLAUDE_CODE_USE_BEDROCK')
    expect(emptied({ inPlay: new Set(['ANTHROPIC_BASE_URL']) }, cloud)).toContain('ANTHROPIC_BASE_URL')
  })
})

describe('a helper', () => {
  const helper = 'pass show x'
  test('takes the place of both credentials', () => {
    const { ANTHROPIC_AUTH_TOKEN, ANTHROPIC_API_KEY, [helperMember]: member } = Object.fromEntries(values({ helper }))
    expect([ANTHROPIC_AUTH_TOKEN, ANTHROPIC_API_KEY, member]).toEqual(['', '', helper])
  })

  test.each([
    ['is switched off beside a credential of the profile’s', plan, ''],
    ['is Anthropic’s business where that is where it goes', cloud, undefined],
  ])('of the user’s own %s', (_, from, expected) => {
    const beneath = new Map([[helperMember, 'echo mine']])
    expect(values({ beneath }, from).get(helperMember)).toBe(expected)
    expect(values({}, from).has(helperMember)).toBe(false)
  })
})

test('what a shell exports and no settings file can undo', () => {
  const environment = { ANTHROPIC_UNIX_SOCKET: '/s', CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR: '', ANTHROPIC_API_KEY: 'k' }
  expect(beyondReach(plan, environment)).toEqual(['ANTHROPIC_UNIX_SOCKET'])
})

test.each<[Record<string, string>, string | undefined, boolean]>([
  [{ ANTHROPIC_AUTH_TOKEN: 't' }, undefined, true],
  [{ ANTHROPIC_AUTH_TOKEN: 'ollama' }, 'ollama', false],
  [{ ANTHROPIC_AUTH_TOKEN: 'ollama', MY_TOKEN: 't' }, 'ollama', true],
  [{ ANTHROPIC_API_KEY: '', ANTHROPIC_BASE_URL: 'http://x' }, undefined, false],
  [{ HTTPS_PROXY: 'http://me:canary@proxy.test:8080' }, undefined, true],
  [{ HTTPS_PROXY: 'http://proxy.test:8080' }, undefined, false],
  [{ CLAUDE_CODE_EXTRA_BODY: '{"metadata":{"api_key" : "canary"}}' }, undefined, true],
  [{ CLAUDE_CODE_EXTRA_BODY: '{"Authorization":"Bearer canary"}' }, undefined, true],
  [{ CLAUDE_CODE_EXTRA_BODY: '{"temperature":0,"model":"m"}' }, undefined, false],
])('%j has a secret: %s', (some, placeholder, expected) => {
  expect(hasSecret(new Map(Object.entries(some)), placeholder)).toBe(expected)
})

test('a profile of Anthropic’s says more when it names a model', () => {
  expect(saysMore(values({}, cloud))).toBe(false)
  const named = makePlan({ profile: ready('CLOUD_MODEL=opus\n', 'cloud') }, {})
  expect(saysMore(values({ toAnthropic: true }, named))).toBe(true)
})

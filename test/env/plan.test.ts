import { describe, expect, test } from 'vitest'
import { managedVariables } from '../../src/env/managed-variables.ts'
import { makePlan } from '../../src/env/plan.ts'
import { apply } from '../../src/env/shell-state.ts'
import type { Environment } from '../../src/system/environment.ts'
import { sets } from '../support/planned.ts'
import { localText, ready } from '../support/profiles.ts'

const managed = managedVariables.map(({ name }) => name)

/** An environment in which every managed variable is set. */
const dirty = Object.fromEntries(managed.map(name => [name, `stale ${name}`]))

const everyTier = (model: string) => ({
  ANTHROPIC_MODEL: model,
  ANTHROPIC_DEFAULT_OPUS_MODEL: model,
  ANTHROPIC_DEFAULT_SONNET_MODEL: model,
  ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
  ANTHROPIC_DEFAULT_FABLE_MODEL: model,
  ANTHROPIC_SMALL_FAST_MODEL: model,
  CLAUDE_CODE_SUBAGENT_MODEL: model,
  CLAUDE_CODE_SUBAGENT_MODEL_FORCE: '1',
})

describe('every plan', () => {
  const targets = [
    ['local', makePlan({ profile: ready(localText()), secret: 't' }, dirty)],
    ['cloud', makePlan({ profile: ready('', 'cloud') }, dirty)],
    ['ollama', makePlan({ profile: ready('OLLAMA_MODEL=m', 'ollama'), secret: 'ollama' }, {})],
    ['off', makePlan('off', dirty)],
    ['off from nothing', makePlan('off', {})],
  ] as const
  test.each(targets)('has every managed variable in one order: %s', (_, plan) => {
    expect([...plan.keys()]).toEqual([...managed, 'CLAUDE_SWITCH_PROFILE'])
  })

  test('leaves nothing behind that was there before, on a foreign backend', () => {
    const plan = makePlan({ profile: ready(localText()), secret: 't' }, dirty)
    const left = [...plan].filter(([name, value]) => value?.includes('stale') && !/^no_proxy$/i.test(name))
    expect(left).toEqual([])
  })
})

describe('a backend that is not Anthropic', () => {
  const local = {
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
    ANTHROPIC_AUTH_TOKEN: 'the secret',
    ...everyTier('m'),
    ANTHROPIC_CUSTOM_MODEL_OPTION: 'm',
    ANTHROPIC_CUSTOM_MODEL_OPTION_NAME: 'm',
    NO_PROXY: '127.0.0.1',
    CLAUDE_SWITCH_PROFILE: 'local',
  }

  test('has its URL, one credential, and one model in every tier', () => {
    expect(sets(localText())).toEqual(local)
  })

  test.each([
    ['LOCAL_MODEL_NAME=Mine', { ANTHROPIC_CUSTOM_MODEL_OPTION_NAME: 'Mine' }],
    ['LOCAL_CONTEXT_TOKENS=65536', { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '65536' }],
    ['LOCAL_MAX_OUTPUT_TOKENS=8192', { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192' }],
    ['LOCAL_TIMEOUT_MS=5', { API_TIMEOUT_MS: '5' }],
    ['LOCAL_BETAS=off', { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' }],
    ['LOCAL_THINKING=off', { CLAUDE_CODE_DISABLE_THINKING: '1' }],
    ['LOCAL_EFFORT=off', { CLAUDE_CODE_EFFORT_LEVEL: 'auto' }],
    ['LOCAL_OPUS_MODEL=o', { ANTHROPIC_DEFAULT_OPUS_MODEL: 'o' }],
    ['LOCAL_SONNET_MODEL=s', { ANTHROPIC_DEFAULT_SONNET_MODEL: 's' }],
    ['LOCAL_HAIKU_MODEL=h', { ANTHROPIC_DEFAULT_HAIKU_MODEL: 'h', ANTHROPIC_SMALL_FAST_MODEL: 'h' }],
    ['LOCAL_FABLE_MODEL=f', { ANTHROPIC_DEFAULT_FABLE_MODEL: 'f' }],
    ['LOCAL_SUBAGENT_MODEL=s', { CLAUDE_CODE_SUBAGENT_MODEL: 's' }],
    ['LOCAL_ENV_FOO=bar', { FOO: 'bar' }],
    ['LOCAL_ENV_ANTHROPIC_BETAS=x', { ANTHROPIC_BETAS: 'x' }],
    ['LOCAL_BILLING=free', {}],
    ['LOCAL_CLAUDE_ARGS=--verbose', {}],
  ])('%s', (line, expected) => expect(sets(localText(line))).toEqual({ ...local, ...expected }))

  test('an API key takes the place of the token', () => {
    const { ANTHROPIC_AUTH_TOKEN: _, ...rest } = local
    const text = 'LOCAL_BASE_URL=http://127.0.0.1:4999\nLOCAL_MODEL=m\nLOCAL_API_KEY=k\n'
    expect(sets(text)).toEqual({ ...rest, ANTHROPIC_API_KEY: 'the secret' })
  })

  test.each([
    ['ollama', true],
    ['lmstudio', true],
    ['vllm', true],
    ['llamacpp', true],
    ['litellm', false],
    ['openrouter', false],
    ['gateway', false],
  ])('%s runs its models itself: %s', (kind, runs) => {
    expect(sets(localText(`LOCAL_KIND=${kind}`))).toEqual({
      ...local,
      ...(runs
        ? {
            API_TIMEOUT_MS: '1200000',
            CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
            CLAUDE_CODE_TOTAL_TOKENS_REMINDER: 'off',
          }
        : {}),
    })
  })

  test('an alias is sent as the main model and the subagents’ only', () => {
    const text = 'LOCAL_BASE_URL=http://127.0.0.1:4999\nLOCAL_AUTH_TOKEN=t\nLOCAL_MODEL=opus\n'
    const { ANTHROPIC_MODEL, CLAUDE_CODE_SUBAGENT_MODEL, ...rest } = sets(text)
    expect([ANTHROPIC_MODEL, CLAUDE_CODE_SUBAGENT_MODEL]).toEqual(['opus', 'opus'])
    expect(Object.keys(rest).filter(name => /_MODEL$/.test(name))).toEqual([])
  })

  test('a URL that speaks of Anthropic decides, not the KIND', () => {
    const text = localText('LOCAL_KIND=anthropic')
    expect(sets(text, 'local', { ANTHROPIC_API_KEY: 'mine' })).not.toHaveProperty('ANTHROPIC_API_KEY')
  })

  test('--model is every tier', () => {
    const plan = makePlan({ profile: ready(localText('LOCAL_OPUS_MODEL=o'), 'local', {}, 'x'), secret: 't' }, {})
    expect(Object.fromEntries(plan)).toMatchObject(everyTier('x'))
  })
})

describe('NO_PROXY', () => {
  const at = (host: string) => `LOCAL_BASE_URL=http://${host}:4999\nLOCAL_MODEL=m\nLOCAL_AUTH_TOKEN=t\n`
  test.each<[string, Environment, string | undefined, string | undefined]>([
    ['127.0.0.1', {}, '127.0.0.1', undefined],
    ['localhost', {}, 'localhost', undefined],
    ['[::1]', {}, '::1', undefined],
    ['localhost', { NO_PROXY: 'corp,.lan' }, 'corp,.lan,localhost', undefined],
    ['localhost', { NO_PROXY: 'corp,localhost' }, 'corp,localhost', undefined],
    ['localhost', { NO_PROXY: 'corp localhost' }, 'corp localhost', undefined],
    ['localhost', { NO_PROXY: '*' }, '*', undefined],
    // The lower case is what the client reads where it is not empty.
    ['localhost', { no_proxy: 'low' }, undefined, 'low,localhost'],
    ['localhost', { NO_PROXY: 'UP', no_proxy: 'low' }, 'UP,localhost', 'low,localhost'],
    ['localhost', { NO_PROXY: 'UP', no_proxy: '' }, 'UP,localhost', ''],
    ['localhost', { NO_PROXY: '' }, 'localhost', undefined],
    ['192.168.1.2', { NO_PROXY: 'corp' }, 'corp', undefined],
    ['192.168.1.2', {}, undefined, undefined],
  ])('for %s beside %j', (host, own, upper, lower) => {
    const { NO_PROXY, no_proxy } = sets(at(host), 'local', own)
    expect([NO_PROXY, no_proxy]).toEqual([upper, lower])
  })
})

describe('off, and what a switch sets beyond the managed variables', () => {
  test('off is what the user had, and no profile', () => {
    const own = { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'u', PATH: '/bin' }
    const plan = makePlan('off', own)
    const kept = Object.fromEntries([...plan].filter(([, value]) => value !== null))
    expect(kept).toEqual({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'u' })
    expect(plan.get('CLAUDE_SWITCH_PROFILE')).toBeNull()
  })

  test.each<[string, Environment, string | null]>([
    ['removed', {}, null],
    ['given back', { FOO: 'mine' }, 'mine'],
  ])('what the last profile set with ENV_ is %s', (_, own, value) => {
    for (const target of ['off', { profile: ready('', 'cloud') }] as const)
      expect(makePlan(target, own, ['FOO']).get('FOO')).toBe(value)
  })

  test('a leftover that the next profile sets too is set', () => {
    const profile = ready(localText('LOCAL_ENV_FOO=new'))
    expect(makePlan({ profile, secret: 't' }, { FOO: 'mine' }, ['FOO']).get('FOO')).toBe('new')
  })
})

test('applying a plan sets, removes and leaves alone', () => {
  const plan = new Map([
    ['A', '1'],
    ['B', null],
  ])
  expect(apply(plan, { A: '0', B: '0', C: '0', D: undefined })).toEqual({ A: '1', C: '0' })
})

import { describe, expect, test } from 'vitest'
import { decideSwitch, findStart } from '../../src/env/decide-switch.ts'
import { apply } from '../../src/env/shell-state.ts'
import { undoVariable } from '../../src/env/undo.ts'
import type { System, SystemChanges } from '../../src/system/system.ts'
import { plainSystem } from '../support/plain-system.ts'
import { localText } from '../support/profiles.ts'

const path = '/home/me/.claude-backends.env'
const text = `${localText()}OLLAMA_MODEL=m\nBOX_BASE_URL=http://127.0.0.1:1\nBOX_MODEL=m\nBOX_AUTH_TOKEN_COMMAND=print\n`

const on = (changes: SystemChanges = {}, lines = text) => plainSystem({ [path]: lines }, changes)

const decide = (system: System, word: string, wish: { model?: string; fetchSecret?: boolean } = {}) =>
  decideSwitch(findStart(system, true), system, { word, fetchSecret: true, ...wish })

/** The machine after a switch, as the shell would start the next command. */
function following(system: System, word: string): System {
  const { plan, undo } = decide(system, word)
  return on({ environment: apply(plan, system.environment), undo: undo ?? undefined })
}

describe('the words', () => {
  test.each(['local', 'LOCAL', 'Local'])('%s', word => expect(decide(on(), word).profile?.name).toBe('local'))
  test.each(['off', 'OFF'])('%s', word => expect(decide(on(), word)).toMatchObject({ undo: null }))
  test('- is the profile before', () => {
    const system = following(following(on(), 'local'), 'ollama')
    expect(decide(system, '-').profile?.name).toBe('local')
    expect(decide(following(system, '-'), '-').profile?.name).toBe('ollama')
  })
  test('- without one is refused', () => {
    const says = 'there is no previous profile in this shell; claude-switch list shows the profiles.'
    expect(() => decide(on(), '-')).toThrow(says)
    expect(() => decide(following(on(), 'local'), '-')).toThrow(says)
  })
})

test('off where nothing is active changes nothing', () => {
  expect(decide(on({ environment: { ANTHROPIC_API_KEY: 'k' } }), 'off').plan.size).toBe(0)
})

test('off does not take --model', () => {
  expect(() => decide(on(), 'off', { model: 'x' })).toThrow(
    '--model goes with a profile; off brings back what was there.',
  )
})

test('a secret command is run when its secret is needed, and only then', () => {
  const looking = on()
  expect(decide(looking, 'box', { fetchSecret: false }).plan.get('ANTHROPIC_AUTH_TOKEN')).toBe('********')
  expect(looking.ran).toEqual([])
  const going = on()
  expect(decide(going, 'box').plan.get('ANTHROPIC_AUTH_TOKEN')).toBe('a secret')
  expect(going.ran).toEqual(['print'])
})

test('references are read from the user’s own environment, not from the last switch', () => {
  const lines = `${text}ECHO_BASE_URL=http://127.0.0.1:2\nECHO_MODEL=\${ANTHROPIC_MODEL}\n`
  const start = on({ environment: { ANTHROPIC_MODEL: 'mine' } }, lines)
  const { plan, undo } = decide(start, 'local')
  const system = on({ environment: apply(plan, start.environment), undo: undo ?? undefined }, lines)
  expect(decide(system, 'echo').profile?.models.main).toBe('mine')
})

describe('a child of the shell that switched', () => {
  const inherited = (name = 'local') => {
    const { environment } = following(on({ environment: { ANTHROPIC_API_KEY: 'mine' } }), name)
    return on({ environment })
  }
  test('takes nothing of the profile for the user’s own', () => {
    const { plan, start } = decide(inherited(), 'cloud')
    expect(start.shellState.inherited).toBe(true)
    expect([...plan].filter(([, value]) => value !== null).map(([name]) => name)).toEqual([
      'NO_PROXY',
      'CLAUDE_SWITCH_PROFILE',
    ])
  })
  test('runs no secret command to find that out', () => {
    const system = inherited('box')
    expect(decide(system, 'local').plan.get('ANTHROPIC_AUTH_TOKEN')).toBe('t')
    expect(system.ran).toEqual([])
  })
})

describe('what is too long to be a variable is refused', () => {
  test('a value', () => {
    expect(() => decide(on({}, `${text}LOCAL_ENV_X='${'x'.repeat(131_070)}'\n`), 'local')).toThrow(
      'X would be longer than the 128 KiB that a variable may have; shorten its value.',
    )
  })
  test('the memory', () => {
    const environment = { ANTHROPIC_CUSTOM_HEADERS: 'x'.repeat(120_000), ANTHROPIC_BETAS: 'x'.repeat(20_000) }
    expect(() => decide(on({ environment }), 'local')).toThrow(
      'the values before and after this switch are together too long to be remembered (128 KiB); shorten them.',
    )
  })
  test('the memory’s name is not one that a user has', () => expect(undoVariable).toBe('__claude_switch_undo'))
})

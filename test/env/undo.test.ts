import { describe, expect, test } from 'vitest'
import { managedVariables } from '../../src/env/managed-variables.ts'
import { makePlan, type Plan } from '../../src/env/plan.ts'
import { apply, shellStateOf } from '../../src/env/shell-state.ts'
import { readUndo, undoAfter, writeUndo } from '../../src/env/undo.ts'
import type { Profile } from '../../src/profiles/profile.ts'
import { localText, ready } from '../support/profiles.ts'
import { dice } from '../support/random.ts'

/** A shell, as far as a switch knows it: its environment and what it remembers. */
interface Session {
  readonly environment: Record<string, string>
  readonly memory?: string | undefined
}

/** One switch in a session, as the commands do it. */
function switched(session: Session, target: Profile | 'off'): Session {
  const undo = readUndo(session.memory)
  const shellState = shellStateOf(session.environment, undo)
  const plan: Plan =
    target !== 'off'
      ? makePlan({ profile: target, secret: 'secret' }, shellState.own, shellState.leftovers)
      : shellState.profile === undefined
        ? new Map()
        : makePlan('off', shellState.own, shellState.leftovers)
  const memory = undoAfter(plan, shellState.own, undo)
  return { environment: apply(plan, session.environment), memory: memory && writeUndo(memory) }
}

const profiles = [
  ready(localText('LOCAL_ENV_FOO=of local', 'LOCAL_ENV_EMPTY=', 'LOCAL_CONTEXT_TOKENS=65536')),
  ready('', 'cloud'),
  ready('CLOUD_API_KEY=k\nCLOUD_ENV_BAR=of cloud', 'cloud'),
  ready('OLLAMA_MODEL=m', 'ollama'),
  ready('BOX_BASE_URL=https://box.test\nBOX_API_KEY=k\nBOX_MODEL=m\nBOX_ENV_FOO=of box\nBOX_ENV_HTTPS_PROXY=p', 'box'),
]
const [local, cloud, , ollama, box] = profiles as [Profile, Profile, Profile, Profile, Profile]

const names = [
  ...managedVariables.map(({ name }) => name),
  ...['FOO', 'BAR', 'EMPTY', 'HTTPS_PROXY', 'PATH', 'HOME', 'UNRELATED'],
]
const values = [
  '',
  'a',
  'http://box.test',
  'https://api.anthropic.com',
  '1',
  "it's $(odd)\n`x`",
  'claude-opus-5-5',
  ',',
]

test('off gives back exactly what was there, for 500 random environments and sequences of switches', () => {
  const { below, chance, pick } = dice(20)
  for (let round = 0; round < 500; round++) {
    const start: Record<string, string> = {}
    for (const name of names) if (chance(0.2)) start[name] = pick(values)
    let session: Session = { environment: start }
    for (let step = below(6); step >= 0; step--) session = switched(session, chance(0.1) ? 'off' : pick(profiles))
    session = switched(session, 'off')
    expect(session).toEqual({ environment: start, memory: undefined })
  }
})

test('a switch depends on where it starts, not on what was switched to in between', () => {
  const { chance, pick } = dice(21)
  for (let round = 0; round < 200; round++) {
    const start: Record<string, string> = {}
    for (const name of names) if (chance(0.2)) start[name] = pick(values)
    const target = pick(profiles)
    const direct = switched({ environment: start }, target).environment
    const around = switched(switched(switched({ environment: start }, pick(profiles)), pick(profiles)), target)
    expect(around.environment).toEqual(direct)
  }
})

describe('what the user does in between', () => {
  const start = { ANTHROPIC_API_KEY: 'mine', PATH: '/bin' }
  const changed = (session: Session, changes: Record<string, string | undefined>): Session => ({
    ...session,
    environment: apply(
      new Map(Object.entries(changes).map(([name, value]) => [name, value ?? null])),
      session.environment,
    ),
  })

  test.each<[string, Record<string, string | undefined>, Record<string, string>]>([
    ['a managed variable that was set anew', { ANTHROPIC_MODEL: 'x' }, { ...start, ANTHROPIC_MODEL: 'x' }],
    ['a credential that came back', { ANTHROPIC_API_KEY: 'new' }, { ...start, ANTHROPIC_API_KEY: 'new' }],
    ['one that was taken away', { ANTHROPIC_BASE_URL: undefined }, start],
    ['an extra variable', { FOO: 'by hand' }, { ...start, FOO: 'by hand' }],
    ['something unrelated', { OTHER: 'o' }, { ...start, OTHER: 'o' }],
  ])('%s stays the user’s after off', (_, changes, expected) => {
    const session = changed(switched({ environment: start }, local), changes)
    expect(switched(session, 'off').environment).toEqual(expected)
    // Through further switches too.
    expect(switched(switched(switched(session, ollama), cloud), 'off').environment).toEqual(expected)
  })

  test('is named, and does not reach the next backend', () => {
    const session = changed(switched({ environment: start }, local), { ANTHROPIC_API_KEY: 'new', FOO: 'by hand' })
    const shellState = shellStateOf(session.environment, readUndo(session.memory))
    expect(shellState.changedByHand).toEqual(['ANTHROPIC_API_KEY', 'FOO'])
    const next = switched(session, box).environment
    expect([next['ANTHROPIC_API_KEY'], next['FOO']]).toEqual(['secret', 'of box'])
  })

  test('cloud gets the key that was set by hand', () => {
    const session = changed(switched({ environment: start }, local), { ANTHROPIC_API_KEY: 'new' })
    expect(switched(session, cloud).environment['ANTHROPIC_API_KEY']).toBe('new')
  })
})

describe('a child of the shell that switched', () => {
  const start = { ANTHROPIC_API_KEY: 'mine' }
  const inherited = switched({ environment: start }, local).environment
  const plan = makePlan({ profile: local, secret: 'secret' }, {})

  test('knows the profile, and takes for its own what the profile does not set', () => {
    const environment = { ...inherited, CLAUDE_CODE_OAUTH_TOKEN: 'of an rc file' }
    const shellState = shellStateOf(environment, undefined, plan)
    expect(shellState).toMatchObject({ profile: 'local', inherited: true, changedByHand: [] })
    expect(shellState.leftovers).toEqual(['FOO', 'EMPTY'])
    expect(shellState.own).toMatchObject({ CLAUDE_CODE_OAUTH_TOKEN: 'of an rc file' })
    expect(shellState.own['ANTHROPIC_BASE_URL']).toBeUndefined()
    expect(shellState.own['ANTHROPIC_AUTH_TOKEN']).toBeUndefined()
  })

  test('off leaves nothing of the profile behind', () => {
    const shellState = shellStateOf(inherited, undefined, plan)
    const after = apply(makePlan('off', shellState.own, shellState.leftovers), inherited)
    // What NO_PROXY held before cannot be told; a loopback host in it does no harm.
    expect(after).toEqual({ NO_PROXY: '127.0.0.1' })
  })

  test('off removes the redirect of a profile that the file no longer has', () => {
    const shellState = shellStateOf({ ...inherited, CLAUDE_SWITCH_PROFILE: 'gone' }, undefined)
    expect(shellState).toMatchObject({ profile: 'gone', inherited: true, leftovers: [] })
  })
})

test('without a switch everything is the user’s', () => {
  const environment = { ANTHROPIC_API_KEY: 'k' }
  expect(shellStateOf(environment, undefined)).toEqual({
    environment,
    own: { ANTHROPIC_API_KEY: 'k', CLAUDE_SWITCH_PROFILE: undefined },
    changedByHand: [],
    leftovers: [],
    inherited: false,
  })
})

describe('the memory', () => {
  const plan = makePlan({ profile: local, secret: 'secret' }, {})

  test('is read as it was written', () => {
    const undo = undoAfter(plan, { ANTHROPIC_API_KEY: 'k\n$(x)', FOO: '' }, undefined, 'some-model')
    expect(undo?.model).toBe('some-model')
    expect(readUndo(writeUndo(undo as NonNullable<typeof undo>))).toEqual(undo)
  })

  test('knows the profile before, also when one switches to the same twice', () => {
    const first = undoAfter(plan, {}, undefined)
    const second = undoAfter(makePlan({ profile: ollama, secret: 's' }, {}), {}, first)
    const again = undoAfter(makePlan({ profile: ollama, secret: 's' }, {}), {}, second)
    expect([first?.previous, second?.previous, again?.previous]).toEqual([undefined, 'local', 'local'])
  })

  test('knows the profile that a child shell inherited', () => {
    expect(undoAfter(makePlan({ profile: ollama, secret: 's' }, {}), {}, undefined, undefined, 'local')?.previous).toBe(
      'local',
    )
  })

  test('is nothing after off', () => expect(undoAfter(makePlan('off', {}), {}, undefined)).toBeUndefined())

  test.each([
    '{"profile":"x","variables":[["X;touch /tmp/pwn",null,"b"]]}',
    '{"profile":"x","variables":[["BASH_ENV","/tmp/e",null]]}',
    '{"profile":"x","variables":[["ANTHROPIC_MODEL",5,null]]}',
    '{"profile":"x","previous":5,"variables":[]}',
  ])('that somebody else wrote counts for nothing: %s', text => expect(readUndo(text)).toBeUndefined())

  test.each([undefined, '', 'x', '[]', '{}', 'null', '{"profile":1}', '{"profile":"x","variables":{}}', '{"profile'])(
    'of %j is none',
    text => expect(readUndo(text)).toBeUndefined(),
  )
})

import { expect, test } from 'vitest'
import { driftOf } from '../../src/env/drift.ts'
import { makePlan } from '../../src/env/plan.ts'
import { apply, shellStateOf } from '../../src/env/shell-state.ts'
import { undoAfter } from '../../src/env/undo.ts'
import { localText, ready } from '../support/profiles.ts'

const profile = ready(localText('LOCAL_ENV_FOO=bar'))
const plan = makePlan({ profile, secret: 't' }, {})
const switched = apply(plan, {})
const undo = undoAfter(plan, {}, undefined)

function drift(environment: Record<string, string | undefined>, now = plan, unknown: string[] = []): string[] {
  return driftOf(now, environment, shellStateOf(environment, undo), new Set(unknown)).map(
    ({ variable, because }) => `${variable}: ${because}`,
  )
}

test.each<[string, Record<string, string | undefined>, string[]]>([
  ['nothing', {}, []],
  ['a variable set anew', { ANTHROPIC_MODEL: 'x' }, ['ANTHROPIC_MODEL: changed by hand']],
  ['one taken away', { ANTHROPIC_BASE_URL: undefined }, ['ANTHROPIC_BASE_URL: changed by hand']],
  ['one that should not be there', { ANTHROPIC_API_KEY: 'k' }, ['ANTHROPIC_API_KEY: changed by hand']],
  ['an extra one', { FOO: 'x' }, ['FOO: changed by hand']],
  ['what no switch decides', { PATH: '/x' }, []],
])('%s', (_, changes, expected) => expect(drift({ ...switched, ...changes })).toEqual(expected))

test('the file may have changed meanwhile', () => {
  const now = makePlan({ profile: ready(localText('LOCAL_MODEL_NAME=New', 'LOCAL_ENV_FOO=bar')), secret: 't' }, {})
  expect(drift(switched, now)).toEqual(['ANTHROPIC_CUSTOM_MODEL_OPTION_NAME: the file says otherwise'])
})

test('what only a secret command knows is not judged', () => {
  expect(drift({ ...switched, ANTHROPIC_AUTH_TOKEN: 'x' }, plan, ['ANTHROPIC_AUTH_TOKEN'])).toEqual([])
})

test('a child shell cannot tell whether a hand or the file changed it', () => {
  const environment = { ...switched, ANTHROPIC_MODEL: 'x' }
  const found = driftOf(plan, environment, shellStateOf(environment, undefined, plan), new Set())
  expect(found).toEqual([{ variable: 'ANTHROPIC_MODEL', because: 'changed since the switch, by hand or in the file' }])
})

import { describe, expect, test } from 'vitest'
import { resolveEnv } from '../../src/env/precedence.ts'
import type { Environment } from '../../src/system/environment.ts'
import { layer } from '../support/standing.ts'

// The client's own order, strongest first, as settings/files.ts gives it.
const managed = layer('managed', { X: 'managed' })
const local = layer('project local', { X: 'local' })
const project = layer('project', { X: 'project' })
const user = layer('user', { X: 'user' })
const config = layer('global config', { X: 'config' })
const shell = { X: 'shell' }

describe('which value counts', () => {
  test.each([
    ['managed', shell, [managed, local, project, user, config]],
    ['local', shell, [local, project, user, config]],
    ['project', shell, [project, user, config]],
    ['user', shell, [user, config]],
    ['config', shell, [config]],
    ['shell', shell, []],
    ['user', {}, [layer('managed', { Y: '1' }), user]],
  ])('%s', (value, environment, layers) => {
    expect(resolveEnv(environment, layers).get('X')?.value).toBe(value)
  })
})

test('where it comes from is said', () => {
  expect(resolveEnv(shell, []).get('X')).toEqual({ value: 'shell', from: 'environment' })
  expect(resolveEnv(shell, [user]).get('X')).toEqual({ value: 'user', from: '/user' })
  expect(resolveEnv(shell, [user]).overridden('X')).toBe(user)
  expect(resolveEnv(shell, [user]).overridden('Y')).toBeUndefined()
})

test.each<[string, Environment, Record<string, string>[]]>([
  ['is not set', {}, []],
  ['is empty', { X: '' }, []],
  ['is white space', { X: ' ' }, []],
  ['is emptied by a settings file', { X: 'a' }, [{ X: '' }]],
  ['is emptied by the stronger of two', { X: 'a' }, [{ X: '' }, { X: 'b' }]],
])('a variable that %s is unset to the client', (_, environment, layers) => {
  expect(
    resolveEnv(
      environment,
      layers.map(env => layer('user', env)),
    ).get('X'),
  ).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { autoModeWarning, modeWords, stuckAutoMode } from '../../src/env/auto-mode.ts'
import type { SettingsLayer } from '../../src/env/precedence.ts'
import { configIn, layer } from '../support/standing.ts'

const foreign = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:8000' }
const ours = ['--settings', '{"disableAutoMode":"disable"}']
const mode = (permissionMode: string) => layer('user', {}, { permissionMode })
const off = layer('user', {}, { hasNoAutoMode: true })

describe('whether a session would stop in auto mode', () => {
  test.each<[string, Record<string, string>, SettingsLayer[], ReturnType<typeof stuckAutoMode>]>([
    ['at Anthropic', {}, [], undefined],
    ["at Anthropic's own address", { ANTHROPIC_BASE_URL: 'https://api.anthropic.com' }, [], undefined],
    ['at a cloud provider', { ...foreign, CLAUDE_CODE_USE_BEDROCK: '1' }, [], undefined],
    ['behind another address', foreign, [], 'default'],
    ['where a settings file leads to one', {}, [layer('user', foreign)], 'default'],
    ['with auto mode turned off', foreign, [off], undefined],
    ['with another mode', foreign, [mode('acceptEdits')], undefined],
    ['with auto mode by name', foreign, [mode('auto')], { chosen: '/user' }],
    [
      'with the stronger file’s mode',
      foreign,
      [layer('project', {}, { permissionMode: 'plan' }), mode('auto')],
      undefined,
    ],
    ['with a model of the user’s own as judge', { ...foreign, CLAUDE_CODE_AUTO_MODE_SERVER: '0' }, [], undefined],
  ])('%s', (_, environment, layers, expected) => {
    expect(stuckAutoMode(configIn(environment, { layers }))).toEqual(expected)
  })
})

describe('the words in front of claude', () => {
  test.each<[string, string[], SettingsLayer[], string[]]>([
    ['none asked for', [], [], ours],
    ['a question', ['fix --permission-mode'], [], ours],
    ['a mode', ['--permission-mode', 'plan'], [], []],
    ['a mode in one word', ['--permission-mode=auto'], [], []],
    ['no questions at all', ['--dangerously-skip-permissions'], [], []],
    ['settings of their own', ['--settings', '{}'], [], []],
    ['no session', ['-p', 'hi'], [], []],
    ['what only looks like an option', ['--', '-p'], [], ours],
    ['a mode in a file', [], [mode('plan')], []],
    ['auto mode in a file', [], [mode('auto')], []],
  ])('%s', (_, words, layers, expected) => {
    expect(modeWords(configIn(foreign, { layers }), words)).toEqual(expected)
  })

  test('none at Anthropic', () => expect(modeWords(configIn({}), [])).toEqual([]))
})

test.each<[string, SettingsLayer[], object | undefined]>([
  ['the default', [], { code: 'auto-mode-stops' }],
  ['the file that chose', [mode('auto')], { code: 'auto-mode-stops', path: '/user' }],
  ['none', [off], undefined],
])('what is told: %s', (_, layers, expected) => {
  expect(autoModeWarning(configIn(foreign, { layers }))).toEqual(expected)
})

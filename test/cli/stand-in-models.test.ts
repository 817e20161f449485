import { expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'

// Settings that put another model in the place of one that costs nothing, as the real client does [measured, 2.1.332].

const file = `OR_KIND=openrouter\nOR_AUTH_TOKEN='k'\nOR_MODEL=z/glm:free\nOR_CONTEXT_TOKENS=200000\n`
const require = ['run', '--require', 'free', 'or', '--', 'true']

test.each<[string, object, number]>([
  ['nothing of that kind', {}, 0],
  ['a fallback that is paid', { fallbackModel: ['x/paid'] }, 3],
  ['a fallback that is free', { fallbackModel: ['x/other:free'] }, 0],
  ['a list that binds, without the model', { availableModels: ['opus'], enforceAvailableModels: true }, 3],
  ['a list that binds, with it', { availableModels: ['z/glm:free'], enforceAvailableModels: true }, 0],
])('%s', (_, settings, code) => {
  const home = temporaryHome(file)
  home.write('.claude/settings.json', JSON.stringify(settings))
  expect(claudeSwitch(require, home).code).toBe(code)
})

test('with CLAUDE_CONFIG_DIR set to nothing, a settings.json of the directory itself decides', () => {
  const home = temporaryHome(file)
  home.write('settings.json', JSON.stringify({ env: { ANTHROPIC_MODEL: 'x/paid' } }))
  expect(claudeSwitch(require, home).code).toBe(0)
  expect(claudeSwitch(require, home, { env: { CLAUDE_CONFIG_DIR: '' } }).code).toBe(3)
})

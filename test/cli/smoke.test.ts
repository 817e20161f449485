import { expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

test('the built command lists the profiles', () => {
  const { code, stdout } = claudeSwitch(['list'], temporaryHome(backendsText))
  expect(code).toBe(0)
  expect(stdout).toContain('my-box')
})

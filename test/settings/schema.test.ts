import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wrongMember } from '../../src/settings/schema.ts'
import { root } from '../support/binary.ts'

// Files that Claude Code 2.1.332 was given as a project's settings, and whether it took them: see by which URL it asked.
const measured = readFileSync(join(root, 'test/fixtures/settings-members.txt'), 'utf8')
  .trim()
  .split('\n')
  .map(line => {
    const [, what = '', json = ''] = /^(\w+) (.*)$/.exec(line) ?? []
    return { what, file: JSON.parse(json) as Record<string, unknown> }
  })

/** Members whose insides are not taken apart. */
const opaque =
  /^(strictKnown|allowed|blocked|extraKnown|additional)Marketplaces|^(allowedChannelPlugins|sshConfigs|pluginConfigs|autoMode)/

describe('what the client takes of a settings file', () => {
  const verdict = (file: Record<string, unknown>) => {
    const wrong = wrongMember(file)
    return wrong ? (wrong.isSure ? 'dropped' : 'unsure') : 'taken'
  }

  test.each(['taken', 'dropped'])('all that it was seen to have %s', what => {
    const rows = measured.filter(row => row.what === what)
    expect(rows.length).toBeGreaterThan(800)
    const wrong = rows.filter(({ file }) => {
      const said = verdict(file)
      return said !== what && !(said === 'unsure' && opaque.test(Object.keys(file)[0] ?? ''))
    })
    expect(wrong).toEqual([])
  })

  test('is unsure of little', () => {
    expect(measured.filter(({ file }) => verdict(file) === 'unsure').length).toBeLessThan(30)
  })

  test.each([
    ['{"permissions":{"allow":"Bash(ls)"}}', 'permissions.allow'],
    ['{"apiKeyHelper":null}', 'apiKeyHelper'],
    ['{"env":["X=1"]}', 'env'],
    ['{"hooks":{"PreToolUse":[{"hooks":[{"type":"command"}]}]}}', 'hooks.PreToolUse.hooks.command'],
    ['{"sandbox":{"credentials":{"files":[{}]},"enabled":1}}', 'sandbox.enabled'],
  ])('%s is wrong in %s', (text, way) => expect(wrongMember(JSON.parse(text))).toEqual({ way, isSure: true }))

  test.each(['{"claudeSwitch":1,"__proto__":{"env":1},"constructor":1}', '{}'])('%s is fine', text =>
    expect(wrongMember(JSON.parse(text))).toBeUndefined(),
  )
})

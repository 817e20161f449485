import { describe, expect, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { temporaryHome } from '../support/home.ts'

const text = `VIBE_MODEL=devstral
VIBE_AUTH_TOKEN=sk-1234
FLAT_BASE_URL=http://127.0.0.1:4001
FLAT_KIND=litellm
FLAT_MODEL=m
FLAT_AUTH_TOKEN=sk-1234
FLAT_BILLING=subscription
OWN_BASE_URL=http://127.0.0.1:8000
OWN_MODEL=m
OWN_AUTH_TOKEN=sk-1234
GW_BASE_URL=http://127.0.0.1:4999
GW_MODEL=m
GW_AUTH_TOKEN=sk-1234
`

/** A home in which `settings` wrote a profile for the user, seen from a shell that knows nothing of it. */
function carrying(profile: string) {
  const home = temporaryHome(text)
  expect(claudeSwitch(['settings', profile, '--scope', 'user'], home).code).toBe(0)
  return home
}

describe('who pays is known in a fresh shell, where a settings file carries the profile', () => {
  test.each([
    ['vibe', 'metered'],
    ['flat', 'subscription'],
    ['own', 'free'],
    ['gw', 'unknown'],
  ])('%s: %s', (profile, payer) => {
    const home = carrying(profile)
    const status = JSON.parse(claudeSwitch(['status', '--json'], home).stdout)
    expect([status.profile, status.carried?.profile, status.payer]).toEqual([null, profile, payer])
    expect(claudeSwitch(['status', '--require', payer], home).code).toBe(0)
    for (const other of ['free', 'metered', 'subscription'].filter(word => word !== payer))
      expect(claudeSwitch(['status', '--require', other], home).code, other).toBe(3)
  })
})

test('nothing is started under a profile that such a file overrules, and a switch says so even with --quiet', () => {
  const home = carrying('vibe')
  const ran = claudeSwitch(['run', '-q', 'own', '--', 'echo', 'started'], home)
  expect([ran.code, ran.stdout]).toEqual([3, ''])
  expect(ran.stderr).toContain('own was asked for, but ~/.claude/settings.json makes Claude Code go to')
  expect(ran.stderr).toContain('claude-switch settings vibe --scope user --remove')
  const launched = claudeSwitch(['--shell-eval', 'elvish', '', 'launch', 'own', '--', '-p', 'hi'], home)
  expect([launched.code, launched.stdout]).toEqual([3, ''])
  const quiet = claudeSwitch(['--shell-eval', 'elvish', '', 'own', '-q'], home)
  expect(quiet.code).toBe(0)
  expect(quiet.stderr).toContain('own was asked for, but')
  expect(claudeSwitch(['run', '-q', 'vibe', '--', 'echo', 'started'], home).stdout).toBe('started\n')
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findingCodes } from '../../src/doctor/finding-codes.ts'
import { faultSentences } from '../../src/profiles/problem.ts'
import { noticeSentences } from '../../src/terminal/notices.ts'
import { settingsSentences } from '../../src/terminal/settings-notices.ts'
import { startUpSentences } from '../../src/terminal/setup-notices.ts'
import { templateSentences } from '../../src/terminal/template-notices.ts'
import { effectSentences, warningSentences } from '../../src/terminal/warnings.ts'
import { root } from '../support/binary.ts'

/** Every table of sentences; the compiler holds that each has all the codes of its union. */
const tables = [
  warningSentences,
  effectSentences,
  noticeSentences,
  faultSentences,
  settingsSentences,
  startUpSentences,
  templateSentences,
] as unknown as readonly Readonly<Record<string, (told: object, shown: unknown) => string | readonly string[]>>[]

/** Arguments for all of them. */
const samples = {
  advised: { key: 'LOCAL_MAX_OUTPUT_TOKENS', tokens: 8192 },
  because: { code: 'not-installed' },
  effect: { code: 'proxied', host: 'proxy.test', isClear: false },
  fault: 'query',
  oddity: 'scheme',
  outcome: 'dropped',
  vendor: { title: 'Mistral', variable: 'MISTRAL_API_KEY' },
  ...Object.fromEntries(['isClear', 'hasLogin', 'isCertain', 'isChat', 'isSettingsFile'].map(name => [name, true])),
  ...Object.fromEntries(['goesOff', 'hasBackup'].map(name => [name, false])),
  ...Object.fromEntries(['contextTokens', 'outputTokens', 'compactedAt', 'earlier', 'example'].map(name => [name, 7])),
  ...Object.fromEntries(
    ['kinds', 'lines', 'names', 'others', 'places', 'variables', 'words'].map(name => [name, ['A', 'B']]),
  ),
  agents: [{ name: 'reviewer', model: 'opus' }],
  tiers: [{ tier: 'haiku', model: 'opus' }],
} as Readonly<Record<string, unknown>>

/** A sentence, and the arguments that it was made of. */
function render(code: string, say: (told: object, shown: unknown) => string | readonly string[]) {
  const read = new Set<string>()
  const told = new Proxy({ code } as Record<string, unknown>, {
    get(target, name) {
      if (typeof name !== 'string' || name === 'code') return target['code']
      read.add(name)
      return name in samples ? samples[name] : `<${name}>`
    },
  })
  const says = [say(told, (path: string) => `~${path}`)].flat().join('; ')
  return { says, read: [...read].sort() }
}

const documented = new Map(
  [...readFileSync(join(root, 'docs/codes.md'), 'utf8').matchAll(/^\| `([^`]+)` \|([^|]*)\| .+ \|$/gm)].map(
    ([, code = '', args = '']) => [code, [...args.matchAll(/`(\w+)`/g)].map(([, name = '']) => name).sort()],
  ),
)
const codes = tables.flatMap(table => Object.entries(table))
const ofFindings = Object.values(findingCodes).flat()

describe('codes', () => {
  test('are documented, all of them and no others', () => {
    expect([...documented.keys()].sort()).toEqual([...new Set([...codes.map(([code]) => code), ...ofFindings])].sort())
  })

  test('are there once', () => {
    expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length)
    expect(new Set(ofFindings).size).toBe(ofFindings.length)
  })

  test.each(ofFindings)('%s is in kebab-case', code => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  test.each(codes)('%s is one plain sentence of documented arguments', (code, say) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
    const { says, read } = render(code, say)
    expect(says).toMatch(/^\S.*\S$/)
    expect(says).not.toMatch(/undefined|\[object|NaN/)
    expect(documented.get(code)).toEqual(expect.arrayContaining(read))
  })
})

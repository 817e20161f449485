import { describe, expect, test } from 'vitest'
import { judgeContext } from '../../src/doctor/judge-context.ts'
import type { BackendFacts } from '../../src/doctor/probe.ts'
import { patientFor, type Script } from '../support/patient.ts'

function judged(lines: readonly string[], facts: Partial<BackendFacts>, script: Script = {}) {
  const findings = judgeContext(patientFor({ lines, facts, ...script }))
  expect(findings).toHaveLength(1)
  const [{ level, says, remedy, breaks } = expect.fail()] = findings
  return { said: `${level}: ${says}`, set: remedy?.set, commands: (remedy?.commands ?? []).length > 0, breaks, remedy }
}

const window = (reading: Omit<NonNullable<BackendFacts['window']>, 'from'>): Partial<BackendFacts> => ({
  kind: 'llamacpp',
  window: { from: 'a test', ...reading },
})
const effective = (tokens: number) => window({ effective: tokens })
const context = (tokens: number) => `LOCAL_CONTEXT_TOKENS=${tokens}`
describe("the name of one of Claude Code's own models", () => {
  const named = (model: string, ...more: string[]) =>
    ['LOCAL_BASE_URL=http://127.0.0.1:4999', `LOCAL_MODEL=${model}`, ...more, ''].join('\n')
  test.each<[string, text: string, Partial<BackendFacts>, said: RegExp, set?: object]>([
    ['is not asked about', named('claude-sonnet-4-5'), effective(200_000), /^ok: 200000 tokens; 147000 /],
    [
      'on a window that is smaller',
      named('qwen3-claude-haiku-4-5'),
      effective(131_072),
      /^warn: .+ goes by the name of the model/,
      { ENV_CLAUDE_CODE_AUTO_COMPACT_WINDOW: '131072' },
    ],
    [
      'on a small window',
      named('qwen3-claude-haiku-4-5'),
      effective(65_536),
      /^warn: 65536 tokens; 24344 /,
      {
        ENV_CLAUDE_CODE_AUTO_COMPACT_WINDOW: '100000',
        ENV_CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '55',
        MAX_OUTPUT_TOKENS: '8192',
      },
    ],
    [
      'when that is said already',
      named(
        'qwen3-claude-haiku-4-5',
        'LOCAL_ENV_CLAUDE_CODE_AUTO_COMPACT_WINDOW=100000',
        'LOCAL_MAX_OUTPUT_TOKENS=8192',
      ),
      effective(65_536),
      /^ok: /,
    ],
    [
      'does not stand in every claude-',
      named('claude-local'),
      effective(131_072),
      /assumes 1000000$/,
      { CONTEXT_TOKENS: '131072' },
    ],
    ['where nothing is known', named('claude-sonnet-4-5'), {}, /^note: the server does not say; Claude Code goes by/],
  ])('%s', (_, text, facts, said, set) => {
    const found = judged([], facts, { text })
    expect(found.said).toMatch(said)
    expect(found.set).toEqual(set)
  })

  test('at Anthropic itself nothing is to be set', () => {
    const text = 'LOCAL_KIND=anthropic\nLOCAL_MODEL=something-new\nLOCAL_API_KEY=k\n'
    expect(judged([], effective(200_000), { text })).toMatchObject({ said: expect.stringMatching(/^ok: /) })
  })
})

describe('a window that nobody knows', () => {
  test.each<[string, string[], Script, said: string]>([
    ['nothing', [], {}, 'warn: the server does not say, and Claude Code assumes 1000000 tokens; --deep measures it'],
    [
      'the profile',
      [context(65_536)],
      {},
      'note: the server does not say; the profile says 65536 tokens; --deep measures it',
    ],
    ['deep', [], { options: { deep: true } }, 'warn: the server does not say, and Claude Code assumes 1000000 tokens'],
  ])('%s', (_, lines, script, said) => {
    const found = judged(lines, {}, script)
    expect(found.said).toBe(said)
    expect(found.set).toBeUndefined()
  })
})

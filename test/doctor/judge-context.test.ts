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
const output = (tokens: number) => `LOCAL_MAX_OUTPUT_TOKENS=${tokens}`
const betasOff = 'LOCAL_BETAS=off'

describe('a window that is known', () => {
  test.each<[string, lines: string[], Partial<BackendFacts>, said: string, set?: object]>([
    [
      'all is said',
      [context(131_072)],
      effective(131_072),
      'ok: 131072 tokens; 86072 for the conversation, compacted at 98072',
    ],
    [
      'the profile says less',
      [context(100_000), output(8192)],
      effective(131_072),
      'ok: 131072 tokens; 66808 for the conversation, compacted at 78808',
    ],
    [
      'the profile says more',
      [context(200_000)],
      effective(131_072),
      'warn: 131072 tokens; 86072 for the conversation, compacted at 98072; the profile says 200000, and 32000 for an answer',
      { CONTEXT_TOKENS: '131072' },
    ],
    [
      'the profile says nothing',
      [],
      effective(131_072),
      'warn: 131072 tokens; 86072 for the conversation, compacted at 98072; Claude Code assumes 1000000',
      { CONTEXT_TOKENS: '131072' },
    ],
    [
      'what is measured counts most, then what is effective',
      [],
      { ...window({ claimed: 262_144, effective: 200_000 }), measuredTokens: 131_072 },
      'warn: 131072 tokens; 86072 for the conversation, compacted at 98072; Claude Code assumes 1000000',
      { CONTEXT_TOKENS: '131072' },
    ],
    [
      'a claim',
      [context(128_000)],
      window({ claimed: 128_000 }),
      'ok: 128000 tokens, as it claims; 83000 for the conversation, compacted at 95000',
    ],
    ['a million', [], effective(1_000_000), 'ok: 1000000 tokens; 955000 for the conversation, compacted at 967000'],
    [
      'little, and the profile knows',
      [context(32_768), output(4096)],
      effective(32_768),
      'warn: 32768 tokens; 3672 for the conversation, compacted at 15672; sessions go on whose turns bring up to 1500 tokens each; that is little',
    ],
    [
      'little, and the profile has a longer answer than there is room for',
      [],
      effective(32_768),
      'warn: 32768 tokens; 5720 for the conversation, compacted at 17720; sessions go on whose turns bring up to 2600 tokens each; Claude Code assumes 1000000',
      { CONTEXT_TOKENS: '32768', MAX_OUTPUT_TOKENS: '2048' },
    ],
    [
      'an answer that leaves room stays as it is',
      [context(65_536), output(16_000)],
      effective(65_536),
      'ok: 65536 tokens; 24536 for the conversation, compacted at 36536',
    ],
    [
      'the server gives shorter answers',
      [context(200_000)],
      window({ effective: 200_000, maxOutput: 16_384 }),
      'warn: 200000 tokens; 158616 for the conversation, compacted at 170616; the profile says 200000, and 32000 for an answer',
      { MAX_OUTPUT_TOKENS: '16384' },
    ],
    [
      'the server gives longer ones',
      [context(200_000), output(8192)],
      window({ effective: 200_000, maxOutput: 16_384 }),
      'ok: 200000 tokens; 166808 for the conversation, compacted at 178808',
    ],
    [
      'betas off',
      [context(131_072), betasOff],
      effective(131_072),
      'ok: 131072 tokens; 78072 for the conversation, compacted at 98072',
    ],
  ])('%s', (_, lines, facts, said, set) => {
    const found = judged(lines, facts)
    expect(found.said).toBe(said)
    expect(found.set).toEqual(set)
    expect(found.commands).toBe(Number(/: (\d+)/.exec(said)?.[1]) < 65_536)
  })

  test('an answer of the environment counts like one of the profile', () => {
    const environment = { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192' }
    expect(judged([context(131_072)], effective(131_072), { environment })).toMatchObject({
      said: 'ok: 131072 tokens; 97880 for the conversation, compacted at 109880',
    })
  })
})

describe('no session fits', () => {
  test.each<[string, lines: string[], Partial<BackendFacts>, said: RegExp, set?: object]>([
    ['too small', [], effective(11_000), /^fail: 11000 tokens: Claude Code's first request alone takes about 12000/],
    [
      'too small for what the profile says',
      [context(16_384), output(4096)],
      effective(16_384),
      /^fail: 16384 tokens: .* so no session fits with what the profile says \(16384 tokens\)$/,
    ],
    ['too small as it claims', [], window({ claimed: 8192 }), /^fail: 8192 tokens: /],
    ['too small with all tools', [betasOff], effective(16_384), /takes about 20000/, { BETAS: 'on' }],
    ['too small in any case', [betasOff], effective(8192), /takes about 20000/],
    [
      'a profile without room',
      [context(32_768)],
      effective(32_768),
      /^fail: 32768 tokens, but what the profile says \(32768 tokens, and 32000 for an answer\) leaves a session no room$/,
      { CONTEXT_TOKENS: '32768', MAX_OUTPUT_TOKENS: '2048' },
    ],
    [
      'a profile that makes it too small',
      [context(16_384), output(4096)],
      effective(131_072),
      /^fail: 131072 tokens, but what the profile says \(16384/,
      { CONTEXT_TOKENS: '131072' },
    ],
  ])('%s', (_, lines, facts, said, set) => {
    const found = judged(lines, facts)
    expect(found.said).toMatch(said)
    expect(found.set).toEqual(set)
    expect(found.breaks).toBe('context window')
    // Nothing of it was tried.
    expect(found.remedy?.proven).toBeUndefined()
  })

  test("the commands make as large a window for each of the server's slots", () => {
    const { remedy } = judged([], window({ effective: 4096, slots: 4 }))
    expect(remedy?.commands?.[0]).toContain('-c 262144 -np 4')
  })
})

describe('between works and breaks', () => {
  test.each<[string, lines: string[], tokens: number, cramped: string | undefined]>([
    ['a single task', [], 16_384, 'a single task of about 4384 tokens fits, and no session'],
    ['short results', [], 32_768, 'sessions go on whose turns bring up to 2600 tokens each'],
    [
      'short results, as the profile is',
      [context(32_768), output(4096)],
      32_768,
      'sessions go on whose turns bring up to 1500 tokens each',
    ],
    ['ordinary ones', [context(40_960), output(4096)], 40_960, undefined],
    ['next to no tools', ['LOCAL_ENV_CLAUDE_CODE_SIMPLE=1'], 32_768, undefined],
  ])('%s', (_, lines, tokens, cramped) => {
    const [finding] = judgeContext(patientFor({ lines, facts: effective(tokens) }))
    expect(finding?.level).toBe('warn')
    expect(finding?.cramped).toBe(cramped)
  })
})

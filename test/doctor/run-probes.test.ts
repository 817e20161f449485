import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/doctor/finding.ts'
import { found, type Probe } from '../../src/doctor/probe.ts'
import { mayAsk, runProbes } from '../../src/doctor/run-probes.ts'
import { patientFor, type Script } from '../support/patient.ts'

type Sketch = Partial<Pick<Probe, 'needs' | 'cost' | 'deep'>> & { level?: Finding['level'] | 'silent'; proven?: true }

/** Probes that find what they are told to find. */
function probesOf(sketches: Record<string, Sketch>): Probe[] {
  return Object.entries(sketches).map(([id, { level = 'ok', proven, cost = 'free', ...rest }]) => ({
    id,
    title: `the ${id}`,
    cost,
    asks: id,
    ...rest,
    run: async () => {
      if (level === 'silent') return []
      const remedy = proven ? { remedy: { says: 'do it', set: { EFFORT: 'off' }, proven } } : {}
      return [found(id, level, 'reachable', 'seen', remedy)]
    },
  }))
}

async function examined(sketches: Record<string, Sketch>, script: Script = {}) {
  const begun: string[] = []
  const findings = await runProbes(patientFor(script), probesOf(sketches), ({ id }) => begun.push(id))
  return { findings: findings.map(({ probe, level, says }) => `${probe} ${level}: ${says}`), begun }
}

const untried = 'not tried, since it costs tokens (--paid)'
const since = (title: string) => `not examined, since the ${title} failed`

describe('what is run', () => {
  test.each<[string, Record<string, Sketch>, Script, findings: string[]]>([
    ['all', { a: {}, b: { needs: ['a'] } }, {}, ['a ok: seen', 'b ok: seen']],
    [
      'nothing that needs what failed, with the first cause',
      { a: { level: 'fail' }, b: { needs: ['a'] }, c: { needs: ['b'] }, d: { needs: ['x', 'c'] }, e: {} },
      {},
      [
        'a fail: seen',
        `b skipped: ${since('a')}`,
        `c skipped: ${since('a')}`,
        `d skipped: ${since('a')}`,
        'e ok: seen',
      ],
    ],
    ['what needs what only warns', { a: { level: 'warn' }, b: { needs: ['a'] } }, {}, ['a warn: seen', 'b ok: seen']],
    ['what needs what has nothing to say', { a: { level: 'silent' }, b: { needs: ['a'] } }, {}, ['b ok: seen']],
    [
      'what a proven setting puts right',
      { a: { level: 'fail', proven: true }, b: { needs: ['a'] } },
      {},
      ['a fail: seen', 'b ok: seen'],
    ],
    ['nothing deep', { a: { deep: true } }, {}, []],
    ['what is deep, where that is wished', { a: { deep: true } }, { options: { deep: true } }, ['a ok: seen']],
    [
      'nothing that costs, where somebody pays',
      { a: {}, b: { cost: 'tokens' }, c: { needs: ['b'] } },
      { payer: 'metered' },
      ['a ok: seen', `b skipped: ${untried}`, `c skipped: ${untried}`],
    ],
    [
      'what costs, with --paid',
      { a: { cost: 'tokens' } },
      { payer: 'metered', options: { paid: true } },
      ['a ok: seen'],
    ],
    [
      'nothing deep on a paid backend',
      { a: { deep: true, cost: 'tokens' } },
      { payer: 'metered', options: { deep: true } },
      [`a skipped: ${untried}`],
    ],
    [
      'a failure before a price',
      { a: { level: 'fail' }, b: { cost: 'tokens', needs: ['a'] } },
      { payer: 'metered' },
      ['a fail: seen', `b skipped: ${since('a')}`],
    ],
  ])('%s', async (_, sketches, script, findings) => {
    const ran = findings.filter(line => line.includes(': seen')).map(line => line.split(' ')[0])
    const result = await examined(sketches, script)
    expect(result.findings).toEqual(findings)
    expect(result.begun.filter(id => sketches[id]?.level !== 'silent')).toEqual(ran)
  })
})

test.each([
  ['free', false, true],
  ['metered', false, false],
  ['subscription', false, false],
  ['unknown', false, false],
  ['none', false, false],
  ['metered', true, true],
] as const)('%s, --paid %s: %s', (payer, paid, may) => {
  expect(mayAsk(patientFor({ payer, options: { paid } }))).toBe(may)
})

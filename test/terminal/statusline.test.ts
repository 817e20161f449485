import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type StatusLine, statusLine } from '../../src/terminal/statusline.ts'
import { isNearlyUsedUp, readClientState } from '../../src/terminal/statusline-state.ts'

/** What the real client handed over. */
const recorded = (name: string) =>
  readFileSync(join(import.meta.dirname, `../fixtures/statusline/${name}.json`), 'utf8')

// A Saturday morning, wherever the tests run.
const now = new Date(2026, 10, 21, 8, 0).getTime()
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime() / 1000

const usual = { name: 'cloud', payer: 'subscription', threshold: 90, now, columns: 80 } as const
const line = (state: unknown, changes: Partial<StatusLine> = {}) =>
  statusLine({ ...usual, state: readClientState(JSON.stringify(state)), ...changes }, false)

const quotas = (fiveHours: number, week: number) => ({
  rate_limits: {
    five_hour: { used_percentage: fiveHours, resets_at: at(21, 14, 30) },
    seven_day: { used_percentage: week, resets_at: at(24, 9) },
  },
})
const opus = { model: { id: 'claude-opus-5-5', display_name: 'Opus 5.5' }, context_window: { used_percentage: 12 } }
const bare = 'cloud  subscription'
const long = { ...opus, model: { id: 'claude-opus-5-5', display_name: 'Opus 5.5 with an extraordinary name (1M)' } }

describe('what the real client hands over', () => {
  test.each([
    ['started', 'free', 'local  qwen3-coder  free'],
    ['answered', 'free', 'local  qwen3-coder  free  context 8%'],
    ['compacted', 'free', 'local  qwen3-coder  free  context 0%'],
    ['answered', 'metered', 'local  qwen3-coder  metered  context 8%  ~$0.02'],
    ['api-key', 'metered', 'local  Opus 5.5  metered  context 1%  $0.02'],
  ] as const)('%s, %s', (name, payer, expected) => {
    const state = readClientState(recorded(name))
    expect(statusLine({ ...usual, name: 'local', payer, state }, false)).toBe(expected)
  })

  test('subscription: quotas in percent, renewed at seconds since 1970', () => {
    expect(readClientState(recorded('subscription'))).toEqual({
      modelId: 'claude-opus-5-5',
      model: 'Opus 5.5',
      contextPercent: 1,
      costUsd: 0.02014,
      fiveHours: { usedPercent: 92.5, resetsAt: 1795257301 },
      week: { usedPercent: 41, resetsAt: 1795550101 },
    })
  })
})

describe('the line', () => {
  const full = { ...opus, cost: { total_cost_usd: 1.5 }, ...quotas(41, 7) }

  test.each<[string, unknown, Partial<StatusLine>, string]>([
    ['nothing known', {}, {}, 'cloud  subscription'],
    ['the model by its id', { model: { id: 'm' } }, { payer: 'free' }, 'cloud  m  free'],
    ['a part of a percent', { context_window: { used_percentage: 7.9 } }, {}, 'cloud  subscription  context 7%'],
    ['no cost for a subscription', { cost: { total_cost_usd: 3 } }, {}, 'cloud  subscription'],
    ['no quota for the metered', full, { payer: 'metered' }, 'cloud  Opus 5.5  metered  context 12%  $1.50'],
    ['neither for the free', full, { payer: 'free' }, 'cloud  Opus 5.5  free  context 12%'],
    ['nothing charged yet', { cost: { total_cost_usd: 0 } }, { payer: 'metered' }, 'cloud  metered  ~$0.00'],
    ['under a cent', { cost: { total_cost_usd: 0.004 } }, { payer: 'metered' }, 'cloud  metered  <$0.01'],
    ['quotas', quotas(41, 7), {}, 'cloud  subscription  5h 41% (resets 14:30)  7d 7% (resets Tue 09:00)'],
    ['quotas beside all else', full, {}, 'cloud  Opus 5.5  subscription  ctx 12%  5h 41% (14:30)  7d 7% (Tue)'],
    [
      'a quota nearly used up',
      quotas(92, 7),
      { fallback: 'local' },
      'cloud  subscription  5h 92% -> cc-local (resets 14:30)  7d 7% (resets Tue 09:00)',
    ],
    [
      'the same beside all else',
      { ...full, ...quotas(92, 7) },
      { fallback: 'local' },
      'cloud  Opus 5.5  subscription  ctx 12%  5h 92% -> cc-local (14:30)  7d 7% (Tue)',
    ],
    [
      'the same on a terminal of 80 columns',
      { ...full, ...quotas(92, 7) },
      { fallback: 'local', columns: 76 },
      'cloud  Opus 5.5  subscription  ctx 12%  5h 92% -> cc-local (14:30)  7d 7%',
    ],
    [
      'the same on a terminal of 60 columns',
      { ...full, ...quotas(92, 7) },
      { fallback: 'local', columns: 56 },
      'cloud  subscription  ctx 12%  5h 92% -> cc-local  7d 7%',
    ],
    [
      'the week',
      quotas(41, 95),
      { fallback: 'x' },
      'cloud  subscription  5h 41% (resets 14:30)  7d 95% -> cc-x (resets Tue 09:00)',
    ],
    [
      'both',
      quotas(90, 95),
      { fallback: 'x' },
      'cloud  subscription  5h 90% (resets 14:30)  7d 95% -> cc-x (resets Tue 09:00)',
    ],
    ['nowhere to go on', quotas(92, 7), {}, 'cloud  subscription  5h 92% (resets 14:30)  7d 7% (resets Tue 09:00)'],
    [
      'another threshold',
      quotas(41, 7),
      { fallback: 'x', threshold: 40 },
      'cloud  subscription  5h 41% -> cc-x (resets 14:30)  7d 7% (resets Tue 09:00)',
    ],
    ['more than all', quotas(130, 7), { columns: 50 }, 'cloud  subscription  5h 100% (14:30)  7d 7% (Tue)'],
    ['a long model', long, { columns: 50 }, 'cloud  Opus 5.5 with an e..  subscription  ctx 12%'],
    ['a longer one than there is room for', long, { columns: 40 }, 'cloud  subscription  ctx 12%'],
    ['a long name', {}, { name: 'p'.repeat(90) }, `${'p'.repeat(14)}..  subscription`],
    ['hardly any room', full, { columns: 12 }, 'cloud  sub..'],
    ['a week that has begun anew', { rate_limits: { seven_day: { used_percentage: 99, resets_at: 1 } } }, {}, bare],
    ['no time', { rate_limits: { five_hour: { used_percentage: 50 } } }, {}, `${bare}  5h 50%`],
    ['a time in ms', { rate_limits: { five_hour: { used_percentage: 50, resets_at: now } } }, {}, `${bare}  5h 50%`],
  ])('%s', (_, state, changes, expected) => {
    expect(line(state, changes)).toBe(expected)
  })

  test('is in colour where that is wanted: what is nearly used up is red', () => {
    const state = readClientState(JSON.stringify({ ...opus, ...quotas(92, 7) }))
    const text = statusLine({ ...usual, fallback: 'local', state }, true)
    expect(text).toContain('\u001b[1mcloud\u001b[22m  Opus 5.5  \u001b[36msubscription\u001b[39m  ctx 12%')
    expect(text).toContain('\u001b[31m5h 92% -> cc-local (14:30)\u001b[39m  7d 7% (Tue)')
  })
})

test.each([
  ['below', 89.9, 10, now, false],
  ['at', 90, 10, now, true],
  ['the week alone', 0, 90, now, true],
  ['renewed since', 99, 10, at(21, 14, 31) * 1000, false],
])('nearly used up: %s the threshold', (_, fiveHours, week, when, expected) => {
  const state = readClientState(JSON.stringify(quotas(fiveHours, week)))
  expect(isNearlyUsedUp(state, 90, when)).toBe(expected)
})

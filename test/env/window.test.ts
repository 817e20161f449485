import { expect, test } from 'vitest'
import { largestTurn, survives } from '../../src/env/session-model.ts'
import { adviseOutput, compactionPoint, firstRequestTokens, firstTokensOf, roomFor } from '../../src/env/window.ts'

/** Measured with 2.1.329: a backend that reported 4000 tokens more each turn, and after which report it compacted. */
const measured: [number, number, number][] = [
  [131072, 32000, 100000],
  [65536, 32000, 36000],
  [65536, 8192, 48000],
  [32768, 4096, 16000],
]

test.each(measured)('a window of %d with answers of %d is compacted once it had %d tokens', (window, output, seen) => {
  const point = compactionPoint(window, output)
  expect(point).toBeGreaterThan(seen - 4000)
  expect(point).toBeLessThanOrEqual(seen)
})

test.each([
  [32768, 32000],
  [16384, 4096],
])('a window of %d with answers of %d compacts at once', (window, output) => {
  expect(compactionPoint(window, output)).toBeLessThan(4000)
  expect(roomFor(window, output, firstRequestTokens.deferred)).toBeLessThan(0)
})

test('an unknown model is taken for a million tokens', () => {
  expect(compactionPoint(1_000_000)).toBeGreaterThan(248_000)
})

test.each([
  [32768, 4096, false, 3672],
  [32768, 4096, true, -4328],
  [65536, undefined, false, 20536],
])('%d tokens, answers of %s, betas off %s: %d are left', (window, output, betasOff, room) => {
  expect(roomFor(window, output, firstTokensOf({ sendsAll: betasOff, isSimple: false }))).toBe(room)
})

// A real llama-server with forty calls, and the client behind it [measured].
test.each([
  [32_768, 4096, 2200, false],
  [32_768, 2048, 2200, true],
  [32_768, 1024, 2200, true],
  [40_000, 4096, 2200, true],
  [44_000, 4096, 2200, true],
  [36_864, 4096, 5000, false],
  [40_960, 4096, 5000, true],
])(
  'a session in %i tokens, with answers of %i and %i a turn, goes on: %s',
  (contextTokens, maxOutputTokens, perTurn, goesOn) => {
    expect(survives({ contextTokens, maxOutputTokens, firstTokens: firstRequestTokens.deferred }, perTurn)).toBe(goesOn)
  },
)

test.each([16_384, 24_576, 28_672, 32_768, 36_864, 40_960, 49_152, 65_536, 98_304])(
  'the advised answer for a window of %i is the one with which the largest turns go on, or leaves enough',
  contextTokens => {
    const most = (maxOutputTokens: number) => largestTurn({ contextTokens, maxOutputTokens, firstTokens: 12_000 })
    const advised = most(adviseOutput(contextTokens) ?? 20_000)
    expect(advised >= 5000 || advised === Math.max(...[2048, 4096, 8192].map(most))).toBe(true)
  },
)

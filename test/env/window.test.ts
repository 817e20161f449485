import { expect, test } from 'vitest'
import { compactionPoint, roomFor } from '../../src/env/window.ts'

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
  expect(roomFor(window, output, false)).toBeLessThan(0)
})

test('an unknown model is taken for a million tokens', () => {
  expect(compactionPoint(1_000_000)).toBeGreaterThan(248_000)
})

test.each([
  [32768, 4096, false, 3672],
  [32768, 4096, true, -4328],
  [65536, undefined, false, 20536],
])('%d tokens, answers of %s, betas off %s: %d are left', (window, output, betasOff, room) => {
  expect(roomFor(window, output, betasOff)).toBe(room)
})

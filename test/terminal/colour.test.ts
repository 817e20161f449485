import { expect, test } from 'vitest'
import { wantsColour } from '../../src/terminal/colour.ts'
import { plainSystem } from '../support/plain-system.ts'

test.each<[Record<string, string>, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '3', NO_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: 'false' }, true, false],
  [{ FORCE_COLOR: '', NO_COLOR: '1' }, true, false],
  [{ FORCE_COLOR: '1', TERM: 'dumb' }, false, true],
])('%j on a terminal (%s): %s', (environment, terminal, expected) => {
  expect(wantsColour(plainSystem({}, { environment, output: { isTerminal: () => terminal } }), 'stdout')).toBe(expected)
})

test('each stream is asked about itself', () => {
  const system = plainSystem({}, { output: { isTerminal: stream => stream === 'stderr' } })
  expect([wantsColour(system, 'stdout'), wantsColour(system, 'stderr')]).toEqual([false, true])
})

import { expect, test } from 'vitest'
import type { Finding } from '../../src/doctor/finding.ts'
import { found } from '../../src/doctor/probe.ts'
import { verdictOf } from '../../src/doctor/verdict.ts'

const set = { says: 'do it', set: { EFFORT: 'off' } } as const
const proven = { ...set, proven: true } as const
const ok = found('a', 'ok', 'reachable', 'fine')
const fails = (breaks: string, remedy?: Finding['remedy']) =>
  found('b', 'fail', 'no-answer', 'no', { breaks, ...(remedy ? { remedy } : {}) })
const unpaid = found('c', 'skipped', 'not-paid', 'not tried')
const closed = found('c', 'skipped', 'caller-refused', 'it lets in only some programs')

test.each<[string, Finding[], verdict: string, says: string]>([
  ['nothing', [], 'works', 'works'],
  ['all is well', [ok, found('a', 'note', 'model-alone', 'aha')], 'works', 'works'],
  ['a warning without a setting', [ok, found('a', 'warn', 'first-answer-slow', 'slow')], 'works', 'works'],
  [
    'a warning with one',
    [found('a', 'warn', 'window-differs', 'x', { remedy: set })],
    'works-with-settings',
    'works with these settings',
  ],
  ['a note with one', [found('a', 'note', 'window-differs', 'x', { remedy: set })], 'works', 'works'],
  ['a failure', [ok, fails('tool calls')], 'breaks', 'breaks: tool calls'],
  ['the same twice', [fails('tool calls'), fails('tool calls')], 'breaks', 'breaks: tool calls'],
  ['two', [fails('tool calls'), fails('context window')], 'breaks', 'breaks: tool calls, context window'],
  ['without a name', [found('depth', 'fail', 'no-answer', 'no')], 'breaks', 'breaks: depth'],
  ['with a cure', [fails('thinking', proven)], 'breaks', 'breaks: thinking; works with the settings below'],
  ['with a guess', [fails('thinking', set)], 'breaks', 'breaks: thinking'],
  ['one of two with a cure', [fails('a', proven), fails('b')], 'breaks', 'breaks: a, b'],
  ['a failure, and the rest not tried', [fails('TLS'), unpaid], 'breaks', 'breaks: TLS'],
  [
    'let in by nobody',
    [ok, closed, unpaid],
    'untried',
    'not examined: it lets in only some programs; Claude Code itself may be let in',
  ],
  ['not tried', [ok, unpaid], 'untried', 'not tried: it costs tokens, and --paid was not given'],
])('%s', (_, findings, verdict, says) => {
  expect(verdictOf(findings)).toEqual({ verdict, says })
})

import { describe, expect, test } from 'vitest'
import { matchRoute, type RouteTable, type Upstream } from '../../src/router/route.ts'

const upstream: Upstream = {
  profile: 'vibe',
  kind: 'gateway',
  protocol: 'chat',
  baseUrl: 'https://api.example/v1',
  isAnthropic: false,
}
const models = { main: 'big', opus: 'big', sonnet: 'middle', haiku: 'small', fable: 'big', subagent: 'worker' }
const table: RouteTable = { upstream, models }

const ofSubagent = { 'x-claude-code-agent-id': 'a1' }
const hinted = (kind: string) => ({ 'x-claude-code-agent-id': 'a1', 'x-claude-code-request-class': kind })

describe('a profile with a model for each tier', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['big', {}, 'big', 'main'],
    ['middle', {}, 'middle', 'sonnet'],
    ['small', {}, 'small', 'haiku'],
    ['claude-opus-5-5', {}, 'big', 'opus'],
    ['claude-sonnet-5-5', {}, 'middle', 'sonnet'],
    ['claude-sonnet-5', {}, 'middle', 'sonnet'],
    ['claude-haiku-4-5-20251001', {}, 'small', 'haiku'],
    ['claude-3-5-haiku-20241022', {}, 'small', 'haiku'],
    ['claude-fable-5-2', {}, 'big', 'fable'],
    ['Sonnet', {}, 'middle', 'sonnet'],
    ['another', {}, 'another', 'main'],
    ['vibe/another', {}, 'another', 'main'],
    ['vibe/org/another', {}, 'org/another', 'main'],
    ['vibe/', {}, 'big', 'main'],
    ['big', ofSubagent, 'worker', 'subagent'],
    ['claude-opus-5-5', ofSubagent, 'worker', 'subagent'],
    ['big', hinted('subagent'), 'worker', 'subagent'],
    // Its progress is summed up beside it, in the background.
    ['small', hinted('auxiliary'), 'small', 'haiku'],
    ['big', hinted('compaction'), 'big', 'main'],
  ])('%s with %j is asked for as %s, of the tier %s', (model, headers, expected, tier) => {
    expect(matchRoute(table, { model, headers })).toEqual({ upstream, model: expected, tier })
  })
})

test.each<[string, Record<string, string>, string | undefined]>([
  ['claude-haiku-5-5', {}, 'one'],
  ['one', ofSubagent, 'one'],
])('where only a main model is named, %s with %j is %s', (model, headers, expected) => {
  expect(matchRoute({ upstream, models: { main: 'one' } }, { model, headers })?.model).toBe(expected)
})

test('where none is named, an id of Anthropic’s leads nowhere', () => {
  expect(matchRoute({ upstream, models: {} }, { model: 'claude-opus-5-5', headers: {} })).toBeUndefined()
})

test('to Anthropic itself its ids go as they are', () => {
  const own: RouteTable = { upstream: { ...upstream, isAnthropic: true }, models: {} }
  expect(matchRoute(own, { model: 'claude-opus-5-5', headers: {} })?.model).toBe('claude-opus-5-5')
})

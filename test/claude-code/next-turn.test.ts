import { describe, expect, test } from 'vitest'
import { featuresOf } from '../../src/claude-code/features.ts'
import { nextTurn, withoutCallers } from '../../src/claude-code/next-turn.ts'
import type { ReplyBlock } from '../../src/claude-code/reply.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'

describe('the turn behind a call', () => {
  const call = { type: 'tool_use', id: 'a', name: 'Bash', json: '', input: { command: 'ls', timeout: '5000' } } as const
  const back = { type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'ls', timeout: 5000 } }
  test.each<[string, readonly ReplyBlock[], object[]]>([
    ['a text as number comes back as number', [call], [back]],
    [
      'unsigned thinking has an empty signature',
      [{ type: 'thinking', text: 'hm' }, call],
      [{ type: 'thinking', thinking: 'hm', signature: '' }, back],
    ],
    [
      'redacted thinking stays',
      [{ type: 'other', name: 'redacted_thinking', data: 'x' }, call],
      [{ type: 'redacted_thinking', data: 'x' }, back],
    ],
    [
      'keys of the server’s own go back as they came',
      [{ ...call, foreign: { index: 0, caller: { type: 'direct' } } }],
      [{ ...back, index: 0, caller: { type: 'direct' } }],
    ],
    ['blank text goes', [{ type: 'text', text: ' \n' }, call], [back]],
    ['text moves in front', [call, { type: 'text', text: 'so' }], [{ type: 'text', text: 'so' }, back]],
  ])('%s', (_, content, expected) => {
    const conversation = [{ role: 'user', content: 'hi' } as const, ...nextTurn({ content }, 'done')]
    const { messages } = JSON.parse(claudeRequest('m', featuresOf({}), conversation, { stream: true }).body)
    const result = { tool_use_id: 'a', type: 'tool_result', content: 'done', is_error: false }
    expect(messages.slice(1)).toEqual([
      { role: 'system', content: expect.any(String) },
      { role: 'assistant', content: expected },
      { role: 'user', content: [{ ...result, cache_control: { type: 'ephemeral' } }] },
    ])
  })

  test.each([
    ['a call that says who made it has none of them once nothing is deferred', { caller: null, index: 0 }, {}],
    ['one that does not keeps them', { index: 0 }, { index: 0 }],
  ])('%s', (_, foreign, expected) => {
    const content = [{ type: 'tool_use', id: 'a', name: 'Bash', json: '{}', input: {}, foreign }] as const
    const [assistant] = withoutCallers(nextTurn({ content }, 'done'))
    expect(assistant?.content).toEqual([{ type: 'tool_use', id: 'a', name: 'Bash', input: {}, ...expected }])
  })
})

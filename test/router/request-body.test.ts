import { describe, expect, test } from 'vitest'
import { changedBody } from '../../src/router/request-body.ts'

const changed = (body: object, model = 'm', isPrivate = true) => {
  const bytes = Buffer.from(JSON.stringify(body))
  const result = changedBody(bytes, body as Record<string, unknown>, { model, isPrivate })
  return result === bytes ? 'the same bytes' : JSON.parse(String(result))
}

const reminder =
  '<system-reminder>\n# claudeMd\nbe brief\n# userEmail\nThe user is me@example.org\n# currentDate\nToday\n</system-reminder>'
const cleaned = '<system-reminder>\n# claudeMd\nbe brief\n# currentDate\nToday\n</system-reminder>'
const last = '<system-reminder>\n# userEmail\nme@example.org\n</system-reminder>'

describe('what is changed', () => {
  test.each<[string, object, unknown]>([
    ['nothing', { model: 'm', messages: [] }, 'the same bytes'],
    ['the model', { model: 'n', max_tokens: 1.5 }, { model: 'm', max_tokens: 1.5 }],
    ['a missing model', {}, { model: 'm' }],
    ['the account', { model: 'm', metadata: { user_id: 'u' } }, { model: 'm' }],
    ['the account alone', { model: 'm', metadata: { user_id: 'u', other: 1 } }, { model: 'm', metadata: { other: 1 } }],
    [
      'the address in a text',
      { model: 'm', messages: [{ role: 'user', content: reminder }] },
      { model: 'm', messages: [{ role: 'user', content: cleaned }] },
    ],
    [
      'the address in a block, and nothing else of the block',
      {
        model: 'm',
        messages: [{ role: 'user', content: [{ type: 'text', text: reminder, cache_control: { a: 1 } }] }],
      },
      { model: 'm', messages: [{ role: 'user', content: [{ type: 'text', text: cleaned, cache_control: { a: 1 } }] }] },
    ],
    [
      'the address at the end',
      { model: 'm', messages: [{ role: 'user', content: last }] },
      { model: 'm', messages: [{ role: 'user', content: '<system-reminder>\n</system-reminder>' }] },
    ],
    ['not what the model said', { model: 'm', messages: [{ role: 'assistant', content: reminder }] }, 'the same bytes'],
    [
      'not what only looks like it',
      { model: 'm', messages: [{ role: 'user', content: 'about userEmail' }] },
      'the same bytes',
    ],
  ])('%s', (_, body, expected) => {
    expect(changed(body)).toEqual(expected)
  })

  test('to Anthropic, the user is who they are', () => {
    expect(
      changed({ model: 'm', metadata: { user_id: 'u' }, messages: [{ role: 'user', content: reminder }] }, 'm', false),
    ).toBe('the same bytes')
  })
})

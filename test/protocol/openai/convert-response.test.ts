import { describe, expect, test } from 'vitest'
import { messageFrom } from '../../../src/protocol/accumulate-message.ts'
import { responseEvents } from '../../../src/protocol/openai/convert-response.ts'
import type { MessagesEvent } from '../../../src/protocol/sse-write.ts'
import { chunk, data, done, fn, optionsFor, read, summary, usage } from './streams.ts'

describe('usage', () => {
  const usageOf = (text: string) => read(text).find(({ type }) => type === 'message_delta')?.['usage']
  test.each<[string, string, object]>([
    [
      'S35 in a chunk of its own',
      chunk({ content: 'a' }, 'stop') + data({ choices: [], usage }) + done,
      { input_tokens: 100, output_tokens: 5 },
    ],
    [
      'S36 in the last chunk',
      chunk({ content: 'a' }, 'stop', { usage }) + done,
      { input_tokens: 100, output_tokens: 5 },
    ],
    [
      'S36 twice',
      chunk({ content: 'a' }, null, { usage: { prompt_tokens: 1, completion_tokens: 1 } }) +
        chunk({}, 'stop', { usage }) +
        done,
      { input_tokens: 100, output_tokens: 5 },
    ],
    [
      'S37 from the cache',
      chunk({}, 'stop', { usage: { ...usage, prompt_tokens_details: { cached_tokens: 60 } } }) + done,
      { input_tokens: 40, output_tokens: 5, cache_read_input_tokens: 60 },
    ],
    [
      'S38 DeepSeek',
      chunk({}, 'stop', { usage: { ...usage, prompt_cache_hit_tokens: 60, prompt_cache_miss_tokens: 40 } }) + done,
      { input_tokens: 40, output_tokens: 5, cache_read_input_tokens: 60 },
    ],
    [
      'M12 Mistral',
      chunk({}, 'stop', { usage: { ...usage, num_cached_tokens: 60 } }) + done,
      { input_tokens: 40, output_tokens: 5, cache_read_input_tokens: 60 },
    ],
    [
      'S38 what went into the cache',
      chunk({}, 'stop', { usage: { ...usage, prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 30 } } }) +
        done,
      { input_tokens: 60, output_tokens: 5, cache_read_input_tokens: 10, cache_creation_input_tokens: 30 },
    ],
    ['Groq', chunk({}, 'stop', { x_groq: { usage } }) + done, { input_tokens: 100, output_tokens: 5 }],
    ['S39 none', chunk({ content: '12345678' }, 'stop') + done, { input_tokens: 77, output_tokens: 2 }],
  ])('%s', (_, text, expected) => {
    expect(usageOf(text)).toEqual(expected)
  })
})

describe('answers in one piece', () => {
  const whole = (message: object, finish_reason: string | null = 'stop', more: object = {}) =>
    responseEvents({ choices: [{ index: 0, message, finish_reason }], ...more }, optionsFor())
  test.each<[string, MessagesEvent[], string[]]>([
    [
      'N1 all of it',
      whole({ content: 'a', reasoning: 'hm', tool_calls: [{ id: 'x', ...fn('A', '{"x":1}') }] }),
      ['thinking:hm', 'text:a', 'A({"x":1})', 'tool_use'],
    ],
    ['N2 no arguments', whole({ content: null, tool_calls: [{ id: 'x', ...fn('A', '') }] }), ['A({})', 'tool_use']],
    [
      'N2 arguments that are no JSON',
      whole({ content: null, tool_calls: [{ id: 'x', ...fn('A', 'x') }] }),
      ['A({})', 'tool_use'],
    ],
    ['N4 nothing', whole({ content: null }), ['text:', 'end_turn']],
    [
      'S57 two calls without an index',
      whole({
        tool_calls: [
          { id: 'x', ...fn('A', '{}') },
          { id: 'y', ...fn('B', '{}') },
        ],
      }),
      ['A({})', 'B({})', 'tool_use'],
    ],
    ['no reason', whole({ content: 'a' }, null), ['text:a', 'end_turn']],
  ])('%s', (_, events, expected) => {
    expect(summary(events)).toEqual(expected)
  })

  test('N5 usage', () => {
    const found = messageFrom(whole({ content: 'a' }, 'stop', { usage }))
    expect(found).toMatchObject({
      message: { role: 'assistant', usage: { input_tokens: 100, output_tokens: 5 }, model: 'asked' },
    })
  })
})

import { describe, expect, test } from 'vitest'
import { chunk, data, done, fn, optionsFor, read, stop, summary, tool } from './streams.ts'

describe('streams', () => {
  test.each<[string, string, string[], string?]>([
    [
      'S20 a tag later is text',
      chunk({ content: 'use <think>' }) + chunk({ content: ' here' }) + stop,
      ['text:use <think> here', 'end_turn'],
    ],
    [
      'S20 where tags are text',
      chunk({ content: '<think>a</think>' }) + stop,
      ['text:<think>a</think>', 'end_turn'],
      'mistral',
    ],
    ['S20 a tag that never closes', chunk({ content: '<think>hm' }) + stop, ['thinking:hm', 'end_turn']],
    [
      'S21 parts',
      chunk({
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
          { type: 'text', text: 'so' },
        ],
      }) + stop,
      ['thinking:hm', 'text:so', 'end_turn'],
      'mistral',
    ],
    [
      'S22 thinking behind text',
      chunk({ content: 'a' }) + chunk({ reasoning_content: 'hm' }) + chunk({ content: 'b' }) + stop,
      ['text:a', 'thinking:hm', 'text:b', 'end_turn'],
    ],
    [
      'S23 all in one',
      chunk(
        { reasoning_content: 'hm', content: 'a', tool_calls: [{ index: 0, id: 'a', ...fn('A', '{}') }] },
        'tool_calls',
      ) + done,
      ['thinking:hm', 'text:a', 'A({})', 'tool_use'],
    ],
    ['S24 text beside the end', chunk({ content: 'a' }, 'stop') + done, ['text:a', 'end_turn']],
    [
      'S25 text behind a call',
      tool({ index: 0, id: 'a', ...fn('A', '{}') }) + chunk({ content: 'b' }) + stop,
      ['A({})', 'text:b', 'tool_use'],
    ],
    [
      'S26 nothing',
      data({ choices: [] }) + chunk(null) + chunk({ content: '' }) + chunk({ content: 'a' }) + stop,
      ['text:a', 'end_turn'],
    ],
    ['S28 length', chunk({ content: 'a' }, 'length') + done, ['text:a', 'max_tokens']],
    ['S28 model_length', chunk({ content: 'a' }, 'model_length') + done, ['text:a', 'max_tokens']],
    [
      'S29 tool_calls',
      tool({ index: 0, id: 'a', ...fn('A', '{}') }) + chunk({}, 'tool_calls') + done,
      ['A({})', 'tool_use'],
    ],
    [
      'S29 function_call',
      tool({ index: 0, id: 'a', ...fn('A', '{}') }) + chunk({}, 'function_call') + done,
      ['A({})', 'tool_use'],
    ],
    [
      'S29 an old function_call',
      chunk({ function_call: { name: 'A', arguments: '{}' } }) + chunk({}, 'function_call') + done,
      ['A({})', 'tool_use'],
    ],
    ['S30 content_filter', chunk({ content: 'a' }, 'content_filter') + done, ['text:a', 'refusal']],
    ['S30 a refusal', chunk({ refusal: 'no' }) + stop, ['text:no', 'refusal']],
    ['S31 error', chunk({ content: 'a' }, 'error') + done, ['text:a', 'error api_error']],
    ['S31 a word that nobody knows', chunk({ content: 'a' }, 'eos') + done, ['text:a', 'end_turn']],
    ['S32 the window is full', chunk({}, 'model_context_window_exceeded') + done, ['error invalid_request_error']],
    ['S33 no reason at all', chunk({ content: 'a' }) + done, ['text:a', 'end_turn']],
    ['S34 it breaks off', chunk({ content: 'a' }), ['text:a', 'error api_error']],
    [
      'S41 CRLF, no space, comments, other lines',
      `: hi\r\nevent: x\r\nid: 1\r\ndata:${chunk({ content: 'a' }, 'stop').slice(6).trim()}\r\n\r\ndata:[DONE]\r\n\r\n`,
      ['text:a', 'end_turn'],
    ],
    [
      'S42 data in lines',
      'data: {"choices":[{"index":0,\ndata: "delta":{"content":"a"},"finish_reason":"stop"}]}\n\n',
      ['text:a', 'end_turn'],
    ],
    ['S44 no empty line at the end', chunk({ content: 'a' }) + chunk({}, 'stop').trimEnd(), ['text:a', 'end_turn']],
    ['S45 a line that is no JSON', `data: {"choi\n\n${chunk({ content: 'a' })}${stop}`, ['text:a', 'end_turn']],
    [
      'S46 an error in the middle',
      chunk({ content: 'a' }) + data({ error: { message: 'bad', code: 500 } }),
      ['text:a', 'error api_error'],
    ],
    [
      'S46 overloaded',
      chunk({ content: 'a' }) + data({ error: { message: 'busy', type: 'overloaded' } }),
      ['text:a', 'error overloaded_error'],
    ],
    ['S46 too many requests', data({ error: { message: 'slow down', code: 429 } }), ['error rate_limit_error']],
    [
      'S46 too long',
      data({ error: { message: "This model's maximum context length is 8192 tokens" } }),
      ['error invalid_request_error'],
    ],
    ['S49 nothing but an end', stop, ['text:', 'end_turn']],
    [
      'S58 more than one choice',
      data({
        choices: [
          { index: 1, delta: { content: 'no' } },
          { index: 0, delta: { content: 'a' } },
        ],
      }) + stop,
      ['text:a', 'end_turn'],
    ],
    [
      'S59 sources',
      chunk({
        content: 'a',
        annotations: [{ type: 'url_citation', url_citation: { url: 'https://t.test', title: 'T' } }],
      }) + stop,
      ['text:a\n\nSources:\n- T: https://t.test', 'end_turn'],
    ],
  ])('%s', (_, text, expected, kind) => {
    expect(summary(read(text, optionsFor(kind)))).toEqual(expected)
  })
})

import { describe, expect, test } from 'vitest'
import { signatureOf } from '../../../src/protocol/thinking-envelope.ts'
import { chunk, done, fn, optionsFor, read, stop, summary, tool, usage } from './streams.ts'

describe('streams', () => {
  test.each<[string, string, string[], string?]>([
    ['S1 text', chunk({ role: 'assistant', content: '' }) + chunk({ content: 'hi' }) + stop, ['text:hi', 'end_turn']],
    [
      'S2 arguments in pieces',
      tool({ index: 0, id: 'a', ...fn('Bash', '') }) +
        tool({ index: 0, ...fn(undefined, '{"x"') }) +
        tool({ index: 0, ...fn(undefined, ':1}') }) +
        stop,
      ['Bash({"x":1})', 'tool_use'],
    ],
    [
      'S3 name and arguments at once',
      tool({ index: 0, id: 'a', ...fn('Bash', '{"x":1}') }) + stop,
      ['Bash({"x":1})', 'tool_use'],
    ],
    [
      'S5 two calls in turns',
      tool({ index: 0, id: 'a', ...fn('A', '{"x"') }) +
        tool({ index: 1, id: 'b', ...fn('B', '{"y"') }) +
        tool({ index: 0, ...fn(undefined, ':1}') }) +
        tool({ index: 1, ...fn(undefined, ':2}') }) +
        stop,
      ['A({"x":1})', 'B({"y":2})', 'tool_use'],
    ],
    [
      'S6 two calls at once',
      chunk({
        tool_calls: [
          { index: 0, id: 'a', ...fn('A', '{}') },
          { index: 1, id: 'b', ...fn('B', '{}') },
        ],
      }) + stop,
      ['A({})', 'B({})', 'tool_use'],
    ],
    [
      'S7 one index, two ids',
      tool({ index: 0, id: 'a', ...fn('A', '{}') }) + tool({ index: 0, id: 'b', ...fn('B', '{}') }) + stop,
      ['A({})', 'B({})', 'tool_use'],
    ],
    [
      'S8 no index',
      tool({ id: 'a', ...fn('A', '{"x":1}') }) + tool({ id: 'b', ...fn('B', '{}') }) + stop,
      ['A({"x":1})', 'B({})', 'tool_use'],
    ],
    [
      'S8 no index and no id',
      tool(fn('A', '{"x":1}')) + tool(fn('B', '{}')) + stop,
      ['A({"x":1})', 'B({})', 'tool_use'],
    ],
    ['S9 no id', tool({ index: 0, ...fn('A', '{}') }) + stop, ['A({})', 'tool_use']],
    [
      'S12 a name in pieces',
      tool({ index: 0, id: 'a', ...fn('Ba') }) +
        tool({ index: 0, ...fn('sh') }) +
        tool({ index: 0, ...fn(undefined, '{}') }) +
        stop,
      ['Bash({})', 'tool_use'],
    ],
    [
      'S12 a name in each chunk',
      tool({ index: 0, id: 'a', ...fn('Bash', '{"x"') }) + tool({ index: 0, id: 'a', ...fn('Bash', ':1}') }) + stop,
      ['Bash({"x":1})', 'tool_use'],
    ],
    [
      'S13 the name behind the arguments',
      tool({ index: 0, id: 'a', ...fn(undefined, '{"x":1}') }) + tool({ index: 0, ...fn('Bash') }) + stop,
      ['Bash({"x":1})', 'tool_use'],
    ],
    ['S14 no name at all', tool({ index: 0, id: 'a', ...fn(undefined, '{}') }) + stop, ['error api_error']],
    [
      'S15 arguments as an object',
      tool({ index: 0, id: 'a', ...fn('Bash', { x: 1 }) }) + stop,
      ['Bash({"x":1})', 'tool_use'],
    ],
    ['S16 no arguments', tool({ index: 0, id: 'a', ...fn('Bash') }) + stop, ['Bash({})', 'tool_use']],
    [
      'S17 arguments that are no JSON',
      tool({ index: 0, id: 'a', ...fn('Bash', '{"x":') }) + stop,
      ['Bash({})', 'tool_use'],
    ],
    [
      'S18 thinking, text, a call',
      chunk({ reasoning_content: 'hm' }) +
        chunk({ content: 'so' }) +
        tool({ index: 0, id: 'a', ...fn('A', '{}') }) +
        stop,
      ['thinking:hm', 'text:so', 'A({})', 'tool_use'],
    ],
    [
      'S19 thinking as reasoning',
      chunk({ reasoning: 'hm' }) + chunk({ content: 'a' }) + stop,
      ['thinking:hm', 'text:a', 'end_turn'],
    ],
    [
      'S19 thinking in details',
      chunk({ reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] }) + chunk({ content: 'a' }) + stop,
      ['thinking:hm', 'text:a', 'end_turn'],
    ],
    [
      'S19 the same thinking twice',
      chunk({ reasoning: 'hm', reasoning_content: 'hm' }) + chunk({ content: 'a' }) + stop,
      ['thinking:hm', 'text:a', 'end_turn'],
    ],
    [
      'S20 thinking in tags',
      chunk({ content: '<thi' }) + chunk({ content: 'nk>hm</th' }) + chunk({ content: 'ink>so' }) + stop,
      ['thinking:hm', 'text:so', 'end_turn'],
    ],
  ])('%s', (_, text, expected, kind) => {
    expect(summary(read(text, optionsFor(kind)))).toEqual(expected)
  })

  test('S4 no empty piece of input is written', () => {
    const events = read(tool({ index: 0, id: 'a', ...fn('A', '') }) + tool({ index: 0, ...fn(undefined, '{}') }) + stop)
    const inputs = events.filter(event => event.type === 'content_block_delta').map(event => event['delta'])
    expect(inputs).toEqual([{ type: 'input_json_delta', partial_json: '{}' }])
  })

  test('S10, S11 ids are legal, and no two are one', () => {
    const options = optionsFor()
    options.names.idFor('old')
    const text = ['old', 'a', 'a.b:c', ''].map((id, index) => tool({ index, id, ...fn('A', '{}') })).join('')
    const ids = read(text + stop, options)
      .filter(event => event.type === 'content_block_start')
      .map(event => (event['content_block'] as { id: string }).id)
    expect(new Set(ids).size).toBe(4)
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/)
    expect(ids).not.toContain('old')
    expect(ids[1]).toBe('a')
  })

  test('S18 thinking is closed by a signature of ours', () => {
    const events = read(chunk({ reasoning_content: 'hm' }) + chunk({ content: 'a' }) + stop, optionsFor('groq'))
    expect(events.find(event => (event['delta'] as { type?: string })?.type === 'signature_delta')).toMatchObject({
      delta: { signature: signatureOf('groq', { field: 'reasoning_content' }) },
    })
  })

  test('names come back as the client gave them', () => {
    const options = optionsFor()
    const long = `mcp__${'x'.repeat(80)}`
    const sent = options.names.nameFor(long)
    expect(summary(read(tool({ index: 0, id: 'a', ...fn(sent, '{}') }) + stop, options))[0]).toBe(`${long}({})`)
  })

  test('the answer says the model that was asked for', () => {
    expect(read(stop)[0]).toMatchObject({
      type: 'message_start',
      message: { model: 'asked', usage: { input_tokens: 0 } },
    })
  })

  test('S43 and every other cut of the bytes', () => {
    const text =
      chunk({ reasoning_content: 'hm 🤔' }) +
      chunk({ content: 'é 漢字 🎉' }) +
      tool({ index: 0, id: 'a', ...fn('A', '{"x":"é"}') }) +
      chunk({}, 'tool_calls', { usage }) +
      done
    const length = Buffer.byteLength(text)
    const whole = JSON.stringify(read(text).slice(1))
    expect(summary(read(text))).toEqual(['thinking:hm 🤔', 'text:é 漢字 🎉', 'A({"x":"é"})', 'tool_use'])
    for (let at = 1; at < length; at++)
      expect(JSON.stringify(read(text, optionsFor(), [at]).slice(1)), `cut at ${at}`).toBe(whole)
    expect(
      JSON.stringify(
        read(
          text,
          optionsFor(),
          Array.from({ length: length - 1 }, (_, n) => n + 1),
        ).slice(1),
      ),
    ).toBe(whole)
  })

  test('a stream that is cut at any byte is whole or an error, never in between', () => {
    const text =
      chunk({ content: 'a' }) + tool({ index: 0, id: 'a', ...fn('A', '{"x":1}') }) + chunk({}, 'tool_calls') + done
    for (let length = 0; length < text.length; length++)
      summary([
        { type: 'message_start', message: {} },
        ...read(text.slice(0, length)).filter(({ type }) => type !== 'message_start'),
      ])
  })
})

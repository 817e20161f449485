import { describe, expect, test } from 'vitest'
import { messageFrom } from '../../../src/protocol/accumulate-message.ts'
import { responseEvents } from '../../../src/protocol/openai/convert-response.ts'
import { StreamConverter } from '../../../src/protocol/openai/convert-stream.ts'
import { dialectOf } from '../../../src/protocol/openai/dialects.ts'
import type { StreamOptions } from '../../../src/protocol/openai/stream-options.ts'
import { createToolNames } from '../../../src/protocol/openai/tool-names.ts'
import { createSseReader } from '../../../src/protocol/sse-parse.ts'
import type { MessagesEvent } from '../../../src/protocol/sse-write.ts'
import { signatureOf } from '../../../src/protocol/thinking-envelope.ts'

const optionsFor = (kind = 'openai-compatible'): StreamOptions => ({
  asked: 'asked',
  kind,
  dialect: dialectOf(kind),
  names: createToolNames(dialectOf(kind)),
  promptTokens: 77,
})

/** Reads the bytes of a stream, cut where `cuts` says. */
function read(text: string | Buffer, options = optionsFor(), cuts: readonly number[] = []): MessagesEvent[] {
  const bytes = Buffer.from(text)
  const reader = createSseReader()
  const converter = new StreamConverter(options)
  const pieces = [0, ...cuts].map((from, at) => bytes.subarray(from, [...cuts, bytes.length][at]))
  const events = pieces.flatMap(piece => reader.feed(piece).flatMap(({ data }) => converter.feed(data)))
  return [...events, ...reader.end().flatMap(({ data }) => converter.feed(data)), ...converter.end()]
}

const data = (value: unknown) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
const chunk = (delta: unknown, finish_reason: string | null = null, more: object = {}) =>
  data({ id: 'c', choices: [{ index: 0, delta, finish_reason }], ...more })
const done = data('[DONE]')
const stop = chunk({}, 'stop') + done
const tool = (entry: object) => chunk({ tool_calls: [entry] })
const fn = (name?: string, args?: string | object) => ({
  function: { ...(name === undefined ? {} : { name }), ...(args === undefined ? {} : { arguments: args }) },
})

/** Blocks as short words: `text:hi`, `thinking:hm`, `Bash({"x":1})`; and how it ends. */
function summary(events: readonly MessagesEvent[]): string[] {
  expectWellFormed(events)
  const error = events.find(({ type }) => type === 'error')
  const found = messageFrom(events.filter(({ type }) => type !== 'error'))
  if (!('message' in found)) throw new Error('no message')
  const blocks = (found.message['content'] as Record<string, unknown>[]).map(block =>
    block['type'] === 'tool_use'
      ? `${String(block['name'])}(${JSON.stringify(block['input'])})`
      : `${String(block['type'])}:${String(block['text'] ?? block['thinking'])}`,
  )
  const end = error ? `error ${(error['error'] as { type: string }).type}` : String(found.message['stop_reason'])
  return [...blocks, end]
}

/** What the client relies on: blocks in turn, each begun, fed and ended, and one end of the whole. */
function expectWellFormed(events: readonly MessagesEvent[]): void {
  let open: number | undefined
  let next = 0
  for (const event of events) {
    if (event.type === 'content_block_start') {
      expect(open, 'one block at a time').toBeUndefined()
      expect(event['index']).toBe(next++)
      open = event['index'] as number
    }
    if (event.type === 'content_block_delta') expect(event['index']).toBe(open)
    if (event.type === 'content_block_stop') {
      expect(event['index']).toBe(open)
      open = undefined
    }
  }
  const types = events.map(({ type }) => type)
  const failed = types.includes('error')
  expect(types.filter(type => type === 'message_stop')).toHaveLength(failed ? 0 : 1)
  expect(types.at(-1)).toBe(failed ? 'error' : 'message_stop')
  if (!failed) expect(types.filter(type => type === 'message_start')).toHaveLength(1)
}

const usage = { prompt_tokens: 100, completion_tokens: 5 }

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

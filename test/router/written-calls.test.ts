import { describe, expect, test } from 'vitest'
import { block, call, end, json, over, run, said, start, stop, summary, text } from './repaired.ts'

describe('repairs of an answer', () => {
  const writtenCall = '{"name": "Bash", "arguments": {"command": "x"}}'
  test.each<[string, string, string[]]>([
    ['Qwen', `ok <tool_call>\n${writtenCall}\n</tool_call>`, ['text:ok ', 'Bash({"command":"x"})', 'tool_use']],
    [
      'Qwen, two',
      `<tool_call>${writtenCall}</tool_call><tool_call>${writtenCall}</tool_call>`,
      ['Bash({"command":"x"})', 'Bash({"command":"x"})', 'tool_use'],
    ],
    [
      'Qwen Coder',
      '<tool_call>\n<function=Bash>\n<parameter=command>\nx\n</parameter>\n</function>\n</tool_call>',
      ['Bash({"command":"x"})', 'tool_use'],
    ],
    ['Llama', `<function=bash>{"command": "x"}</function>`, ['Bash({"command":"x"})', 'tool_use']],
    ['Mistral', '[TOOL_CALLS]Bash[ARGS]{"command":"x"}', ['Bash({"command":"x"})', 'tool_use']],
    ['Mistral, older', `[TOOL_CALLS][${writtenCall}]`, ['Bash({"command":"x"})', 'tool_use']],
    ['a fence', `\`\`\`json\n${writtenCall}\n\`\`\``, ['Bash({"command":"x"})', 'tool_use']],
    [
      'a tool that is none',
      '<tool_call>{"name":"rm","arguments":{}}</tool_call>',
      ['text:<tool_call>{"name":"rm","arguments":{}}</tool_call>', 'end_turn'],
    ],
    ['a fence of plain JSON', '```json\n{"a":1}\n```', ['text:```json\n{"a":1}\n```', 'end_turn']],
    ['an angle bracket', 'if a < b', ['text:if a < b', 'end_turn']],
  ])('a call as text: %s', (_, words, expected) => {
    expect(summary(run(start, block(0, text('')), said(0, words), stop(0), end('end_turn'), over))).toEqual(expected)
    const letters = [...words].map(letter => said(0, letter))
    expect(summary(run(start, ...letters, end('end_turn'), over)), 'letter by letter').toEqual(expected)
  })

  test('ids are legal, and no two are one', () => {
    const ids = ['', 'a', 'a', 'x.y:z', undefined].flatMap((id, index) => [
      block(index, call(id)),
      json(index, '{"command":"x"}'),
      stop(index),
    ])
    const seen = run(start, ...ids, end('tool_use'), over)
      .filter(({ type }) => type === 'content_block_start')
      .map(event => (event['content_block'] as { id: string }).id)
    expect(new Set(seen).size).toBe(5)
    for (const id of seen) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/)
  })

  test('the model is the one that was asked for, and tokens are counted', () => {
    const events = run(
      start,
      said(0, 'hi'),
      { type: 'message_delta', delta: {}, usage: { output_tokens: '9', input_tokens: 0 } },
      over,
    )
    expect(events[0]).toMatchObject({ message: { model: 'asked', id: 'msg_1', usage: { input_tokens: 3 } } })
    expect(events.at(-2)).toMatchObject({ usage: { input_tokens: 3, output_tokens: 9 } })
    expect(run(said(0, 'hi'), over).at(-2)).toMatchObject({ usage: { input_tokens: 7, output_tokens: 1 } })
  })
})

import { describe, expect, test } from 'vitest'
import { local, profile, warnings } from '../support/warned.ts'

describe('windows', () => {
  const window = (context: string | undefined, output?: string, extra: Record<string, string> = {}) => {
    const { CLAUDE_CODE_MAX_CONTEXT_TOKENS: _, ...rest } = local
    return warnings({
      ...rest,
      ...(context ? { CLAUDE_CODE_MAX_CONTEXT_TOKENS: context } : {}),
      ...(output ? { CLAUDE_CODE_MAX_OUTPUT_TOKENS: output } : {}),
      ...extra,
    })
  }

  // Measured: which sessions fail, which work.
  test.each([
    ['131072', undefined, []],
    ['65536', undefined, []],
    ['65536', '8192', []],
    ['32768', '4096', []],
    [
      '32768',
      undefined,
      [
        'a window of 32768 tokens with answers of 32000 is compacted at 0, too early for a session; set CLAUDE_CODE_MAX_OUTPUT_TOKENS=2048.',
      ],
    ],
    [
      '16384',
      '4096',
      [
        'a window of 16384 tokens with answers of 4096 is compacted at 0, too early for a session; start the server with a larger window.',
      ],
    ],
    [
      undefined,
      undefined,
      [
        'Claude Code assumes a window of 1,000,000 tokens for m; set CLAUDE_CODE_MAX_CONTEXT_TOKENS to what the server really has.',
      ],
    ],
  ])('of %s tokens with answers of %s', (context, output, expected) => {
    expect(window(context, output)).toEqual(expected)
  })

  test('are smaller where every tool is sent at once', () => {
    expect(window('32768', '4096', { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' })).toEqual([
      'a window of 32768 tokens with answers of 4096 is compacted at 15672, too early for a session; start the server with a larger window.',
    ])
  })

  test('the sentence names the key of the active profile', () => {
    const { CLAUDE_CODE_MAX_CONTEXT_TOKENS: _, ...rest } = local
    expect(warnings(rest, { profile })).toEqual([
      'Claude Code assumes a window of 1,000,000 tokens for m; set LOCAL_CONTEXT_TOKENS to what the server really has.',
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { type Corrections, correctionFrom, noCorrections } from '../../../src/protocol/openai/corrections.ts'

describe('what a refusal teaches', () => {
  const sent = new Set([
    'model',
    'messages',
    'max_tokens',
    'stream',
    'stream_options',
    'reasoning_effort',
    'tools',
    'parallel_tool_calls',
    'response_format',
  ])
  test.each<[string, string, Partial<Corrections> | undefined]>([
    ['S40 stream_options', 'Unknown parameter: stream_options', { without: new Set(['stream_options']) }],
    [
      'an extra field',
      'body.parallel_tool_calls: Extra inputs are not permitted',
      { without: new Set(['parallel_tool_calls']) },
    ],
    [
      'an effort',
      "reasoning_effort: 'high' is not supported by this model",
      { without: new Set(['reasoning_effort']) },
    ],
    [
      'R43 another name',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { maxTokens: 'max_completion_tokens' },
    ],
    ['R42 the most tokens', 'max_tokens must be less than or equal to 8192', { mostTokens: 8192 }],
    [
      'R42 in other words',
      'max_tokens is too large: 32000. This model supports at most 16384 completion tokens',
      { mostTokens: 16384 },
    ],
    ['R42 as a range', 'Invalid max_tokens value, the valid range of max_tokens is [1, 8192]', { mostTokens: 8192 }],
    [
      'thinking must come back',
      'The `reasoning_content` in the thinking mode must be passed back to the API.',
      { thinkingBack: true },
    ],
    [
      'M9 thinking must not',
      "messages.1.content: thinking is not supported for this model's assistant content",
      { thinkingBack: false },
    ],
    ['R9 images', 'this model does not support image input', { blind: true }],
    ['R4 system messages', 'System message must be at the beginning.', { system: 'first' }],
    ['R4 system messages, of no kind', 'System role not supported', { system: 'first' }],
    [
      'R44 a window',
      "'max_tokens' is too large: 64000. This model's maximum context length is 32768 tokens and your request has 1000 input tokens (64000 > 32768 - 1000).",
      { window: { tokens: 32_768, scale: 2 } },
    ],
    [
      'R44 a window, at Together',
      '`inputs` tokens + `max_new_tokens` must be <= 32769. Given: 1000 `inputs` tokens and 64000 `max_new_tokens`',
      { window: { tokens: 32_769, scale: 2 } },
    ],
    [
      'R44 a window, at OpenAI',
      "This model's maximum context length is 8192 tokens. However, you requested 65000 tokens (1000 in the messages, 64000 in the completion).",
      { window: { tokens: 8192, scale: 2 } },
    ],
    [
      'R42 in backticks',
      '`max_tokens` must be less than or equal to `32768`, the maximum value for `max_tokens`',
      { mostTokens: 32_768 },
    ],
    [
      'R42 at Gemini',
      'it has a maxOutputTokens value of 100000 but the supported range is from 1 (inclusive) to 65537 (exclusive)',
      { mostTokens: 65_536 },
    ],
    [
      'R46 the efforts that there are',
      "Unsupported value: 'reasoning_effort' does not support 'xhigh' with this model. Supported values are: 'low', 'medium', and 'high'.",
      { efforts: ['low', 'medium', 'high'] },
    ],
    [
      'R46 the one effort beside tools',
      "Function tools with reasoning_effort are not supported for gpt-5.6 in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
      { efforts: ['none'] },
    ],
    [
      'M3 ids of nine characters',
      'Tool call id was toolu_01 but must be a-z, A-Z, 0-9, with a length of 9.',
      { toolIds: 'nine' },
    ],
    [
      'R30 ids that are too long',
      "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 50 instead.",
      { toolIds: 'short' },
    ],
    [
      'descriptions that are too long',
      "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024, but got a string with length 9000 instead.",
      { longestDescription: 1024 },
    ],
    [
      'R58 too many tools',
      "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 200 instead.",
      { mostTools: 128 },
    ],
    ['M4 the order of messages', "Unexpected role 'user' after role 'tool'", { strictOrder: true }],
    ['R9 images at OpenAI', 'Invalid content type. image_url is only supported by certain models.', { blind: true }],
    ['R9 images at OpenRouter', 'No endpoints found that support image input', { blind: true }],
    [
      'R9 images at llama-server',
      'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
      { blind: true },
    ],
    ['R53 a format', "response_format type 'json_schema' is not supported", { without: new Set(['response_format']) }],
    ['the messages themselves', 'messages: invalid role', undefined],
    ['tools', 'tools is not supported', undefined],
    ['anything', 'something went wrong', undefined],
  ])('%s', (_, message, expected) => {
    const taught = correctionFrom(message, sent, noCorrections, 500)
    if (expected === undefined) expect(taught).toBeUndefined()
    else expect(taught).toMatchObject(expected)
  })

  test('a system message that is refused in first place, too, is none', () => {
    const once = correctionFrom('System role not supported', sent, noCorrections)
    expect(once && correctionFrom('System role not supported', sent, once)).toMatchObject({ system: 'none' })
  })

  test('nothing is taught twice', () => {
    for (const message of [
      'Unknown parameter: stream_options',
      'this model does not support image input',
      'max_tokens must be <= 8192',
    ]) {
      const once = correctionFrom(message, sent, noCorrections)
      expect(once && correctionFrom(message, sent, once)).toBeUndefined()
    }
  })
})

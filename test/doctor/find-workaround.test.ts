import { describe, expect, test } from 'vitest'
import { refused } from '../support/patient.ts'
import {
  adapts,
  billed,
  cached,
  effort,
  examined,
  experimental,
  fine,
  longer,
  management,
  refusing,
  type Server,
  system,
  thinks,
} from './search.ts'

const off = (...names: string[]) => Object.fromEntries(names.map(name => [name, 'off']))
const capabilities = (names: string) => ({ MODEL_CAPABILITIES: names })
const unbilled = { ENV_CLAUDE_CODE_ATTRIBUTION_HEADER: '0' }
const uncached = { ENV_DISABLE_PROMPT_CACHING: '1' }
const tokens = (limit: string) => ({ MAX_OUTPUT_TOKENS: limit })

describe('the fewest settings with which it is answered', () => {
  test.each<[string, Server, set: object, feature?: string]>([
    ['thinking', refusing([thinks, 'thinking: Extra inputs are not permitted']), off('THINKING'), 'thinking'],
    ['thinking, wordless', refusing([thinks, 'no']), off('THINKING'), 'thinking'],
    ['effort', refusing([effort, 'output_config: Extra inputs are not permitted']), off('EFFORT'), 'effort'],
    ['effort, wordless', refusing([effort, 'no']), off('EFFORT'), 'effort'],
    [
      'context_management',
      refusing([management, 'unknown field "context_management"']),
      capabilities('-context_management'),
      'context_management',
    ],
    [
      'context_management, wordless',
      refusing([management, 'no']),
      capabilities('-context_management'),
      'context_management',
    ],
    [
      'role: system',
      refusing([system, 'System message must be at the beginning.']),
      capabilities('-mid_conv_system'),
      'system-role',
    ],
    ['role: system, wordless', refusing([system, 'no']), capabilities('-mid_conv_system'), 'system-role'],
    [
      'adaptive thinking',
      refusing([adapts, 'thinking.type: Input should be enabled']),
      capabilities('-adaptive_thinking'),
      'adaptive',
    ],
    ['the billing header', refusing([billed, 'x-anthropic-billing-header is reserved']), unbilled, 'attribution'],
    [
      'two capabilities',
      refusing([system, 'no'], [management, 'no']),
      capabilities('-context_management,-mid_conv_system'),
    ],
    [
      'a beta, wordless',
      refusing([experimental, 'invalid flag']),
      capabilities('-context_management'),
      'context_management',
    ],
    ['a beta, by that word', refusing([experimental, 'invalid beta flag']), off('BETAS'), 'betas'],
    ['cache_control', refusing([cached, 'system.0.cache_control: Extra inputs']), uncached, 'cache_control'],
    ['cache_control, wordless', refusing([cached, 'no']), uncached, 'cache_control'],
    [
      "Anthropic's limit, too low to be believed",
      refusing([longer(2048), 'max_tokens: 32000 > 2048, which is the maximum allowed number of output tokens for m']),
      tokens('2048'),
      'max_tokens',
    ],
    [
      "OpenAI's limit",
      refusing([
        longer(16_384),
        'max_tokens is too large: 32000. This model supports at most 16384 completion tokens, whereas you provided 32000.',
      ]),
      tokens('16384'),
      'max_tokens',
    ],
    [
      'a limit with a comma',
      refusing([longer(8192), 'the maximum output is 8,192 tokens']),
      tokens('8192'),
      'max_tokens',
    ],
    [
      "vLLM's window",
      refusing([
        longer(28_960),
        "This model's maximum context length is 40960 tokens. However, you requested 32000 output tokens and your prompt contains at least 12000 input tokens",
      ]),
      tokens('4096'),
      'max_tokens',
    ],
    ['a limit, wordless', refusing([longer(5000), 'no']), tokens('4096'), 'max_tokens'],
    [
      'two that are named',
      refusing([thinks, 'thinking: no'], [effort, 'output_config: no']),
      off('THINKING', 'EFFORT'),
    ],
    ['two, wordless', refusing([thinks, 'no'], [effort, 'no']), off('EFFORT', 'THINKING')],
    [
      'three that are named at once',
      asked => {
        const found = [thinks, effort, management].map(
          (has, n) => has(asked) && ['thinking', 'output_config', 'context_management'][n],
        )
        return found.some(Boolean) ? refused(422, `${found.filter(Boolean).join(': no; ')}: no`) : fine
      },
      off('EFFORT', 'THINKING'),
    ],
    [
      'effort, and a limit',
      refusing([effort, 'output_config: no'], [longer(8192), 'max_tokens: 32000 > 8192']),
      { EFFORT: 'off', MAX_OUTPUT_TOKENS: '8192' },
    ],
    ['words that mislead', refusing([effort, 'thinking is not supported']), off('EFFORT'), 'effort'],
  ])('%s', async (_, answer, set, feature) => {
    const { workaround, courses } = await examined(answer)
    expect(workaround.remedy).toEqual({
      says: expect.stringMatching(/^with LOCAL_.+ set, the same request/),
      set,
      proven: true,
    })
    expect(workaround.feature).toBe(feature)
    expect(workaround.succeeded).toMatchObject({ succeeded: true })
    expect(courses).toBeLessThanOrEqual(13)
    // What was proven is what is prescribed, and no more.
    const { features } = workaround.succeeded ?? {}
    expect(features?.effort === undefined).toBe('EFFORT' in set)
    expect(features?.thinking === 'off').toBe('THINKING' in set)
    expect(features?.experimental).toBe(!('BETAS' in set))
    expect(String(features?.maxTokens)).toBe('MAX_OUTPUT_TOKENS' in set ? set.MAX_OUTPUT_TOKENS : '32000')
  })
})

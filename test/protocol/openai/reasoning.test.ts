import { describe, expect, test } from 'vitest'
import { convertRequest } from '../../../src/protocol/openai/convert-request.ts'
import type { Corrections } from '../../../src/protocol/openai/corrections.ts'

type Body = Record<string, unknown>

const budget = (budget_tokens: number) => ({ thinking: { type: 'enabled', budget_tokens } })
const off = { thinking: { type: 'disabled' } }
const adaptive = { thinking: { type: 'adaptive' } }
const effort = (effort: string) => ({ ...adaptive, output_config: { effort } })
const tools = { tools: [{ name: 'Bash', input_schema: {} }] }

/** What a request says about thinking, and about nothing else. */
function said(kind: string, model: string, body: Body, corrections?: Corrections): Body {
  const messages = [{ role: 'user', content: 'hi' }]
  const whole = convertRequest({ messages, ...body }, { kind, model, ...(corrections ? { corrections } : {}) }).body
  const { model: _, messages: __, tools: ___, ...rest } = whole
  return rest
}

describe('how models are asked to think', () => {
  test.each<[string, string, string, Body, Body]>([
    ['R45 a large budget', 'openai', 'o3', budget(20_000), { reasoning_effort: 'high' }],
    ['R45 a middling one', 'openai', 'o3', budget(10_000), { reasoning_effort: 'medium' }],
    ['R45 a small one', 'openai', 'o3', budget(2000), { reasoning_effort: 'low' }],
    ['R45 a model that does not think', 'openai', 'gpt-4.1', budget(20_000), {}],
    ['R46 an effort that it knows', 'openai', 'gpt-5.2', effort('xhigh'), { reasoning_effort: 'xhigh' }],
    ['R46 the nearest that it knows', 'openai', 'gpt-5', effort('xhigh'), { reasoning_effort: 'high' }],
    ['R46 the most there is', 'openai', 'gpt-5.1', effort('max'), { reasoning_effort: 'high' }],
    ['R46 the only one there is', 'openai', 'gpt-5-pro', effort('low'), { reasoning_effort: 'high' }],
    ['R46 adaptive and no effort', 'openai', 'o4-mini', adaptive, { reasoning_effort: 'medium' }],
    [
      'R46 an effort and no thinking',
      'openai',
      'o3',
      { output_config: { effort: 'low' } },
      { reasoning_effort: 'low' },
    ],
    ['R46 nothing is said', 'openai', 'o3', {}, {}],
    ['R47 off', 'openai', 'gpt-5.1', off, { reasoning_effort: 'none' }],
    ['R47 as little as there is', 'openai', 'gpt-5', off, { reasoning_effort: 'minimal' }],
    ['R47 as little as there is, again', 'openai', 'o3', off, { reasoning_effort: 'low' }],
    ['5.4 and tools', 'openai', 'gpt-5.4', { ...effort('high'), ...tools }, { reasoning_effort: 'none' }],
    ['5.4 and tools, with nothing said', 'openai', 'gpt-5.6', tools, { reasoning_effort: 'none' }],
    ['5.4 without tools', 'openai', 'gpt-5.4', effort('high'), { reasoning_effort: 'high' }],
    ['a vendor before the name', 'github', 'openai/gpt-5', effort('high'), { reasoning_effort: 'high' }],
    ['M14 on', 'mistral', 'mistral-small-latest', effort('medium'), { reasoning_effort: 'high' }],
    ['M14 hardly', 'mistral', 'mistral-medium-3-5', effort('low'), { reasoning_effort: 'none' }],
    ['M14 off', 'mistral', 'mistral-small-2603', off, { reasoning_effort: 'none' }],
    ['M14 always', 'mistral', 'magistral-medium-latest', effort('high'), {}],
    ['M14 never', 'mistral', 'devstral-medium-latest', effort('high'), {}],
    ['Gemini off', 'gemini', 'gemini-2.5-flash', off, { reasoning_effort: 'none' }],
    ['Gemini, which cannot be off', 'gemini', 'gemini-2.5-pro', off, { reasoning_effort: 'low' }],
    ['Gemini 3', 'gemini', 'gemini-3-flash', off, { reasoning_effort: 'minimal' }],
    ['Groq gpt-oss', 'groq', 'openai/gpt-oss-120b', effort('max'), { reasoning_effort: 'high' }],
    ['Groq Qwen', 'groq', 'qwen/qwen3-32b', effort('low'), { reasoning_effort: 'default' }],
    ['Groq Qwen off', 'groq', 'qwen/qwen3-32b', off, { reasoning_effort: 'none' }],
    ['Cerebras GLM', 'cerebras', 'zai-glm-4.7', effort('high'), {}],
    ['Cerebras GLM off', 'cerebras', 'zai-glm-4.7', off, { reasoning_effort: 'none' }],
    ['Together', 'together', 'deepseek-ai/DeepSeek-V3.1', effort('high'), { reasoning: { enabled: true } }],
    ['Together off', 'together', 'zai-org/GLM-4.6', off, { reasoning: { enabled: false } }],
    ['xAI', 'xai', 'grok-4.3', effort('medium'), { reasoning_effort: 'medium' }],
    ['xAI, which has no such field', 'xai', 'grok-code-fast-1', effort('medium'), {}],
    ['DeepSeek', 'deepseek', 'deepseek-v4-pro', effort('high'), { thinking: { type: 'enabled' } }],
    ['DeepSeek off', 'deepseek', 'deepseek-v4-pro', off, { thinking: { type: 'disabled' } }],
    ['OpenRouter', 'openrouter', 'z-ai/glm-4.6', effort('max'), { reasoning: { effort: 'xhigh' } }],
    ['OpenRouter off', 'openrouter', 'z-ai/glm-4.6', off, { reasoning: { effort: 'none' } }],
    [
      'a server of one’s own, off',
      'openai-compatible',
      'qwen3-8b',
      off,
      { chat_template_kwargs: { enable_thinking: false, thinking: false } },
    ],
    ['a server of one’s own', 'openai-compatible', 'qwen3-8b', effort('high'), {}],
    ['R41 temperature where it is fixed', 'openai', 'gpt-5.1', { temperature: 0.5, top_p: 0.9 }, {}],
    ['R41 temperature where it is not', 'openai', 'gpt-4.1', { temperature: 0.5 }, { temperature: 0.5 }],
  ])('%s: %s %s', (_, kind, model, body, expected) => {
    expect(said(kind, model, body)).toEqual(expected)
  })

  test('the effort of a turn counts from there on', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'system', content: 'b', output_config: { effort: 'low' } },
      { role: 'user', content: 'c' },
    ]
    expect(said('openai', 'o3', { ...effort('high'), messages })).toEqual({ reasoning_effort: 'low' })
  })

  test.each<[string, readonly string[], Body, Body]>([
    ['the nearest of the words that were taught', ['none', 'low'], effort('high'), { reasoning_effort: 'low' }],
    ['the only one', ['none'], effort('high'), { reasoning_effort: 'none' }],
    ['the only one, where nothing is said', ['none'], {}, { reasoning_effort: 'none' }],
    ['nothing, where nothing is said', ['low', 'high'], {}, {}],
  ])('E18 %s', (_, efforts, body, expected) => {
    expect(said('openai', 'gpt-9', body, { without: new Set(), efforts })).toEqual(expected)
  })
})

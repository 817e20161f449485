import type { Features } from '../../src/claude-code/features.ts'
import { claudeRequest } from '../../src/claude-code/request.ts'

export type Entry = { role: string; content: string | object[] }

/** What a request is made of: the keys, in the places where the real client was seen to have them. */
export function skeleton(features: Features) {
  const { query, headers, body } = claudeRequest('m', features, [{ role: 'user', content: 'hi' }], { stream: true })
  const { messages, system, tools = [], ...rest } = JSON.parse(body)
  const keys = (one: object) => Object.keys(one).join(' ')
  return {
    query,
    keys: Object.keys(JSON.parse(body)).sort().join(' '),
    system: system.map(keys),
    messages: messages.map(({ role, content }: Entry) => [
      role,
      ...(typeof content === 'string' ? ['text'] : content.map(keys)),
    ]),
    tools: [...new Set(tools.map(keys))],
    betas: (headers['anthropic-beta'] ?? '').split(',').sort(),
    settings: { max_tokens: rest.max_tokens, thinking: rest.thinking, output_config: rest.output_config },
  }
}

export const block = 'type text'
export const marked = 'type text cache_control'

/** Recorded from 2.1.332, for a model that it does not know. */
export const recorded = {
  query: '?beta=true',
  keys: 'context_management max_tokens messages metadata model output_config stream system thinking tools',
  system: [block, marked, marked],
  messages: [
    ['user', block, block],
    ['system', marked],
  ],
  tools: ['name description input_schema', 'name description input_schema defer_loading'],
  betas: [
    'advanced-tool-use-2025-11-20',
    'claude-code-20250219',
    'context-management-2025-06-27',
    'effort-2025-11-24',
    'interleaved-thinking-2025-05-14',
    'mid-conversation-tool-changes-2026-07-01',
    'thinking-token-count-2026-05-13',
  ],
  settings: {
    max_tokens: 32_000,
    thinking: { type: 'adaptive', display: 'omitted' },
    output_config: { effort: 'high' },
  },
}
export const withoutKey = (...names: string[]) =>
  recorded.keys
    .split(' ')
    .filter(key => !names.includes(key))
    .join(' ')

/** Recorded with CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1. */
export const calm = {
  keys: withoutKey('context_management'),
  messages: [
    ['user', block, marked],
    ['system', 'text'],
  ],
  tools: ['name description input_schema'],
  betas: ['claude-code-20250219', 'effort-2025-11-24', 'interleaved-thinking-2025-05-14'],
  settings: { ...recorded.settings, thinking: { type: 'adaptive' } },
}
export const inQuestion = [['user', block, block, marked]]

import { expect } from 'vitest'
import { deltasIn, startIn } from './asking.ts'
import { fieldsOf } from './conversation.ts'
import type { Fake } from './fake.ts'
import { litellm } from './litellm.ts'
import { llamacpp } from './llamacpp.ts'
import { ollama } from './ollama.ts'
import { vllm } from './vllm.ts'

type Events = readonly Record<string, unknown>[]

/** How a server's stream differs from Anthropic's. */
export interface Deviation {
  readonly what: string
  readonly fake: Fake
  readonly model: string
  look(events: Events, body: string): unknown
  /** What is seen there. */
  readonly shows: unknown
}

function deviation(what: string, fake: Fake, model: string, look: Deviation['look'], shows: unknown): Deviation {
  return { what, fake, model, look, shows }
}

const first = (events: Events) => fieldsOf(events[0]?.['message'])

/** Streams of a task that calls a tool. */
export const deviations: readonly Deviation[] = [
  deviation('Ollama begins without stops', ollama(), 'qwen3.5', events => Object.keys(first(events)), [
    'id',
    'type',
    'role',
    'content',
    'model',
    'usage',
  ]),
  deviation(
    'vLLM of May begins without type',
    vllm({ built: '2026-05-01' }),
    'served-name',
    events => Object.keys(first(events)),
    ['id', 'content', 'model', 'stop_reason', 'stop_sequence', 'usage'],
  ),
  deviation(
    'LiteLLM begins with zeros',
    litellm(),
    'gpt-4o',
    events => Object.values(fieldsOf(first(events)['usage'])),
    [0, 0, 0, 0],
  ),
  deviation(
    'an old vLLM says [DONE]',
    vllm({ built: '2026-03-01' }),
    'served-name',
    (_, body) => body.endsWith('data: [DONE]\n\n'),
    true,
  ),
  deviation(
    'LiteLLM 1.83.4 loses inputs',
    litellm({ version: '1.83.4' }),
    'gpt-4o',
    events => [startIn(events, 'tool_use'), deltasIn(events, 'partial_json')],
    [expect.objectContaining({ input: {} }), ''],
  ),
  deviation(
    'LiteLLM 1.90 starts twice',
    litellm({ version: '1.90.2', thinking: true, tools: 'none' }),
    'gpt-4o',
    events =>
      events
        .map(({ type, index }) => [type, index].join(' ').trim())
        .filter((event, at, all) => event !== all[at - 1] || at < 2),
    [
      'message_start',
      'message_start',
      'content_block_start 0',
      'content_block_delta 0',
      'content_block_stop 0',
      'message_delta',
      'message_stop',
    ],
  ),
  deviation(
    'a broken Ollama stream only ends',
    ollama({ breaksOff: true }),
    'qwen3.5',
    events => events.at(-1)?.['type'],
    'content_block_delta',
  ),
  deviation(
    'a broken vLLM stream ends with an error',
    vllm({ breaksOff: true }),
    'served-name',
    events => events.at(-1),
    { type: 'error', error: { type: 'internal_error', message: expect.any(String) } },
  ),
  deviation(
    'a cut call of llama-server',
    llamacpp({ tools: 'broken' }),
    'tiny-tools',
    events => events.at(-2)?.['delta'],
    { stop_reason: 'max_tokens', stop_sequence: null },
  ),
]

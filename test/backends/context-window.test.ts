import { expect, test } from 'vitest'
import { readWindow, windowQuestions } from '../../src/backends/context-window.ts'
import type { PathResponse } from '../../src/backends/response.ts'
import type { Server } from '../../src/backends/servers.ts'
import { anthropic, liteLlm, lmStudio, ollama, openRouter, recorded, vllm } from './bodies.ts'

const from = expect.stringMatching(/\w/)

test.each<[string, Server, string, PathResponse[], object]>([
  [
    'Ollama while the model is loaded',
    'ollama',
    'qwen3.5',
    [ollama.running, ollama.show],
    { claimed: 262144, effective: 4096, loaded: true },
  ],
  [
    'Ollama before: its num_ctx',
    'ollama',
    'qwen3.5',
    [ollama.idle, ollama.show],
    { claimed: 262144, effective: 8192, loaded: false },
  ],
  [
    'Ollama before, without num_ctx',
    'ollama',
    'qwen3.5',
    [ollama.idle, ollama.plainShow],
    { claimed: 262144, loaded: false },
  ],
  ['Ollama with another model loaded', 'ollama', 'gemma2:2b', [ollama.running, ollama.unknownShow], { loaded: false }],
  [
    'llama-server',
    'llamacpp',
    'tiny-tools',
    [recorded('llama-server/get-v1-models'), recorded('llama-server/get-props')],
    { claimed: 262144, effective: 4096, slots: 1 },
  ],
  [
    'llama-server answers for any name',
    'llamacpp',
    'nope',
    [recorded('llama-server/get-v1-models'), recorded('llama-server/props-65536')],
    { claimed: 262144, effective: 65536, slots: 1 },
  ],
  [
    'two slots',
    'llamacpp',
    'tiny-tools',
    [recorded('llama-server/two-slots-v1-models'), recorded('llama-server/two-slots-props')],
    { claimed: 262144, effective: 4096, slots: 2 },
  ],
  [
    'llama-server whose /props is refused',
    'llamacpp',
    'tiny-tools',
    [recorded('llama-server/two-slots-v1-models'), recorded('llama-server/auth-none-get-props')],
    { claimed: 262144, effective: 4096 },
  ],
  [
    "a router's own /props says 0",
    'llamacpp',
    'tiny-tools',
    [recorded('llama-server/router-props'), recorded('llama-server/router-v1-models')],
    { loaded: false },
  ],
  [
    'a router, of the model',
    'llamacpp',
    'tiny-tools',
    [
      recorded('llama-server/router-props'),
      recorded('llama-server/router-v1-models-after'),
      recorded('llama-server/router-props-of-model'),
    ],
    { claimed: 262144, effective: 8192, slots: 4, loaded: true },
  ],
  ['vLLM', 'vllm', 'served', [vllm.models], { claimed: 40960, effective: 40960 }],
  [
    'LM Studio',
    'lmstudio',
    'google/gemma-4-26b-a4b',
    [lmStudio.models],
    { claimed: 262144, effective: 4096, loaded: true },
  ],
  ['LM Studio, not loaded', 'lmstudio', 'tiny', [lmStudio.models], { claimed: 8192, loaded: false }],
  [
    'LM Studio before 0.4',
    'lmstudio',
    'qwen2-vl-7b-instruct',
    [lmStudio.older],
    { claimed: 32768, effective: 4096, loaded: true },
  ],
  ['LiteLLM only claims', 'litellm', 'gpt-4o', [liteLlm.info], { claimed: 64000, maxOutput: 16384 }],
  [
    'OpenRouter by its list',
    'openrouter',
    'anthropic/claude-sonnet-4.6',
    [openRouter.models],
    { claimed: 1000000, effective: 200000, maxOutput: 128000 },
  ],
  [
    'OpenRouter by its providers',
    'openrouter',
    'anthropic/claude-sonnet-4.6',
    [openRouter.models, openRouter.endpoints],
    { claimed: 1000000, effective: 120000, maxOutput: 32000 },
  ],
  [
    'Anthropic, one model',
    'anthropic',
    'claude-sonnet-4-6[1m]',
    [anthropic.one],
    { claimed: 1000000, effective: 1000000, maxOutput: 128000 },
  ],
  [
    'Anthropic by its list',
    'anthropic',
    'claude-sonnet-4-6',
    [anthropic.models],
    { claimed: 1000000, effective: 1000000, maxOutput: 128000 },
  ],
  ['MiniMax', 'minimax', 'MiniMax-M2.5', [], { claimed: 204800 }],
])('%s', (_, kind, model, responses, expected) => {
  expect(readWindow(kind, model, responses)).toEqual({ ...expected, from })
})

test.each<[string, Server, string, PathResponse[]]>([
  ['no answer', 'ollama', 'm', []],
  ['a model that is not there', 'vllm', 'nope', [vllm.models]],
  ["LiteLLM's own models", 'litellm', 'own', [liteLlm.info]],
  ["another of MiniMax's models", 'minimax', 'MiniMax-M3', []],
  ['a vendor that says nothing', 'deepseek', 'deepseek-chat', []],
])('%s is nothing known', (_, kind, model, responses) =>
  expect(readWindow(kind, model, responses)).toEqual({ from: '' }),
)

test.each<[Server, string, string[]]>([
  ['ollama', 'q"3', ['GET /api/ps', 'POST /api/show {"model":"q\\"3"}']],
  ['llamacpp', 'a b&c', ['GET /v1/models', 'GET /props?model=a%20b%26c']],
  ['openrouter', 'qwen/q:free', ['GET /v1/models', 'GET /v1/models/qwen/q%3Afree/endpoints']],
  ['openrouter', 'auto', ['GET /v1/models']],
  ['anthropic', 'opus[1m]', ['GET /v1/models?limit=1000', 'GET /v1/models/opus']],
  ['anthropic', '\ud800', ['GET /v1/models?limit=1000', 'GET /v1/models/%3F']],
  ['lmstudio', 'm', ['GET /api/v1/models', 'GET /api/v0/models']],
  ['litellm', 'm', ['GET /v1/model/info']],
  ['vllm', 'm', ['GET /v1/models']],
  ['portkey', 'm', []],
])('%s is asked about %j', (kind, model, expected) => {
  const asked = windowQuestions(kind, model)
  expect(asked.map(({ method, path, body }) => [method, path, body].filter(Boolean).join(' '))).toEqual(expected)
})

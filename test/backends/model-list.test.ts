import { expect, test } from 'vitest'
import { findModel, isSameModel, modelPaths, readModelList } from '../../src/backends/model-list.ts'
import type { PathResponse } from '../../src/backends/response.ts'
import type { Server } from '../../src/backends/servers.ts'
import { anthropic, liteLlm, lmStudio, ollama, openRouter, recorded, response, unexpected, vllm } from './bodies.ts'

test.each<[string, Server, PathResponse[], unknown[]]>([
  [
    'llama-server: the window of a slot',
    'llamacpp',
    [recorded('llama-server/two-slots-v1-models')],
    [{ id: 'tiny-tools', contextTokens: 262144, loadedTokens: 4096, images: false }],
  ],
  [
    'llama-server as a router',
    'llamacpp',
    [recorded('llama-server/router-v1-models-after')],
    [
      { id: 'tiny-notools', loaded: false, images: false },
      { id: 'tiny-think', loaded: false, images: false },
      { id: 'tiny-tools', loaded: true, contextTokens: 262144, loadedTokens: 8192, images: false },
    ],
  ],
  [
    'aimock',
    'mock',
    [recorded('aimock/get-v1-models')],
    ['gpt-4', 'gpt-4o', 'claude-3-5-sonnet-20241022', 'gemini-2.0-flash', 'text-embedding-3-small'].map(id => ({ id })),
  ],
  [
    'Ollama: its capabilities are complete, an older one has none',
    'ollama',
    [ollama.tags, ollama.models],
    [
      { id: 'qwen3.5:latest', contextTokens: 262144, tools: true, images: true, thinking: true },
      { id: 'gemma2:2b', contextTokens: 8192, tools: false, images: false, thinking: false },
      { id: 'old:7b' },
    ],
  ],
  [
    'LM Studio',
    'lmstudio',
    [lmStudio.models, unexpected('/api/v0/models')],
    [
      {
        id: 'google/gemma-4-26b-a4b',
        contextTokens: 262144,
        loadedTokens: 4096,
        loaded: true,
        tools: true,
        images: true,
        thinking: true,
      },
      {
        id: 'gemma-big',
        contextTokens: 262144,
        loadedTokens: 65536,
        loaded: true,
        tools: true,
        images: true,
        thinking: true,
      },
      { id: 'tiny', contextTokens: 8192, loaded: false, images: false },
    ],
  ],
  [
    'LM Studio before 0.4',
    'lmstudio',
    [unexpected('/api/v1/models'), lmStudio.older],
    [{ id: 'qwen2-vl-7b-instruct', contextTokens: 32768, loadedTokens: 4096, loaded: true, tools: true, images: true }],
  ],
  ['vLLM', 'vllm', [vllm.models], [{ id: 'served', contextTokens: 40960, loadedTokens: 40960 }]],
  [
    'LiteLLM: two deployments of one name',
    'litellm',
    [liteLlm.info, liteLlm.models],
    [
      {
        id: 'gpt-4o',
        contextTokens: 64000,
        maxOutputTokens: 16384,
        tools: true,
        images: false,
        thinking: false,
        promptDollars: 2.5,
        completionDollars: 10,
      },
      { id: 'own' },
    ],
  ],
  [
    'OpenRouter',
    'openrouter',
    [openRouter.models],
    [
      {
        id: 'anthropic/claude-sonnet-4.6',
        contextTokens: 1000000,
        loadedTokens: 200000,
        maxOutputTokens: 128000,
        tools: true,
        images: true,
        thinking: true,
        promptDollars: 3,
        completionDollars: 15,
        free: false,
      },
      {
        id: 'qwen/qwen3-coder:free',
        contextTokens: 262144,
        loadedTokens: 262144,
        tools: false,
        images: false,
        thinking: false,
        promptDollars: 0,
        completionDollars: 0,
        free: true,
      },
      { id: 'openrouter/auto', contextTokens: 2000000 },
    ],
  ],
  [
    'Anthropic',
    'anthropic',
    [anthropic.models],
    [
      { id: 'claude-sonnet-4-6', contextTokens: 1000000, maxOutputTokens: 128000, images: true, thinking: true },
      { id: 'claude-new' },
    ],
  ],
  ['a server that refuses', 'vllm', [vllm.refused], []],
  ["another server's paths are left out of account", 'vllm', [ollama.tags, lmStudio.models], []],
])('%s', (_, kind, responses, expected) => expect(readModelList(kind, responses)).toEqual(expected))

const list = [
  { id: 'qwen3.5:latest' },
  { id: 'Qwen/Qwen3-8B' },
  { id: 'tiny', aliases: ['small'] },
  { id: 'a' },
  { id: 'A' },
]

test.each([
  ['qwen3.5:latest', 'qwen3.5:latest'],
  ['qwen3.5', 'qwen3.5:latest'],
  ['QWEN3.5', 'qwen3.5:latest'],
  ['qwen/qwen3-8b', 'Qwen/Qwen3-8B'],
  ['small', 'tiny'],
  ['A', 'A'],
  ['tiny[1m]', 'tiny'],
  ['qwen3.5:4b', undefined],
  ['', undefined],
])('%j is %j', (name, id) => expect(findModel(list, name)?.id).toBe(id))

test.each([
  ['a', 'A:latest', true],
  ['a:latest', 'a', true],
  ['a:4b', 'a', false],
])('%s and %s are the same model: %s', (one, other, same) => expect(isSameModel(one, other)).toBe(same))

test('a list that does not say where it ends is asked for in one piece', () => {
  expect(modelPaths('anthropic')).toEqual(['/v1/models?limit=1000'])
})

test.each([
  ['0.0000001', 0.1],
  [0.000003, 3],
  ['', undefined],
  ['free', undefined],
  ['Infinity', undefined],
])('a price of %j for a token is %j for a million', (prompt, dollars) => {
  const body = { data: [{ id: 'm', pricing: { prompt, completion: '0.000001' } }] }
  expect(readModelList('openrouter', [response('/v1/models', body)])[0]?.promptDollars).toBe(dollars)
})

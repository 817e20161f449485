import { expect, test } from 'vitest'
import type { Profile } from '../../src/profiles/profile.ts'
import { valuesOf } from '../../src/templates/values.ts'

const plain: Profile = {
  name: 'local',
  kind: 'vllm',
  baseUrl: 'http://192.168.1.20:9000',
  credential: { header: 'bearer', secret: { value: 'canary-secret' }, key: 'LOCAL_AUTH_TOKEN' },
  models: { main: 'Qwen/Qwen3-Coder-30B', opus: 'big', sonnet: 'mid', haiku: 'small', subagent: 'sub' },
  contextTokens: 131_072,
  maxOutputTokens: 16_384,
  off: new Set(),
  claudeArgs: ['canary-argument'],
  extra: new Map([['NAME', 'canary-extra']]),
}

const all = {
  profile: 'local',
  prefix: 'LOCAL',
  model: 'Qwen/Qwen3-Coder-30B',
  opus: 'big',
  sonnet: 'mid',
  haiku: 'small',
  subagent: 'sub',
  contextTokens: '131072',
  maxOutputTokens: '16384',
  toolParser: 'qwen3_coder',
  repository: 'Qwen/Qwen3-Coder-30B',
  credentialVariable: 'ANTHROPIC_AUTH_TOKEN',
  create: 'ollama create Qwen/Qwen3-Coder-30B-128k -f Modelfile',
  enlarged: 'Qwen/Qwen3-Coder-30B-128k',
  url: 'http://192.168.1.20:9000',
  port: '9000',
  listen: '0.0.0.0',
}

test('every value of a profile, and no secret', () => {
  expect(Object.fromEntries(valuesOf(plain))).toEqual(all)
})

const { baseUrl: _, ...noUrl } = plain
const { contextTokens: _tokens, ...noWindow } = plain

test.each<[string, Profile, Record<string, string | undefined>]>([
  ['loopback', { ...plain, baseUrl: 'http://localhost:8000' }, { port: '8000', listen: '127.0.0.1' }],
  ['no port', { ...plain, baseUrl: 'http://gpu.lan' }, { port: '80', listen: '0.0.0.0' }],
  [
    'TLS by somebody else',
    { ...plain, baseUrl: 'https://gpu.lan' },
    { url: 'https://gpu.lan', port: undefined, listen: undefined },
  ],
  [
    'the usual address',
    { ...noUrl, kind: 'ollama' },
    { url: 'http://localhost:11434', port: '11434', listen: '127.0.0.1' },
  ],
  ['Anthropic', { ...noUrl, kind: 'anthropic' }, { url: undefined, port: undefined, listen: undefined }],
  [
    'a plain name',
    { ...plain, models: { main: 'coder' } },
    { repository: undefined, toolParser: undefined, opus: undefined },
  ],
  [
    'no model',
    { ...plain, models: {} },
    { model: undefined, create: undefined, enlarged: undefined, toolParser: undefined },
  ],
  ['no window', noWindow, { contextTokens: undefined, enlarged: 'Qwen/Qwen3-Coder-30B-64k' }],
  [
    'a hostile name',
    { ...plain, models: { main: "a b'c" } },
    { create: `ollama create 'a b'\\''c-128k' -f Modelfile`, enlarged: `'a b'\\''c-128k'` },
  ],
  [
    'x-api-key',
    { ...plain, credential: { header: 'x-api-key', secret: { command: 'canary' } } },
    { credentialVariable: 'ANTHROPIC_API_KEY' },
  ],
])('%s', (_name, profile, expected) => {
  const values = Object.fromEntries(valuesOf(profile))
  for (const [name, value] of Object.entries(expected)) expect([name, values[name]]).toEqual([name, value])
  expect(JSON.stringify(values)).not.toContain('canary')
})

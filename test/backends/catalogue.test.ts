import { expect, test } from 'vitest'
import { backendOf, backends, kindOf } from '../../src/backends/catalogue.ts'

test.each(Object.entries(backends))('%s is called by its own name', (kind, backend) => {
  expect(backend.kind).toBe(kind)
  expect(backendOf(backend.kind)).toBe(backend)
})

test('every default URL is recognised as its own kind', () => {
  for (const backend of Object.values(backends)) {
    if ('defaultBaseUrl' in backend) expect(kindOf(new URL(backend.defaultBaseUrl))).toBe(backend.kind)
  }
})

test('a kind that needs no credential says what is sent in its place, so that no login is', () => {
  for (const { kind, auth } of Object.values(backends)) {
    if (kind !== 'anthropic' && auth.needed !== 'always') expect(auth).toHaveProperty('placeholder')
  }
})

test.each([
  ['https://api.anthropic.com', 'anthropic'],
  ['https://anthropic.com', 'anthropic'],
  ['https://openrouter.ai/api', 'openrouter'],
  ['http://box:11434', 'ollama'],
  ['http://box:1234', 'lmstudio'],
  ['http://box:8080', 'llamacpp'],
  ['http://box:8000', 'vllm'],
  ['http://box:4000', 'litellm'],
  ['http://box', 'gateway'],
  ['https://box:8443', 'gateway'],
  ['https://api.anthropic.com.evil.test', 'gateway'],
  ['https://fake-anthropic.com', 'gateway'],
  ['https://api.anthropic.com:8000', 'anthropic'],
  ['https://evil.test/api.anthropic.com', 'gateway'],
])('%s is %s', (url, kind) => expect(kindOf(new URL(url))).toBe(kind))

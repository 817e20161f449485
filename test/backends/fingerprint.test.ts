import { expect, test } from 'vitest'
import { fingerprintPaths, identify } from '../../src/backends/fingerprint.ts'
import type { PathResponse } from '../../src/backends/response.ts'
import { recordingsOf } from '../support/recordings.ts'
import { anthropic, liteLlm, lmStudio, ollama, recorded, response, unexpected, vllm } from './bodies.ts'

const bare = ({ headers, ...rest }: PathResponse): PathResponse => ({ ...rest, headers: {} })

test.each<[string, PathResponse[], string, string | undefined]>([
  ['llama-server', [recorded('llama-server/get-root')], 'llamacpp', undefined],
  [
    'llama-server, with its build',
    [recorded('llama-server/get-root'), recorded('llama-server/get-props')],
    'llamacpp',
    'b10573-d775b8967',
  ],
  ['llama-server behind a proxy', [bare(recorded('llama-server/get-v1-models'))], 'llamacpp', undefined],
  ['llama-server as a router', [recorded('llama-server/router-props')], 'llamacpp', 'b10573-d775b8967'],
  ['a router behind a proxy', [bare(recorded('llama-server/router-v1-models'))], 'llamacpp', undefined],
  ['llama-server that loads', [recorded('llama-server/loading-health')], 'llamacpp', undefined],
  ['llama-server that wants a key', [recorded('llama-server/auth-none-get-v1-models')], 'llamacpp', undefined],
  ['aimock', [recorded('aimock/get-root'), recorded('aimock/get-v1-models')], 'mock', undefined],
  [
    'aimock, which imitates Ollama',
    [recorded('aimock/get-api-tags'), recorded('aimock/get-v1-models')],
    'mock',
    undefined,
  ],
  ['Ollama', [ollama.root, ollama.version, ollama.models], 'ollama', '0.33.0'],
  ['Ollama whose root is hidden', [ollama.models], 'ollama', undefined],
  ['LM Studio', [unexpected('/'), unexpected('/version'), unexpected('/api/version')], 'lmstudio', undefined],
  ['LM Studio, by its list', [lmStudio.models], 'lmstudio', undefined],
  ['vLLM', [vllm.version, vllm.models], 'vllm', '0.19.1'],
  ['vLLM that wants a key', [vllm.version, vllm.refused], 'vllm', '0.19.1'],
  ['LiteLLM', [liteLlm.alive, liteLlm.ready], 'litellm', '1.82.6'],
  ['LiteLLM that hides its version', [liteLlm.alive, liteLlm.newReady], 'litellm', undefined],
  ['LiteLLM, by its headers', [liteLlm.withHeaders], 'litellm', '1.88.2'],
  ['LiteLLM in front of vLLM', [liteLlm.alive, vllm.models], 'litellm', undefined],
  ['Portkey', [response('/', 'AI Gateway says hey!')], 'portkey', undefined],
  ['Anthropic behind another name', [anthropic.behind], 'anthropic', undefined],
])('%s', (_, responses, kind, version) => {
  const identity = identify(responses, '127.0.0.1:8080')
  expect(identity).toMatchObject({ kind, by: expect.stringMatching(/\w/), title: expect.stringMatching(/\w/) })
  expect(identity?.version).toBe(version)
})

test.each<[string, PathResponse[]]>([
  ['nothing', []],
  ['a version alone, which others have too', [response('/version', { version: '1.2.3' })]],
  ["Ollama's version path alone", [response('/api/version', { version: '1.2.3' })]],
  ['200 for everything', fingerprintPaths.map(path => response(path, {}))],
  ['a web page for everything', fingerprintPaths.map(path => response(path, '<html>Ollama is running</html>'))],
  ['an OpenAI-like list', [liteLlm.models]],
  ['a page that speaks of Ollama', [response('/', 'Ollama is running, says the manual')]],
  ['a refusal in other words', [vllm.version, response('/v1/models', { error: 'unauthorized' }, 401)]],
])('%s gives nobody away', (_, responses) => expect(identify(responses, 'box')).toBeUndefined())

test.each([
  ['api.anthropic.com', 'anthropic'],
  ['API.Anthropic.com:443', 'anthropic'],
  ['openrouter.ai', 'openrouter'],
  ['api.deepseek.com', 'deepseek'],
  ['api.moonshot.ai', 'kimi'],
  ['api.moonshot.cn', 'kimi'],
  ['api.z.ai', 'zai'],
  ['api.minimax.io', 'minimax'],
  ['api.mistral.ai', 'mistral'],
  ['api.anthropic.com.evil.test', undefined],
  ['fake-openrouter.ai', undefined],
  ['constructor', undefined],
])('the host %s is %s', (host, kind) => expect(identify([], host)?.kind).toBe(kind))

test('a version that no program has is not repeated', () => {
  const odd = response('/api/version', { version: '\u001b[31m1.0' })
  expect(identify([ollama.root, odd], 'box')).not.toHaveProperty('version')
})

test.each(recordingsOf('llama-server'))('%s carries the mark of llama-server', name => {
  expect(identify([recorded(name)], 'box')?.kind).toBe('llamacpp')
})

test('every path of the fingerprint is behind the base URL', () => {
  for (const path of fingerprintPaths) expect(path).toMatch(/^\/[\w/]*$/)
})

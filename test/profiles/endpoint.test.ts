import { expect, test } from 'vitest'
import { backends } from '../../src/backends/catalogue.ts'
import { complaints, ready } from '../support/profiles.ts'

/** Everything that a profile of any kind needs beside its KIND and BASE_URL. */
const rest = (name: string) => `\n${name}_MODEL=m\n${name}_AUTH_TOKEN=t\n`

test.each([
  ['local', 'LOCAL_BASE_URL=http://localhost:11434', 'ollama', 'http://localhost:11434'],
  ['local', 'LOCAL_BASE_URL=http://box:1234', 'lmstudio', 'http://box:1234'],
  ['local', 'LOCAL_BASE_URL=http://box:8080', 'llamacpp', 'http://box:8080'],
  ['local', 'LOCAL_BASE_URL=http://box:8000/v1', 'vllm', 'http://box:8000'],
  ['local', 'LOCAL_BASE_URL=http://box:4000', 'litellm', 'http://box:4000'],
  ['local', 'LOCAL_BASE_URL=http://box:9999', 'gateway', 'http://box:9999'],
  ['local', 'LOCAL_BASE_URL=https://openrouter.ai/api/v1', 'openrouter', 'https://openrouter.ai/api'],
  ['local', 'LOCAL_BASE_URL=https://api.anthropic.com', 'anthropic', 'https://api.anthropic.com'],
  ['local', 'LOCAL_BASE_URL=https://notanthropic.com', 'gateway', 'https://notanthropic.com'],
  ['local', 'LOCAL_BASE_URL=https://anthropic.com.evil.test', 'gateway', 'https://anthropic.com.evil.test'],
  ['local', 'LOCAL_BASE_URL=http://box:8000\nLOCAL_KIND=ollama', 'ollama', 'http://box:8000'],
  ['local', 'LOCAL_KIND=Ollama', 'ollama', 'http://localhost:11434'],
  ['local', 'LOCAL_KIND=lmstudio', 'lmstudio', 'http://localhost:1234'],
  ['local', 'LOCAL_KIND=llamacpp', 'llamacpp', 'http://localhost:8080'],
  ['local', 'LOCAL_KIND=vllm', 'vllm', 'http://localhost:8000'],
  ['local', 'LOCAL_KIND=litellm', 'litellm', 'http://localhost:4000'],
  ['local', 'LOCAL_KIND=openrouter', 'openrouter', 'https://openrouter.ai/api'],
  ['local', 'LOCAL_KIND=anthropic', 'anthropic', undefined],
  ['ollama', '', 'ollama', 'http://localhost:11434'],
  ['ollama', 'OLLAMA_BASE_URL=http://gpu:9999', 'ollama', 'http://gpu:9999'],
  ['vibe', '', 'litellm', 'http://localhost:4000'],
  ['vibe', 'VIBE_KIND=vllm', 'vllm', 'http://localhost:8000'],
  ['box', 'BOX_KIND=openai', 'openai', 'https://api.openai.com/v1'],
  [
    'box',
    'BOX_KIND=groq\nBOX_BASE_URL=https://eu.groq.com/openai/v1/chat/completions/',
    'groq',
    'https://eu.groq.com/openai/v1',
  ],
  [
    'box',
    'BOX_BASE_URL=https://generativelanguage.googleapis.com/v1beta/openai/',
    'gemini',
    'https://generativelanguage.googleapis.com/v1beta/openai',
  ],
  ['box', 'BOX_BASE_URL=https://codestral.mistral.ai/v1', 'codestral', 'https://codestral.mistral.ai/v1'],
  ['box', 'BOX_BASE_URL=https://opencode.ai/zen/v1', 'opencode', 'https://opencode.ai/zen/v1'],
  ['box', 'BOX_BASE_URL=https://opencode.ai/zen/go/v1', 'opencode-go', 'https://opencode.ai/zen/go/v1'],
  ['box', 'BOX_BASE_URL=https://api.deepseek.com/anthropic', 'deepseek', 'https://api.deepseek.com/anthropic'],
  ['box', 'BOX_KIND=kimi', 'kimi', 'https://api.moonshot.ai/anthropic'],
  ['cloud', '', 'anthropic', undefined],
  ['box', 'BOX_BASE_URL=http://10.0.0.2', 'gateway', 'http://10.0.0.2'],
])('%s with %j is %s at %s', (name, lines, kind, baseUrl) => {
  const profile = ready(`${lines}${rest(name.toUpperCase())}`, name)
  expect([profile.kind, profile.baseUrl]).toEqual([kind, baseUrl])
})

test.each([
  ['VIBE_API_KEY=k', 'mistral', 'https://api.mistral.ai/v1'],
  ['MISTRAL_API_KEY=k', 'mistral', 'https://api.mistral.ai/v1'],
  ['VIBE_API_KEY_COMMAND=pass', 'mistral', 'https://api.mistral.ai/v1'],
  ['VIBE_API_KEY=k\nVIBE_BASE_URL=https://api.mistral.ai/v1', 'mistral', 'https://api.mistral.ai/v1'],
  ['VIBE_API_KEY=k\nVIBE_BASE_URL=http://127.0.0.1:9000', 'litellm', 'http://127.0.0.1:9000'],
  ['VIBE_AUTH_TOKEN=k', 'litellm', 'http://localhost:4000'],
  ['LITELLM_MASTER_KEY=k', 'litellm', 'http://localhost:4000'],
  ['LITELLM_MASTER_KEY=k\nMISTRAL_API_KEY=k', 'litellm', 'http://localhost:4000'],
])('vibe with %j is %s at %s', (lines, kind, baseUrl) => {
  const profile = ready(`${lines}\nVIBE_MODEL=m`, 'vibe')
  expect([profile.kind, profile.baseUrl]).toEqual([kind, baseUrl])
})

test('vibe needs a key and nothing else', () => {
  expect(ready('MISTRAL_API_KEY=k', 'vibe')).toMatchObject({
    models: { main: 'devstral-latest', haiku: 'devstral-latest' },
    contextTokens: 256_000,
    router: 'chat',
    credential: { header: 'bearer', key: 'MISTRAL_API_KEY' },
  })
})

const kinds = Object.keys(backends)

test.each([
  ['local', '', 'error -: LOCAL_BASE_URL is missing; add a line such as LOCAL_BASE_URL=http://192.168.1.20:8000.'],
  [
    'box',
    'BOX_KIND=gateway',
    'error -: BOX_BASE_URL is missing; add a line such as BOX_BASE_URL=http://192.168.1.20:8000.',
  ],
  [
    'local',
    'LOCAL_KIND=openia',
    `error 1: LOCAL_KIND is none of its ${kinds.length} words, which docs/file.md lists; did you mean openai?`,
  ],
  ['local', 'LOCAL_KIND=xyzxyz', `error 1: LOCAL_KIND must be one of ${kinds.join(', ')}.`],
  [
    'box',
    '',
    'error -: BOX_BASE_URL is missing; add a line such as BOX_BASE_URL=http://192.168.1.20:8000; for Anthropic itself, add BOX_KIND=anthropic instead.',
  ],
  [
    'openai',
    '',
    'error -: OPENAI_BASE_URL is missing; add OPENAI_KIND=openai if it is that service, else add a line such as OPENAI_BASE_URL=http://192.168.1.20:8000.',
  ],
  [
    'work',
    'WORK_KIND=azure',
    'error -: WORK_BASE_URL is missing; add a line such as WORK_BASE_URL=https://YOUR-RESOURCE.openai.azure.com/openai/v1.',
  ],
  [
    'local',
    'LOCAL_BASE_URL=http://box:8000/v1/chat/completions',
    'error 1: LOCAL_BASE_URL is an address of chat completions, which Claude Code does not speak; add KIND=openai-compatible, and the router translates.',
  ],
  ['local', 'LOCAL_BASE_URL=box:8000', 'error 1: LOCAL_BASE_URL has no http:// or https:// in front; add it.'],
  [
    'local',
    'LOCAL_BASE_URL=https://me:canary@box',
    'error 1: LOCAL_BASE_URL has a user name or password in it; put the secret into AUTH_TOKEN or API_KEY instead.',
  ],
  [
    'local',
    'LOCAL_BASE_URL=http://your-server:8000',
    "error 1: LOCAL_BASE_URL still has the example's value; put your own there.",
  ],
  [
    'local',
    'LOCAL_BASE_URL=http://box:8000/v1/',
    'note 1: LOCAL_BASE_URL: "/v1/" at the end was taken off, since Claude Code adds /v1/messages itself',
  ],
])('%s with %j is told what to do', (name, lines, says) => {
  expect(complaints(`${lines}${rest(name.toUpperCase())}`, name)).toEqual([says])
})

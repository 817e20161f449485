import { expect, test } from 'vitest'
import { destinationOf } from '../../src/env/destination.ts'
import { resolveEnv } from '../../src/env/precedence.ts'
import { ready } from '../support/profiles.ts'
import { layer } from '../support/standing.ts'

const base = 'ANTHROPIC_BASE_URL'

test.each<[Record<string, string>, string]>([
  [{}, 'anthropic Anthropic public'],
  [{ [base]: '' }, 'anthropic Anthropic public'],
  [{ [base]: 'https://api.anthropic.com' }, 'anthropic Anthropic public https://api.anthropic.com'],
  [{ [base]: 'https://api.anthropic.com/' }, 'anthropic Anthropic public https://api.anthropic.com'],
  [{ [base]: 'http://localhost:11434/' }, 'ollama Ollama loopback http://localhost:11434'],
  [{ [base]: 'http://192.168.1.2:8000' }, 'vllm vLLM private http://192.168.1.2:8000'],
  [{ [base]: 'https://openrouter.ai/api' }, 'openrouter OpenRouter public https://openrouter.ai/api'],
  [{ [base]: 'https://box.test/x' }, 'gateway a gateway public https://box.test/x'],
  [{ [base]: 'nonsense' }, 'gateway an address that is no URL public nonsense'],
  [{ CLAUDE_CODE_USE_BEDROCK: '1', [base]: 'http://box' }, 'provider Amazon Bedrock public'],
  [{ CLAUDE_CODE_USE_VERTEX: 'true' }, 'provider Google Vertex AI public'],
  [{ CLAUDE_CODE_USE_FOUNDRY: 'yes' }, 'provider Microsoft Foundry public'],
  [{ CLAUDE_CODE_USE_MANTLE: 'on' }, 'provider Bedrock Mantle public'],
  [{ CLAUDE_CODE_USE_ANTHROPIC_AWS: '1' }, 'provider Claude on AWS public'],
  [{ CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD: '1' }, 'provider Claude on Google Cloud public'],
  [{ CLAUDE_CODE_USE_BEDROCK: '0' }, 'anthropic Anthropic public'],
  [{ CLAUDE_CODE_USE_BEDROCK: 'enabled' }, 'anthropic Anthropic public'],
  [{ CLAUDE_CODE_USE_VERTEX: '1', CLAUDE_CODE_USE_BEDROCK: '1' }, 'provider Amazon Bedrock public'],
])('%j goes to %s', (environment, expected) => {
  const { kind, title, reach, url } = destinationOf(resolveEnv(environment, []))
  expect([kind, title, reach, url].filter(Boolean).join(' ')).toBe(expected)
})

test('a settings file decides before the shell, and is named', () => {
  const resolved = resolveEnv({ [base]: 'http://box' }, [layer('user', { [base]: 'http://other' })])
  expect(destinationOf(resolved)).toMatchObject({ url: 'http://other', from: '/user' })
  const off = resolveEnv({ CLAUDE_CODE_USE_BEDROCK: '1' }, [layer('user', { CLAUDE_CODE_USE_BEDROCK: '' })])
  expect(destinationOf(off).kind).toBe('anthropic')
})

test('the active profile lends its kind to its own URL, and to no other', () => {
  const profile = ready('BOX_BASE_URL=http://box:9\nBOX_KIND=vllm\nBOX_MODEL=m', 'box')
  expect(destinationOf(resolveEnv({ [base]: 'http://box:9/' }, []), profile).kind).toBe('vllm')
  expect(destinationOf(resolveEnv({ [base]: 'http://box:99' }, []), profile).kind).toBe('gateway')
})

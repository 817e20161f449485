import { expect, test } from 'vitest'
import { judgeRelease } from '../../src/backends/releases.ts'
import type { Server } from '../../src/backends/servers.ts'

const levels = (kind: Server, version: string | undefined) => judgeRelease(kind, version).map(({ level }) => level)

test.each<[Server, string, string]>([
  ['litellm', '1.81.9', 'warn'],
  ['litellm', '1.82.0', 'warn,warn'],
  ['litellm', '1.82.6', 'warn,warn'],
  ['litellm', '1.82.7', 'fail'],
  ['litellm', 'v1.82.8', 'fail'],
  ['litellm', '1.82.8.post1', 'fail'],
  ['litellm', '1.82.7-stable', 'fail'],
  ['litellm', '1.82.7rc1', 'warn,warn'],
  ['litellm', '1.82.7-nightly', 'warn,warn'],
  ['litellm', '1.82.9', 'warn,warn'],
  ['litellm', '1.83.4', 'warn,warn'],
  ['litellm', '1.83.5', 'warn'],
  ['litellm', '1.83.10', 'warn'],
  ['litellm', '1.84.0', ''],
  ['litellm', '1.90.2', 'warn'],
  ['litellm', '1.91.0', ''],
  ['litellm', '11.82.7', ''],
  ['litellm', '1.82.70', 'warn,warn'],
  ['litellm', '1.107.0', 'fail'],
  ['litellm', 'v1.107.0-stable', 'fail'],
  ['litellm', '1.106.12', ''],
  ['litellm', '1.107.1', ''],
  ['litellm', '1.82.7.dev3', ''],
  ['litellm', '1.82.71234567', ''],
  ['ollama', '0.13.5', 'fail'],
  ['ollama', '0.14.0', 'warn'],
  ['ollama', '0.14.0-rc2', 'warn'],
  ['ollama', '0.15.4', 'warn'],
  ['ollama', '0.15.5', ''],
  ['ollama', '0.33.0-rc2', ''],
  ['ollama', '1.0', ''],
  ['ollama', '0.0.0', ''],
  ['ollama', '0.9.1-4-g1a2b3c4-dirty', ''],
  ['llamacpp', 'b7186-0123456', 'fail'],
  ['llamacpp', 'b7187-0123456', ''],
  ['llamacpp', 'b8905', ''],
  ['llamacpp', 'b10573-d775b8967', ''],
  ['llamacpp', 'b1-d775b8967', ''],
  ['llamacpp', 'b0-unknown', ''],
  ['lmstudio', '0.4.0', 'fail'],
  ['lmstudio', '0.3.37', 'fail'],
  ['lmstudio', '0.4.1', ''],
  ['lmstudio', '0.4.19', ''],
  ['lmstudio', '0.4.19+1', ''],
  ['lmstudio', '0.4.19+2', 'warn'],
  ['lmstudio', '0.4.19 (Build 2)', 'warn'],
  ['lmstudio', '0.4.20', 'warn'],
  ['lmstudio', '0.4.21', ''],
  ['vllm', '0.10.2', 'warn'],
  ['vllm', '0.11.0+cu128', 'warn'],
  ['vllm', '0.11.1', ''],
  ['vllm', '0.11.1rc3', ''],
  ['vllm', '0.19.1', ''],
  ['vllm', '0.1.dev1+g017e9f444', ''],
  ['anthropic', '0.1.0', ''],
  ['gateway', '1.82.7', ''],
  ['mock', '1.43.0', ''],
])('%s %s: %s', (kind, version, level) => expect(levels(kind, version).join()).toBe(level))

test.each(['', 'unknown', 'latest', 'x.y.z', '1', '....', '-1.82.7', '1e9.2.3', `${'9'.repeat(400)}.1.1`])(
  'a version of %j is not judged',
  version => {
    for (const kind of ['litellm', 'ollama', 'llamacpp', 'lmstudio', 'vllm'] as const) {
      expect(levels(kind, version)).toEqual([])
    }
  },
)

test('no version is not judged', () => expect(levels('litellm', undefined)).toEqual([]))

test('the forged releases: stop, rotate, and install nothing older than the next bug', () => {
  const [judgement] = judgeRelease('litellm', '1.82.7')
  expect(judgement?.says).toContain('1.82.7')
  expect(judgement?.remedySays).toMatch(/stop it.*every credential.*environment, SSH, cloud.*databases.*1\.106\.12/)
  expect(judgement?.commands).toEqual([`pip install 'litellm[proxy]==1.106.12'`])
})

import { expect, test } from 'vitest'
import { server } from '../../../src/doctor/probes/server.ts'
import { answered, patientFor, type Script } from '../../support/patient.ts'

const ollama = (version: string) => ({
  '/': answered('Ollama is running'),
  '/api/version': answered(JSON.stringify({ version })),
})
const litellm = (version: string) => ({
  '/v1/models': answered('{"data":[]}', { headers: { 'x-litellm-version': version } }),
})
const at = (kind: string, url = 'http://127.0.0.1:4999') =>
  `LOCAL_BASE_URL=${url}\nLOCAL_KIND=${kind}\nLOCAL_MODEL=m\nLOCAL_AUTH_TOKEN=t\n`

test.each<[string, text: string, free: NonNullable<Script['free']>, level: string, says: RegExp, set?: object]>([
  ['as the profile says', at('ollama'), ollama('99.0.0'), 'ok', /^Ollama 99\.0\.0$/],
  [
    'another kind',
    at('vllm'),
    ollama('99.0.0'),
    'warn',
    /^Ollama 99\.0\.0, and the profile .+ vLLM$/,
    { KIND: 'ollama' },
  ],
  ['nobody knows', at('gateway'), {}, 'note', /does not say/],
  ['a stolen release', at('litellm'), litellm('1.82.7'), 'fail', /1\.82\.7/],
  ['the other one', at('litellm'), litellm('1.82.8'), 'fail', /1\.82\.8/],
  ['a vendor by its host', at('deepseek', 'https://api.deepseek.com/anthropic'), {}, 'ok', /^DeepSeek$/],
  [
    'a vendor that is taken for nobody in particular',
    at('gateway', 'https://api.deepseek.com/anthropic'),
    {},
    'warn',
    /^DeepSeek, and the profile takes it for/,
    { KIND: 'deepseek' },
  ],
])('%s', async (_, text, free, level, says, set) => {
  const target = patientFor({ text, free })
  const [finding] = await server.run(target)
  expect(finding?.level).toBe(level)
  expect(finding?.says).toMatch(says)
  expect(finding?.remedy?.set).toEqual(set)
})

test('what it turned out to be is taken for the rest', async () => {
  const target = patientFor({ text: at('vllm'), free: ollama('99.0.0') })
  await server.run(target)
  expect(target.facts).toMatchObject({ server: 'ollama', kind: 'ollama', identity: { version: '99.0.0' } })
})

test("a vendor's host is asked nothing, and is no kind of ours", async () => {
  const target = patientFor({ text: at('gateway', 'https://api.deepseek.com/anthropic') })
  await server.run(target)
  expect(target.paths).toEqual([])
  expect(target.facts).toMatchObject({ server: 'deepseek', kind: 'deepseek' })
})

import { describe, expect, test } from 'vitest'
import { likelyModel, modelProbe } from '../../../src/doctor/probes/model.ts'
import { answered, patientFor, type Script } from '../../support/patient.ts'

const list = (...ids: string[]) => ({
  '/v1/models': answered(JSON.stringify({ object: 'list', data: ids.map(id => ({ id, object: 'model' })) })),
})

const judged = async (ids: string[], lines: string[], script: Script = {}) => {
  const text = ['LOCAL_BASE_URL=http://127.0.0.1:4999', 'LOCAL_KIND=vllm', ...lines, ''].join('\n')
  const findings = await modelProbe.run(patientFor({ text, free: list(...ids), ...script }))
  return findings.map(({ level, says, remedy }) => ({ level, says, set: remedy?.set }))
}

describe('the model of every tier', () => {
  test('is there', async () => {
    expect(await judged(['qwen3', 'other'], ['LOCAL_MODEL=qwen3'])).toMatchObject([{ level: 'ok' }])
  })

  test.each<[string, ids: string[], lines: string[], script: Script, level: string, set?: object]>([
    // The main model is asked next, which shows more than a list.
    ['the main one, where asking is free', ['qwen3'], ['LOCAL_MODEL=qwn3'], {}, 'note'],
    [
      'the main one, where it is not',
      ['qwen3', 'glm'],
      ['LOCAL_MODEL=qwn3'],
      { payer: 'metered' },
      'warn',
      { MODEL: 'qwen3' },
    ],
    [
      'another tier',
      ['qwen3', 'glm-4'],
      ['LOCAL_MODEL=qwen3', 'LOCAL_HAIKU_MODEL=glm4'],
      {},
      'warn',
      { HAIKU_MODEL: 'glm-4' },
    ],
    ['one that is like no other', ['qwen3', 'glm'], ['LOCAL_MODEL=qwen3', 'LOCAL_OPUS_MODEL=llama'], {}, 'warn'],
    [
      'the only one is meant',
      ['qwen3'],
      ['LOCAL_MODEL=qwen3', 'LOCAL_OPUS_MODEL=llama'],
      {},
      'warn',
      { OPUS_MODEL: 'qwen3' },
    ],
  ])('is not there: %s', async (_, ids, lines, script, level, set) => {
    expect(await judged(ids, lines, script)).toEqual([
      { level, says: expect.stringMatching(/is not in the server's list$/), set },
    ])
  })

  test('no list is no complaint', async () => {
    expect(await judged([], ['LOCAL_MODEL=qwen3'])).toMatchObject([{ level: 'note', set: undefined }])
  })
})

test.each<[string, string[], string | undefined]>([
  ['qwn3', ['qwen3', 'glm'], 'qwen3'],
  ['whatever', ['qwen3'], 'qwen3'],
  ['whatever', ['qwen3', 'glm'], undefined],
  ['whatever', [], undefined],
])('%s among %j probably means %s', (name, ids, likely) => {
  expect(
    likelyModel(
      name,
      ids.map(id => ({ id })),
    ),
  ).toBe(likely)
})

import { expect, test } from 'vitest'
import type { Kind } from '../../src/backends/backend.ts'
import { backends } from '../../src/backends/catalogue.ts'
import { readWindow, windowQuestions } from '../../src/backends/context-window.ts'
import { fingerprintPaths, identify } from '../../src/backends/fingerprint.ts'
import { findModel, modelPaths, readModelList } from '../../src/backends/model-list.ts'
import type { PathResponse } from '../../src/backends/response.ts'
import type { Server } from '../../src/backends/servers.ts'
import { readError, readOverLong } from '../../src/protocol/errors.ts'
import { dice } from '../support/random.ts'
import { recording, recordingsOf } from '../support/recordings.ts'
import * as bodies from './bodies.ts'

const servers: readonly Server[] = [
  ...(Object.keys(backends) as Kind[]),
  'deepseek',
  'kimi',
  'zai',
  'minimax',
  'mistral',
  'portkey',
  'mock',
]

/** Asks every reader of every server about one body, on every path, and holds what all their answers have in common. */
function readByAll(body: string, headers: Readonly<Record<string, string>> = {}): void {
  for (const kind of servers) {
    const asked = windowQuestions(kind, 'm').map(({ method, path }) => `${method} ${path}`)
    const paths = [...fingerprintPaths, ...modelPaths(kind), ...asked]
    const responses: PathResponse[] = paths.map(path => ({ path, status: 200, headers, body }))
    identify(responses, 'box')
    const list = readModelList(kind, responses)
    findModel(list, 'm')
    for (const { id, contextTokens, loadedTokens, maxOutputTokens } of list) {
      expect(id.length).toBeGreaterThan(0)
      for (const tokens of [contextTokens, loadedTokens, maxOutputTokens]) expect(tokens ?? 1).toBeGreaterThan(0)
    }
    const { claimed = 1, effective = 1, from } = readWindow(kind, 'm', responses)
    expect(Number.isInteger(claimed) && claimed > 0 && Number.isInteger(effective) && effective > 0).toBe(true)
    expect(typeof from).toBe('string')
  }
  const { message } = readError(500, body)
  expect(message.length).toBeGreaterThan(0)
  readOverLong(body)
  readOverLong(message)
}

test.each([
  '',
  'null',
  'true',
  '0',
  '1e999',
  '"text"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"data":null}',
  '{"data":{}}',
  '{"data":[null,1,"a",[],{}]}',
  '{"data":[{"id":null},{"id":1},{"id":""},{"id":{}}]}',
  '{"data":[{"id":"m","max_model_len":-1,"meta":[],"context_length":1e400,"pricing":[],"capabilities":7}]}',
  '{"data":[{"id":"m","max_model_len":"40960","context_length":0.5,"aliases":"m","pricing":{"prompt":{},"completion":[]}}]}',
  '{"data":[{"id":"__proto__"},{"id":"constructor"}],"__proto__":{"x":1}}',
  '{"models":[null,{"name":1},{"key":"m","loaded_instances":[null,{"id":5}]}]}',
  '{"models":{"m":1},"model_info":[],"parameters":5}',
  '{"parameters":"num_ctx 99999999999999999999","model_info":{"general.architecture":["x"]}}',
  '{"default_generation_settings":{"n_ctx":null},"total_slots":{}}',
  '{"error":null}',
  '{"error":[]}',
  '{"error":{"message":{"message":{"message":{"message":{"message":{"message":{"message":"deep"}}}}}}}}',
  '{"error":{"message":null,"type":7,"metadata":{"raw":["x"]}}}',
  '{"detail":[[[["x"]]]]}',
  '{"version":{"version":"1"},"litellm_version":[1]}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"error":'.repeat(3000)}"x"${'}'.repeat(3000)}`,
  `{"error":"${'{'.repeat(5000)}"}`,
  `${'a: {'.repeat(5000)}`,
  `n_ctx${'\\'.repeat(50_000)}`,
  `length${' '.repeat(100_000)}(1) exceeds`,
  `<title${'<title'.repeat(20_000)}`,
  `<html>${' '.repeat(200_000)}`,
  '<?xml version="1.0"?><Error/>',
  'data: {"error"\n\ndata: \n\n:',
  '\u0000\u0001\ud800',
])('%.60s', body => readByAll(body))

test('headers of no use', () => readByAll('{}', { server: '', 'x-litellm-version': '\u001b[0m', 'request-id': 'req_' }))

const seeds = [
  ...recordingsOf('llama-server').map(name => recording(name).body),
  ...recordingsOf('aimock').map(name => recording(name).body),
  ...Object.values(bodies).flatMap(group =>
    typeof group === 'object' ? Object.values(group).map(({ body }) => body) : [],
  ),
]

/** Puts something else in the place of some parts of a JSON value. */
function damaged(value: unknown, { chance, pick }: ReturnType<typeof dice>): unknown {
  if (chance(0.08))
    return pick<unknown>([null, true, -1, 0, 1e308, '', '7', 'x', [], {}, [null], { error: { message: 1 } }])
  const again = (inner: unknown) => damaged(inner, { chance, pick } as ReturnType<typeof dice>)
  if (Array.isArray(value)) return value.map(again)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, again(inner)]))
}

test('real answers, damaged or cut anywhere', () => {
  const random = dice(3)
  for (let round = 0; round < 300; round++) {
    const body = random.pick(seeds)
    readByAll(body.slice(0, random.below(body.length + 1)))
    try {
      readByAll(JSON.stringify(damaged(JSON.parse(body), random)))
    } catch (error) {
      // Streams are no JSON; only the readers must not fail.
      if (!(error instanceof SyntaxError)) throw error
    }
  }
})

import { describe, expect, test } from 'vitest'
import { reachable } from '../../../src/doctor/probes/reachable.ts'
import type { HttpFailure, HttpResponse } from '../../../src/system/http/types.ts'
import { answered, patientFor, refused, silence } from '../../support/patient.ts'

const path = '/v1/models'
const loading = refused(503, 'Loading model')
const fine = answered('{}', { endMs: 0.2 })

async function reached(answers: (times: number) => HttpResponse | HttpFailure, timeoutMs?: number) {
  const target = patientFor({
    payer: 'metered',
    free: { [path]: answers },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  const [finding] = await reachable.run(target)
  return { finding, seconds: target.now() / 1000, response: target.facts.responses.get(path) }
}

describe('a server that loads its model', () => {
  test.each<
    [
      string,
      (times: number) => HttpResponse | HttpFailure,
      timeoutMs: number | undefined,
      level: string,
      seconds: number,
    ]
  >([
    ['is there', () => fine, undefined, 'ok', 0],
    ['is waited for', n => (n < 7 ? loading : fine), undefined, 'ok', 7],
    ['for two minutes', () => loading, undefined, 'fail', 120],
    ['as long as --timeout says', () => loading, 5000, 'fail', 5],
    ['and is gone then', n => (n < 3 ? loading : silence('ECONNREFUSED', 'connect')), undefined, 'fail', 3],
    ['is not one that is down', () => refused(503, 'no capacity'), undefined, 'ok', 0],
    ['is not one that refuses', () => refused(401, 'start with a key'), undefined, 'ok', 0],
  ])('%s', async (_, answers, timeoutMs, level, seconds) => {
    const found = await reached(answers, timeoutMs)
    expect(found.finding?.level).toBe(level)
    expect(found.seconds).toBe(seconds)
    expect(found.response === undefined).toBe(level === 'fail')
  })

  test('the answer that counts is the last one, and takes a millisecond at least', async () => {
    const { finding, response } = await reached(n => (n === 0 ? loading : fine))
    expect(response?.body).toBe('{}')
    expect(finding?.says).toBe('answers within 1 ms')
  })
})

describe('where nobody pays the list of models decides nothing', () => {
  test.each<[string, HttpResponse | HttpFailure, level: string]>([
    ['overloaded', refused(503, 'Service overloaded'), 'ok'],
    ['loading', loading, 'ok'],
    ['silent', silence('ETIMEDOUT', 'answer'), 'note'],
    ['hung up', silence('ECONNRESET', 'answer'), 'note'],
    ['not there at all', silence('ECONNREFUSED', 'connect'), 'fail'],
  ])('%s', async (_, answer, level) => {
    const [finding] = await reachable.run(patientFor({ free: { [path]: answer } }))
    expect(finding?.level).toBe(level)
  })
})

describe('a server that does not answer', () => {
  test.each<[HttpFailure, breaks: string, remedy: RegExp]>([
    [silence('ENOTFOUND', 'address'), 'no such host', /LOCAL_BASE_URL/],
    [silence('ECONNREFUSED', 'connect'), 'unreachable', /LOCAL_BASE_URL/],
    [silence('CERT_HAS_EXPIRED', 'tls'), 'TLS', /127\.0\.0\.1 today/],
    [silence('SELF_SIGNED_CERT_IN_CHAIN', 'tls'), 'TLS', /authority/],
    [silence('ECONNREFUSED', 'proxy'), 'the proxy', /NO_PROXY/],
    [silence('ETIMEDOUT', 'answer'), 'no answer', /LOCAL_BASE_URL/],
  ])('%j', async (gone, breaks, remedy) => {
    const { finding } = await reached(() => gone)
    expect(finding).toMatchObject({ level: 'fail', says: gone.says, breaks, detail: gone.code })
    expect(finding?.remedy?.says).toMatch(remedy)
  })

  test('an authority is named by a line of the profile', async () => {
    const { finding } = await reached(() => silence('SELF_SIGNED_CERT_IN_CHAIN', 'tls'))
    expect(finding?.remedy?.commands).toEqual(['LOCAL_ENV_NODE_EXTRA_CA_CERTS=/path/to/authority.pem'])
  })

  test('plain http behind https is written so', async () => {
    const text = 'LOCAL_BASE_URL=https://box:8000/v\nLOCAL_MODEL=m\n'
    const target = patientFor({ text, free: { [path]: silence('ERR_SSL_WRONG_VERSION_NUMBER', 'tls') } })
    const [finding] = await reachable.run(target)
    expect(finding).toMatchObject({ breaks: 'TLS', remedy: { set: { BASE_URL: 'http://box:8000/v' } } })
  })
})

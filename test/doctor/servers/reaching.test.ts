import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Examination,
  examineFake,
  examineServer,
  expectSound,
  prescribed,
  saidBy,
  troubles,
} from '../../support/examined.ts'
import type { FakeAnswer } from '../../support/fakes/fake.ts'
import { ollama } from '../../support/fakes/ollama.ts'
import { serveFake } from '../../support/fakes/serving.ts'

const secret = 'sk-a-secret-of-mine'
const fields = { KIND: 'ollama', MODEL: 'qwen3.5', AUTH_TOKEN: secret, CONTEXT_TOKENS: '131072' }

/** What is complained of: one thing, and the rest is not examined. */
function onlyComplaint(examination: Omit<Examination, 'seen'>): string[] {
  expectSound(examination, fields)
  const examined = examination.findings.filter(({ level }) => level !== 'skipped' && level !== 'ok' && level !== 'note')
  expect(examined).toHaveLength(1)
  return [examination.verdict.says, ...troubles(examination), ...prescribed(examination)]
}

test('a dead port is one complaint', async () => {
  const { url, close } = await serveFake(ollama())
  await close()
  const examination = await examineServer(url, fields)
  const { port } = new URL(url)
  expect(onlyComplaint(examination)).toEqual([
    'breaks: unreachable',
    expect.stringMatching(/^reachable fail: /),
    'reachable: start the server, or check the port in LOCAL_BASE_URL',
    `OLLAMA_HOST=127.0.0.1:${port} ollama serve`,
  ])
  expect(examination.findings).toHaveLength(18)
  expect(examination.report).toContain('  the other 17: not examined, since reachable failed\n')
})

test('a server that never answers is one complaint, in the time that the user allows', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise(resolve => silent.once('listening', resolve))
  onTestFinished(() => void silent.close())
  const { port } = silent.address() as { port: number }
  const begin = performance.now()
  const examination = await examineServer(`http://127.0.0.1:${port}`, fields, { timeoutMs: 300 })
  expect(performance.now() - begin).toBeLessThan(2000)
  expect(onlyComplaint(examination).slice(0, 1)).toEqual(['breaks: no answer'])
})

const page = '<!doctype html><html><head><title>Sign in</title></head><body></body></html>'
const html = { 'content-type': 'text/html' }

/** A server, the verdict, and the one complaint. */
type Row = readonly [
  what: string,
  answer: FakeAnswer,
  verdict: string,
  complaint: string,
  prescribed: readonly string[],
]
const base = 'endpoint: check LOCAL_BASE_URL'

test.each<Row>([
  [
    'a login page',
    { status: 200, headers: html, body: page },
    'breaks: no Messages API',
    'endpoint fail: a web page answers there (200): a login page, or another program',
    [base],
  ],
  [
    'a web server without the path',
    { status: 404, headers: html, body: '<html><h1>Not Found</h1></html>' },
    'breaks: no Messages API',
    'endpoint fail: a web page answers there (404): a login page, or another program',
    [base],
  ],
  [
    'a server that forbids everything, and says the key',
    { status: 403, body: `{"error":"the key ${secret} may not"}` },
    'breaks: the credential',
    'authorised fail: it refuses LOCAL_AUTH_TOKEN, in either header (403)',
    ['authorised: put the right key into LOCAL_AUTH_TOKEN'],
  ],
  [
    'a redirect in a circle',
    { status: 307, headers: { location: '/v1/messages' }, body: '' },
    'breaks: no Messages API',
    'endpoint fail: it redirects without end',
    ['endpoint: put the address that is meant into LOCAL_BASE_URL'],
  ],
])('%s', async (_, answer, verdict, complaint, lines) => {
  const examination = await examineFake(() => answer, { ...fields, KIND: 'gateway' })
  expect(onlyComplaint(examination)).toEqual([verdict, complaint, ...lines])
})

test('a redirect takes no credential to another host, and is named', async () => {
  const other = await serveFake(ollama({ context: { loaded: 131_072 } }))
  const examination = await examineFake(
    ({ path, query }) => ({ status: 308, headers: { location: `${other.url}${path}${query}` }, body: '' }),
    fields,
  )
  expect(other.seen.length).toBeGreaterThan(0)
  expect(other.seen.flatMap(({ headers }) => [headers['authorization'], headers['x-api-key']]).filter(Boolean)).toEqual(
    [],
  )
  expect(saidBy('endpoint', examination)).toEqual([
    `warn: it redirects to ${other.url}: Claude Code follows, and your code goes there, without the token`,
  ])
})

test('a server that hangs up on its first callers is asked again', async () => {
  const server = ollama({ context: { loaded: 131_072 } })
  let calls = 0
  const examination = await examineFake(
    request => (calls++ < 2 ? { status: 200, body: [{ destroy: true }] } : server(request)),
    fields,
  )
  expect(troubles(examination)).toEqual([])
})

import { expect, test } from 'vitest'
import { runAside } from '../support/aside.ts'
import { openrouter } from '../support/fakes/openrouter.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { temporaryHome } from '../support/home.ts'

/** Every key of the object, as the README documents it, with what it may hold. Programs read these. */
const documented: Readonly<Record<string, RegExp>> = {
  failed: /^boolean$/,
  machine: /^array$/,
  backends: /^array$/,
  fixed: /^array$/,
  'backends[].profile': /^string$/,
  'backends[].verdict': /^string$/,
  'backends[].says': /^string$/,
  'backends[].url': /^(string|null)$/,
  'backends[].kind': /^(string|null)$/,
  'backends[].server': /^(object|null)$/,
  'backends[].server.title': /^string$/,
  'backends[].server.version': /^(string|null)$/,
  'backends[].model': /^(string|null)$/,
  'backends[].payer': /^(string|null)$/,
  'backends[].window': /^object$/,
  'backends[].window.claimed': /^(number|null)$/,
  'backends[].window.effective': /^(number|null)$/,
  'backends[].window.measured': /^(number|null)$/,
  'backends[].window.from': /^(string|null)$/,
  'backends[].tokens': /^object$/,
  'backends[].tokens.input': /^number$/,
  'backends[].tokens.output': /^number$/,
  'backends[].ms': /^number$/,
  'backends[].findings': /^array$/,
  ...findingAt('machine[]'),
  ...findingAt('backends[].findings[]'),
}

function findingAt(place: string): Record<string, RegExp> {
  return {
    [`${place}.probe`]: /^string$/,
    [`${place}.level`]: /^string$/,
    [`${place}.code`]: /^string$/,
    [`${place}.args`]: /^object$/,
    [`${place}.says`]: /^string$/,
    [`${place}.detail`]: /^(string|null)$/,
    [`${place}.breaks`]: /^(string|null)$/,
    [`${place}.remedy`]: /^(object|null)$/,
    [`${place}.remedy.says`]: /^string$/,
    [`${place}.remedy.set`]: /^object$/,
    [`${place}.remedy.commands`]: /^array$/,
    [`${place}.remedy.proven`]: /^boolean$/,
  }
}

/** The keys of a value by their path, each with the types that were seen there; names of a remedy's fields are values. */
function featuresOf(value: unknown, path = '', features = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  if (path !== '' && !path.endsWith('[]')) features.set(path, (features.get(path) ?? new Set()).add(type))
  if (Array.isArray(value)) for (const one of value) featuresOf(one, `${path}[]`, features)
  else if (typeof value === 'object' && value !== null && !/\.(set|args)$/.test(path))
    for (const [key, one] of Object.entries(value)) featuresOf(one, path === '' ? key : `${path}.${key}`, features)
  return features
}

const words = {
  verdict: ['works', 'works-with-settings', 'breaks', 'untried'],
  level: ['ok', 'note', 'warn', 'fail', 'skipped'],
}

const profiles = async () => {
  const [local, paid] = [
    await serveFake(vllm({ version: '0.19.1', context: { loaded: 50_000 } })),
    await serveFake(openrouter()),
  ]
  return temporaryHome(`LOCAL_BASE_URL=${local.url}
LOCAL_MODEL=served-name
LOCAL_AUTH_TOKEN='canary-1'
PAID_BASE_URL=${paid.url}/api
PAID_KIND=openrouter
PAID_MODEL=anthropic/claude-sonnet-4.6
PAID_AUTH_TOKEN='canary-2'
PAID_BILLING=metered
OLLAMA_BASE_URL=http://127.0.0.1:1
DEAD_BASE_URL=http://127.0.0.1:1
DEAD_MODEL=m
DEAD_API_KEY='canary-3'
UNREADY_BASE_URL=http://127.0.0.1:1
`)
}

test('one object, every documented key and no other, whatever was found', async () => {
  const home = await profiles()
  const ran = await runAside(['doctor', '--all', '--json'], home)
  const record = JSON.parse(ran.stdout)
  const features = featuresOf(record)
  expect([...features.keys()].sort()).toEqual(Object.keys(documented).sort())
  for (const [path, types] of features) for (const type of types) expect(type, path).toMatch(documented[path] ?? '')
  expect([ran.code, record.failed, record.fixed]).toEqual([1, true, []])
  for (const { level } of [...record.machine, ...record.backends.flatMap(findingsOf)])
    expect(words.level).toContain(level)
  const verdicts = record.backends.map(({ profile, verdict }: Record<string, string>) => [profile, verdict])
  expect(Object.fromEntries(verdicts)).toEqual({
    cloud: 'breaks',
    ollama: 'breaks',
    local: 'works-with-settings',
    paid: 'untried',
    dead: 'breaks',
    unready: 'breaks',
  })
  expect(ran.stdout).not.toContain('canary')
})

const findingsOf = ({ findings }: { findings: object[] }) => findings

test('what a backend says of itself', async () => {
  const { stdout, stderr, code } = await runAside(['doctor', 'local', '--json'], await profiles())
  const [local] = JSON.parse(stdout).backends
  expect(code).toBe(0)
  expect(local).toMatchObject({
    profile: 'local',
    kind: 'vllm',
    server: { title: 'vLLM', version: '0.19.1' },
    model: 'served-name',
    payer: 'unknown',
    window: { effective: 50000, measured: null },
  })
  const window = local.findings.find(({ probe }: { probe: string }) => probe === 'window')
  expect(window.remedy.set).toEqual({ CONTEXT_TOKENS: '50000', MAX_OUTPUT_TOKENS: '8192' })
  expect(stderr).toMatch(/^local: works with these settings \(\d+\.\d s\)\n$/)
})

test('nobody active is no failure, and still one object', async () => {
  const { stdout, code } = await runAside(['doctor', '--json'], temporaryHome('# nothing\n'))
  expect({ ...JSON.parse(stdout), machine: [] }).toEqual({ failed: false, machine: [], backends: [], fixed: [] })
  expect(code).toBe(0)
})

test('a refusal prints no object at all', async () => {
  const { stdout, stderr, code } = await runAside(['doctor', 'nobody', '--json'], temporaryHome('# nothing\n'))
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  expect(stderr).toContain('there is no profile "nobody"')
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { converseAside } from '../support/aside.ts'
import type { Exchange } from '../support/conversation.ts'
import { type Fake, json } from '../support/fakes/fake.ts'
import { ollama } from '../support/fakes/ollama.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { type Home, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const [enter, up, down, ctrlC, esc] = ['\r', '\u001b[A', '\u001b[B', '\u0003', '\u001b']
const program = ['sh', '-c', 'claude-switch setup; echo "code=$?="']
const textOf = (home: Home, name = '.claude-backends.env') => readFileSync(join(home.path, name), 'utf8')

const near = () =>
  serveFake(
    ollama({ models: ['small', 'qwen3-coder:30b'], context: { claimed: 262_144, loaded: 65_536 }, inMemory: true }),
  )
const locked = () => serveFake(vllm({ key: 'canary-key', models: ['one', 'two'], context: { loaded: 50_000 } }))
const silent: Fake = () => json(404, {})

/** What is typed, and the question that comes of it. */
const toServers: Exchange[] = [['', 'Which server?']]
const toUrl: Exchange[] = [...toServers, [up, 'another server'], [enter, 'Its URL']]
const written: Exchange = ['y', 'Add this to ~/.bashrc?']

const paths: Record<string, (url: string) => Exchange[]> = {
  'a server that was found': () => [
    ...toServers,
    [enter, 'Name of the profile'],
    [enter, 'Which model?'],
    [down, 'qwen3-coder:30b, 65536 tokens'],
    [enter, /LOCAL_CONTEXT_TOKENS=65536.*Write this/],
    written,
  ],
  'another server, with a key that is typed': url => [
    ...toUrl,
    [`${url}/v1${enter}`, /is vLLM.*Name of the profile/],
    [`box${enter}`, 'Its key?'],
    [down, 'type it now'],
    [enter, 'The key'],
    [`canary-key${enter}`, /Which model.*two, 50000 tokens/],
    [enter, /BOX_AUTH_TOKEN=.*Write this/],
    written,
  ],
  'a server that does not say what it is, with a command for its key': url => [
    ...toUrl,
    [`box:80${enter}`, 'has no http:// or https:// in front'],
    [`${'\b'.repeat(6)}${url}${enter}`, /does not say what it is.*What is it/],
    [enter, 'Name of the profile'],
    [`status${enter}`, 'is a command'],
    [`${'\b'.repeat(6)}my-box${enter}`, 'Its key?'],
    [up, 'a command prints it'],
    [enter, 'The command'],
    [`echo canary-printed${enter}`, 'Its model'],
    [`m${enter}`, /MY_BOX_MODEL=m.*Write this/],
    written,
  ],
}

const served: Record<string, () => Promise<{ url: string }>> = {
  'a server that was found': async () => ({ url: '' }),
  'another server, with a key that is typed': locked,
  'a server that does not say what it is, with a command for its key': () => serveFake(silent),
}

/** A conversation in a new home, with an Ollama that can be found. */
async function talk(path: string, upTo: number, then: Exchange[]) {
  const [ollamaHere, other] = [await near(), await served[path]?.()]
  const steps = paths[path]?.(other?.url ?? '') ?? []
  const home = temporaryHome()
  const host = { OLLAMA_HOST: ollamaHere.url }
  const said = await converseAside(program, [...steps.slice(0, upTo), ...then], home, host)
  return { home, said, url: other?.url, host: ollamaHere.url }
}

const all = Object.keys(paths)
const whole = Number.POSITIVE_INFINITY

describe.runIf(everythingExpected || isInstalled('expect'))('on a terminal', () => {
  const limits = (tokens: number) => [`CONTEXT_TOKENS=${tokens}`, 'MAX_OUTPUT_TOKENS=8192']
  test.each<[string, string, string, (url: string) => string[]]>([
    [
      'a server that was found',
      'code=0=',
      'LOCAL',
      url => ['KIND=ollama', `BASE_URL=${url}`, 'MODEL=qwen3-coder:30b', ...limits(65_536)],
    ],
    [
      'another server, with a key that is typed',
      'code=0=',
      'BOX',
      url => ['KIND=vllm', `BASE_URL=${url}`, 'MODEL=one', 'AUTH_TOKEN=canary-key', ...limits(50_000)],
    ],
    [
      'a server that does not say what it is, with a command for its key',
      'code=1=',
      'MY_BOX',
      url => ['KIND=gateway', `BASE_URL=${url}`, 'MODEL=m', "AUTH_TOKEN_COMMAND='echo canary-printed'"],
    ],
  ])('%s', async (path, code, prefix, lines) => {
    const { home, said, url, host } = await talk(path, whole, [['y', code]])
    expect(said).toMatchObject({ code: 0, stderr: '' })
    const own = textOf(home)
      .split('\n')
      .filter(line => line.startsWith(`${prefix}_`))
    const expected = lines((path === all[0] ? host : url) ?? '').map(line => `${prefix}_${line}`)
    expect(own.sort()).toEqual(expected.sort())
    expect(textOf(home, '.bashrc')).toBe(
      '# >>> claude-switch >>>\neval "$(claude-switch init bash)"\n# <<< claude-switch <<<\n',
    )
    if (path !== all[2]) expect(said.stdout).not.toContain('canary')
  })

  const places = all.flatMap(path => (paths[path]?.('') ?? []).map((_, at) => [path, at + 1] as const))
  test.each(places)('%s: Ctrl-C at place %i leaves everything as it was', async (path, at) => {
    const { home, said } = await talk(path, at, [[ctrlC, 'code=130=']])
    expect(said).toMatchObject({ code: 0, stderr: '' })
    expect(said.stdout).not.toContain('canary-key')
    expect(readdirSync(home.path)).toEqual(['conversation.exp'])
  })

  test.each<[string, Exchange[]]>([
    [
      'no',
      [
        ['n', 'nothing was changed.'],
        ['', 'code=0='],
      ],
    ],
    [
      'Enter',
      [
        [enter, 'nothing was changed.'],
        ['', 'code=0='],
      ],
    ],
    [
      'Esc',
      [
        [esc, 'nothing was changed.'],
        ['', 'code=130='],
      ],
    ],
  ])('%s to the lines: nothing is written', async (_, answer) => {
    const { home, said } = await talk('a server that was found', 5, answer)
    expect(said).toMatchObject({ code: 0, stderr: '' })
    expect(readdirSync(home.path)).toEqual(['conversation.exp'])
  })

  test('no to the start-up file: the profile alone is written; and again, nothing is', async () => {
    const { home, said, host } = await talk('a server that was found', whole, [['n', 'code=0=']])
    expect(said).toMatchObject({ code: 0, stderr: '' })
    const names = ['.claude-backends.env', 'conversation.exp']
    expect(readdirSync(home.path)).toEqual(names)
    const before = textOf(home)
    expect(before).toContain('LOCAL_KIND=ollama')
    // What the answers were is what is offered now; nothing is left to write but the start-up file.
    const again: Exchange[] = [
      ['', 'Which server?'],
      [enter, 'Name of the profile'],
      [enter, 'Which model?'],
      [enter, 'Add this to ~/.bashrc?'],
      ['n', 'says all of this already'],
      ['', 'code=0='],
    ]
    const url = /^LOCAL_BASE_URL=(\S+)$/m.exec(before)?.[1] ?? ''
    expect(url).toBe(host)
    expect(await converseAside(program, again, home, { OLLAMA_HOST: host })).toMatchObject({ code: 0, stderr: '' })
    expect(textOf(home)).toBe(before)
    expect(readdirSync(home.path)).toEqual(names)
  })
})

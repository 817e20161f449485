import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chatKinds } from '../../src/backends/chat-kinds.ts'
import { environmentOf, type Ran } from './binary.ts'
import { clientProgram } from './real-client.ts'

/** Doors of the recorder: plain servers where a backend may be, and where nothing may arrive. */
export const backendsDoor = 'http://127.0.0.1:8101'
export const trapDoor = 'http://127.0.0.1:8102'
export const anthropicMessages = 'https://api.anthropic.com/v1/messages'

/** A request as the recorder wrote it down. */
export interface Seen {
  /** `world`: any host that was spoken to with TLS, which is all of them. */
  readonly door: 'backends' | 'trap' | 'world'
  readonly method: string
  /** Without its query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Every canary that is anywhere in the request. */
  readonly carries: readonly string[]
  /** What a body for /v1/messages asks for. */
  readonly message?: {
    readonly model: string
    readonly streamed: boolean
    /** An entry with `role: system` among the messages. */
    readonly systemRole: boolean
    /** A tool has run, and its result is among the messages. */
    readonly toolResult: boolean
    readonly maxTokens: number
    readonly thinking: boolean
    readonly effort: string | null
    readonly contextManagement: boolean
    readonly deferredTools: boolean
    readonly attribution: boolean
  }
}

/** A home with files in it, an environment, and programs to run there one after the other. `$HOME` in a text is the home. */
export interface Visit {
  readonly name: string
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Where the steps run, from the home. */
  readonly cwd?: string
  readonly steps: readonly (readonly string[])[]
  /** What the recorder answers beside a plain OK. */
  readonly script?: 'subagent' | 'quota'
}

/** What one step of a visit did, and what was seen of it. */
export type Step = Ran & { readonly seen: readonly Seen[] }

/** The client, asked for the shortest conversation there is. */
export const askClient = 'claude -p "say ok" --output-format text </dev/null'

const lanes = 3
const limitMs = 25 * 60_000

/** Makes the visits, in as many namespaces as lanes, and returns each one's steps by its name. */
export async function observe(visits: readonly Visit[]): Promise<Map<string, readonly Step[]>> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'claude-switch-')))
  try {
    const certificate = makeCertificate(directory)
    mkdirSync(join(directory, 'bin'))
    symlinkSync(whereIs(clientProgram), join(directory, 'bin/claude'))
    const prepared = visits.map((visit, index) => prepare(visit, join(directory, String(index)), directory))
    const outcomes = await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const own = prepared.filter((_, index) => index % lanes === lane)
        return runLane({ directory: join(directory, `lane${lane}`), ...certificate, visits: own })
      }),
    )
    return new Map(outcomes.flat().map(({ name, steps }) => [name, steps]))
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

/** Writes a visit's home and its whole environment. */
function prepare({ files = {}, env = {}, cwd = '.', ...rest }: Visit, path: string, directory: string): object {
  const home = join(path, 'home')
  const resolved = (text: string) => text.replaceAll('$HOME', home)
  mkdirSync(join(home, cwd), { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true })
    writeFileSync(join(home, name), resolved(text), { mode: 0o600 })
  }
  const environment = environmentOf({ path: home, write: () => '' })
  return {
    ...rest,
    cwd: join(home, cwd),
    env: {
      ...environment,
      PATH: [join(directory, 'bin'), environment['PATH']].join(delimiter),
      NODE_EXTRA_CA_CERTS: join(directory, 'certificate.pem'),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_MAX_RETRIES: '2',
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, resolved(value)])),
    },
  }
}

interface Orders {
  readonly directory: string
  readonly certificate: string
  readonly key: string
  readonly visits: readonly object[]
}

/** One namespace with its recorder, which is gone when its visits are made. */
async function runLane(orders: Orders): Promise<{ name: string; steps: Step[] }[]> {
  mkdirSync(orders.directory)
  const [asked, answered] = [join(orders.directory, 'orders.json'), join(orders.directory, 'answers.json')]
  writeFileSync(asked, JSON.stringify(orders))
  const inside = fileURLToPath(new URL('../client/namespace/inside.mjs', import.meta.url))
  const child = spawn('unshare', ['-n', '-m', process.execPath, inside, asked, answered], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: limitMs,
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the namespace's runner ended with ${code}`)
  return JSON.parse(readFileSync(answered, 'utf8'))
}

/** The vendors that speak chat completions. */
const chatHosts = Object.values(chatKinds).flatMap(kind =>
  'defaultBaseUrl' in kind ? [new URL(kind.defaultBaseUrl).hostname] : ['*.openai.azure.com'],
)

/** A certificate of our own for the hosts that the client speaks to with TLS. */
function makeCertificate(directory: string): { certificate: string; key: string } {
  const [certificate, key] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')]
  const hosts = [
    'api.anthropic.com',
    '*.anthropic.com',
    'claude.ai',
    '*.claude.com',
    'claude.com',
    '*.us-east-1.amazonaws.com',
    '*.googleapis.com',
    '*.services.ai.azure.com',
    ...chatHosts,
  ]
  const names = `subjectAltName=${hosts.map(host => `DNS:${host}`).join(',')}`
  const sort = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const words = ['req', ...sort, '-subj', '/CN=recorder', '-addext', names, '-keyout', key, '-out', certificate]
  execFileSync('openssl', words, { stdio: 'ignore' })
  return { certificate, key }
}

function whereIs(program: string): string {
  return execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' }).trim()
}

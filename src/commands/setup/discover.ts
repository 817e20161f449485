import { withoutEndSlashes } from '../../backends/address.ts'
import type { Kind } from '../../backends/backend.ts'
import { backendOf, backends } from '../../backends/catalogue.ts'
import { readWindow, type WindowReading, windowQuestions } from '../../backends/context-window.ts'
import type { Identity } from '../../backends/fingerprint.ts'
import type { ModelEntry } from '../../backends/model-list.ts'
import type { PathResponse } from '../../backends/response.ts'
import type { Server } from '../../backends/servers.ts'
import { type GetPath, listModels, recogniseServer } from '../../doctor/recognise-server.ts'
import type { Environment } from '../../system/environment.ts'
import { isResponse } from '../../system/http/is-response.ts'
import type { HttpClient, HttpClientOptions } from '../../system/http/types.ts'
import type { System } from '../../system/system.ts'

/** A model that a server really has, and what it says of its window. */
export interface OfferedModel {
  readonly entry: ModelEntry
  readonly window: WindowReading
}

/** A server that was looked at. */
export interface DiscoveredServer {
  /** Without a slash at its end. */
  readonly url: string
  /** The kind that a profile would name; undefined where the server does not say what it is. */
  readonly kind?: Kind
  readonly identity?: Identity
  readonly models: readonly OfferedModel[]
  /** True where it asks for a key before it lists its models. */
  readonly locked: boolean
}

/** How a server is looked at: what is sent along, and how the requests go. */
interface Look {
  readonly headers: Readonly<Record<string, string>>
  /** ms for all the answers that tell what the server is, and again for those that tell its models. */
  readonly limitMs: number
  readonly way: Pick<HttpClientOptions, 'proxyFor' | 'trust'>
}

/** ms for each usual address: what runs on this machine answers in a few. */
const nearMs = 1000
/** Bytes of one answer: a list of a thousand models has half of it. */
const mostBytes = 2 << 20
/** Models whose windows are asked for, where each is a request of its own. */
const mostWindows = 40

const local: Look = {
  headers: {},
  limitMs: nearMs,
  way: { proxyFor: () => 'direct', trust: { takesAll: false, stores: ['bundled', 'system'] } },
}

/**
 * The usual addresses on this machine: those of the kinds that run here. OLLAMA_HOST, by which Ollama's own programs find
 * it, counts before its usual one.
 */
export function usualPlaces(environment: Environment): string[] {
  const kinds = ['ollama', 'lmstudio', 'llamacpp', 'vllm', 'litellm'] as const
  const ollama = ollamaHost(environment['OLLAMA_HOST'])
  return kinds.map(kind => (kind === 'ollama' && ollama) || backends[kind].defaultBaseUrl)
}

/** OLLAMA_HOST as a URL, read as Ollama's envconfig reads it: a port alone, a host alone, or both, with or without a scheme. */
function ollamaHost(written = ''): string | undefined {
  const text = written.trim().replace(/^["']|["']$/g, '')
  if (text === '') return undefined
  const [, scheme = '', rest = ''] = /^([a-z]+:\/\/)?(.*)$/i.exec(withoutEndSlashes(text)) ?? []
  const place = /^:\d+$/.test(rest) ? `127.0.0.1${rest}` : rest
  const port = /:\d+$/.test(place) || scheme !== '' ? '' : ':11434'
  const url = `${scheme || 'http://'}${place}${port}`.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:|$)/, '//127.0.0.1')
  return URL.canParse(url) ? url : undefined
}

/** Looks at places side by side, without any credential, 1 s each; those where nothing recognisable answers are left out. */
export async function discover(system: System, places: readonly string[]): Promise<DiscoveredServer[]> {
  const seen = await Promise.all(places.map(url => discoverAt(system, url, local)))
  return seen.filter(one => one?.identity !== undefined).filter(one => one !== undefined)
}

/**
 * Looks at one server: what it is, its models and their windows. Undefined where nothing answers. `kind` is what it is
 * taken for where it does not say.
 */
export async function discoverAt(
  system: System,
  url: string,
  look: Look,
  kind?: Kind,
): Promise<DiscoveredServer | undefined> {
  const { limitMs } = look
  const limits = { connectMs: limitMs, firstByteMs: limitMs, idleMs: limitMs, totalMs: limitMs, bytes: mostBytes }
  const client = await system.http.open({ limits, ...look.way })
  const isChat = kind !== undefined && backendOf(kind).protocol === 'chat'
  try {
    const { identity, isSilent } = await recogniseServer(
      remembering(visit(client, system, url, look, isChat)),
      new URL(url).hostname,
    )
    if (isSilent) return undefined
    const server = identity?.kind ?? kind
    const offered = await modelsOf(server ?? 'gateway', visit(client, system, url, look, isChat))
    if (offered.isSilent) return undefined
    const told: Pick<DiscoveredServer, 'kind' | 'identity'> = {
      ...(server === undefined ? {} : { kind: kindOf(server) }),
      ...(identity ? { identity } : {}),
    }
    return { url, ...told, models: offered.models, locked: offered.isLocked }
  } finally {
    client.close()
  }
}

/** A server that is only recognised has no kind of its own. */
function kindOf(server: Server): Kind {
  return Object.hasOwn(backends, server) ? backendOf(server as Kind).kind : 'gateway'
}

type Visit = (method: 'GET' | 'POST', path: string, body?: string) => Promise<PathResponse | undefined>

/** Asks one server until the time is over; an answer that was cut off is none. A base URL for chat has its /v1 already. */
function visit(client: HttpClient, system: System, url: string, { headers, limitMs }: Look, isChat: boolean): Visit {
  const end = system.clock.now() + limitMs
  return async (method, path, body) => {
    const left = Math.ceil(end - system.clock.now())
    if (left <= 0) return undefined
    const limits = { connectMs: left, firstByteMs: left, idleMs: left, totalMs: left }
    const typed = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const question = {
      method,
      url: `${url}${isChat ? path.replace(/^\/v1(?=\/)/, '') : path}`,
      headers: { ...typed, ...headers },
      limits,
    }
    const answer = await client.ask(body === undefined ? question : { ...question, body })
    if (!isResponse(answer) || answer.cut) return undefined
    return { path, status: answer.status, headers: answer.headers, body: answer.body }
  }
}

/** The GET requests among them, each path once. */
function remembering(ask: Visit): GetPath {
  const known = new Map<string, PathResponse | undefined>()
  return async path => {
    if (!known.has(path)) known.set(path, await ask('GET', path))
    return known.get(path)
  }
}

async function modelsOf(server: Server, ask: Visit) {
  const get = remembering(ask)
  const { models: entries, isLocked, isSilent } = await listModels(server, get)
  const models: OfferedModel[] = []
  for (const [index, entry] of entries.entries()) {
    const responses: PathResponse[] = []
    for (const { method, path, body } of index < mostWindows ? windowQuestions(server, entry.id) : []) {
      const response = method === 'GET' ? await get(path) : await ask('POST', path, body)
      if (response) responses.push(response)
    }
    models.push({ entry, window: readWindow(server, entry.id, responses) })
  }
  return { models, isLocked, isSilent }
}

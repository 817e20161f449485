import { reachOf } from '../../backends/address.ts'
import type { Backend, Kind } from '../../backends/backend.ts'
import { backendOf, backends, kindOf } from '../../backends/catalogue.ts'
import { effectiveConfigOf } from '../../env/effective-config.ts'
import { ownNetwork } from '../../env/network.ts'
import { proxyFor } from '../../env/proxy.ts'
import { trustOf } from '../../env/tls-trust.ts'
import { chatBaseUrl, readBaseUrl } from '../../profiles/base-url.ts'
import { profileName } from '../../profiles/fields.ts'
import type { FoundFile } from '../../profiles/load.ts'
import { describeUrlFault } from '../../profiles/problem.ts'
import { reservedNames } from '../../profiles/reserved.ts'
import { readClientFiles } from '../../settings/load.ts'
import type { Choice, System } from '../../system/system.ts'
import { escapeControls } from '../../terminal/escape.ts'
import { wrap } from '../../terminal/wrap.ts'
import { answered } from './answered.ts'
import { askModel } from './ask-model.ts'
import { type DiscoveredServer, discover, discoverAt, usualPlaces } from './discover.ts'
import { type Answers, hasKey, isSameServer, type Key, readWritten, type WrittenFields } from './profile-lines.ts'
import { askService, exportedKey, type Service } from './services.ts'

/** Answers that the command line gives, so that nobody has to be asked for them. */
export interface Given {
  readonly profile?: string
  readonly kind?: Kind
  readonly url?: string
  readonly model?: string
  readonly key?: Key
  /** Whether nobody may be asked. Then the first four are there. */
  readonly silent: boolean
}

/** ms for a server that may be far away. */
const farMs = 5000

/** Asks for what is not given: which server, by what name, with which key, which of its models. */
export async function interview(given: Given, found: FoundFile, system: System): Promise<Answers> {
  const place = givenPlace(given) ?? (await askServer(system))
  const service = typeof place === 'object' && !('models' in place) ? place : undefined
  const url = typeof place === 'string' ? place : place.url
  const seen =
    typeof place === 'string' ? await visit(system, url, given.kind) : service ? undefined : (place as DiscoveredServer)
  say(system, typeof place === 'string' ? sightOf(url, seen) : '')
  const kind = given.kind ?? service?.kind ?? seen?.kind ?? answered(await askKind(url, system))
  const profile = given.profile ?? (await askName(url, kind, found, system))
  const written = readWritten(profile, found.file.profiles.get(profile), system.environment)
  const isOpen =
    seen !== undefined && typeof place !== 'string' && !seen.locked && backendOf(kind).auth.needed !== 'always'
  const key = given.key ?? (await defaultKey(given, isOpen, written, url, kind, system))
  const secret = secretOfKey(key, written, url, system) ?? exportedKey(kind, system)
  const known = secret === undefined ? seen : ((await visit(system, url, kind, secret)) ?? seen)
  const models = known?.models ?? []
  const usual = written.value('MODEL') ?? backendOf(kind).defaultModel?.name
  const model = given.model ?? (given.silent ? (usual ?? '') : await askModel(kind, models, usual, system))
  const window = models.find(({ entry }) => entry.id === model || entry.aliases?.includes(model))?.window
  return { profile, kind, url, model, key, ...(window ? { window } : {}) }
}

/** Why a text is no name for a profile; undefined where it is one. */
export function refuseName(text: string): string | undefined {
  const name = profileName(text)
  if (name === undefined) return 'letters, digits and - make a name, such as local or my-box'
  return reservedNames.has(name) ? `"${name}" is a command; take another name` : undefined
}

/** Why a text is no URL of a backend; undefined where it is one. */
export function refuseUrl(text: string): string | undefined {
  const read = readBaseUrl(text)
  return 'refused' in read ? describeUrlFault('it', read.refused) : undefined
}

/** A URL as the client wants it, or as chat completions have it; only for one that nothing is against. */
export function plainUrl(text: string): string {
  const read = readBaseUrl(text)
  if (!('url' in read)) return text
  return backendOf(kindOf(read.parsed)).protocol === 'chat' ? chatBaseUrl(read.parsed).url : read.url
}

/** What the command line says of the place: its URL, or a kind that has one address for everybody. */
function givenPlace({ url, kind }: Given): string | Service | undefined {
  if (url !== undefined) return url
  const own = kind === undefined ? undefined : backendOf(kind)
  return own?.defaultBaseUrl === undefined || own.runsModels
    ? own?.defaultBaseUrl
    : { url: own.defaultBaseUrl, kind: own.kind }
}

async function askServer(system: System): Promise<DiscoveredServer | Service | string> {
  say(system, 'looking for servers on this machine ...')
  const found = await discover(system, usualPlaces(system.environment))
  const askUrl = async () => {
    const text = await system.prompts.text('Its URL, such as http://192.168.1.20:8000', { refuse: refuseUrl })
    return plainUrl(answered(text))
  }
  if (found.length === 0) say(system, 'none answers at its usual address.')
  const choices: Choice<DiscoveredServer | 'other' | 'service'>[] = found.map(one => ({
    title: neighbourTitle(one),
    value: one,
  }))
  const all = [
    ...choices,
    { title: 'a service that takes a key: Mistral, OpenAI, Gemini, Groq, ...', value: 'service' as const },
    { title: 'another server, by its URL', value: 'other' as const },
  ]
  const chosen = answered(await system.prompts.choice<DiscoveredServer | 'other' | 'service'>('Which server?', all, 0))
  if (chosen === 'service') return askService(system)
  return chosen === 'other' ? askUrl() : chosen
}

function neighbourTitle({ url, identity, models, locked }: DiscoveredServer): string {
  const version = identity?.version === undefined ? '' : ` ${identity.version}`
  const has = locked ? 'asks for a key' : `${models.length} model${models.length === 1 ? '' : 's'}`
  return escapeControls(`${identity?.title}${version} at ${url}, ${has}`)
}

/** What came of looking at a server that the user named. */
function sightOf(url: string, seen: DiscoveredServer | undefined): string {
  if (!seen) return `nothing answers at ${url} now.`
  const { identity } = seen
  if (!identity) return `${url} does not say what it is.`
  return escapeControls(`${url} is ${identity.title}${identity.version === undefined ? '' : ` ${identity.version}`}.`)
}

async function askKind(url: string, system: System): Promise<Kind | undefined> {
  const kinds = Object.values<Backend>(backends).filter(({ provider }) => !provider)
  const choices = kinds.map(({ kind, title }) => ({ title: kind === 'gateway' ? 'another one' : title, value: kind }))
  const likely = kinds.findIndex(({ kind }) => kind === kindOf(new URL(url)))
  return system.prompts.choice<Kind>('What is it?', choices, likely)
}

/** The profile that goes there already, else `local`, else one that is called like the kind. */
async function askName(url: string, kind: Kind, { file }: FoundFile, system: System): Promise<string> {
  const writtenOf = (name: string) => readWritten(name, file.profiles.get(name), system.environment)
  const same = [...file.profiles.keys()].find(name => writtenOf(name).url === url)
  const isFar = reachOf(new URL(url).hostname) === 'public' && kind !== 'gateway'
  const isFree = writtenOf('local').url === undefined || kind === 'gateway'
  const initial = same ?? (isFree && !isFar ? 'local' : kind)
  const text = await system.prompts.text('Name of the profile', { initial, refuse: refuseName })
  return profileName(answered(text)) ?? initial
}

async function defaultKey(
  { silent }: Given,
  isOpen: boolean,
  written: WrittenFields,
  url: string,
  kind: Kind,
  system: System,
): Promise<Key> {
  const keeps = hasKey(written) && isSameServer(written, url)
  if (silent || isOpen) return keeps ? 'kept' : 'none'
  const { auth } = backendOf(kind)
  const isExported = exportedKey(kind, system) !== undefined
  const choices: Choice<'kept' | 'none' | 'type' | 'command'>[] = [
    ...(isExported ? [{ title: `${auth.variable} of this shell`, value: 'none' as const }] : []),
    ...(keeps ? [{ title: 'keep the one that is written', value: 'kept' as const }] : []),
    ...(auth.needed === 'always' ? [] : [{ title: 'none', value: 'none' as const }]),
    { title: 'type it now; it is not shown', value: 'type' },
    { title: 'a command prints it, such as: pass show litellm', value: 'command' },
  ]
  const way = answered(await system.prompts.choice('Its key?', choices, 0))
  const refuse = (text: string) => (text === '' ? 'there is nothing in it' : undefined)
  if (way === 'type') return { value: answered(await system.prompts.secret('The key', { refuse })) }
  if (way === 'command') return { command: answered(await system.prompts.text('The command', { refuse })) }
  return way
}

/** The key itself, to ask the server for its models; undefined where there is none, or none can be had now. */
function secretOfKey(key: Key, written: WrittenFields, url: string, system: System): string | undefined {
  if (key === 'none' || (key === 'kept' && !isSameServer(written, url))) return undefined
  if (key !== 'kept' && 'value' in key) return key.value
  const value = key === 'kept' ? (written.value('AUTH_TOKEN') ?? written.value('API_KEY')) : undefined
  if (value !== undefined) return value
  const command =
    key === 'kept' ? (written.value('AUTH_TOKEN_COMMAND') ?? written.value('API_KEY_COMMAND')) : key.command
  const ran = command === undefined ? undefined : system.processes.runSecretCommand(command)
  if (ran && 'failed' in ran) say(system, `the command gave no key: ${ran.failed}.`)
  return ran && 'output' in ran ? ran.output.split('\n', 1)[0]?.trim() || undefined : undefined
}

/** Looks at a server as Claude Code would reach it, proxies and certificates and all. */
function visit(system: System, url: string, kind?: Kind, secret?: string): Promise<DiscoveredServer | undefined> {
  const config = effectiveConfigOf(
    system.environment,
    readClientFiles(system, system.environment),
    undefined,
    Date.now(),
  )
  const isApiKey = kind !== undefined && backendOf(kind).auth.header === 'x-api-key'
  const headers: Record<string, string> =
    secret === undefined ? {} : isApiKey ? { 'x-api-key': secret } : { authorization: `Bearer ${secret}` }
  const own = ownNetwork(config)
  const way = { proxyFor: (to: URL) => proxyFor(to, own), trust: trustOf(own, new URL(url)) }
  return discoverAt(system, url, { headers, limitMs: farMs, way }, kind)
}

function say(system: System, text: string): void {
  if (text !== '') system.output.print('stderr', `${wrap(text)}\n`)
}

import { type Reach, reachOf } from '../backends/address.ts'
import type { Backend, Kind } from '../backends/backend.ts'
import { backendOf, backends, kindOf } from '../backends/catalogue.ts'
import type { ProviderField } from '../backends/providers.ts'
import { chatBaseUrl, isChatAddress, readBaseUrl } from './base-url.ts'
import type { FieldReader } from './field-reader.ts'
import { builtInKind, type Field, keyOf } from './fields.ts'

/** Where a profile goes: the kind of server, its base URL, and how far away that is. */
export interface Endpoint {
  readonly backend: Backend
  readonly baseUrl?: string
  readonly reach: Reach
  /** True for Anthropic's own hosts: the only place where Anthropic's credentials may go. */
  readonly isAnthropic: boolean
}

const kinds = Object.keys(backends) as Kind[]

/** The kinds that have a field which only clouds have. */
export function kindsWith(field: ProviderField): Kind[] {
  return kinds.filter(kind => backendOf(kind).provider?.fields[field] !== undefined)
}

/** Reads KIND and BASE_URL: what is written, else what the profile's name promises, else what the URL speaks of. */
export function readEndpoint(reader: FieldReader, hasMasterKey: boolean): Endpoint {
  const written = reader.value('BASE_URL')
  const base = written === undefined ? undefined : readBaseUrl(written)
  if (base && 'refused' in base) reader.complain('error', 'BASE_URL', { code: 'url-invalid', fault: base.refused })
  const given = base && 'url' in base ? base : undefined
  const promised = promisedKind(reader, hasMasterKey, given?.parsed)
  const kind = reader.choice('KIND', kinds) ?? promised ?? (given ? kindOf(given.parsed) : 'gateway')
  const backend = backendOf(kind)
  if (backend.provider) return { backend, reach: 'public', isAnthropic: false }
  const isChat = backend.protocol === 'chat'
  if (given && !isChat && isChatAddress(given.url))
    reader.complain('error', 'BASE_URL', { code: 'url-invalid', fault: 'chat' })
  const own = given && (isChat ? chatBaseUrl(given.parsed) : given)
  if (own?.taken) reader.complain('note', 'BASE_URL', { code: 'url-shortened', taken: own.taken, isChat })
  const baseUrl = own?.url ?? backend.defaultBaseUrl
  if (baseUrl === undefined) {
    if (kind !== 'anthropic' && !reader.failed) askForUrl(reader, backend)
    return { backend, reach: 'public', isAnthropic: kind === 'anthropic' }
  }
  const url = given?.parsed ?? new URL(baseUrl)
  return { backend, baseUrl, reach: reachOf(url.hostname), isAnthropic: backends.anthropic.recognise(url) }
}

/** What a profile's name alone says. `vibe` is Mistral, but for those who reach it by a LiteLLM of their own. */
function promisedKind(reader: FieldReader, hasMasterKey: boolean, url: URL | undefined): Kind | undefined {
  const promised: Kind | undefined = builtInKind(reader.name)
  if (reader.name !== 'vibe') return promised
  if (url) return backendOf(kindOf(url)).protocol === 'chat' ? kindOf(url) : 'litellm'
  const isLiteLlm = hasMasterKey || ['AUTH_TOKEN', 'AUTH_TOKEN_COMMAND'].some(field => reader.value(field as Field))
  return isLiteLlm ? 'litellm' : promised
}

function askForUrl(reader: FieldReader, { exampleUrl = 'http://192.168.1.20:8000' }: Backend): void {
  const key = keyOf(reader.name, 'BASE_URL')
  const isWritten = reader.value('KIND') !== undefined
  const cloud = reader.name === 'local' || isWritten ? {} : { kindKey: keyOf(reader.name, 'KIND') }
  const named = kinds.find(kind => kind === reader.name && kind !== 'gateway')
  const kind = isWritten || named === undefined ? {} : { kind: named }
  reader.complainAt('error', undefined, { code: 'url-missing', key, ...cloud, ...kind, example: exampleUrl })
}

import { type Reach, reachOf } from '../backends/address.ts'
import type { Backend, Kind } from '../backends/backend.ts'
import { backendOf, backends, kindOf } from '../backends/catalogue.ts'
import { readBaseUrl } from './base-url.ts'
import { builtInProfiles, keyOf } from './fields.ts'
import type { Reading } from './reading.ts'

/** Where a profile goes: the kind of server, its base URL, and how far away that is. */
export interface Endpoint {
  readonly backend: Backend
  readonly baseUrl?: string
  readonly reach: Reach
  /** True for Anthropic's own hosts: the only place where Anthropic's credentials may go. */
  readonly isAnthropic: boolean
}

const kinds = Object.keys(backends) as Kind[]

/** Reads KIND and BASE_URL: what is written, else what the profile's name promises, else what the URL speaks of. */
export function readEndpoint(reading: Reading): Endpoint {
  const written = reading.value('BASE_URL')
  const base = written === undefined ? undefined : readBaseUrl(written)
  if (base && 'refused' in base) reading.complain('error', 'BASE_URL', base.refused)
  const given = base && 'url' in base ? base : undefined
  if (given?.note) reading.complain('note', 'BASE_URL', given.note)
  const promised: Kind | undefined = builtInProfiles[reading.name as keyof typeof builtInProfiles]
  const kind = reading.choice('KIND', kinds) ?? promised ?? (given ? kindOf(given.parsed) : 'gateway')
  const backend = backendOf(kind)
  const baseUrl = given?.url ?? backend.defaultBaseUrl
  if (baseUrl === undefined) {
    if (kind !== 'anthropic' && !reading.failed) askForUrl(reading)
    return { backend, reach: 'public', isAnthropic: kind === 'anthropic' }
  }
  const url = given?.parsed ?? new URL(baseUrl)
  return { backend, baseUrl, reach: reachOf(url.hostname), isAnthropic: backends.anthropic.recognise(url) }
}

function askForUrl(reading: Reading): void {
  const key = keyOf(reading.name, 'BASE_URL')
  const cloud = `; for Anthropic itself, add ${keyOf(reading.name, 'KIND')}=anthropic instead`
  const says = `${key} is missing; add a line such as ${key}=http://192.168.1.20:8000`
  reading.complainAt('error', undefined, `${says}${reading.name === 'local' ? '' : cloud}.`)
}

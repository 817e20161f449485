import { backendOf } from '../backends/catalogue.ts'
import { decidedNames } from '../env/managed-variables.ts'
import { goesToAnthropic } from '../env/plan.ts'
import type { BackendsFile } from '../profiles/backends-file.ts'
import { findProfile } from '../profiles/find.ts'
import { backendsLimit, backendsPath, findBackendsFile } from '../profiles/load.ts'
import type { Profile } from '../profiles/profile.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import type { Environment } from '../system/environment.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import type { RouteTable } from './route.ts'
import type { UpstreamCredential } from './upstream-request.ts'

/** A profile as the router carries it: where its requests go, and with which credential. */
export interface CarriedProfile {
  readonly profile: Profile
  readonly table: RouteTable
  readonly credential: UpstreamCredential
}

/** What a shell hands over when it switches: the values of the variables that the profile's lines name, and its secret. */
export interface HandedOver {
  readonly profile: string
  readonly environment: Environment
  readonly secret?: string | undefined
}

/** Why a profile cannot be carried, as a sentence with the way out. */
interface NotCarried {
  readonly refused: string
}

/** The profiles of the backends file, read anew when it changes; the last good one counts while it cannot be read. */
export interface CarriedProfiles {
  find(name: string): Promise<CarriedProfile | NotCarried>
  /** Keeps what a shell hands over, in memory alone. */
  take(handed: HandedOver): void
}

/** ms that a secret command may take where nobody can be asked anything, and for which its answer is kept. */
const secretLimitMs = 15_000
const secretKeptMs = 15 * 60_000

/** Opens the profiles of the file that the environment names. */
export function openProfiles(system: System): CarriedProfiles {
  const currentFile = fileReader(system)
  const handed = new Map<string, HandedOver>()
  const secretOf = secretReader(system)

  const find = async (name: string): Promise<CarriedProfile | NotCarried> => {
    const file = currentFile()
    const shown = shownPath(backendsPath(system), system.home)
    if ('refused' in file) return file
    const target = findProfile(name, file)
    if ('unknown' in target) return { refused: `${shown} has no profile ${name} any more; switch to another one.` }
    const own = handed.get(name)
    const environment = { ...system.environment, ...own?.environment }
    const { profile, problems } = resolveProfile(target.written, file, environment, decidedNames)
    if (!profile) {
      const says = problems.find(({ level }) => level === 'error')?.says ?? 'it cannot be used'
      return { refused: `${shown}: ${says} Then switch again: claude-switch ${name}` }
    }
    const secret = await secretOf(profile, own)
    if (typeof secret === 'object') return secret
    return { profile, table: tableOf(profile), credential: credentialOf(profile, secret) }
  }
  return { find, take: one => void handed.set(one.profile, { ...handed.get(one.profile), ...one }) }
}

/** Reads the backends file as it is now; what was read last where it is being written, or damaged. */
function fileReader(system: System): () => BackendsFile | NotCarried {
  let bytes: Uint8Array | undefined
  let file: BackendsFile | NotCarried | undefined
  return () => {
    const read = system.files.read(backendsPath(system), backendsLimit)
    const isSame = file && 'bytes' in read && bytes && Buffer.from(bytes).equals(read.bytes)
    if (file && (isSame || 'unreadable' in read)) return file
    try {
      file = findBackendsFile(system, false).file
      bytes = 'bytes' in read ? read.bytes : undefined
    } catch (error) {
      file ??= { refused: error instanceof Error ? error.message : String(error) }
    }
    return file
  }
}

/** A secret as it was handed over, or as the file has it; else what its command prints, which is kept for a while. */
function secretReader(system: System) {
  const kept = new Map<string, { readonly until: number; readonly secret: Promise<string | NotCarried> }>()
  const run = async (command: string, key: string): Promise<string | NotCarried> => {
    const ran = await system.processes.exec('/bin/sh', ['-c', command], secretLimitMs)
    const secret = 'stdout' in ran ? (ran.stdout.split('\n', 1)[0]?.trim() ?? '') : ''
    if (secret !== '') return secret
    kept.delete(command)
    return { refused: `${key} gave no secret to the router; switch again, which asks for it in your terminal.` }
  }
  return async ({ credential }: Profile, own?: HandedOver): Promise<string | undefined | NotCarried> => {
    if (!credential) return undefined
    if ('value' in credential.secret) return credential.secret.value
    if (own?.secret !== undefined) return own.secret
    const { command } = credential.secret
    const known = kept.get(command)
    if (known && known.until > system.clock.now()) return known.secret
    const secret = run(command, credential.key ?? 'its command')
    kept.set(command, { until: system.clock.now() + secretKeptMs, secret })
    return secret
  }
}

/** Anthropic's own address, where a profile names none. */
const anthropicUrl = 'https://api.anthropic.com'

function tableOf(profile: Profile): RouteTable {
  const { name, kind, baseUrl = anthropicUrl, models } = profile
  const { protocol } = backendOf(kind)
  return { upstream: { profile: name, kind, protocol, baseUrl, isAnthropic: goesToAnthropic(profile) }, models }
}

function credentialOf({ credential }: Profile, secret: string | undefined): UpstreamCredential {
  if (!credential) return 'own'
  return secret === undefined ? 'none' : { header: credential.header, secret }
}

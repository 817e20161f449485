import { join } from 'node:path'
import type { Logins } from '../env/credentials.ts'
import type { Agent } from '../env/model-choice.ts'
import { resolveEnv, type SettingsLayer } from '../env/precedence.ts'
import { type RouterAddress, readRouterAddress } from '../env/router-address.ts'
import type { Environment } from '../system/environment.ts'
import type { System } from '../system/system.ts'
import { readAgents } from './agents.ts'
import { localSettingsRoot } from './checkout.ts'
import { lookIntoKeychain } from './keychain.ts'
import {
  configDirectory,
  credentialsFile,
  globalConfig,
  managedDirectory,
  settingsFiles,
  type Whereabouts,
} from './paths.ts'
import { decodeText, readGlobalConfig, readLogin, readSettings, type SettingsFault } from './read.ts'
import { readToolProfile } from './tool-profile.ts'

/** Bytes that a settings file may have; the client takes nothing of a larger one [measured, 2.1.332]. */
export const settingsLimit = 2 << 20
/** Bytes: the global config grows with every project. */
const configLimit = 64 << 20

/**
 * A settings file that is not simply read, with the reason: the client takes nothing of it (`dropped`), does not start with it
 * (`fatal`: an administrator's or the global config that is not JSON [measured, 2.1.332]), or may drop it (`unsure`), while it counts here.
 */
interface BrokenFile {
  readonly path: string
  readonly why: string
  readonly fault: SettingsFault
  readonly outcome: 'dropped' | 'fatal' | 'unsure'
}

/** What the client's own files say: the settings layers, strongest first, the stored logins, and files it would not load. */
export interface ClientFiles {
  readonly layers: readonly SettingsLayer[]
  readonly logins: Logins
  /** Settings files that the client cannot load either, with the reason. */
  readonly broken: readonly BrokenFile[]
  /** The address of this user's own router, read when it is asked for. */
  readonly router: () => RouterAddress | undefined
  /** The agents' files, read when they are asked for. */
  readonly agents: () => readonly Agent[]
}

/**
 * Reads everything of the client's that decides where its requests go and who pays for them, as a client would find it
 * that starts in `environment`. Secrets are not kept.
 */
export function readClientFiles(system: System, environment: Environment): ClientFiles {
  const gitRoot = localSettingsRoot(system)
  const whereabouts: Whereabouts = {
    environment,
    home: system.home,
    cwd: system.cwd,
    ...(gitRoot === undefined ? {} : { gitRoot }),
    platform: system.platform,
  }
  const layers: SettingsLayer[] = []
  const broken: BrokenFile[] = []
  const managed = system.files.list(join(managedDirectory(system.platform), 'managed-settings.d'))
  for (const file of settingsFiles(whereabouts, managed)) {
    const text = textOf(system, file.path, settingsLimit)
    if ('missing' in text) continue
    const read = 'why' in text ? text : readSettings(text.text, file)
    if ('why' in read) {
      const { why, fault } = read
      broken.push({ path: file.path, why, fault, outcome: file.name === 'managed' ? 'fatal' : 'dropped' })
      continue
    }
    layers.push(read.layer)
    if (read.unsure !== undefined)
      broken.push({ path: file.path, why: read.unsure, fault: 'wrong-member', outcome: 'unsure' })
  }
  const config = globalConfig(whereabouts)
  const { layer, hasStoredKey, isBroken, rejectedKeys } = readGlobal(system, config)
  if (layer) layers.push(layer)
  if (isBroken) broken.push({ path: config, why: 'it is not JSON', fault: 'not-json', outcome: 'fatal' })
  const toolProfile = readToolProfile(
    system,
    environment,
    resolveEnv(environment, layers).get('ANTHROPIC_PROFILE')?.value,
  )
  const keychain = lookIntoKeychain(system, whereabouts)
  const subscription = readStoredLogin(system, credentialsFile(whereabouts)) ?? (keychain.hasLogin() ? {} : undefined)
  const storedKey = hasStoredKey ? config : keychain.hasConsoleKey() ? 'the Keychain' : undefined
  return {
    layers,
    broken,
    router: () => readRouterAddress(system),
    agents: () => readAgents(system, configDirectory(whereabouts)),
    logins: {
      ...(subscription ? { subscription } : {}),
      ...(storedKey === undefined ? {} : { storedKey: { path: storedKey } }),
      ...(toolProfile ? { toolProfile } : {}),
      ...(rejectedKeys ? { rejectedKeys } : {}),
    },
  }
}

/** The global config can be megabytes; it is parsed only when it has one of three words in it. */
function readGlobal(system: System, path: string): ReturnType<typeof readGlobalConfig> {
  const read = system.files.read(path, configLimit)
  if (!('bytes' in read)) return { hasStoredKey: false }
  const bytes = Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.byteLength)
  if (!['"primaryApiKey"', '"env"', '"rejected"'].some(word => bytes.includes(word))) return { hasStoredKey: false }
  // In UTF-16 it is no JSON to the client, unlike its settings [measured, 2.1.332].
  return readGlobalConfig(bytes.toString('utf8').replace(/^\uFEFF/, ''), path)
}

/** The login of the credentials file; on macOS it is in the Keychain, where the plan cannot be seen. */
function readStoredLogin(system: System, path: string | undefined): Logins['subscription'] {
  const read = path === undefined ? undefined : textOf(system, path, settingsLimit)
  return read && 'text' in read ? readLogin(read.text) : undefined
}

type TextRead =
  | { readonly text: string }
  | { readonly why: string; readonly fault: SettingsFault }
  | { readonly missing: true }

function textOf(system: System, path: string, limit: number): TextRead {
  const read = system.files.read(path, limit)
  if ('missing' in read) return read
  return 'unreadable' in read ? { why: read.unreadable, fault: 'unreadable' } : { text: decodeText(read.bytes) }
}

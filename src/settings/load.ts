import { dirname, join } from 'node:path'
import type { Logins } from '../env/credentials.ts'
import type { SettingsLayer } from '../env/precedence.ts'
import type { Environment } from '../system/environment.ts'
import type { System } from '../system/system.ts'
import { credentialsFile, globalConfig, managedDirectory, settingsFiles, type Whereabouts } from './paths.ts'
import { readGlobalConfig, readLogin, readSettings } from './read.ts'

/** Bytes: settings are small, the global config grows with every project. */
const settingsLimit = 4 << 20
const configLimit = 64 << 20

/** What the client's own files say: the settings layers, strongest first, the stored logins, and files it would not load. */
export interface ClientFiles {
  readonly layers: readonly SettingsLayer[]
  readonly logins: Logins
  /** Settings files that the client cannot load either, with the reason. */
  readonly broken: readonly { readonly path: string; readonly why: string }[]
}

/**
 * Reads everything of the client's that decides where its requests go and who pays for them, as a client would find it
 * that starts in `environment`. Secrets are not kept.
 */
export function readClientFiles(system: System, environment: Environment): ClientFiles {
  const gitRoot = findGitRoot(system)
  const whereabouts: Whereabouts = {
    environment,
    home: system.home,
    cwd: system.cwd,
    ...(gitRoot === undefined ? {} : { gitRoot }),
    platform: system.platform,
  }
  const layers: SettingsLayer[] = []
  const broken: { path: string; why: string }[] = []
  const managed = system.files.list(join(managedDirectory(system.platform), 'managed-settings.d'))
  for (const file of settingsFiles(whereabouts, managed)) {
    const read = textOf(system, file.path, settingsLimit)
    if (read.text === undefined) {
      if (read.why) broken.push({ path: file.path, why: read.why })
      continue
    }
    const layer = readSettings(read.text, file)
    if (layer) layers.push(layer)
    else broken.push({ path: file.path, why: 'it is not strict JSON' })
  }
  const config = globalConfig(whereabouts)
  const { layer, hasStoredKey } = readGlobal(system, config)
  if (layer) layers.push(layer)
  const subscription = readStoredLogin(system, credentialsFile(whereabouts))
  return {
    layers,
    broken,
    logins: { ...(subscription ? { subscription } : {}), ...(hasStoredKey ? { storedKey: { path: config } } : {}) },
  }
}

/** The global config can be megabytes; it is parsed only when it has one of the two words in it. */
function readGlobal(system: System, path: string): ReturnType<typeof readGlobalConfig> {
  const read = system.files.read(path, configLimit)
  if (!('bytes' in read)) return { hasStoredKey: false }
  const bytes = Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.byteLength)
  if (!bytes.includes('"primaryApiKey"') && !bytes.includes('"env"')) return { hasStoredKey: false }
  return readGlobalConfig(bytes.toString('utf8'), path)
}

function readStoredLogin(system: System, path: string | undefined): Logins['subscription'] {
  const read = path === undefined ? undefined : textOf(system, path, settingsLimit)
  const login = read?.text === undefined ? undefined : readLogin(read.text)
  if (login || system.platform !== 'darwin') return login
  // On macOS the login is in the Keychain. That it is there can be seen without opening it; the plan cannot.
  return system.processes.hasKeychainItem('Claude Code-credentials') ? {} : undefined
}

function textOf(system: System, path: string, limit: number): { text?: string; why?: string } {
  const read = system.files.read(path, limit)
  if ('missing' in read) return {}
  if ('unreadable' in read) return { why: read.unreadable }
  return { text: Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.byteLength).toString('utf8') }
}

/** The nearest directory upwards with a `.git` in it. */
function findGitRoot(system: System): string | undefined {
  for (let directory = system.cwd; ; directory = dirname(directory)) {
    if (system.files.exists(join(directory, '.git'))) return directory
    if (dirname(directory) === directory) return undefined
  }
}

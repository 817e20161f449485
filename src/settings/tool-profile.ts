import { join } from 'node:path'
import type { ToolProfile } from '../env/credentials.ts'
import type { Environment } from '../system/environment.ts'
import type { System } from '../system/system.ts'

/** Bytes that a file of a tool profile may have here; one has a few hundred. */
const limit = 64 << 10

type Json = Readonly<Record<string, unknown>>

/**
 * The profile of Anthropic's own tools that the client finds: `configs/<name>.json` with `credentials/<name>.json`, in
 * ANTHROPIC_CONFIG_DIR, else in XDG_CONFIG_HOME or ~/.config under `anthropic`; the name is ANTHROPIC_PROFILE's, else that
 * in `active_config`, else `default`. Undefined where there is none that would give a token [measured, 2.1.332]. Of the token
 * only that it is there is looked at.
 */
export function readToolProfile(
  system: System,
  environment: Environment,
  name: string | undefined,
): ToolProfile | undefined {
  const { home } = system
  const own = environment['ANTHROPIC_CONFIG_DIR']?.trim()
  const directory = own || join(environment['XDG_CONFIG_HOME']?.trim() || join(home, '.config'), 'anthropic')
  const chosen = name?.trim() || textOf(system, join(directory, 'active_config'))?.trim() || 'default'
  // A name is a file's, and leads nowhere else.
  if (/[\\/\0]/.test(chosen)) return undefined
  const path = join(directory, 'configs', `${chosen}.json`)
  const config = jsonOf(textOf(system, path))
  if (!config) return undefined
  const { type, credentials_path: elsewhere } = fieldsOf(config['authentication'])
  if (type !== 'user_oauth' && type !== 'oidc_federation') return undefined
  const credentials = typeof elsewhere === 'string' ? elsewhere : join(directory, 'credentials', `${chosen}.json`)
  if (type === 'user_oauth' && !textOf(system, credentials)?.trim()) return undefined
  const url = config['base_url']
  return { name: chosen, path, ...(typeof url === 'string' && url.trim() !== '' ? { baseUrl: url.trim() } : {}) }
}

function textOf(system: System, path: string): string | undefined {
  const read = system.files.read(path, limit)
  return 'bytes' in read ? Buffer.from(read.bytes).toString('utf8') : undefined
}

function jsonOf(text: string | undefined): Json | undefined {
  try {
    return fieldsOf(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

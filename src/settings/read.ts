import type { Logins } from '../env/credentials.ts'
import type { SettingsLayer } from '../env/precedence.ts'
import type { SettingsFile } from './paths.ts'

type Json = Record<string, unknown>

/**
 * Reads one settings file. Undefined when the client would not load it either: its files are strict JSON, and one
 * with a comment or a trailing comma counts for nothing [measured]. A byte order mark is accepted.
 */
export function readSettings(text: string, file: SettingsFile): SettingsLayer | undefined {
  const settings = parseObject(text)
  if (!settings) return undefined
  const model = settings['model']
  const helper = settings['apiKeyHelper']
  return {
    name: file.name,
    path: file.path,
    env: readEnv(settings),
    ...(typeof model === 'string' && model !== '' ? { model } : {}),
    hasApiKeyHelper: typeof helper === 'string' && helper !== '',
  }
}

/** Reads the global config for the two things in it that matter here: an `env` block, and that a Console key is stored. */
export function readGlobalConfig(text: string, path: string): { layer?: SettingsLayer; hasStoredKey: boolean } {
  const config = parseObject(text)
  if (!config) return { hasStoredKey: false }
  const env = readEnv(config)
  const hasStoredKey = typeof config['primaryApiKey'] === 'string' && config['primaryApiKey'] !== ''
  return {
    ...(env.size > 0 ? { layer: { name: 'global config', path, env, hasApiKeyHelper: false } } : {}),
    hasStoredKey,
  }
}

/** Reads the stored login: the plan and the time when its token runs out, and nothing else. */
export function readLogin(text: string): Logins['subscription'] {
  const login = parseObject(text)?.['claudeAiOauth']
  if (typeof login !== 'object' || login === null) return undefined
  const { subscriptionType: plan, expiresAt, accessToken, refreshToken } = login as Json
  // That there is a token is looked at, and nothing of it kept.
  if (!accessToken && !refreshToken) return undefined
  return {
    ...(typeof plan === 'string' && plan !== '' ? { plan } : {}),
    ...(typeof expiresAt === 'number' ? { expiresAt } : {}),
  }
}

/** An `env` block as the client takes it: numbers, booleans and even null become text [measured]. */
function readEnv(settings: Json): Map<string, string> {
  const env = settings['env']
  if (typeof env !== 'object' || env === null || Array.isArray(env)) return new Map()
  return new Map(Object.entries(env).map(([name, value]) => [name, String(value)]))
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
  } catch {
    return undefined
  }
}

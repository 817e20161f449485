import type { Logins } from '../env/credentials.ts'
import type { ModelChoice } from '../env/model-choice.ts'
import type { SettingsLayer } from '../env/precedence.ts'
import type { SettingsFile } from './paths.ts'
import { autoModeMember } from './plain-members.ts'
import { wrongMember } from './schema.ts'
import { isObject } from './shapes.ts'

type Json = Record<string, unknown>

/** What a settings file says, `unsure` when the client may take nothing of it; or why it takes nothing. */
export type SettingsRead =
  | { readonly layer: SettingsLayer; readonly unsure?: string }
  | { readonly why: string; readonly fault: SettingsFault }

/** What keeps the client from a settings file. */
export type SettingsFault = 'not-json' | 'wrong-member' | 'unreadable'

/** The text of a file as the client reads it: UTF-8, or UTF-16 where its mark is in front, with bad bytes replaced [measured, 2.1.332]. */
export function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isWide = buffer[0] === 0xff && buffer[1] === 0xfe
  return buffer.toString(isWide ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '')
}

/**
 * Reads one settings file. The client takes nothing of one that is not strict JSON, or in which a member is not of its kind;
 * of an administrator's file it leaves out that member alone [measured, 2.1.332].
 */
export function readSettings(text: string, file: SettingsFile): SettingsRead {
  const settings = text.trim() === '' ? {} : parseObject(text)
  if (!settings) return { why: 'it is not strict JSON', fault: 'not-json' }
  const wrong = file.name === 'managed' ? undefined : wrongMember(settings)
  if (wrong?.isSure)
    return { why: `its ${wrong.way} is of a kind for which Claude Code drops the whole file`, fault: 'wrong-member' }
  return {
    layer: layerOf(settings, file),
    ...(wrong ? { unsure: `whether Claude Code takes its ${wrong.way} is not known` } : {}),
  }
}

function layerOf(settings: Json, file: SettingsFile): SettingsLayer {
  const model = settings['model']
  const helper = settings['apiKeyHelper']
  return {
    name: file.name,
    path: file.path,
    env: readEnv(settings),
    ...(typeof model === 'string' && model !== '' ? { model } : {}),
    hasApiKeyHelper: typeof helper === 'string' && helper !== '',
    ...modeOf(settings),
    ...choiceIn(settings),
  }
}

/** The permission mode that a file names, and whether it turns auto mode off, in either of the two places [measured, 2.1.332]. */
function modeOf(settings: Json): Pick<SettingsLayer, 'permissionMode' | 'hasNoAutoMode'> {
  const permissions = isObject(settings['permissions']) ? settings['permissions'] : {}
  const { defaultMode } = permissions
  const isOff = [settings, permissions].some(one => one[autoModeMember] === 'disable')
  return {
    ...(typeof defaultMode === 'string' && defaultMode !== '' ? { permissionMode: defaultMode } : {}),
    ...(isOff ? { hasNoAutoMode: true } : {}),
  }
}

/** What it says of agents and models; absent where that is nothing. */
function choiceIn({ agent, availableModels, enforceAvailableModels, fallbackModel, modelOverrides }: Json): {
  choice?: ModelChoice
} {
  const overrides = isObject(modelOverrides) ? Object.entries(modelOverrides) : []
  const fallbacks = [fallbackModel].flat().filter(one => typeof one === 'string')
  const choice: ModelChoice = {
    ...(enforceAvailableModels === true ? { isBinding: true } : {}),
    ...(fallbacks.length > 0 ? { fallbacks } : {}),
    ...(typeof agent === 'string' && agent !== '' ? { agent } : {}),
    ...(Array.isArray(availableModels) ? { available: availableModels.filter(one => typeof one === 'string') } : {}),
    ...(overrides.length > 0
      ? { overrides: new Map(overrides.map(([name, value]) => [name.toLowerCase(), String(value)])) }
      : {}),
  }
  return Object.keys(choice).length > 0 ? { choice } : {}
}

/** What the global config says of requests and payers. */
interface GlobalConfig {
  readonly layer?: SettingsLayer
  readonly hasStoredKey: boolean
  /** The ends of keys that the user refused. */
  readonly rejectedKeys?: readonly string[]
  /** True for one that is no JSON, with which the client does not start [measured, 2.1.332]. */
  readonly isBroken?: true
}

/** Reads the global config for what matters here: an `env` block, that a Console key is stored, and which keys were refused. */
export function readGlobalConfig(text: string, path: string): GlobalConfig {
  const config = parsed(text)
  if (config === undefined) return { hasStoredKey: false, isBroken: true }
  if (!isObject(config)) return { hasStoredKey: false }
  const env = readEnv(config)
  const hasStoredKey = typeof config['primaryApiKey'] === 'string' && config['primaryApiKey'] !== ''
  const answers = config['customApiKeyResponses']
  const rejected = isObject(answers) && Array.isArray(answers['rejected']) ? answers['rejected'] : []
  const rejectedKeys = rejected.filter(one => typeof one === 'string')
  return {
    ...(env.size > 0 ? { layer: { name: 'global config', path, env, hasApiKeyHelper: false } } : {}),
    hasStoredKey,
    ...(rejectedKeys.length > 0 ? { rejectedKeys } : {}),
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
  const value = parsed(text)
  return isObject(value) ? value : undefined
}

/** What a text says; undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

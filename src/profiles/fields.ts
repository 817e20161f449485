import type { Kind } from '../backends/backend.ts'
import { providerFields } from '../backends/providers.ts'

/** Every field of a profile: the part of a key behind `<PROFILE>_`. `ENV_<NAME>` is not here, since it is a family. */
export const fields = [
  'KIND',
  'BASE_URL',
  'AUTH_TOKEN',
  'AUTH_TOKEN_COMMAND',
  'API_KEY',
  'API_KEY_COMMAND',
  'MODEL',
  'MODEL_NAME',
  'MODEL_CAPABILITIES',
  'OPUS_MODEL',
  'SONNET_MODEL',
  'HAIKU_MODEL',
  'SMALL_FAST_MODEL',
  'FABLE_MODEL',
  'SUBAGENT_MODEL',
  'CONTEXT_TOKENS',
  'MAX_OUTPUT_TOKENS',
  'BILLING',
  'TIMEOUT_MS',
  'BETAS',
  'THINKING',
  'EFFORT',
  'ROUTER',
  'PRIVACY',
  'CLAUDE_ARGS',
  ...providerFields,
] as const
export type Field = (typeof fields)[number]

/** What a line of a profile can be about: a field, or a variable of the session's own. */
export type Subject = Field | `ENV_${string}`

/**
 * The profiles that exist without being declared, with the kind that their names promise. `vibe` is a LiteLLM instead where
 * its lines speak of one.
 */
export const builtInProfiles = {
  local: undefined,
  cloud: 'anthropic',
  ollama: 'ollama',
  vibe: 'mistral',
} as const

/** The kind that a profile's name alone promises. */
export function builtInKind(name: string): Kind | undefined {
  return Object.hasOwn(builtInProfiles, name) ? builtInProfiles[name as keyof typeof builtInProfiles] : undefined
}

/** Who pays for one of them where the file does not say: `vibe` is Mistral, which charges by the token. */
export const builtInBilling: ReadonlyMap<string, 'metered'> = new Map([['vibe', 'metered']])

/**
 * The fields that make a profile of a key's first part. A credential or a model alone does not: files like this one
 * are full of OPENAI_API_KEY and its kin, which belong to other programs.
 */
export const declaring: ReadonlySet<string> = new Set<Field>(['KIND', 'BASE_URL'])

const known: ReadonlySet<string> = new Set(fields)

/** The name that was read last: the lines of one profile stand together, and a file may have a thousand. */
let last: { prefix: string; profile: string | undefined } = { prefix: '', profile: undefined }

/** Splits a key in upper case into profile and field, the longest known field first; undefined when no field fits. */
export function splitKey(upper: string): { profile: string; field: Field } | undefined {
  for (let at = upper.indexOf('_'); at !== -1; at = upper.indexOf('_', at + 1)) {
    const field = upper.slice(at + 1)
    if (!known.has(field)) continue
    const prefix = upper.slice(0, at)
    if (prefix !== last.prefix) last = { prefix, profile: profileName(prefix) }
    const { profile } = last
    if (profile !== undefined) return { profile, field: field as Field }
  }
  return undefined
}

/**
 * The way a profile's name is written: lower case, `-` for `_`.
 * Undefined for what cannot be a name: an option (`-x`), nothing at all, or something with other characters in it.
 */
export function profileName(text: string): string | undefined {
  const name = text.toLowerCase().replaceAll('_', '-')
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) ? name : undefined
}

/** The key of one line of a profile, as a user would write it: `my-box`, `BASE_URL` -> `MY_BOX_BASE_URL`. */
export function keyOf(profile: string, subject: Subject): string {
  return `${profile.toUpperCase().replaceAll('-', '_')}_${subject}`
}

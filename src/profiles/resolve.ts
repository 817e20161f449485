import type { Environment } from '../system/environment.ts'
import type { BackendsFile, WrittenProfile } from './backends-file.ts'
import { readCredential } from './credential.ts'
import { type Endpoint, readEndpoint } from './endpoint.ts'
import { FieldReader } from './field-reader.ts'
import { splitKey } from './fields.ts'
import { everyTier, readModels } from './models.ts'
import type { Problem, Profile } from './profile.ts'
import { readProvider } from './provider.ts'
import { splitArgs } from './split-args.ts'
import { isTakenByShells, isVariableName } from './variable-names.ts'

/** A profile, ready for a plan, or none when a problem keeps it from being one. Warnings and notes come with either. */
export interface Resolved {
  readonly profile?: Profile
  readonly problems: readonly Problem[]
}

/** Milliseconds: reading a long prompt on one's own machine takes minutes, and the client gives up after ten. */
const localTimeoutMs = 1_200_000

/**
 * Turns what was written for a profile into a profile: references replaced from `environment` (the user's own, as it
 * was before any switch), defaults filled in, every value checked. `managed` holds the names that a switch decides
 * itself, which `ENV_` may not set; `model`, when given, is every tier. No problem ever shows a value.
 */
export function resolveProfile(
  written: WrittenProfile,
  file: BackendsFile,
  environment: Environment,
  managed: ReadonlySet<string>,
  model?: string,
): Resolved {
  const reader = new FieldReader(written, environment, file.problems)
  const master = masterKey(written, file, reader, environment)
  const endpoint = readEndpoint(reader, master !== undefined)
  const models = model === undefined ? readModels(reader, endpoint) : everyTier(model)
  const credential = readCredential(reader, endpoint, master ?? vendorKey(endpoint, file, reader, environment))
  const claudeArgs = splitArgs(reader.value('CLAUDE_ARGS') ?? '')
  if (!claudeArgs) reader.complain('error', 'CLAUDE_ARGS', { code: 'argument-quote-open' })
  const profile = withoutAbsent({
    name: written.name,
    kind: endpoint.backend.kind,
    baseUrl: endpoint.baseUrl,
    credential,
    models,
    modelName: reader.value('MODEL_NAME'),
    contextTokens: reader.count('CONTEXT_TOKENS', 'tokens', 65536) ?? defaultWindow(endpoint, models),
    maxOutputTokens: reader.count('MAX_OUTPUT_TOKENS', 'tokens', 8192),
    timeoutMs:
      reader.count('TIMEOUT_MS', 'milliseconds', 600000) ?? (endpoint.backend.runsModels ? localTimeoutMs : undefined),
    off: readSwitchedOff(reader),
    modelCapabilities: readCapabilities(reader),
    billing: reader.choice('BILLING', ['free', 'metered', 'subscription']),
    router: readRouter(reader, endpoint),
    tellsUser: reader.choice('PRIVACY', ['on', 'off']) === 'off' ? true : undefined,
    claudeArgs: claudeArgs ?? [],
    extra: new Map([...readExtra(reader, managed), ...readProvider(reader, endpoint)]),
  })
  return reader.failed ? { problems: reader.problems } : { profile, problems: reader.problems }
}

function readSwitchedOff(reader: FieldReader): Profile['off'] {
  const off = new Set<'betas' | 'thinking' | 'effort'>()
  for (const [field, part] of [
    ['BETAS', 'betas'],
    ['THINKING', 'thinking'],
    ['EFFORT', 'effort'],
  ] as const) {
    if (reader.choice(field, ['on', 'off']) === 'off') off.add(part)
  }
  return off
}

/** Names with a `-` in front of what goes, for all models or behind `name=` for some: what the client reads as such. */
function readCapabilities(reader: FieldReader): string | undefined {
  const text = reader.value('MODEL_CAPABILITIES')
  const entry = /^\s*([^=,;\s]+\s*=)?\s*-?[a-z0-9_]+(\s*,\s*-?[a-z0-9_]+)*\s*$/
  if (text === undefined || text.split(';').every(one => entry.test(one))) return text
  reader.complain('error', 'MODEL_CAPABILITIES', { code: 'capabilities-invalid' })
  return undefined
}

/** `ENV_<NAME>`: what a shell owns, and what the switch decides itself, is refused. */
function readExtra(reader: FieldReader, managed: ReadonlySet<string>): Map<string, string> {
  const extra = new Map<string, string>()
  for (const [name, assignment] of reader.extra) {
    const { key, line } = assignment
    if (!isVariableName(name)) {
      reader.complainAt('error', line, { code: 'variable-invalid', key, variable: name })
    } else if (isTakenByShells(name)) {
      reader.complainAt('error', line, { code: 'variable-of-shells', key, variable: name })
    } else if (managed.has(name)) {
      reader.complainAt('error', line, { code: 'variable-of-switch', key, variable: name })
    } else {
      const value = reader.resolve(assignment)
      if (value !== undefined) extra.set(name, value)
    }
  }
  return extra
}

/** LiteLLM's own name for its key, in this file or in the environment: what `vibe` sends when nothing else is written. */
function masterKey(
  written: WrittenProfile,
  file: BackendsFile,
  reader: FieldReader,
  environment: Environment,
): KnownKey | undefined {
  if (written.name !== 'vibe') return undefined
  const own = file.loose.get('LITELLM_MASTER_KEY')
  const value = (own ? reader.resolve(own) : undefined) || environment['LITELLM_MASTER_KEY']
  return value ? { key: 'LITELLM_MASTER_KEY', value } : undefined
}

/** A credential that stands under a name which is not the profile's own. */
interface KnownKey {
  readonly key: string
  readonly value: string
}

/** The variable that the vendor's own tools read, as it stands in this file or in the environment. */
function vendorKey(
  { backend }: Endpoint,
  file: BackendsFile,
  reader: FieldReader,
  environment: Environment,
): KnownKey | undefined {
  const key = backend.auth.variable
  if (key === undefined) return undefined
  const { profile, field } = splitKey(key) ?? {}
  const of = (profiles: BackendsFile['profiles']) =>
    field ? profiles.get(profile ?? '')?.fields.get(field) : undefined
  const written = of(file.profiles) ?? of(file.undeclared) ?? file.loose.get(key)
  const value = (written ? reader.resolve(written) : undefined) || environment[key]
  return value ? { key, value } : undefined
}

/** The window of the kind's own model, where the profile goes on with that one. */
function defaultWindow({ backend: { defaultModel } }: Endpoint, { main }: Profile['models']): number | undefined {
  return defaultModel?.name === main ? defaultModel?.contextTokens : undefined
}

/** Whether the router stands between: always where the server does not speak the client's protocol. */
function readRouter(reader: FieldReader, { backend }: Endpoint): Profile['router'] {
  const wish = reader.choice('ROUTER', ['on', 'off'])
  if (backend.protocol === 'messages') return wish === 'on' ? 'on' : undefined
  if (wish === 'off') reader.complain('error', 'ROUTER', { code: 'router-needed', server: backend.title })
  return 'chat'
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same object without the keys whose value is undefined. */
function withoutAbsent<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>
}

import { backendOf, backends } from '../../backends/catalogue.ts'
import type { ProbeOptions } from '../../doctor/prepare.ts'
import { profileNamed, type Start } from '../../env/decide-switch.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../../env/effective-config.ts'
import { managedVariables } from '../../env/managed-variables.ts'
import { makePlan } from '../../env/plan.ts'
import { isSecretName } from '../../env/redact.ts'
import { readRouterAddress } from '../../env/router-address.ts'
import { apply } from '../../env/shell-state.ts'
import type { Problem, Profile } from '../../profiles/profile.ts'
import { askForSecret } from '../../profiles/secret.ts'
import { readClientFiles } from '../../settings/load.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'

/** A profile that may be examined, or the sentence that says why not. */
export type Admitted =
  | {
      readonly name: string
      readonly options: ProbeOptions
      /** What a client that is switched to it would do, settings files and all. */
      readonly config: EffectiveConfig
      /** Warnings and notes about its lines in the file. */
      readonly problems: readonly Problem[]
      /** What no output may show. */
      readonly secrets: readonly string[]
    }
  | { readonly name: string; readonly refused: string; readonly also: readonly string[] }

/** What the user asks of every examination. */
export type Wishes = Pick<ProbeOptions, 'paid' | 'deep' | 'timeoutMs' | 'userAgent'>

/**
 * Prepares the examination of a profile, as a switch to it would: its secret is fetched, and the environment is the one
 * that Claude Code would find; the router runs where the profile goes through it. A profile that is not ready comes back
 * with the reason, not as an error.
 */
export async function admit(name: string, start: Start, system: System, wishes: Wishes): Promise<Admitted> {
  try {
    const { profile, problems } = profileNamed(name, start.found, start.shellState.own)
    const { provider, title } = backendOf(profile.kind)
    if (provider) {
      const refused = `${title} has a protocol and a login of its own, which the doctor does not speak.`
      return { name, refused, also: [`try it: claude-switch run ${name} -- claude -p "say ok"`] }
    }
    const got = askForSecret(profile.credential, system)
    if ('failed' in got) return { name, refused: got.failed, also: [] }
    const { secret } = got
    if (profile.router) {
      const { prepareRouter } = await import('../../router/prepare-router.ts')
      await prepareRouter(start, profile, secret, system)
    }
    return { ...admitProfile(profile, secret, start, system, wishes), problems }
  } catch (error) {
    if (error instanceof UserError) return { name, refused: error.message, also: error.details }
    throw error
  }
}

function admitProfile(
  profile: Profile,
  secret: string | undefined,
  start: Start,
  system: System,
  wishes: Wishes,
): Omit<Extract<Admitted, { options: unknown }>, 'problems'> {
  const router = profile.router ? readRouterAddress(system) : undefined
  const plan = makePlan({ profile, secret, router }, start.shellState.own, start.shellState.leftovers)
  const environment = apply(plan, system.environment)
  const files = readClientFiles(system, environment)
  const config = effectiveConfigOf(environment, files, profile, Date.now())
  // Requests go where the profile says, whatever a settings file says: so that is whose money it is.
  const { payer } = effectiveConfigOf(environment, { ...files, layers: [], broken: [] }, profile, Date.now())
  const model = profile.models.main ?? environment['ANTHROPIC_MODEL']
  const options = { profile, environment: withSettings(environment, config), payer, model, ...wishes }
  return { name: profile.name, options, config, secrets: secretsIn(environment, profile) }
}

/** The environment with the settings files' flags and limits; addresses and credentials stay the profile's own. */
function withSettings(environment: Record<string, string>, { resolved }: EffectiveConfig): Record<string, string> {
  const decided = { ...environment }
  for (const { name, role } of managedVariables) {
    if (role === 'credential' || role === 'redirect' || role === 'header' || role === 'selector') continue
    const value = resolved.get(name)?.value
    if (value !== undefined) decided[name] = value
  }
  return decided
}

/** What stands for a key where a server asks for none. */
const placeholders = Object.values(backends).map(({ auth }) => ('placeholder' in auth ? auth.placeholder : undefined))

/** Values of secret variables; a kind's placeholder is no secret, and neither is the name of the model or the profile. */
function secretsIn(environment: Readonly<Record<string, string>>, { name, models }: Profile): string[] {
  const open = new Set([...placeholders, name, ...Object.values(models)])
  const written = Object.keys(environment)
    .filter(isSecretName)
    .flatMap(name => (environment[name] ?? '').split('\n'))
  // A server gives back what stands behind a header's name, or behind `Bearer`.
  const values = written.flatMap(line => [line, line.replace(/^[^:\s]+:\s*/, ''), line.replace(/^.*\s/, '')])
  const secrets = values.map(value => value.trim()).filter(value => value.length >= 4 && !open.has(value))
  return [...new Set(secrets)].sort((a, b) => b.length - a.length)
}

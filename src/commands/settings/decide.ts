import { autoMode } from '../../env/auto-mode.ts'
import { profileNamed, type Start } from '../../env/decide-switch.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../../env/effective-config.ts'
import { decidedNames } from '../../env/managed-variables.ts'
import { goesToAnthropic, isRedirected, makePlan, type Plan } from '../../env/plan.ts'
import { resolveEnv } from '../../env/precedence.ts'
import { readRouterAddress } from '../../env/router-address.ts'
import { apply } from '../../env/shell-state.ts'
import type { BackendsFile } from '../../profiles/backends-file.ts'
import type { Profile } from '../../profiles/profile.ts'
import { resolveProfile } from '../../profiles/resolve.ts'
import { fetchSecret, knownSecret } from '../../profiles/secret.ts'
import { readClientFiles } from '../../settings/load.ts'
import { plainMembers } from '../../settings/plain-members.ts'
import { beyondReach, hasSecret, saysMore, settingsValues } from '../../settings/values.ts'
import { unwriteProfile, writeProfile } from '../../settings/write.ts'
import type { Environment } from '../../system/environment.ts'
import type { System } from '../../system/system.ts'
import { fileNotices, type Notice, problemNotices } from '../../terminal/notices.ts'
import { warningNotices } from '../../terminal/report.ts'
import { settingsNotice } from '../../terminal/settings-notices.ts'
import { beneath, type Place, refuseDropped, sayBroken, withText } from './place.ts'
import { exceptionsFor } from './proxy-exceptions.ts'

/** What the user asks for beside the profile and the file. */
export interface Wish {
  /** Whether what a secret command prints is stored, in place of the command. */
  readonly storeSecret: boolean
  /** Whether secrets are fetched; a mask stands for them otherwise. */
  readonly fetchSecret: boolean
}

/** What a settings file becomes. */
export interface Decision {
  readonly profile: Profile
  readonly text: string
  /** True where nothing has to be written for the profile, so that what was written is only taken out. */
  readonly isBare: boolean
  readonly hasSecret: boolean
  readonly usesHelper: boolean
  readonly config: EffectiveConfig
  readonly notices: readonly Notice[]
}

/** Decides what a settings file has to become for a profile; nothing has changed when it refuses. */
export function decideSettings(
  { found, shellState }: Start,
  system: System,
  place: Place,
  word: string,
  wish: Wish,
): Decision {
  const { own } = shellState
  const { profile, problems } = profileNamed(word, found, own)
  const { credential } = profile
  const command = credential && 'command' in credential.secret ? credential.secret.command : undefined
  // The router gets the secret itself.
  const isKept = wish.storeSecret || place.scope === 'vscode' || profile.router !== undefined
  const helper = isKept ? undefined : helperOf(command, system.platform)
  const isKnown = helper !== undefined || !wish.fetchSecret || profile.router !== undefined
  const secret = isKnown ? knownSecret(profile) : fetchSecret(profile, system)
  const router = profile.router ? readRouterAddress(system) : undefined
  const plan = makePlan({ profile, secret, router }, { NO_PROXY: own['NO_PROXY'], no_proxy: own['no_proxy'] })
  const under = beneath(system, place)
  const toAnthropic = goesToAnthropic(profile)
  const inPlay = namesInPlay(found.file, system.environment, own)
  const circumstances = { toAnthropic, inPlay, beneath: under, helper }
  const values = settingsValues(plan, { ...circumstances, isStuck: !toAnthropic && isStuck(system, place, plan) })
  const isBare = toAnthropic && !saysMore(values) && !isRedirected(Object.fromEntries(under))
  const textWith = (all: ReadonlyMap<string, string>) =>
    sayBroken(place.shown, () =>
      isBare
        ? unwriteProfile(place.text, place.variableBlock).text
        : writeProfile(place.text, place.variableBlock, profile.name, all, !place.bytes),
    )
  const exceptions = isBare
    ? undefined
    : exceptionsFor(configWith(system, place, textWith(values), values, profile), place.scope, own)
  if (exceptions?.set) values.set(...exceptions.set)
  const text = textWith(values)
  refuseDropped(place, text)
  const isPlaceholder = credential !== undefined && credential.key === undefined && 'value' in credential.secret
  const config = configWith(system, place, text, isBare ? new Map() : values, profile)
  return {
    profile,
    text,
    isBare,
    hasSecret: !isBare && hasSecret(values, isPlaceholder ? secret : undefined),
    usesHelper: helper !== undefined,
    config,
    notices: [
      ...(exceptions ? [exceptions.notice] : []),
      ...warningNotices(config, system),
      ...beyondReach(plan, system.environment).map(variable =>
        settingsNotice('warning', { code: 'variable-beyond-reach', variable }),
      ),
      ...fileNotices(found),
      ...problemNotices(problems, found),
    ],
  }
}

/** Whether sessions would start in auto mode for nothing that the user wrote; VS Code has a place of its own for modes. */
function isStuck(system: System, place: Place, plan: Plan): boolean {
  if (place.scope === 'vscode') return false
  const own = sayBroken(place.shown, () => unwriteProfile(place.text, place.variableBlock).text)
  const { layers } = readClientFiles(withText(system, place, own.trim() === '' ? '{}' : own), system.environment)
  return autoMode(resolveEnv(apply(plan, system.environment), layers)) === 'default'
}

/** What this shell exports, and what a switch to any profile would export. */
function namesInPlay(file: BackendsFile, environment: Environment, own: Environment): Set<string> {
  const exported = Object.keys(environment).filter(name => environment[name])
  const switched = [...file.profiles.values()].flatMap(written => {
    const { profile } = resolveProfile(written, file, own, decidedNames)
    return profile ? [...makePlan({ profile, secret: 'set' }, {})] : []
  })
  return new Set([...exported, ...switched.filter(([, value]) => value !== null).map(([name]) => name)])
}

/** What Claude Code would do with a text in the file: what the file itself decides is no surprise, so it counts as the shell's. */
export function configWith(
  system: System,
  place: Place,
  text: string,
  values: ReadonlyMap<string, string>,
  profile?: Profile,
): EffectiveConfig {
  const set = [...values].filter(([name]) => !plainMembers.includes(name))
  const environment = apply(new Map(set.map(([name, value]) => [name, value || null])), system.environment)
  const machine = place.scope === 'vscode' ? system : withText(system, place, text)
  return effectiveConfigOf(environment, readClientFiles(machine, environment), profile, Date.now())
}

/**
 * The command as Claude Code runs it for a credential. It sends all that a helper prints, where a profile's command counts
 * with its first line alone, and a second line would make the header worthless [measured, 2.1.329].
 */
function helperOf(command: string | undefined, platform: NodeJS.Platform): string | undefined {
  if (command === undefined || platform === 'win32') return command
  return `( ${command}${/[#\n]/.test(command) ? '\n' : ' '}) | head -n 1`
}

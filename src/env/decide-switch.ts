import type { WrittenProfile } from '../profiles/backends-file.ts'
import { findProfile } from '../profiles/find.ts'
import { type FoundFile, findBackendsFile } from '../profiles/load.ts'
import type { Problem, Profile } from '../profiles/profile.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import { fetchSecret, knownSecret } from '../profiles/secret.ts'
import type { Environment } from '../system/environment.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import type { FindProfile } from './effective-config.ts'
import { decidedNames } from './managed-variables.ts'
import { makePlan, type Plan, profileVariable } from './plan.ts'
import { readRouterAddress } from './router-address.ts'
import { type ShellState, shellStateOf } from './shell-state.ts'
import { readUndo, type Undo, undoAfter, writeUndo } from './undo.ts'

/** Where a command starts from: the backends file and the shell's situation. */
export interface Start {
  readonly found: FoundFile
  readonly undo: Undo | undefined
  readonly shellState: ShellState
}

/** Reads the file and the shell's memory. `create` decides whether a missing file is written. */
export function findStart(system: System, create: boolean): Start {
  const found = findBackendsFile(system, create)
  const undo = readUndo(system.undo)
  const active = undo ? undefined : system.environment[profileVariable]
  return {
    found,
    undo,
    shellState: shellStateOf(system.environment, undo, active ? inheritedPlan(active, found, system) : undefined),
  }
}

/** What a parent's switch to a profile set in the environment that this shell inherited, as far as the file still says. */
function inheritedPlan(name: string, found: FoundFile, system: System): Plan | undefined {
  const target = findProfile(name, found.file)
  if (!('written' in target)) return undefined
  const { profile } = resolveProfile(target.written, found.file, system.environment, decidedNames)
  // Whatever the secret is: that it was set is all that matters here.
  return profile && makePlan({ profile, secret: 'set', router: readRouterAddress(system) }, {})
}

/** A switch, decided but not done. */
export interface Switch {
  readonly start: Start
  readonly plan: Plan
  /** Absent for `off`. */
  readonly profile?: Profile
  /** The profile's secret, as far as it was fetched. */
  readonly secret?: string | undefined
  /** What the shell has to remember; null makes it forget. */
  readonly undo: string | null
  /** Warnings and notes about the profile's lines in the file. */
  readonly problems: readonly Problem[]
}

/** What a switch is to be. */
export interface SwitchWish {
  /** A profile's name, `off`, or `-` for the profile before. */
  readonly word: string
  /** One model for every tier, for this switch only. */
  readonly model?: string | undefined
  /** Whether a secret command is run. Without it a mask stands for what it would print. */
  readonly fetchSecret: boolean
  /** The profile's secret, where it was fetched a moment ago. */
  readonly secret?: string | undefined
  /** Other words that a mistyped name may have meant: the commands. */
  readonly others?: readonly string[]
}

/** Decides a switch, or refuses it with the reason. Nothing has changed when it refuses. */
export function decideSwitch(start: Start, system: System, wish: SwitchWish): Switch {
  const { shellState, undo } = start
  refuseUndecodable(start, system)
  const word = wish.word === '-' ? previousProfile(undo) : wish.word
  if (word.toLowerCase() === 'off') {
    if (wish.model !== undefined)
      throw new UserError('--model goes with a profile; off brings back what was there.', exitCodes.usage)
    const plan = shellState.profile === undefined ? new Map() : makePlan('off', shellState.own, shellState.leftovers)
    return { start, plan, undo: null, problems: [] }
  }
  if (wish.model?.trim() === '') throw new UserError('--model needs the name of a model.', exitCodes.usage)
  const { profile, problems } = profileNamed(word, start.found, shellState.own, wish.model, wish.others)
  const secret = wish.secret ?? (wish.fetchSecret ? fetchSecret(profile, system) : knownSecret(profile))
  const router = profile.router ? readRouterAddress(system) : undefined
  const plan = makePlan({ profile, secret, router }, shellState.own, shellState.leftovers)
  const memory = undoAfter(plan, shellState.own, undo, wish.model, shellState.profile)
  const remembered = memory ? writeUndo(memory) : null
  refuseOversize(plan, remembered)
  return { start, plan, profile, secret, undo: remembered, problems }
}

function previousProfile(undo: Undo | undefined): string {
  if (undo?.previous) return undo.previous
  throw new UserError('there is no previous profile in this shell; claude-switch list shows the profiles.')
}

/** What is written for the profile of a name; refuses an unknown one, with the nearest name and the list. */
export function writtenProfileNamed(word: string, found: FoundFile, others?: readonly string[]): WrittenProfile {
  const target = findProfile(word, found.file, others)
  if ('unknown' in target) {
    const near = target.near ? ` Did you mean ${target.near}?` : ''
    const names = [...found.file.profiles.keys()].slice(0, namesShown).join(', ')
    const more = found.file.profiles.size > namesShown ? ', ...' : ''
    const also = [`profiles in ${found.shown}: ${names}${more}`]
    throw new UserError(`there is no profile ${JSON.stringify(target.unknown)}.${near}`, exitCodes.failed, also)
  }
  return target.written
}

/** The profile of a name, resolved and with `--model` applied; refuses one that is unknown or not ready for use. */
export function profileNamed(
  word: string,
  found: FoundFile,
  own: Environment,
  model?: string,
  others?: readonly string[],
): { profile: Profile; problems: readonly Problem[] } {
  const written = writtenProfileNamed(word, found, others)
  const { profile, problems } = resolveProfile(written, found.file, own, decidedNames, model)
  if (profile) return { profile, problems }
  const errors = problems.filter(problem => problem.level === 'error')
  const [first, ...rest] = errors.map(
    problem => `${problem.line === undefined ? found.shown : `${found.shown}:${problem.line}`}: ${problem.says}`,
  )
  throw new UserError(first ?? `profile ${word} cannot be used.`, exitCodes.failed, rest)
}

/** Finds profiles of a file by their names, as far as they are ready for use. */
export function profileFinder({ found, shellState }: Pick<Start, 'found' | 'shellState'>): FindProfile {
  return name => {
    const target = findProfile(name, found.file)
    return 'written' in target
      ? resolveProfile(target.written, found.file, shellState.own, decidedNames).profile
      : undefined
  }
}

/**
 * What is not UTF-8 is read with U+FFFD in its place, so neither a switch that keeps a variable nor one that brings it back
 * would give what was there.
 */
function refuseUndecodable({ shellState }: Start, { environment }: System): void {
  const names = [...decidedNames, ...shellState.leftovers]
  const broken = names.find(name => environment[name]?.includes('\ufffd'))
  if (broken === undefined) return
  throw new UserError(
    `${broken} has bytes in it that are not UTF-8, which could not be brought back; unset it, or write it in UTF-8. Nothing was changed.`,
  )
}

/** Names that a sentence about an unknown profile lists before it stops. */
const namesShown = 20

/** Bytes that Linux takes for one variable, name and all (MAX_ARG_STRLEN). */
const variableLimit = 128 * 1024

/** No program would start in an environment with a variable over the limit, claude-switch itself included. */
function refuseOversize(plan: Plan, remembered: string | null): void {
  for (const [name, value] of plan) {
    if (value !== null && Buffer.byteLength(value) + name.length + 2 > variableLimit) {
      throw new UserError(`${name} would be longer than the 128 KiB that a variable may have; shorten its value.`)
    }
  }
  if (remembered !== null && Buffer.byteLength(remembered) > variableLimit - 64) {
    throw new UserError(
      'the values before and after this switch are together too long to be remembered (128 KiB); shorten them.',
    )
  }
}

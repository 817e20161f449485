import { findStart, profileFinder, type Start } from '../env/decide-switch.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../env/effective-config.ts'
import { decidedNames } from '../env/managed-variables.ts'
import { type PayerName, payerOfTier } from '../env/payer.ts'
import { makePlan } from '../env/plan.ts'
import { shortStatus } from '../env/prompt-segment.ts'
import { apply } from '../env/shell-state.ts'
import { findProfile } from '../profiles/find.ts'
import type { Profile } from '../profiles/profile.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import { knownSecret } from '../profiles/secret.ts'
import { type ClientFiles, readClientFiles } from '../settings/load.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { statusLine } from '../terminal/statusline.ts'
import { type ClientState, isNearlyUsedUp, readClientState } from '../terminal/statusline-state.ts'
import { type Command, type Input, textOption } from './command.ts'

/** Bytes; the client hands over about one thousand. */
const inputLimit = 1 << 20

/** Percent of a quota. */
const usualThreshold = 90

/**
 * `claude-switch statusline`: the client's JSON on stdin -> one line on stdout. The client shows nothing of a command that
 * fails, so whatever is wrong with the JSON or the backends file, the line says what is left.
 */
export const run: Command = (input, system) => {
  if (system.output.isTerminal('stdin')) {
    const says = 'statusline is for Claude Code, which hands it JSON; claude-switch settings --statusline installs it.'
    throw new UserError(says, exitCodes.usage)
  }
  const state = readClientState(system.files.readStdin(inputLimit))
  const start = startOf(system)
  const files = readClientFiles(system, system.environment)
  const profile = start && activeProfile(start)
  const now = Date.now()
  const config = effectiveConfigOf(system.environment, files, profile, now, start && profileFinder(start))
  const payer = payerNow(config, state)
  const threshold = thresholdOf(input)
  const asks = payer === 'subscription' && isNearlyUsedUp(state, threshold, now)
  const fallback = asks && start ? fallbackOf(textOption(input, 'fallback'), start, files, system) : undefined
  const text = statusLine(
    {
      name: nameOf(config, profile, system),
      payer,
      state,
      threshold,
      ...(fallback === undefined ? {} : { fallback }),
      now,
      columns: columnsOf(system),
    },
    // The client reads our pipe, and shows colours.
    // Not spread: what the machine has may stand in its prototype.
    wantsColour(Object.create(system, { output: { value: { ...system.output, isTerminal: () => true } } }), 'stdout'),
  )
  system.output.print('stdout', `${text}\n`)
  return exitCodes.done
}

/** The backends file and the situation; undefined where the file cannot be read, and then the rest still counts. */
function startOf(system: System): Start | undefined {
  try {
    return findStart(system, false)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function activeProfile({ found, shellState, undo }: Start): Profile | undefined {
  const target = findProfile(shellState.profile ?? '', found.file)
  return 'written' in target
    ? resolveProfile(target.written, found.file, shellState.own, decidedNames, undo?.model).profile
    : undefined
}

/** Who pays for the model that is really used, which /model may have changed, and for a login that came after the start. */
function payerNow({ payer, destination }: EffectiveConfig, { modelId, fiveHours, week }: ClientState): PayerName {
  // Only a subscription has quotas, and the client has just been told of them.
  if ((fiveHours || week) && (payer.payer === 'none' || payer.payer === 'unknown')) return 'subscription'
  const chargesByModel = destination.kind === 'openrouter' || destination.kind === 'ollama'
  return modelId !== undefined && chargesByModel
    ? payerOfTier({ tier: 'main', model: modelId }, payer, destination)
    : payer.payer
}

/** The profile with `!` behind it when requests go elsewhere than it says; without a profile, where they go. */
function nameOf({ destination }: EffectiveConfig, profile: Profile | undefined, { environment }: System): string {
  const short = shortStatus(environment)
  if (!profile || short.endsWith('!')) return short
  const isAnthropic = profile.kind === 'anthropic' && destination.kind === 'anthropic'
  return isAnthropic || (profile.baseUrl ?? '') === (destination.url ?? '') ? short : `${short}!`
}

/** The profile to go on with: the one that is named, else the first other one that costs nothing. */
function fallbackOf(wish: string | undefined, start: Start, files: ClientFiles, system: System): string | undefined {
  const { found, shellState } = start
  if (wish !== undefined) {
    const target = findProfile(wish, found.file)
    return 'written' in target ? target.written.name : undefined
  }
  for (const written of found.file.profiles.values()) {
    if (written.name === shellState.profile) continue
    const { profile } = resolveProfile(written, found.file, shellState.own, decidedNames)
    if (!profile) continue
    const plan = makePlan({ profile, secret: knownSecret(profile) }, shellState.own, shellState.leftovers)
    const config = effectiveConfigOf(apply(plan, system.environment), files, profile, Date.now(), profileFinder(start))
    if (config.payer.payer === 'free') return written.name
  }
  return undefined
}

/** What is no percentage counts for nothing, since the client would show neither a line nor the reason. */
function thresholdOf(input: Input): number {
  const text = textOption(input, 'threshold')?.replace(/%$/, '')
  const percent = Number(text?.trim() || Number.NaN)
  return percent > 0 && percent <= 100 ? percent : usualThreshold
}

/** The client tells the terminal's width in COLUMNS, and cuts a line off that has more than 4 less [measured: 2.1.329]. */
function columnsOf({ environment }: System): number {
  const terminal = Number(environment['COLUMNS'])
  return terminal > 0 ? Math.max(Math.min(80, Math.floor(terminal) - 4), 10) : 80
}

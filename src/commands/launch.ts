import { outlookOf } from '../env/outlook.ts'
import { goesToAnthropic, makePlan } from '../env/plan.ts'
import type { Variable } from '../env/variable.ts'
import { managedVariables } from '../env/variables.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Errand } from '../shells/shell.ts'
import { readClientFiles } from '../surroundings/client-files.ts'
import { fileNotices } from '../surroundings/notices.ts'
import { outlookAfter, sayNotices, switchNotices, warningNotices } from '../surroundings/report.ts'
import { decideSwitch, findStart, profileNamed, type Start } from '../surroundings/switching.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { switchLine } from '../terminal/outlook.ts'
import type { Command, Input } from './command.ts'

/**
 * `claude-switch launch [profile] -- words...`, which the launchers call: the switch, then `claude` with the profile's
 * CLAUDE_ARGS and the user's words. Without a profile (`cc`) the backend that is active stays.
 */
export const run: Command = (input, system) => {
  const [name, words] = splitLaunch(input.words)
  if (!input.caller)
    throw new UserError(
      'launch is for the launchers that claude-switch init defines; use run instead.',
      exitCodes.usage,
    )
  if (name !== undefined) return launchAfterSwitch(name, undefined, words, input, system)
  const start = findStart(system, true)
  const active = activeProfile(start)
  // A key that a start-up file has exported again since the switch would go to the backend: switch anew, without it.
  if (active && hasStrayCredential(active, start))
    return launchAfterSwitch(active.name, start.undo?.model, words, input, system)
  const outlook = outlookOf(system.environment, readClientFiles(system, system.environment), active, Date.now())
  sayNotices([...warningNotices(outlook, system), ...fileNotices(start.found)], system)
  const says = switchLine(start.situation.profile ?? 'no profile', outlook, wantsColour(system, 'stderr'))
  const launch = ['claude', ...(active?.claudeArgs ?? []), ...words]
  return tell({ plan: new Map(), says, launch }, input, system)
}

function launchAfterSwitch(
  word: string,
  model: string | undefined,
  words: readonly string[],
  input: Input,
  system: System,
): number {
  const decided = decideSwitch(system, { word, model, fetchSecret: true, create: true })
  const { plan, undo, profile } = decided
  const outlook = outlookAfter(decided, system)
  sayNotices(switchNotices(decided, outlook, system), system)
  const says = switchLine(profile?.name ?? 'off', outlook, wantsColour(system, 'stderr'))
  return tell({ plan, undo, says, launch: ['claude', ...(profile?.claudeArgs ?? []), ...words] }, input, system)
}

function tell(errand: Omit<Errand, 'options'>, input: Input, system: System): number {
  const { caller } = input
  if (caller) system.tell(caller.shell.channel, caller.shell.carryOut({ ...errand, options: caller.options }))
  return exitCodes.done
}

function splitLaunch(words: readonly string[]): [string | undefined, readonly string[]] {
  const [first, second, ...rest] = words
  if (first === '--') return [undefined, words.slice(1)]
  return [first, second === '--' ? rest : words.slice(1)]
}

/** Whether a variable goes out with each request as it stands, wherever that goes. */
const isSent = (role: Variable['role']) => role === 'credential' || role === 'header'

/** The active profile, where the file still has it in working order. */
function activeProfile({ situation, found, undo }: Start): Profile | undefined {
  if (situation.profile === undefined) return undefined
  try {
    return profileNamed(situation.profile, found, situation.own, undo?.model).profile
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function hasStrayCredential(profile: Profile, { situation }: Start): boolean {
  if (goesToAnthropic(profile)) return false
  const plan = makePlan({ profile, secret: 'set' }, situation.own)
  return managedVariables.some(
    ({ name, role }) => isSent(role) && plan.get(name) === null && situation.environment[name],
  )
}

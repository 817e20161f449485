import { modeWords } from '../env/auto-mode.ts'
import { profileFinder, profileNamed, type Start } from '../env/decide-switch.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../env/effective-config.ts'
import type { Variable } from '../env/managed-variable.ts'
import { managedVariables } from '../env/managed-variables.ts'
import { goesToAnthropic, makePlan } from '../env/plan.ts'
import type { Profile } from '../profiles/profile.ts'
import { readClientFiles } from '../settings/load.ts'
import type { ShellReply } from '../shells/shell.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { switchLine } from '../terminal/describe.ts'
import { fileNotices } from '../terminal/notices.ts'
import {
  configAfter,
  loadStart,
  refuseOverruled,
  sayNotices,
  switchNotices,
  warningNotices,
} from '../terminal/report.ts'
import type { Command, Input } from './command.ts'
import { refuseOtherPayer, requiredToStart } from './required-payers.ts'
import { decideRouted } from './routed.ts'

/**
 * `claude-switch launch [profile] -- words...`, which the launchers call: the switch, then `claude` with the profile's
 * CLAUDE_ARGS and the user's words. Without a profile (`cc`) the backend that is active stays.
 */
export const run: Command = async (input, system) => {
  const [name, words] = splitLaunch(input.words)
  if (!input.caller)
    throw new UserError(
      'launch is for the launchers that claude-switch init defines; use run instead.',
      exitCodes.usage,
    )
  const start = loadStart(system)
  if (name !== undefined) return launchAfterSwitch(start, name, undefined, words, input, system)
  const active = activeProfile(start)
  // A key that a start-up file has exported again since the switch would go to the backend: switch anew, without it.
  if (active && hasStrayCredential(active, start))
    return launchAfterSwitch(start, active.name, start.undo?.model, words, input, system)
  const config = effectiveConfigOf(
    system.environment,
    readClientFiles(system, system.environment),
    active,
    Date.now(),
    profileFinder(start),
  )
  refuseOverruled(config, active, system)
  refuseOtherPayer(config, requiredToStart(input, system), system)
  if (active?.router) await wakeRouter(start, active, system)
  sayNotices([...warningNotices(config, system), ...fileNotices(start.found)], system)
  const says = switchLine(start.shellState.profile ?? 'no profile', config, wantsColour(system, 'stderr'))
  const launch = ['claude', ...claudeWords(config, active, words)]
  return sendToShell({ plan: new Map(), says, launch }, input, system)
}

/** The router may have ended since the switch: with the machine, or by hand. */
async function wakeRouter(start: Start, profile: Profile, system: System): Promise<void> {
  const { prepareRouter } = await import('../router/prepare-router.ts')
  await prepareRouter(start, profile, undefined, system)
}

async function launchAfterSwitch(
  start: Start,
  word: string,
  model: string | undefined,
  words: readonly string[],
  input: Input,
  system: System,
): Promise<number> {
  const decided = await decideRouted(start, system, { word, model, fetchSecret: true })
  const { plan, undo, profile } = decided
  const config = configAfter(decided, system)
  refuseOverruled(config, profile, system)
  refuseOtherPayer(config, requiredToStart(input, system), system)
  sayNotices(switchNotices(decided, config, system), system)
  const says = switchLine(profile?.name ?? 'off', config, wantsColour(system, 'stderr'))
  return sendToShell({ plan, undo, says, launch: ['claude', ...claudeWords(config, profile, words)] }, input, system)
}

/** The profile's CLAUDE_ARGS and the user's words, with a mode in front that works where none is named. */
function claudeWords(
  config: EffectiveConfig,
  profile: Profile | undefined,
  words: readonly string[],
): readonly string[] {
  const all = [...(profile?.claudeArgs ?? []), ...words]
  return [...modeWords(config, all), ...all]
}

function sendToShell(reply: Omit<ShellReply, 'options'>, input: Input, system: System): number {
  const { caller } = input
  if (caller)
    system.output.sendToShell(caller.shell.fd, caller.shell.renderReply({ ...reply, options: caller.options }))
  return exitCodes.done
}

function splitLaunch(words: readonly string[]): [string | undefined, readonly string[]] {
  const [first, second, ...rest] = words
  if (first === '--') return [undefined, words.slice(1)]
  return [first, second === '--' ? rest : words.slice(1)]
}

/** Whether a variable decides which credentials go out with each request, wherever that goes. */
const isSent = (role: Variable['role']) => role === 'credential' || role === 'header' || role === 'session'

/** The active profile, where the file still has it in working order. */
function activeProfile({ shellState, found, undo }: Start): Profile | undefined {
  if (shellState.profile === undefined) return undefined
  try {
    return profileNamed(shellState.profile, found, shellState.own, undo?.model).profile
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function hasStrayCredential(profile: Profile, { shellState }: Start): boolean {
  if (goesToAnthropic(profile)) return false
  const plan = makePlan({ profile, secret: 'set' }, shellState.own)
  return managedVariables.some(
    ({ name, role }) => isSent(role) && plan.get(name) === null && shellState.environment[name],
  )
}

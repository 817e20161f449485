import { decideSwitch } from '../env/decide-switch.ts'
import type { EffectiveConfig } from '../env/effective-config.ts'
import { isRedirected } from '../env/plan.ts'
import type { Profile } from '../profiles/profile.ts'
import { shellHere } from '../shells/current.ts'
import { shells } from '../shells/index.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { switchLine } from '../terminal/describe.ts'
import { stateNotice } from '../terminal/notices.ts'
import {
  autoModeNotices,
  configAfter,
  loadStart,
  noticesText,
  overruled,
  sayNotices,
  switchNotices,
} from '../terminal/report.ts'
import { type Command, textOption } from './command.ts'
import { decideRouted } from './routed.ts'

/** `claude-switch <profile>`: hands the calling shell the text that switches it. */
export const run: Command = async (input, system) => {
  const word = input.words[0] ?? ''
  const { caller } = input
  const quiet = input.options['quiet'] === true
  const start = loadStart(system, quiet)
  const wish = {
    word,
    model: textOption(input, 'model'),
    fetchSecret: caller !== undefined,
    others: input.program.commands.filter(({ hidden }) => !hidden).map(({ name }) => name),
  }
  const decided = caller ? await decideRouted(start, system, wish) : decideSwitch(start, system, wish)
  if (!caller) throw new UserError(cannotChangeParent, exitCodes.usage, waysToSwitch(word, system))
  const { plan, undo, profile } = decided
  if (plan.size === 0) {
    if (!quiet)
      system.output.print('stderr', 'off: no profile is active in this shell, so there is nothing to take back.\n')
    return exitCodes.done
  }
  const config = configAfter(decided, system)
  if (quiet) sayOverruled(config, profile, system)
  else sayNotices(switchNotices(decided, config, system), system)
  // Said where the shell comes from Anthropic, and not at every step from one backend to the next.
  const mode = isRedirected(start.shellState.environment) ? [] : autoModeNotices(config, system)
  const line = switchLine(profile?.name ?? 'off', config, wantsColour(system, 'stderr'))
  const says = `${line}\n${noticesText(mode, system)}`.trimEnd()
  const reply = { plan, undo, options: caller.options, ...(quiet ? {} : { says }) }
  system.output.sendToShell(caller.shell.fd, caller.shell.renderReply(reply))
  return exitCodes.done
}

/** Whoever wants only errors still has to know that the switch has not the effect that they named. */
function sayOverruled(config: EffectiveConfig, profile: Profile | undefined, system: System): void {
  const found = overruled(config, profile, system, 'off')
  if (found) sayNotices([stateNotice('warning', found, path => shownPath(path, system.home))], system)
}

const cannotChangeParent = 'nothing was changed: a program cannot change the shell that started it.'

function waysToSwitch(word: string, system: System): string[] {
  const { shell } = shellHere(system) ?? { shell: shells.bash }
  const sourced = shell.name === 'bash' || shell.name === 'zsh'
  const quoted = shell.quote(word)
  const plain = /^[\w.-]+$/.test(word) ? word : quoted
  return [
    ...(sourced ? [`now:       source claude-switch ${plain}`] : []),
    `for good:  put  ${shell.loadLine}  into ${shell.rcFile},`,
    `           start a new shell, and type  claude-switch ${plain}`,
  ]
}

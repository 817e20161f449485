import { shells } from '../shells/index.ts'
import { outlookAfter, sayNotices, switchNotices } from '../surroundings/report.ts'
import { shellHere } from '../surroundings/shells.ts'
import { decideSwitch } from '../surroundings/switching.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { switchLine } from '../terminal/outlook.ts'
import { type Command, textOption } from './command.ts'

/** `claude-switch <profile>`: hands the calling shell the text that switches it. */
export const run: Command = (input, system) => {
  const word = input.words[0] ?? ''
  const { caller } = input
  const decided = decideSwitch(system, {
    word,
    model: textOption(input, 'model'),
    fetchSecret: caller !== undefined,
    create: true,
    quiet: input.options['quiet'] === true,
    others: input.program.commands.filter(({ hidden }) => !hidden).map(({ name }) => name),
  })
  if (!caller) throw new UserError(cannotChangeParent, exitCodes.usage, waysToSwitch(word, system))
  const { plan, undo, profile } = decided
  const quiet = input.options['quiet'] === true
  if (plan.size === 0) {
    if (!quiet) system.print('stderr', 'off: no profile is active in this shell, so there is nothing to take back.\n')
    return exitCodes.done
  }
  const outlook = outlookAfter(decided, system)
  if (!quiet) sayNotices(switchNotices(decided, outlook, system), system)
  const says = switchLine(profile?.name ?? 'off', outlook, wantsColour(system, 'stderr'))
  const errand = { plan, undo, options: caller.options, ...(quiet ? {} : { says }) }
  system.tell(caller.shell.channel, caller.shell.carryOut(errand))
  return exitCodes.done
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

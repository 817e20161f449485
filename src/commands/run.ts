import { modeWords } from '../env/auto-mode.ts'
import { apply } from '../env/shell-state.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { switchLine } from '../terminal/describe.ts'
import { configAfter, loadStart, refuseOverruled, sayNotices, switchNotices } from '../terminal/report.ts'
import { type Command, textOption } from './command.ts'
import { refuseOtherPayer, requiredToStart } from './required-payers.ts'
import { decideRouted } from './routed.ts'

/** Shells' own codes for a command that cannot be run, and one that is not there. */
const notExecutable = 126
const notFound = 127

/** `claude-switch run <profile> command...`: one command under a profile. Its exit code is ours, and nothing leaks back. */
export const run: Command = async (input, system) => {
  const [word = '', ...behind] = input.words
  const [command, ...rest] = behind[0] === '--' ? behind.slice(1) : behind
  if (command === undefined) {
    throw new UserError(
      `say what to run, such as: claude-switch run ${word || 'cloud'} -- claude -p "hello"`,
      exitCodes.usage,
    )
  }
  if (behind[0]?.startsWith('-') && behind[0] !== '--')
    throw new UserError(
      `${JSON.stringify(behind[0])} is no option of run; see: claude-switch help run`,
      exitCodes.usage,
    )
  const required = requiredToStart(input, system)
  const decided = await decideRouted(loadStart(system, input.options['quiet'] === true), system, {
    word,
    model: textOption(input, 'model'),
    fetchSecret: true,
  })
  const config = configAfter(decided, system)
  refuseOverruled(config, decided.profile, system)
  refuseOtherPayer(config, required, system)
  if (input.options['quiet'] !== true) {
    sayNotices(switchNotices(decided, config, system), system)
    system.output.print(
      'stderr',
      `${switchLine(decided.profile?.name ?? 'off', config, wantsColour(system, 'stderr'))}\n`,
    )
  }
  const words = isClaude(command) ? [...modeWords(config, rest), ...rest] : rest
  const end = await system.processes.run(command, words, apply(decided.plan, system.environment))
  if ('code' in end) return end.code
  if ('missing' in end) throw new UserError(`there is no command ${JSON.stringify(command)} on the PATH.`, notFound)
  throw new UserError(`${JSON.stringify(command)} cannot be run: ${end.failed}.`, notExecutable)
}

/** Claude Code itself, by whatever path. */
function isClaude(command: string): boolean {
  return /^claude(\.(exe|cmd))?$/.test(command.split(/[\\/]/).at(-1) ?? '')
}

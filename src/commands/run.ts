import { constants } from 'node:os'
import { execa } from 'execa'
import { apply } from '../env/situation.ts'
import { exitCodes, Refusal } from '../surroundings/refusal.ts'
import { outlookAfter, sayNotices, switchNotices } from '../surroundings/report.ts'
import { decideSwitch } from '../surroundings/switching.ts'
import { wantsColour } from '../terminal/colour.ts'
import { switchLine } from '../terminal/outlook.ts'
import { type Command, textOption } from './command.ts'

/** Shells' own codes for a command that cannot be run, and one that is not there. */
const notExecutable = 126
const notFound = 127

/** `claude-switch run <profile> command...`: one command under a profile. Its exit code is ours, and nothing leaks back. */
export const run: Command = async (input, system) => {
  const [word = '', ...behind] = input.words
  const [command, ...rest] = behind[0] === '--' ? behind.slice(1) : behind
  if (command === undefined) {
    throw new Refusal(
      `say what to run, such as: claude-switch run ${word || 'cloud'} -- claude -p "hello"`,
      exitCodes.usage,
    )
  }
  if (behind[0]?.startsWith('-') && behind[0] !== '--')
    throw new Refusal(`${JSON.stringify(behind[0])} is no option of run; see: claude-switch help run`, exitCodes.usage)
  const decided = decideSwitch(system, { word, model: textOption(input, 'model'), fetchSecret: true, create: true })
  if (input.options['quiet'] !== true) {
    const outlook = outlookAfter(decided, system)
    sayNotices(switchNotices(decided, outlook, system), system)
    system.print('stderr', `${switchLine(decided.profile?.name ?? 'off', outlook, wantsColour(system, 'stderr'))}\n`)
  }
  return spawned(command, rest, apply(decided.plan, system.environment))
}

/**
 * Runs a child with our streams. SIGINT and SIGQUIT come to the whole foreground group from the terminal, so they are only
 * survived here; the others come to this process alone and are passed on.
 */
async function spawned(command: string, words: readonly string[], env: Record<string, string>): Promise<number> {
  const child = execa(command, words, {
    stdio: 'inherit',
    env,
    extendEnv: false,
    reject: false,
    cleanup: false,
    forceKillAfterDelay: false,
  })
  const survive = () => {}
  const passOn = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, survive)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, passOn)
  const result = await child
  if (result.signal) return 128 + (constants.signals[result.signal as NodeJS.Signals] ?? 0)
  if (result.exitCode !== undefined) return result.exitCode
  if (result.code === 'ENOENT')
    throw new Refusal(`there is no command ${JSON.stringify(command)} on the PATH.`, notFound)
  throw new Refusal(
    `${JSON.stringify(command)} cannot be run: ${result.code ?? result.originalMessage}.`,
    notExecutable,
  )
}

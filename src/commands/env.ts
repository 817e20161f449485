import { decideSwitch, findStart } from '../env/decide-switch.ts'
import { redactPlan } from '../env/redact.ts'
import { knownShell, shellHere } from '../shells/current.ts'
import { shells } from '../shells/index.ts'
import type { Shell } from '../shells/shell.ts'
import type { System } from '../system/system.ts'
import { exitCodes } from '../system/user-error.ts'
import { jsonText } from '../terminal/escape.ts'
import { configAfter, sayNotices, switchNotices } from '../terminal/report.ts'
import { type Command, type Input, textOption } from './command.ts'
import { decideRouted } from './routed.ts'

/**
 * `claude-switch env <profile>`: the plan, as text for a shell or as JSON. Nothing else reaches stdout, no file is written,
 * and what fails prints text that fails when it is evaluated, since `eval "$(...)"` does not see an exit code.
 */
export const run: Command = async (input, system) => {
  const json = input.options['json'] === true
  const masked = system.output.isTerminal('stdout') && input.options['show-secrets'] !== true
  let shell: Shell = shells.sh
  try {
    if (!json) shell = wantedShell(input, system)
    const start = findStart(system, false)
    const wish = { word: input.words[0] ?? '', model: textOption(input, 'model'), fetchSecret: !masked }
    // What is only looked at starts nothing.
    const decided = masked ? decideSwitch(start, system, wish) : await decideRouted(start, system, wish)
    const plan = masked ? redactPlan(decided.plan) : decided.plan
    if (input.options['quiet'] !== true)
      sayNotices(switchNotices(decided, configAfter(decided, system), system), system)
    const answer = { profile: decided.profile?.name ?? null, variables: Object.fromEntries(plan) }
    system.output.print('stdout', json ? jsonText(answer) : shell.render(plan))
    return exitCodes.done
  } catch (error) {
    if (!json && !system.output.isTerminal('stdout')) system.output.print('stdout', shell.failure)
    throw error
  }
}

/** The shell that is asked for, else the one that this runs in. */
function wantedShell(input: Input, system: System): Shell {
  const word = textOption(input, 'shell')
  return word === undefined ? (shellHere(system)?.shell ?? shells.sh) : knownShell(word)
}

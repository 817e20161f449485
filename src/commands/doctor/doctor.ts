import type { Finding } from '../../doctor/finding.ts'
import { examineMachine, machineTitles } from '../../doctor/machine.ts'
import { probes } from '../../doctor/probes/index.ts'
import { findStart, type Start, writtenProfileNamed } from '../../env/decide-switch.ts'
import type { WrittenProfile } from '../../profiles/backends-file.ts'
import { ownVersion } from '../../system/own-version.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'
import { wantsColour } from '../../terminal/colour.ts'
import { machineText, probesText, reportText } from '../../terminal/doctor.ts'
import { loadStart } from '../../terminal/report.ts'
import { wrap } from '../../terminal/wrap.ts'
import { type Command, type Input, textOption } from '../command.ts'
import { aboutLine, announcement, costLine, type Examined, examineAll } from './examine-all.ts'
import { applyFixes } from './fix.ts'
import { doctorJson, hasFailed } from './json.ts'
import { readMachineFacts } from './machine-facts.ts'
import { type Admitted, admit, type Wishes } from './select-targets.ts'

/** `claude-switch doctor`: what Claude Code would meet on each backend, proven by requests, and what to do about it. */
export const run: Command = async (input, system) => {
  const json = input.options['json'] === true
  if (input.options['list'] === true) {
    const rows = probes.map(({ id, title, cost, needs, deep, asks }) => ({
      id,
      title,
      cost,
      needs: needs ?? [],
      deep: deep === true,
      asks,
    }))
    system.output.print(
      'stdout',
      json ? `${JSON.stringify({ probes: rows }, null, 2)}\n` : probesText(probes, wantsColour(system, 'stdout')),
    )
    return exitCodes.done
  }
  const fix = input.options['fix'] === true
  const yes = input.options['yes'] === true
  if (yes && !fix) throw new UserError('--yes goes with --fix.', exitCodes.usage)
  if (fix && !yes && (json || !system.output.isTerminal('stdin') || !system.output.isTerminal('stderr')))
    throw new UserError('--fix asks before it writes, and there is no terminal to ask on; add --yes.', exitCodes.usage)
  const wishes = wishesOf(input, system)
  const start = loadStart(system)
  const names = namesToExamine(input, start)
  if (names.length === 0) sayNobody(fix, start, system)
  let examined = await examineNames(names, start, system, wishes)
  let machine = await examineHere(start, examined, system, input)
  if (!json) show(machine, examined, system)
  let fixed: readonly string[] = []
  if (fix) {
    fixed = await applyFixes(examined, start.found, system, yes)
    if (fixed.length > 0) {
      const again = findStart(system, false)
      const second = await examineNames(fixed, again, system, wishes)
      examined = examined.map(one => second.find(({ name }) => name === one.name) ?? one)
      machine = await examineHere(again, examined, system, input)
      if (!json) show([], second, system)
    }
  }
  if (json) system.output.print('stdout', doctorJson(machine, examined, fixed))
  return hasFailed(machine, examined) ? exitCodes.failed : exitCodes.done
}

/** Without a profile there is only the machine to look at; says how to name one. Refuses to fix nothing. */
function sayNobody(fix: boolean, { found }: Start, system: System): void {
  const own = [...found.file.profiles.values()].find(({ name, fields }) => fields.size > 0 && !worksUnwritten.has(name))
  const example = own?.name ?? 'ollama'
  const says = 'no profile is active in this shell'
  const ways = `claude-switch doctor ${example} examines one, and --all examines every profile`
  if (fix) throw new UserError(`${says}, and without one there is nothing to fix; ${ways}.`, exitCodes.usage)
  system.output.print('stderr', `${wrap(`${says}, so this is about the machine alone; ${ways}.`)}\n`)
}

/** A profile that exists without being declared, and that nobody has filled in, is no complaint. */
function isFilledIn({ name, fields }: WrittenProfile): boolean {
  return fields.size > 0 || worksUnwritten.has(name)
}

/** The named profiles, all of them, or the active one; none where none is active. */
function namesToExamine({ words, options, program }: Input, { found, shellState }: Start): string[] {
  const { profiles } = found.file
  if (options['all'] === true) {
    if (words.length > 0) throw new UserError('--all examines every profile; leave the names out.', exitCodes.usage)
    return [...profiles.values()].filter(isFilledIn).map(({ name }) => name)
  }
  if (words.length === 0) return shellState.profile === undefined ? [] : [shellState.profile]
  const others = program.commands.map(({ name }) => name)
  return [...new Set(words.map(word => writtenProfileNamed(word, found, others).name))]
}

/** The built-in profiles that work without a line in the file. */
const worksUnwritten: ReadonlySet<string> = new Set(['cloud', 'ollama'])

function wishesOf(input: Input, system: System): Wishes {
  const text = textOption(input, 'timeout')
  const seconds = text === undefined ? undefined : Number(text)
  if (seconds !== undefined && !(seconds > 0 && seconds <= 3600))
    throw new UserError('--timeout takes seconds, such as 60.', exitCodes.usage)
  const version = ownVersion(system)
  return {
    paid: input.options['paid'] === true,
    deep: input.options['deep'] === true,
    userAgent: `claude-switch/${version}`,
    ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }),
  }
}

async function examineNames(
  names: readonly string[],
  start: Start,
  system: System,
  wishes: Wishes,
): Promise<Examined[]> {
  // One after the other: a secret command may ask for a passphrase.
  const admitted: Admitted[] = []
  for (const name of names) admitted.push(await admit(name, start, system, wishes))
  const cost = announcement(admitted)
  if (cost) system.output.print('stderr', `${wrap(cost)}\n`)
  return examineAll(admitted, system)
}

/** What is found on this machine, for the examined profiles. */
async function examineHere(
  start: Start,
  examined: readonly Examined[],
  system: System,
  { caller }: Input,
): Promise<Finding[]> {
  const facts = await readMachineFacts(system, start.found, {
    configs: examined.flatMap(({ admitted }) => ('config' in admitted ? [admitted.config] : [])),
    problems: examined.flatMap(({ admitted }) => ('problems' in admitted ? admitted.problems : [])),
    active: start.shellState.profile,
    caller: caller?.shell,
    now: Date.now(),
  })
  return examineMachine(facts)
}

function show(machine: readonly Finding[], examined: readonly Examined[], system: System): void {
  const colour = wantsColour(system, 'stdout')
  const titles = new Map(probes.map(({ id, title }) => [id, title]))
  const reports = examined.map(one => {
    const cost = costLine(one)
    return reportText({ ...one, about: aboutLine(one), titles, ...(cost ? { cost } : {}) }, colour)
  })
  const own = machine.length > 0 ? [machineText(machine, machineTitles, colour)] : []
  system.output.print('stdout', [...own, ...reports].join('\n'))
}

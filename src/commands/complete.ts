import { backends } from '../backends/catalogue.ts'
import { payerNames } from '../env/payer.ts'
import { findBackendsFile } from '../profiles/load.ts'
import { scopes } from '../settings/paths.ts'
import { shellNames } from '../shells/shell.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { templateNames } from '../templates/names.ts'
import type { Command, OptionSpec, Program } from './command.ts'

/** `claude-switch complete -- words... current`: the candidates for the last word, a line each. Says nothing else, ever. */
export const run: Command = (input, system) => {
  const words = input.words[0] === '--' ? input.words.slice(1) : input.words
  const current = words.at(-1) ?? ''
  const candidates = candidatesFor(words.slice(0, -1), current, input.program, system).filter(word =>
    word.startsWith(current),
  )
  system.output.print('stdout', candidates.map(word => `${word}\n`).join(''))
  return exitCodes.done
}

function candidatesFor(
  typed: readonly string[],
  current: string,
  { commands, switchCommand, aliases }: Program,
  system: System,
): string[] {
  const [first = '', ...rest] = typed
  const meant = Object.hasOwn(aliases, first) ? aliases[first] : undefined
  // Behind an alias of the switch stands a profile, and no command.
  if (meant?.length === 0 && rest.length === 0 && !current.startsWith('--'))
    return [...profileNames(system), 'off', '-']
  const before = meant ? [...meant, ...rest] : typed
  const name = before.find(word => !word.startsWith('-'))
  const spec = commands.find(command => command.name === name) ?? switchCommand
  const last = before.at(-1) ?? ''
  const asked = spec.options.find(option => `--${option.name}` === last && option.value !== undefined)
  if (asked) return valuesOf(asked)
  if (current.startsWith('-') && current !== '-') return [...spec.options.map(option => `--${option.name}`), '--help']
  if (name === undefined) {
    const visible = commands.filter(command => !command.hidden).map(command => command.name)
    return [...profileNames(system), 'off', '-', ...visible]
  }
  const behind = wordsIn(before.slice(before.indexOf(name) + 1), spec.options)
  // Each word of it is a profile, and none is named twice.
  if (spec.name === 'doctor') return profileNames(system).filter(profile => !behind.includes(profile))
  if (spec.takes === 'template' && behind.length < 2)
    return behind.length === 0 ? [...templateNames] : profileNames(system)
  if (behind.length > 0) return []
  if (spec.name === 'router') return ['start', 'stop', 'restart', 'status', 'log']
  // A settings file is not switched back by a word; --remove takes it out.
  if (spec.name === 'settings') return profileNames(system)
  if (spec.takes === 'profile' && spec !== switchCommand) return [...profileNames(system), 'off', '-']
  return spec.takes === 'shell' ? [...shellNames] : []
}

/** Words that are neither options nor the value of one. */
function wordsIn(words: readonly string[], options: readonly OptionSpec[]): string[] {
  const takesValue = (word: string | undefined) =>
    options.some(({ name, value }) => value !== undefined && word === `--${name}`)
  return words.filter((word, index) => !word.startsWith('-') && !takesValue(words[index - 1]))
}

function valuesOf({ value }: OptionSpec): string[] {
  const words: Readonly<Record<string, readonly string[]>> = {
    shell: shellNames,
    payers: payerNames,
    kind: Object.keys(backends),
    scope: scopes,
  }
  return [...(words[value ?? ''] ?? [])]
}

function profileNames(system: System): string[] {
  try {
    return [...findBackendsFile(system, false).file.profiles.keys()]
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}

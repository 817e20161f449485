import { isAnthropicUrl, profileVariable } from '../env/plan.ts'
import { redactUrl } from '../env/redact.ts'
import { builtInProfiles } from '../profiles/fields.ts'
import { findBackendsFile } from '../profiles/load.ts'
import { knownShell, shellHere } from '../shells/current.ts'
import { fillInit } from '../shells/fill-init.ts'
import { shells } from '../shells/index.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { stateNotice } from '../terminal/notices.ts'
import { sayNotices } from '../terminal/report.ts'
import type { Command, Program } from './command.ts'

/** `claude-switch init <shell>`: the function, the completion and the launchers, in that shell's own language. */
export const run: Command = (input, system) => {
  const [word] = input.words
  const here = word === undefined ? shellHere(system) : undefined
  if (word === undefined && !here) {
    const names = Object.keys(shells).join(', ')
    throw new UserError(`which shell? Say claude-switch init with one of ${names}.`, exitCodes.usage)
  }
  sayInherited(system)
  const shell = word === undefined ? (here?.shell ?? shells.sh) : knownShell(word)
  if (here) sayNotices([stateNotice('note', { code: 'shell-assumed', shell: shell.name, from: here.from })], system)
  const script = system.files.own(shell.script)
  const launchers = input.options['no-launchers'] !== true
  const text = fillInit(script, {
    quote: shell.quote,
    node: system.node,
    cli: system.cli,
    commands: [...input.program.commands.map(({ name }) => name), 'help', ...plainAliases(input.program)],
    profiles: launchers ? profileNames(system) : [],
    launchers,
    cc: launchers && input.options['no-cc'] !== true,
  })
  system.output.print('stdout', text)
  return exitCodes.done
}

/** The aliases of commands; one that stands for a switch has an errand for the shell, as a profile has. */
function plainAliases({ aliases }: Program): string[] {
  return Object.entries(aliases).flatMap(([alias, words]) => (words.length > 0 ? [alias] : []))
}

/** A start-up file that exports a key of Anthropic's again, in a shell that inherited another's address: there it would go. */
function sayInherited(system: System): void {
  const { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key, [profileVariable]: profile } = system.environment
  if (!url || isAnthropicUrl(url) || !key?.startsWith('sk-ant-')) return
  const told = { code: 'key-meets-redirect', url: redactUrl(url), profile: profile || 'cloud' } as const
  sayNotices([stateNotice('warning', told)], system)
}

/** The profiles that get a launcher. A file that cannot be read must not take the user's shell start with it. */
function profileNames(system: System): string[] {
  try {
    return [...findBackendsFile(system, false).file.profiles.keys()]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    sayNotices([stateNotice('warning', { code: 'file-unreadable', why: error.message })], system)
    return Object.keys(builtInProfiles)
  }
}

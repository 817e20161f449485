import { decidedNames } from '../env/managed-variables.ts'
import { findBackendsFile } from '../profiles/load.ts'
import type { Problem } from '../profiles/profile.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import type { Environment } from '../system/environment.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { fileNotices, problemNotices } from '../terminal/notices.ts'
import { loadStart, sayNotices } from '../terminal/report.ts'
import type { Command } from './command.ts'

/**
 * `claude-switch edit`: the backends file in the user's editor, and what is wrong with it afterwards, with the line; on a
 * terminal it can be put right at once. Exit code 1 where a line is left that cannot be used.
 */
export const run: Command = async (_, system) => {
  const { found, shellState } = loadStart(system)
  for (;;) {
    await openEditor(found.path, system)
    const after = findBackendsFile(system, false)
    const problems = problemsOf(after, shellState.own)
    sayNotices([...fileNotices(after), ...problemNotices(problems, after)], system)
    const wrong = problems.filter(({ level }) => level === 'error').length
    if (wrong === 0) {
      system.output.print(
        'stderr',
        `${after.shown} has ${after.file.profiles.size} profiles, and no line that is wrong.\n`,
      )
      return exitCodes.done
    }
    const canAsk = system.output.isTerminal('stdin') && system.output.isTerminal('stderr')
    if (!canAsk || (await system.prompts.yesNo('Edit it again?')) !== true) return exitCodes.failed
  }
}

/** Problems of the file and of its lines; a profile that nobody has filled in yet is none. */
function problemsOf({ file }: ReturnType<typeof findBackendsFile>, own: Environment): Problem[] {
  const loose = file.problems.filter(({ profile }) => profile === undefined || !file.profiles.has(profile))
  const ofProfiles = [...file.profiles.values()].flatMap(written => {
    const { profile, problems } = resolveProfile(written, file, own, decidedNames)
    return problems.filter(({ level, line }) => profile !== undefined || level !== 'error' || line !== undefined)
  })
  return [...loose, ...ofProfiles].sort((one, other) => (one.line ?? 0) - (other.line ?? 0))
}

/** Runs what VISUAL or EDITOR says, which may be a command with words of its own, as git and crontab do. */
async function openEditor(path: string, system: System): Promise<void> {
  const { environment, platform } = system
  const editor = environment['VISUAL'] || environment['EDITOR'] || (platform === 'win32' ? 'notepad' : 'vi')
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const env = Object.fromEntries(given)
  const end = await (platform === 'win32'
    ? system.processes.run(editor, [path], env)
    : system.processes.run('sh', ['-c', `${editor} "$@"`, editor, path], env))
  if ('code' in end && end.code === 0) return
  const why = 'code' in end ? `it ended with ${end.code}` : 'it cannot be run'
  throw new UserError(`the editor ${JSON.stringify(editor)} did not end well: ${why}. EDITOR names another.`)
}

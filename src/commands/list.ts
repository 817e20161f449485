import { profileFinder } from '../env/decide-switch.ts'
import { effectiveConfigOf } from '../env/effective-config.ts'
import { decidedNames } from '../env/managed-variables.ts'
import { makePlan } from '../env/plan.ts'
import { redactUrl } from '../env/redact.ts'
import { apply } from '../env/shell-state.ts'
import type { WrittenProfile } from '../profiles/backends-file.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import { knownSecret } from '../profiles/secret.ts'
import { readClientFiles } from '../settings/load.ts'
import { exitCodes } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { jsonText } from '../terminal/escape.ts'
import { type ListRow, listText } from '../terminal/list.ts'
import { fileNotices, problemNotices } from '../terminal/notices.ts'
import { loadStart, sayNotices } from '../terminal/report.ts'
import type { Command } from './command.ts'

/** `claude-switch list`: every profile, where it goes, who pays, and which is active. Runs no secret command. */
export const run: Command = (input, system) => {
  const { found, shellState } = loadStart(system)
  const files = readClientFiles(system, system.environment)
  const find = profileFinder({ found, shellState })
  const row = (written: WrittenProfile): ListRow => {
    const { profile, problems } = resolveProfile(written, found.file, shellState.own, decidedNames)
    const active = shellState.profile === written.name
    if (!profile) {
      const missing = problems.find(({ level }) => level === 'error')?.what ?? ''
      return { name: written.name, active, problems, missing }
    }
    const plan = makePlan({ profile, secret: knownSecret(profile) }, shellState.own, shellState.leftovers)
    const environment = apply(plan, system.environment)
    // A profile with a directory of its own for the client has other settings and another login.
    const isElsewhere = directories.some(name => environment[name] !== system.environment[name])
    const own = isElsewhere ? readClientFiles(system, environment) : files
    const config = effectiveConfigOf(environment, own, profile, Date.now(), find)
    return { name: written.name, active, problems, profile, config }
  }
  const rows = [...found.file.profiles.values()].map(row)
  if (input.options['json'] === true) {
    system.output.print(
      'stdout',
      jsonText({ file: found.path, active: shellState.profile ?? null, profiles: rows.map(jsonReply) }),
    )
  } else {
    system.output.print('stdout', listText(rows, wantsColour(system, 'stdout')))
  }
  const loose = found.file.problems.filter(({ profile }) => profile === undefined || !found.file.profiles.has(profile))
  const own = rows.flatMap(({ problems, profile }) =>
    profile ? problems : problems.filter(({ level, line }) => level !== 'error' || line),
  )
  sayNotices([...fileNotices(found), ...problemNotices([...loose, ...own].sort(byLine), found)], system)
  return exitCodes.done
}

/** What says where the client keeps its files. */
const directories = [
  'CLAUDE_CONFIG_DIR',
  'CLAUDE_SECURESTORAGE_CONFIG_DIR',
  'ANTHROPIC_CONFIG_DIR',
  'XDG_CONFIG_HOME',
  'HOME',
]

const byLine = (a: { line?: number }, b: { line?: number }) => (a.line ?? 0) - (b.line ?? 0)

function jsonReply({ name, active, profile, config, problems }: ListRow): object {
  return {
    name,
    active,
    ready: profile !== undefined,
    kind: config?.destination.kind ?? null,
    url: config?.destination.url === undefined ? null : redactUrl(config.destination.url),
    model: config?.tiers.find(({ tier }) => tier === 'main')?.model ?? null,
    payer: config?.payer.payer ?? null,
    why: config?.payer.why ?? null,
    problems: problems.map(({ level, line, code, args, says }) => ({ level, line: line ?? null, says, code, args })),
  }
}

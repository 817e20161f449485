import { outlookOf } from '../env/outlook.ts'
import { makePlan } from '../env/plan.ts'
import { redactUrl } from '../env/redact.ts'
import { apply } from '../env/situation.ts'
import { decidedNames } from '../env/variables.ts'
import type { WrittenProfile } from '../profiles/backends-file.ts'
import { resolveProfile } from '../profiles/resolve.ts'
import { readClientFiles } from '../surroundings/client-files.ts'
import { fileNotices, problemNotices } from '../surroundings/notices.ts'
import { sayNotices } from '../surroundings/report.ts'
import { knownSecret } from '../surroundings/secret.ts'
import { findStart } from '../surroundings/switching.ts'
import { exitCodes } from '../system/user-error.ts'
import { wantsColour } from '../terminal/colour.ts'
import { type ListRow, listText } from '../terminal/list.ts'
import type { Command } from './command.ts'

/** `claude-switch list`: every profile, where it goes, who pays, and which is active. Runs no secret command. */
export const run: Command = (input, system) => {
  const { found, situation } = findStart(system, true)
  const files = readClientFiles(system, system.environment)
  const row = (written: WrittenProfile): ListRow => {
    const { profile, problems } = resolveProfile(written, found.file, situation.own, decidedNames)
    const active = situation.profile === written.name
    if (!profile) {
      const missing = problems.find(({ level }) => level === 'error')?.says ?? ''
      return { name: written.name, active, problems, missing }
    }
    const plan = makePlan({ profile, secret: knownSecret(profile) }, situation.own, situation.leftovers)
    const outlook = outlookOf(apply(plan, system.environment), files, profile, Date.now())
    return { name: written.name, active, problems, profile, outlook }
  }
  const rows = [...found.file.profiles.values()].map(row)
  if (input.options['json'] === true) {
    system.print(
      'stdout',
      `${JSON.stringify({ file: found.path, active: situation.profile ?? null, profiles: rows.map(asJson) }, null, 2)}\n`,
    )
  } else {
    system.print('stdout', listText(rows, wantsColour(system, 'stdout')))
  }
  const loose = found.file.problems.filter(({ profile }) => profile === undefined || !found.file.profiles.has(profile))
  const own = rows.flatMap(({ problems, profile }) =>
    profile ? problems : problems.filter(({ level, line }) => level !== 'error' || line),
  )
  sayNotices([...fileNotices(found), ...problemNotices([...loose, ...own].sort(byLine), found)], system)
  return exitCodes.done
}

const byLine = (a: { line?: number }, b: { line?: number }) => (a.line ?? 0) - (b.line ?? 0)

function asJson({ name, active, profile, outlook, problems }: ListRow): object {
  return {
    name,
    active,
    ready: profile !== undefined,
    kind: outlook?.destination.kind ?? null,
    url: outlook?.destination.url === undefined ? null : redactUrl(outlook.destination.url),
    model: outlook?.tiers.find(({ tier }) => tier === 'main')?.model ?? null,
    payer: outlook?.payer.payer ?? null,
    why: outlook?.payer.why ?? null,
    problems: problems.map(({ level, line, says }) => ({ level, line: line ?? null, says })),
  }
}

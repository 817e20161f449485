import { type Outlook, outlookOf } from '../env/outlook.ts'
import { apply } from '../env/situation.ts'
import { warningsOf } from '../env/warnings.ts'
import type { System } from '../system/system.ts'
import { wantsColour } from '../terminal/colour.ts'
import { fold } from '../terminal/fold.ts'
import { noticeLine } from '../terminal/outlook.ts'
import { shownPath } from './backends-file.ts'
import { readClientFiles } from './client-files.ts'
import { fileNotices, type Notice, problemNotices, situationNotices } from './notices.ts'
import type { Switch } from './switching.ts'

/** What a client would do after a switch. */
export function outlookAfter({ plan, profile }: Pick<Switch, 'plan' | 'profile'>, system: System): Outlook {
  const environment = apply(plan, system.environment)
  return outlookOf(environment, readClientFiles(system, environment), profile, Date.now())
}

/** What a switch has to say beside its one line: the file, its problems, the situation, and the warnings that matter now. */
export function switchNotices(decided: Switch, outlook: Outlook, system: System): Notice[] {
  const { start, problems, profile } = decided
  return [
    // First what a settings file undoes. And none of it for off, which brings back the user's own, for better or worse.
    ...(profile ? warningNotices(outlook, system) : []),
    ...fileNotices(start.found),
    ...problemNotices(problems, start.found),
    ...situationNotices(start.situation, profile?.name ?? 'off'),
  ]
}

/** Says notices on stderr. */
export function sayNotices(notices: readonly Notice[], system: System): void {
  const colour = wantsColour(system, 'stderr')
  const lines = notices.map(({ level, says }) => noticeLine(level, says, colour))
  const text = lines.map(line => `${system.isTerminal('stderr') ? fold(line) : line}\n`).join('')
  if (text !== '') system.print('stderr', text)
}

/** What is worth warning of before heavy work, as notices. */
export function warningNotices(outlook: Outlook, system: System): Notice[] {
  return warningsOf(outlook, path => shownPath(path, system.home)).map(says => ({ level: 'warning', says }))
}

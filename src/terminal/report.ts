import { autoModeWarning } from '../env/auto-mode.ts'
import { findStart, profileFinder, type Start, type Switch } from '../env/decide-switch.ts'
import { type Divergence, divergenceOf } from '../env/divergence.ts'
import { type EffectiveConfig, effectiveConfigOf } from '../env/effective-config.ts'
import { readRouterAddress } from '../env/router-address.ts'
import { apply } from '../env/shell-state.ts'
import { warningsOf } from '../env/warnings.ts'
import type { Profile } from '../profiles/profile.ts'
import { readClientFiles } from '../settings/load.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import { exitCodes, UserError } from '../system/user-error.ts'
import { wantsColour } from './colour.ts'
import { noticeLine } from './describe.ts'
import {
  fileNotices,
  type Notice,
  noticeOf,
  problemNotices,
  startNotices,
  stateNotice,
  stateNotices,
} from './notices.ts'
import { describeDivergence, warningSentences } from './warnings.ts'
import { wrap } from './wrap.ts'

/** Where a command starts from. A missing backends file is written, and that is said unless the user wants only errors. */
export function loadStart(system: System, quiet = false): Start {
  const start = findStart(system, true)
  // At once, since what comes next may be a refusal, and the file is where the user has to go.
  if (!quiet) sayNotices(startNotices(start.found), system)
  return start
}

/** What a client would do after a switch. */
export function configAfter({ plan, profile, start }: Switch, system: System): EffectiveConfig {
  const environment = apply(plan, system.environment)
  return effectiveConfigOf(environment, readClientFiles(system, environment), profile, Date.now(), profileFinder(start))
}

/** How settings files overrule the profile that was named; undefined where they do not. */
export function overruled(
  real: EffectiveConfig,
  named: Profile | undefined,
  system: System,
  word?: 'off',
): Divergence | undefined {
  const { environment, logins } = real
  const files = { layers: [], logins, router: () => readRouterAddress(system) }
  const meant = effectiveConfigOf(environment, files, named, Date.now())
  return divergenceOf(meant, real, word)
}

/** Refuses, with exit code 3, to start anything under a profile that settings files overrule. */
export function refuseOverruled(real: EffectiveConfig, named: Profile | undefined, system: System): void {
  const found = overruled(real, named, system)
  if (!found) return
  const { says, way } = describeDivergence(found, path => shownPath(path, system.home))
  throw new UserError(`${says}; nothing was started.`, exitCodes.unmet, way === undefined ? [] : [`${way}.`])
}

/** What a switch has to say beside its one line: the file, its problems, the situation, and the warnings that matter now. */
export function switchNotices(decided: Switch, config: EffectiveConfig, system: System): Notice[] {
  const { start, problems, profile } = decided
  const off = profile ? undefined : overruled(config, undefined, system, 'off')
  return [
    // First what a settings file undoes. Of the rest nothing for off, which brings back the user's own, for better or worse.
    ...(profile ? warningNotices(config, system) : []),
    ...(off ? [stateNotice('warning', off, path => shownPath(path, system.home))] : []),
    ...fileNotices(start.found),
    ...problemNotices(problems, start.found),
    ...stateNotices(start.shellState, profile?.name ?? 'off'),
  ]
}

/** Says notices on stderr. */
export function sayNotices(notices: readonly Notice[], system: System): void {
  const text = noticesText(notices, system)
  if (text !== '') system.output.print('stderr', text)
}

/** Notices as stderr gets them, each a line or, on a terminal, folded. */
export function noticesText(notices: readonly Notice[], system: System): string {
  const colour = wantsColour(system, 'stderr')
  const lines = notices.map(({ level, says }) => noticeLine(level, says, colour))
  return lines.map(line => `${system.output.isTerminal('stderr') ? wrap(line) : line}\n`).join('')
}

/** What is worth warning of before heavy work, as notices. */
export function warningNotices(config: EffectiveConfig, system: System): Notice[] {
  return warningsOf(config).map(warning =>
    noticeOf('warning', warning, warningSentences, path => shownPath(path, system.home)),
  )
}

/** That sessions would stop in auto mode, where they would. */
export function autoModeNotices(config: EffectiveConfig, system: System): Notice[] {
  const warning = autoModeWarning(config)
  return warning ? [noticeOf('note', warning, warningSentences, path => shownPath(path, system.home))] : []
}

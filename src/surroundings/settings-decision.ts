import { type Outlook, outlookOf } from '../env/outlook.ts'
import { goesToAnthropic, isRedirected, makePlan } from '../env/plan.ts'
import { apply } from '../env/situation.ts'
import type { Profile } from '../profiles/profile.ts'
import { beyondReach, contentsOf, hasSecret, saysMore } from '../settings/contents.ts'
import { helperMember } from '../settings/shelf.ts'
import { unwriteProfile, writeProfile } from '../settings/writing.ts'
import type { System } from '../system/system.ts'
import { readClientFiles } from './client-files.ts'
import { fileNotices, type Notice, problemNotices } from './notices.ts'
import { warningNotices } from './report.ts'
import { knownSecret, secretOf } from './secret.ts'
import { beneath, type Place, sayBroken, withText } from './settings-place.ts'
import { findStart, profileNamed } from './switching.ts'

/** What the user asks for beside the profile and the file. */
export interface Wish {
  /** Whether what a secret command prints is stored, in place of the command. */
  readonly storeSecret: boolean
  /** Whether secrets are fetched; a mask stands for them otherwise. */
  readonly fetchSecret: boolean
  /** Whether a missing backends file is written. */
  readonly create: boolean
}

/** What a settings file becomes. */
export interface Decision {
  readonly profile: Profile
  readonly text: string
  /** True where nothing has to be written for the profile, so that what was written is only taken out. */
  readonly isBare: boolean
  readonly hasSecret: boolean
  readonly usesHelper: boolean
  readonly outlook: Outlook
  readonly notices: readonly Notice[]
}

/** Decides what a settings file has to become for a profile; nothing has changed when it refuses. */
export function decideSettings(system: System, place: Place, word: string, wish: Wish): Decision {
  const { found, situation } = findStart(system, wish.create)
  const { own } = situation
  const { profile, problems } = profileNamed(word, found, own)
  const { credential } = profile
  const command = credential && 'command' in credential.secret ? credential.secret.command : undefined
  const helper = wish.storeSecret || place.scope === 'vscode' ? undefined : helperOf(command, system.platform)
  const secret = helper !== undefined || !wish.fetchSecret ? knownSecret(profile) : secretOf(profile, system)
  const plan = makePlan({ profile, secret }, { NO_PROXY: own['NO_PROXY'], no_proxy: own['no_proxy'] })
  const under = beneath(system, place)
  const toAnthropic = goesToAnthropic(profile)
  const contents = contentsOf(plan, { toAnthropic, own, beneath: under, helper })
  const isBare = toAnthropic && !saysMore(contents) && !isRedirected(Object.fromEntries(under))
  const text = sayBroken(place.shown, () =>
    isBare
      ? unwriteProfile(place.text, place.shelf).text
      : writeProfile(place.text, place.shelf, profile.name, contents),
  )
  const isPlaceholder = credential !== undefined && credential.key === undefined && 'value' in credential.secret
  const outlook = outlookWith(system, place, text, isBare ? new Map() : contents, profile)
  return {
    profile,
    text,
    isBare,
    hasSecret: !isBare && hasSecret(contents, isPlaceholder ? secret : undefined),
    usesHelper: helper !== undefined,
    outlook,
    notices: [
      ...warningNotices(outlook, system),
      ...beyondReach(plan, system.environment).map(
        (name): Notice => ({
          level: 'warning',
          says: `${name} of this shell still counts: no settings file can undo it; unset it.`,
        }),
      ),
      ...fileNotices(found),
      ...problemNotices(problems, found),
    ],
  }
}

/** What Claude Code would do with a text in the file: what the file itself decides is no surprise, so it counts as the shell's. */
export function outlookWith(
  system: System,
  place: Place,
  text: string,
  contents: ReadonlyMap<string, string>,
  profile?: Profile,
): Outlook {
  const set = [...contents].filter(([name]) => name !== helperMember)
  const environment = apply(new Map(set.map(([name, value]) => [name, value || null])), system.environment)
  const machine = place.scope === 'vscode' ? system : withText(system, place, text)
  return outlookOf(environment, readClientFiles(machine, environment), profile, Date.now())
}

/**
 * The command as Claude Code runs it for a credential. It sends all that a helper prints, where a profile's command counts
 * with its first line alone, and a second line would make the header worthless [measured, 2.1.329].
 */
function helperOf(command: string | undefined, platform: NodeJS.Platform): string | undefined {
  if (command === undefined || platform === 'win32') return command
  return `( ${command}${/[#\n]/.test(command) ? '\n' : ' '}) | head -n 1`
}

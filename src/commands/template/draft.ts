import { dirname, isAbsolute, resolve } from 'node:path'
import type { Kind } from '../../backends/backend.ts'
import { backendOf } from '../../backends/catalogue.ts'
import { shellWord } from '../../backends/shell-word.ts'
import { findStart, profileNamed } from '../../env/decide-switch.ts'
import { didYouMean } from '../../profiles/did-you-mean.ts'
import type { Whereabouts } from '../../settings/paths.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'
import { type Template, templates } from '../../templates/catalogue.ts'
import { type Filled, fill, placesIn } from '../../templates/fill.ts'
import { valuesOf } from '../../templates/values.ts'
import { type Notice, problemNotices } from '../../terminal/notices.ts'
import { templateNotice } from '../../terminal/template-notices.ts'
import { refuseReadOnly, replaceUserFile } from '../user-file.ts'

/** Bytes: a file that a template would replace is small. */
const fileLimit = 4 << 20

/** Kinds that nobody starts. */
const hosted: ReadonlySet<Kind> = new Set(['anthropic', 'openrouter'])

/** A template's text for a user, and what is to be said of it. */
export interface Draft {
  readonly template: Template
  readonly text: string
  readonly notices: readonly Notice[]
}

/** The template of a name, without case; refuses an unknown one with the nearest name. */
export function templateNamed(word: string): Template {
  const found = templates.find(({ name }) => name === word.toLowerCase())
  if (found) return found
  const near = didYouMean(
    word,
    templates.map(({ name }) => name),
  )
  throw new UserError(
    `there is no template ${JSON.stringify(word)}.${near ? ` Did you mean ${near}?` : ''}`,
    exitCodes.failed,
    [`templates: ${templates.map(({ name }) => name).join(', ')}`],
  )
}

/** Fills a template with a profile's values, where one is named. No secret is asked for. Refuses one that cannot give any. */
export function draftOf(template: Template, word: string | undefined, system: System): Draft {
  const text = system.files.own(template.file)
  if (word === undefined) {
    const filled = fill(text, template.format, new Map())
    return { template, text: filled.text, notices: openNotices(filled, template, placesIn(text).length > 0) }
  }
  if (placesIn(text).length === 0)
    throw new UserError(`nothing of a profile goes into ${template.name}; leave ${word} out.`, exitCodes.usage)
  const { found, shellState } = findStart(system, false)
  const { profile, problems } = profileNamed(word, found, shellState.own)
  const values = valuesOf(profile)
  const filled = fill(text, template.format, values, profile.kind)
  const { kind } = template
  const isOther = kind !== undefined && kind !== profile.kind
  if (!filled.hasValues || (isOther && hosted.has(profile.kind)))
    throw new UserError(`nothing of ${profile.name} goes into ${template.name}, which is for other kinds of server.`)
  if (!values.has('url') && placesIn(text).includes('url'))
    throw new UserError(`${profile.name} is Anthropic itself, where Claude Code goes without ${template.name}.`)
  const other = {
    code: 'template-of-other-server',
    profile: profile.name,
    server: backendOf(profile.kind).title,
    template: template.name,
    meant: backendOf(kind ?? profile.kind).title,
  } as const
  return {
    template,
    text: filled.text,
    notices: [
      ...(isOther ? [templateNotice(other)] : []),
      ...openNotices(filled, template, false),
      ...problemNotices(problems, found),
    ],
  }
}

function openNotices({ open }: Filled, { name }: Template, takesProfile: boolean): Notice[] {
  if (open.length === 0) return []
  return [templateNotice({ code: 'template-open', places: open, ...(takesProfile ? { template: name } : {}) })]
}

/** Where a template goes: the path that the user gave, its place in the project, or its usual place. */
export function placeOf(template: Template, to: string | undefined, project: boolean, system: System): string {
  const { environment, home, cwd, platform } = system
  if (to !== undefined) {
    if (to === '') throw new UserError('--to needs the path of a file.', exitCodes.usage)
    const path = to.replace(/^~(?=\/|$)/, home)
    return isAbsolute(path) ? path : resolve(cwd, path)
  }
  const here: Whereabouts = { environment, home, cwd, platform }
  if (project) {
    if (template.projectPlace) return template.projectPlace(here)
    const names = templates.filter(({ projectPlace }) => projectPlace).map(({ name }) => name)
    throw new UserError(
      `${template.name} has no place of its own in a project; --to names one. --project goes with ${names.join(', ')}.`,
      exitCodes.usage,
    )
  }
  const places = template.places(here)
  const place = places.find(path => system.files.exists(dirname(path))) ?? places[0]
  if (place !== undefined) return place
  throw new UserError('CLAUDE_CONFIG_DIR is set to nothing, so Claude Code has no directory; unset it, or use --to.')
}

/** What became of a file. */
export type DraftWritten = 'new' | 'same' | { readonly backup: string }

/**
 * Writes a template: a new file is the user's alone to read; one with the same text is left as it is; a different one is
 * refused, or with `force` replaced, with a copy of what it was beside it.
 */
export async function writeDraft(draft: Draft, path: string, force: boolean, system: System): Promise<DraftWritten> {
  const { template, text } = draft
  const shown = shownPath(path, system.home)
  const read = system.files.read(path, fileLimit)
  if ('unreadable' in read) throw new UserError(`${shown} cannot be read: ${read.unreadable}; nothing was written.`)
  const there = 'bytes' in read ? read.bytes : undefined
  if (there && Buffer.from(text).equals(there)) return 'same'
  if ('bytes' in read) {
    if (!force) throw different(template, path, shown)
    refuseReadOnly(shown, read.mode)
  }
  try {
    const backup = await replaceUserFile(system, { path, shown, text, expected: there, backup: there })
    return backup === undefined ? 'new' : { backup }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(error.message, error.code, rootWay(template, path))
  }
}

function different(template: Template, path: string, shown: string): UserError {
  const merge = template.merge && [`${forPath(template.merge, path)}, and keeps all else`]
  return new UserError(`${shown} is there already, with something else in it; nothing was written.`, exitCodes.failed, [
    `claude-switch template ${template.name} prints what would be written`,
    ...(merge ?? []),
    `--force writes it, and keeps what is there as ${shown}.bak`,
  ])
}

function rootWay({ asRoot, name }: Template, path: string): string[] {
  if (!asRoot) return []
  return [`as root: claude-switch template ${name} | sudo install -D -m 644 /dev/stdin ${shellWord(path)}`]
}

/** A sentence of a template with the path in it, as a word of a command. */
export function forPath(says: string, path: string): string {
  return says.replaceAll('$PATH', () => shellWord(path))
}

import { basename, dirname, join, sep } from 'node:path'
import { checkoutAround } from '../../settings/checkout.ts'
import { settingsLimit } from '../../settings/load.ts'
import { maskText, unwriteProfile } from '../../settings/write.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'
import type { Notice } from '../../terminal/notices.ts'
import { settingsNotice } from '../../terminal/settings-notices.ts'
import { replaceUserFile } from '../user-file.ts'
import { forgetInGit } from './exclude.ts'
import { realPlace, trackingOf } from './git.ts'
import { type Place, sayBroken } from './place.ts'

/** The permissions that a file with a secret may keep: its owner's. */
const ownersMask = 0o700

/**
 * Puts a text into the place of a settings file, with a copy of the user's own part of it beside it: what claude-switch wrote is
 * in no copy, since it may be a secret. A new file is the user's alone to read, and so is one that gets a secret. Says where the
 * copy is, behind what was done. Refuses a file that has changed since it was read, or that cannot be written.
 */
export async function putFile(system: System, place: Place, text: string, hasSecret = false): Promise<string> {
  const { path, shown, bytes, variableBlock } = place
  const own = unwriteProfile(place.text, variableBlock)
  const backup = bytes && !own.isEmpty ? Buffer.from(own.text) : undefined
  const mask = hasSecret ? ownersMask : undefined
  const copy = await replaceUserFile(system, { path, shown, text, expected: bytes, backup, mask })
  if (copy === undefined) return ''
  const isSecret = own.text.trim() !== '' && maskText(own.text, variableBlock) !== own.text
  return `; what it was${isSecret ? ', with a secret,' : ''} is in ${copy}`
}

/**
 * Takes out of a settings file what was written into it, and leaves nothing behind: a file that was made for it goes away, so do
 * a copy that says no more than the file, and our lines in git's exclude file. Says what was done.
 */
export async function takeOut(system: System, place: Place): Promise<{ says: string; changed: readonly string[] }> {
  const { path, shown, bytes, written, variableBlock, scope } = place
  const { text, changed, isEmpty } = sayBroken(shown, () => unwriteProfile(place.text, variableBlock))
  const goesAway = isEmpty && !isLink(system, path)
  await replaceUserFile(system, { path, shown, text: goesAway ? null : text, expected: bytes })
  const left = await takeCopy(system, place, text)
  if (scope === 'local' && left !== 'copy') await forgetInGit(system, place)
  if (goesAway && (scope === 'local' || scope === 'project')) system.files.removeEmpty(dirname(path))
  const done = goesAway ? `took ${written} out of ${shown}, and the empty file away` : `took ${written} out of ${shown}`
  return { says: left === 'copy' ? `${done}; ${shown}.bak has a secret, and is yours to delete.` : `${done}.`, changed }
}

function isLink(system: System, path: string): boolean {
  return system.files.realPath(path) !== join(realPlace(system, dirname(path)).file, basename(path))
}

/** Takes away the copy beside a settings file where it says no more than the file; `copy` when one with a secret stays. */
async function takeCopy(system: System, { path, shown, variableBlock }: Place, text: string): Promise<'copy' | 'none'> {
  const copy = `${path}.bak`
  const read = system.files.read(copy, settingsLimit)
  if (!('bytes' in read)) return 'none'
  const there = Buffer.from(read.bytes).toString('utf8')
  try {
    if (unwriteProfile(there, variableBlock).text === text) {
      await replaceUserFile(system, { path: copy, shown: `${shown}.bak`, text: null, expected: read.bytes })
      return 'none'
    }
    return there.trim() !== '' && maskText(there, variableBlock) !== there ? 'copy' : 'none'
  } catch {
    // It is somebody else's, or cannot be taken away.
    return 'none'
  }
}

/**
 * Refuses to put a secret where others would get to see it: into a file that git tracks, that is made to be shared while git
 * cannot be asked, or behind a link that leaves the project. Says what was taken for granted, and what was done about others.
 */
export async function guardSecret(system: System, place: Place): Promise<Notice[]> {
  const { path, shown, mode, scope, bytes } = place
  const tracking = await trackingOf(system, path)
  const way = scope === 'project' ? 'use --scope local' : 'keep the secret out of it with AUTH_TOKEN_COMMAND'
  const away = scope === 'user' || scope === 'vscode' ? undefined : outside(system, path)
  if (away !== undefined)
    throw new UserError(`${shown} is a link out of the project, to ${away}, and the profile has a secret; ${way}.`)
  if (tracking === 'tracked') throw new UserError(`git tracks ${shown}, and the profile has a secret; ${way}.`)
  if (tracking === 'unknown' && scope === 'project')
    throw new UserError(`git could not be asked whether it tracks ${shown}, and the profile has a secret; ${way}.`)
  const notices: Notice[] = []
  if (tracking === 'unknown') notices.push(settingsNotice('warning', { code: 'git-not-asked', path: shown }))
  if (tracking === 'untracked' && scope === 'project')
    notices.push(settingsNotice('warning', { code: 'secret-in-shared-file', path: shown }))
  if (bytes && (mode & 0o077) !== 0)
    notices.push(settingsNotice('note', { code: 'file-closed', path: shown, mode: mode.toString(8) }))
  return notices
}

/** Where a project's file really is, when that is outside of the project. */
function outside(system: System, path: string): string | undefined {
  const root = checkoutAround(system, dirname(path)) ?? dirname(dirname(path))
  const real = realPlace(system, root).file
  const { file } = realPlace(system, path)
  return file.startsWith(real.endsWith(sep) ? real : real + sep) ? undefined : shownPath(file, system.home)
}

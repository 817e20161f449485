import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'
import type { Notice } from '../../terminal/notices.ts'
import { isIgnored, trackingOf, withIgnored } from './git.ts'
import type { Place } from './place.ts'

/** Bytes of a .gitignore. */
const ignoreLimit = 1 << 20

/**
 * Puts a text into the place of a settings file: whole or not at all, mode and links kept, with a backup beside it. A new
 * file is the user's alone to read. Returns the backup's path as people write it. Refuses when the file has changed since it
 * was read, or cannot be written.
 */
export async function putFile(system: System, place: Place, text: string): Promise<string | undefined> {
  const { path, shown, bytes } = place
  const meanwhile = new UserError(`${shown} was changed by somebody else meanwhile; nothing was written. Run it again.`)
  try {
    if (!bytes) {
      if (system.files.create(path, text)) return undefined
      if (system.files.exists(path)) throw meanwhile
      throw new UserError(`${shown} is a link to nothing; it was left so.`)
    }
    const backup = await system.files.backup(path)
    if ((await system.files.replace(path, text, bytes)) === 'changed') throw meanwhile
    return shownPath(backup, system.home)
  } catch (error) {
    if (error instanceof UserError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError(`${shown} cannot be written: ${why}; it was not changed.`)
  }
}

/** Refuses a file that somebody has marked read-only, which its replacement would not respect. */
export function refuseReadOnly({ bytes, mode, shown }: Place): void {
  if (!bytes || (mode & 0o200) !== 0) return
  throw new UserError(
    `${shown} is marked read-only; nothing was changed. If it is yours to write, run: chmod u+w ${shown}`,
  )
}

/**
 * Refuses to put a secret into a file that git tracks, or that is made to be shared while git cannot be asked. Says what
 * was taken for granted, and who else could read the secret.
 */
export async function guardSecret(system: System, place: Place): Promise<Notice[]> {
  const { path, shown, mode, scope } = place
  const tracking = await trackingOf(system, path)
  const way = scope === 'project' ? 'use --scope local' : 'keep the secret out of it with AUTH_TOKEN_COMMAND'
  if (tracking === 'tracked') throw new UserError(`git tracks ${shown}, and the profile has a secret; ${way}.`)
  if (tracking === 'unknown' && scope === 'project')
    throw new UserError(`git could not be asked whether it tracks ${shown}, and the profile has a secret; ${way}.`)
  const notices: Notice[] = []
  if (tracking === 'unknown')
    notices.push({ level: 'warning', says: `git could not be asked whether it tracks ${shown}; it was taken not to.` })
  if (tracking === 'untracked' && scope === 'project')
    notices.push({ level: 'warning', says: `${shown} is for sharing and has a secret in it now; never commit it.` })
  if ((mode & 0o077) !== 0)
    notices.push({
      level: 'warning',
      says: `${shown} can be read by others (mode ${mode.toString(8)}), and has a secret in it now; run: chmod 600 ${shown}`,
    })
  return notices
}

/** Adds a local settings file and its backup to the checkout's .gitignore where git does not ignore them; says what it did. */
export async function keepOutOfGit(system: System, { path, gitRoot }: Place): Promise<Notice[]> {
  if (gitRoot === undefined) return []
  const open: string[] = []
  for (const one of [path, `${path}.bak`]) if ((await isIgnored(system, gitRoot, one)) === false) open.push(one)
  if (open.length === 0 || (await trackingOf(system, path)) === 'tracked') return []
  const ignore = `${gitRoot}/.gitignore`
  const shown = shownPath(ignore, system.home)
  const failed = (why: string): Notice[] => {
    const lines = withIgnored('', gitRoot, open).trim().replaceAll('\n', ' and ')
    return [{ level: 'warning', says: `${shown} cannot be written (${why}); add ${lines} to it.` }]
  }
  const read = system.files.read(ignore, ignoreLimit)
  if ('unreadable' in read) return failed(read.unreadable)
  const before = 'bytes' in read ? Buffer.from(read.bytes).toString('utf8') : ''
  if ('bytes' in read && !Buffer.from(before).equals(read.bytes)) return failed('it is not UTF-8 text')
  const text = withIgnored(before, gitRoot, open)
  try {
    const done =
      'bytes' in read
        ? (await system.files.replace(ignore, text, read.bytes)) === 'replaced'
        : system.files.create(ignore, text)
    if (!done) return failed('it was changed meanwhile')
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
  return [{ level: 'note', says: `${shown} keeps ${open.length > 1 ? 'it and its backup' : 'it'} out of git now.` }]
}

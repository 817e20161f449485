import { shownPath } from '../system/shown-path.ts'
import type { FileChange, System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'

/** A change of a file, and the file as people write it. */
export interface UserFileChange extends FileChange {
  readonly shown: string
}

/**
 * Changes a file of the user's: whole or not at all, links and mode kept, for every command that writes one. Returns the path
 * of the copy of what it was, as people write it, where one is wanted. Refuses, with nothing changed, a file that has changed
 * since it was read, that is marked read-only, or that cannot be written.
 */
export async function replaceUserFile(system: System, change: UserFileChange): Promise<string | undefined> {
  const { shown, path, expected, backup } = change
  try {
    if ((await system.files.replace(change)) === 'done')
      return expected && backup ? shownPath(`${path}.bak`, system.home) : undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError(`${shown} cannot be written: ${why}; nothing was changed.`)
  }
  throw new UserError(`${shown} was changed by somebody else meanwhile; nothing was written. Run it again.`)
}

/** Refuses a file that somebody has marked read-only, before anything is asked or done for it. */
export function refuseReadOnly(shown: string, mode: number): void {
  if ((mode & 0o200) !== 0) return
  throw new UserError(
    `${shown} is marked read-only; nothing was changed. If it is yours to write, run: chmod u+w ${shown}`,
  )
}

import { isSecretLine } from '../../env/redact.ts'
import type { Edited } from '../../profiles/dotenv-lines.ts'
import { editProfile } from '../../profiles/edit.ts'
import type { Subject } from '../../profiles/fields.ts'
import { backendsLimit, type FoundFile } from '../../profiles/load.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'
import { diffText } from '../../terminal/diff.ts'
import { refuseReadOnly, replaceUserFile } from '../user-file.ts'

/** What a backends file would become. */
interface FileEdit extends Edited {
  /** As it was read; absent where there is none yet, and the text is the template with the lines in it. */
  readonly bytes?: Uint8Array
  /** The lines that change, as people read them; secrets masked. */
  readonly diff: (colour: boolean) => string
}

/** Makes the edit of one profile; writes nothing. Refuses a file that cannot be changed, in words. */
export function editFor(
  system: System,
  { path, shown }: FoundFile,
  profile: string,
  fields: ReadonlyMap<Subject, string>,
): FileEdit {
  const read = system.files.read(path, backendsLimit)
  if ('unreadable' in read) throw new UserError(`${shown} cannot be read: ${read.unreadable}; nothing was changed.`)
  if ('bytes' in read) refuseReadOnly(shown, read.mode)
  const before = 'bytes' in read ? Buffer.from(read.bytes).toString('utf8') : system.files.own(starter)
  try {
    const edited = editProfile(before, profile, fields)
    const isNew = !('bytes' in read)
    const title = isNew ? `${shown} (new, from the template)` : shown
    const diff = (colour: boolean) => diffText(title, edited.lines, isSecretLine, colour)
    return { ...edited, diff, ...('bytes' in read ? { bytes: read.bytes } : {}) }
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${shown} cannot be changed safely: ${error.message}.`)
    throw error
  }
}

const starter = 'templates/claude-backends.env'

/** Writes the edit, whole or not at all, with a copy of what was there beside it; says what it did. */
export async function writeEdit(
  system: System,
  { path, shown }: FoundFile,
  { text, bytes, lines }: FileEdit,
): Promise<string> {
  if (bytes && lines.length === 0) return `${shown} says all of this already; nothing was changed in it.`
  const copy = await replaceUserFile(system, { path, shown, text, expected: bytes, backup: bytes })
  return copy === undefined ? `wrote ${shown}.` : `wrote ${shown}; what it was, secrets and all, is in ${copy}.`
}

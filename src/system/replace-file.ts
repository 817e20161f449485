import {
  fchmodSync,
  fchownSync,
  linkSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { createFile, draftPath, withDraft } from './draft.ts'
import { bytesOf, fileErrorCode, readFile, reasonOf } from './files.ts'
import type { FileChange, FileReplaced } from './system.ts'

/** Bytes that are read of a file: 16 times what a backends file may have. */
const limit = 1 << 24

/**
 * Changes a file of the user's whole or not at all: see `Files.replace`. Its mode and, where the system lets us, its owner
 * stay; a link to it goes on pointing to it, but another hard link keeps the old text. Throws an Error with the reason in words.
 */
export function replaceFile(change: FileChange): FileReplaced {
  const { path, text, expected, backup } = change
  if (!expected) return createNew(path, text ?? '')
  const { target, found } = resolved(path)
  const hasChanged = () => !Buffer.from(contentOf(target)).equals(expected)
  if (hasChanged()) return 'changed'
  if ((found.mode & 0o200) === 0) throw new Error('it is marked read-only')
  if (text === null) {
    if (lstatSync(path).isSymbolicLink()) throw new Error('it is a link')
    rmSync(path)
    return 'done'
  }
  const put = (copied?: string) =>
    withDraft(
      target,
      bytesOf(text),
      draft => {
        // Again, as late as can be: what another program saves between this and the rename is lost.
        if (hasChanged()) return 'changed'
        if (copied === undefined) renameSync(draft, target)
        else renameBoth(copied, `${path}.bak`, draft, target)
        return 'done'
      },
      file => keepOwner(file, found, change.mask ?? 0o777),
    )
  return backup === undefined ? put() : withDraft(`${path}.bak`, backup, put)
}

/** A new file; no link to nothing is followed, since nobody can tell what it was to be. */
function createNew(path: string, text: string | Uint8Array): FileReplaced {
  if (createFile(path, text)) return 'done'
  try {
    statSync(path)
    return 'changed'
  } catch {
    throw new Error('it is a link to nothing')
  }
}

/** Puts a copy and a file in place; where the second cannot be put, the copy that was there before comes back. */
function renameBoth(copied: string, copy: string, draft: string, target: string): void {
  const kept = draftPath(copy)
  const hadCopy = links(copy, kept)
  try {
    renameSync(copied, copy)
    try {
      renameSync(draft, target)
    } catch (error) {
      if (hadCopy) renameSync(kept, copy)
      else rmSync(copy)
      throw error
    }
  } finally {
    rmSync(kept, { force: true })
  }
}

function links(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch {
    return false
  }
}

/** The file behind any links. */
function resolved(path: string): { target: string; found: Stats } {
  try {
    const target = realpathSync(path)
    return { target, found: statSync(target) }
  } catch (error) {
    throw new Error(fileErrorCode(error) === 'ENOENT' ? missing : reasonOf(error))
  }
}

const missing = 'there is no such file'

function contentOf(path: string): Uint8Array {
  const read = readFile(path, limit)
  if ('missing' in read) throw new Error(missing)
  if ('unreadable' in read) throw new Error(read.unreadable)
  return read.bytes
}

/** Gives a draft the owner of the file that it replaces, and of its mode what the mask leaves. */
function keepOwner(draft: number, { uid, gid, mode }: Stats, mask: number): void {
  // Only root can give a file away, but its owner may give it to any group of his own.
  const isGiven = gives(draft, uid, gid) || gives(draft, -1, gid)
  // What the old group may read is none of our own group's business.
  fchmodSync(draft, mode & mask & (isGiven ? 0o777 : 0o707))
}

function gives(draft: number, uid: number, gid: number): boolean {
  try {
    fchownSync(draft, uid, gid)
    return true
  } catch {
    return false
  }
}

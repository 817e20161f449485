import { fchmodSync, fchownSync, realpathSync, renameSync, type Stats, statSync } from 'node:fs'
import { fileErrorCode, readFile, reasonOf, withDraft } from './files.ts'

/** Bytes that are read of a file: 16 times what a backends file may have. */
const limit = 1 << 24

/**
 * Replaces a regular file whole or not at all, with the same mode and, where the system lets us, the same owner; a link
 * to it goes on pointing to it, but another hard link keeps the old text. 'changed', and nothing is written, when its
 * bytes are not the expected ones. Throws an Error with the reason in words.
 */
export function replaceFile(path: string, text: string, expected: Uint8Array): 'replaced' | 'changed' {
  const { target, found } = resolved(path)
  const hasChanged = () => !Buffer.from(contentOf(target)).equals(expected)
  if (hasChanged()) return 'changed'
  return withDraft(
    target,
    Buffer.from(text),
    draft => {
      // Again, as late as can be: what another program saves between this and the rename is lost.
      if (hasChanged()) return 'changed'
      renameSync(draft, target)
      return 'replaced'
    },
    file => keepOwner(file, found),
  )
}

/**
 * Copies a regular file as it is to `<path>.bak`, mode 0600, whole or not at all; an earlier copy is replaced. Returns the
 * path of the copy. Throws an Error with the reason in words.
 */
export function backupFile(path: string): string {
  const copy = `${path}.bak`
  withDraft(copy, contentOf(path), draft => renameSync(draft, copy))
  return copy
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

/** Gives a draft the owner and the mode of the file that it replaces. */
function keepOwner(draft: number, { uid, gid, mode }: Stats): void {
  // Only root can give a file away, but its owner may give it to any group of his own.
  const isGiven = gives(draft, uid, gid) || gives(draft, -1, gid)
  // What the old group may read is none of our own group's business.
  fchmodSync(draft, mode & (isGiven ? 0o777 : 0o707))
}

function gives(draft: number, uid: number, gid: number): boolean {
  try {
    fchownSync(draft, uid, gid)
    return true
  } catch {
    return false
  }
}

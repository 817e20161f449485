import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  rmdirSync,
  writeSync,
} from 'node:fs'
import type { FileRead } from './system.ts'

/** Reads a regular file of at most `limit` bytes, or a pipe where it may be one; says in words why it could not. */
export function readFile(path: string, limit: number, pipes?: 'pipes too'): FileRead {
  let file: number
  try {
    // Without O_NONBLOCK the open of a named pipe would wait for a writer for ever.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return fileErrorCode(error) === 'ENOENT' || fileErrorCode(error) === 'ENOTDIR'
      ? { missing: true }
      : { unreadable: reasonOf(error) }
  }
  try {
    const { mode, size } = statOf(file)
    const kind = mode & constants.S_IFMT
    if (kind === constants.S_IFDIR) return { unreadable: 'it is a directory' }
    if (kind === constants.S_IFIFO && pipes) return readPipe(file, limit, mode)
    if (kind !== constants.S_IFREG) return { unreadable: 'it is not a regular file' }
    if (size > limit) return { unreadable: `it has ${size} bytes, and ${limit} is the limit` }
    const bytes = Buffer.alloc(size)
    let length = 0
    while (length < size) {
      const count = readSync(file, bytes, length, size - length, null)
      if (count === 0) break
      length += count
    }
    return { bytes: bytes.subarray(0, length), mode: mode & 0o777 }
  } catch (error) {
    return { unreadable: reasonOf(error) }
  } finally {
    closeSync(file)
  }
}

/** ms that a pipe's writer is waited for, and its bytes: password managers ask their user first. */
const writerMs = 2000
const pipeMs = 30_000

/** All that comes through a pipe that was opened without waiting: 1Password shows files as such. */
function readPipe(file: number, limit: number, mode: number): FileRead {
  const bytes = Buffer.allocUnsafe(limit + 1)
  const since = Date.now()
  let hasWriter = false
  let length = 0
  for (;;) {
    let count = -1
    try {
      count = readSync(file, bytes, length, bytes.length - length, null)
    } catch (error) {
      if (fileErrorCode(error) !== 'EAGAIN') throw error
      hasWriter = true
    }
    if (count > 0) length += count
    if (length > limit) return { unreadable: `it has more than ${limit} bytes, which is the limit` }
    if (count === 0 && length > 0) return { bytes: bytes.subarray(0, length), mode: mode & 0o777 }
    // Nothing yet: nobody has opened the other end, or has written.
    if (count === 0 && hasWriter) return { bytes: bytes.subarray(0, 0), mode: mode & 0o777 }
    if (Date.now() - since > (hasWriter ? pipeMs : writerMs)) return { unreadable: 'it is a pipe, and nobody fills it' }
    if (count <= 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  }
}

function statOf(file: number): { mode: number; size: number } {
  return fstatSync(file)
}

/** A path with every link in it followed; undefined where nothing is there, or may not be looked at. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** The names in a directory, sorted; none when it cannot be read. */
export function list(path: string): readonly string[] {
  try {
    return readdirSync(path).sort()
  } catch {
    return []
  }
}

/** Takes a directory away if nothing is in it, else does nothing. */
export function removeEmpty(path: string): void {
  try {
    rmdirSync(path)
  } catch {
    // Somebody else has something in it.
  }
}

/**
 * Writes all of a text or of bytes, waiting for a slow reader: a pipe that is full answers EAGAIN where node made it non-blocking.
 * A reader that has gone away (`claude-switch list | head -1`) has read enough.
 */
export function writeAll(file: number, text: string | Uint8Array): void {
  let rest = bytesOf(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest))
    } catch (error) {
      if (fileErrorCode(error) === 'EPIPE') return
      if (fileErrorCode(error) !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** A text as the bytes that stand in a file. */
export function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text) : text
}

/** The system's short name of an error, such as ENOENT. */
export function fileErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a directory',
  ELOOP: 'its links go round in a circle',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENXIO: 'it is not a regular file',
}

/** Why the system refused, in words; an error without a code says it itself. */
export function reasonOf(error: unknown): string {
  const code = fileErrorCode(error)
  return (code && reasons[code]) ?? code ?? (error instanceof Error ? error.message : String(error))
}

/** ms that an empty non-blocking stdin is waited for. */
const patienceMs = 2000

/**
 * All that is on stdin, as UTF-8 text, `limit` bytes of it at most. Empty where there is none: it is closed, or nothing to
 * read from. Waits for the other side to finish; where that made the pipe non-blocking (EAGAIN), two seconds at most.
 */
export function readInput(limit: number): string {
  const bytes = Buffer.allocUnsafe(limit)
  let length = 0
  const until = Date.now() + patienceMs
  while (length < limit) {
    try {
      const count = readSync(0, bytes, length, limit - length, null)
      if (count === 0) break
      length += count
    } catch (error) {
      // Windows says EOF for the end of a pipe.
      if (fileErrorCode(error) !== 'EAGAIN' || Date.now() > until) break
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return bytes.toString('utf8', 0, length)
}

import { closeSync, fsyncSync, linkSync, lstatSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { bytesOf, fileErrorCode, list, reasonOf, writeAll } from './files.ts'

/**
 * Writes a new file, mode 0600, whole or not at all; false when there is one already. Makes the directories above it.
 * Throws an Error with the reason in words.
 */
export function createFile(path: string, text: string | Uint8Array): boolean {
  makeDirectory(dirname(path))
  return withDraft(path, bytesOf(text), draft => {
    try {
      linkSync(draft, path)
      return true
    } catch (error) {
      if (fileErrorCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/**
 * Writes a draft beside a file, mode 0600 unless `prepare` changes that, and hands its path to `place`, so that neither a
 * full disk nor a second process leaves half of the file. What is left of the draft is removed. Throws an Error with the
 * reason in words.
 */
export function withDraft<T>(
  path: string,
  bytes: Uint8Array,
  place: (draft: string) => T,
  prepare: (file: number) => void = () => {},
): T {
  const draft = draftPath(path)
  const release = holdSignals()
  try {
    removeLeftovers(path)
    const file = openSync(draft, 'wx', 0o600)
    try {
      try {
        prepare(file)
        writeAll(file, bytes)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      return place(draft)
    } finally {
      rmSync(draft, { force: true })
    }
  } catch (error) {
    throw new Error(reasonOf(error))
  } finally {
    release()
  }
}

/** A new name beside a file. Another machine or container that shares the directory may have a process of our number. */
export function draftPath(path: string): string {
  return `${path}.${process.pid}-${Math.random().toString(36).slice(2, 10)}.new`
}

/** ms after which a draft is nobody's any more: one that is being written lives for some of them. */
const draftLifeMs = 60_000

/** Takes away the drafts of writers that were killed before they could: they may hold a secret. */
function removeLeftovers(path: string): void {
  const [directory, name] = [dirname(path), `${basename(path)}.`]
  for (const one of list(directory)) {
    const [, pid] = (one.startsWith(name) && /^(\d+)-[a-z0-9]+\.new$/.exec(one.slice(name.length))) || []
    if (pid === undefined) continue
    const draft = join(directory, one)
    const { mtimeMs } = lstatSync(draft, { throwIfNoEntry: false }) ?? {}
    if (mtimeMs === undefined || (isRunning(Number(pid)) && Date.now() - mtimeMs < draftLifeMs)) continue
    rmSync(draft, { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return fileErrorCode(error) === 'EPERM'
  }
}

/**
 * Puts off an end by Ctrl-C and its like for as long as this thread is busy, so that no draft is left. The returned function
 * lets go, once a signal that came meanwhile has been heard.
 */
function holdSignals(): () => void {
  const end = (_: NodeJS.Signals, number: number) => process.exit(128 + number)
  // Whoever listens already decides what becomes of the process.
  const signals = (['SIGHUP', 'SIGINT', 'SIGTERM'] as const).filter(signal => process.listenerCount(signal) === 0)
  for (const signal of signals) process.on(signal, end)
  return () => {
    setImmediate(() => {
      for (const signal of signals) process.off(signal, end)
    })
  }
}

/** Makes a directory with those above it. node's own recursion does not end where the system takes no directory (/proc). */
export function makeDirectory(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, mode)
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') return
    if (fileErrorCode(error) !== 'ENOENT' || dirname(path) === path) throw new Error(reasonOf(error))
    makeDirectory(dirname(path))
    try {
      mkdirSync(path, mode)
    } catch (again) {
      // Somebody else has made it meanwhile.
      if (fileErrorCode(again) === 'EEXIST') return
      throw new Error(reasonOf(again))
    }
  }
}

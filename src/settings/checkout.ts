import { basename, dirname, join, resolve } from 'node:path'
import type { Files, System } from '../system/system.ts'

/** Bytes of the small files in which git says where a worktree belongs. */
const pointerLimit = 4096

/** The nearest directory upwards with a `.git` in it, whatever that is: the client stops there too [measured, 2.1.332]. */
export function checkoutAround({ files }: Pick<System, 'files'>, from: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    if (files.exists(join(directory, '.git'))) return directory
    if (dirname(directory) === directory) return undefined
  }
}

/**
 * The directory whose local settings count in all of a checkout: its root, and for a linked worktree the root of the main
 * checkout. None outside of a checkout, in a worktree of a bare repository, and where the root is the home directory: there
 * only those of the working directory count [measured, 2.1.332].
 */
export function localSettingsRoot({ files, cwd, home }: Pick<System, 'files' | 'cwd' | 'home'>): string | undefined {
  const root = checkoutAround({ files }, cwd)
  const shared = root === undefined ? undefined : sharedRoot(files, root)
  return shared === undefined || shared === home || shared === files.realPath(home) ? undefined : shared
}

/**
 * The root of the checkout that a worktree was linked from; the root itself where it is none. A `.git` file can say anything,
 * so a worktree counts as one only where the repository names it back [measured: the client believes no other].
 */
function sharedRoot(files: Files, root: string): string | undefined {
  const pointer = /^gitdir:\s*(.*)$/s.exec(trimmed(files, join(root, '.git')) ?? '')?.[1]
  if (!pointer) return root
  const own = resolve(root, pointer)
  const common = trimmed(files, join(own, 'commondir'))
  const back = trimmed(files, join(own, 'gitdir'))
  if (!common || !back) return root
  const repository = resolve(own, common)
  const real = files.realPath(root)
  const named = files.realPath(resolve(own, back))
  if (dirname(own) !== join(repository, 'worktrees') || !real || named !== join(real, '.git')) return root
  return basename(repository) === '.git' ? dirname(repository) : undefined
}

function trimmed(files: Files, path: string): string | undefined {
  const read = files.read(path, pointerLimit)
  return 'bytes' in read ? Buffer.from(read.bytes).toString('utf8').trim() : undefined
}

import { dirname, relative, sep } from 'node:path'
import { checkoutAround } from '../../settings/checkout.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'
import type { Notice } from '../../terminal/notices.ts'
import { settingsNotice } from '../../terminal/settings-notices.ts'
import { replaceUserFile } from '../user-file.ts'
import { excludeFile, excludeLine, isIgnored, trackingOf } from './git.ts'
import type { Place } from './place.ts'

/** Bytes of an exclude file. */
const limit = 1 << 20

/** Stands above our lines, so that they can be taken out again. */
const header = '# claude-switch: settings of one user'

/**
 * Keeps a local settings file and its backup out of git where git does not ignore them: by a line in `.git/info/exclude`, which is the
 * user's alone, and not in a .gitignore, which belongs to everybody. Says what it did, once git agrees.
 */
export async function keepOutOfGit(system: System, { path }: Place): Promise<Notice[]> {
  const root = checkoutAround(system, dirname(path))
  if (root === undefined) return []
  const open = await notIgnored(system, root, [path, `${path}.bak`])
  if (open.length === 0 || (await trackingOf(system, path)) === 'tracked') return []
  const lines = linesFor(root, open)
  const hasBackup = open.length > 1
  const file = await excludeFile(system, root)
  if (file === undefined) return [settingsNotice('warning', { code: 'git-takes-file', hasBackup, lines })]
  const shown = shownPath(file, system.home)
  const why = await edit(system, file, shown, text => withLines(text, lines))
  if (why !== undefined) return [settingsNotice('warning', { code: 'git-exclude-failed', why, lines })]
  const still = await notIgnored(system, root, open)
  if (still.length > 0)
    return [settingsNotice('warning', { code: 'git-exclude-overruled', path: shown, lines: linesFor(root, still) })]
  return [settingsNotice('note', { code: 'git-excluded', path: shown, hasBackup })]
}

/** Takes our lines out of the exclude file again, and the file where nothing else is in it. */
export async function forgetInGit(system: System, { path }: Place): Promise<void> {
  const root = checkoutAround(system, dirname(path))
  const file = root === undefined ? undefined : await excludeFile(system, root)
  if (root === undefined || file === undefined) return
  const lines = linesFor(root, [path, `${path}.bak`])
  await edit(system, file, shownPath(file, system.home), text => withoutLines(text, lines))
}

async function notIgnored(system: System, root: string, paths: readonly string[]): Promise<string[]> {
  const open: string[] = []
  for (const path of paths) if ((await isIgnored(system, root, path)) === false) open.push(path)
  return open
}

function linesFor(root: string, paths: readonly string[]): string[] {
  return paths.map(path => excludeLine(relative(root, path).split(sep).join('/')))
}

/** Edits the exclude file; the sentence that says why it could not be. */
async function edit(
  system: System,
  path: string,
  shown: string,
  change: (text: string) => string,
): Promise<string | undefined> {
  const read = system.files.read(path, limit)
  if ('unreadable' in read) return `${shown} cannot be read: ${read.unreadable}.`
  const bytes = 'bytes' in read ? read.bytes : undefined
  // What is not UTF-8 in it comes out as it went in.
  const before = bytes ? Buffer.from(bytes).toString('latin1') : ''
  const after = Buffer.from(change(before), 'latin1')
  try {
    if (after.toString('latin1') !== before)
      await replaceUserFile(system, { path, shown, text: after.length === 0 ? null : after, expected: bytes })
    return undefined
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

function withLines(text: string, lines: readonly string[]): string {
  const end = /\r\n/.test(text) ? '\r\n' : '\n'
  const begin = text === '' || /[\r\n]$/.test(text) ? '' : end
  const own = lines.map(line => Buffer.from(line).toString('latin1'))
  return `${text}${begin}${[header, ...own].map(line => line + end).join('')}`
}

function withoutLines(text: string, lines: readonly string[]): string {
  const own = lines.map(line => Buffer.from(line).toString('latin1'))
  let isOurs = false
  const kept = text.split(/(?<=\n)/).filter(line => {
    const bare = line.replace(/\r?\n$/, '')
    isOurs = bare === header || (isOurs && own.includes(bare))
    return !isOurs
  })
  return kept.join('')
}

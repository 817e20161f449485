import { isUtf8 } from 'node:buffer'
import { isAbsolute, join, resolve } from 'node:path'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'
import { UserError } from '../system/user-error.ts'
import { type BackendsFile, readBackendsFile } from './backends-file.ts'

/** Bytes. A thousand profiles take a quarter of it. */
export const backendsLimit = 1 << 20

/** The backends file as it was found. */
export interface FoundFile {
  readonly path: string
  /** The path as people write it, with `~`. */
  readonly shown: string
  readonly file: BackendsFile
  /** True when group or others may read it. */
  readonly exposed: boolean
  readonly mode: number
  /** True when it was written just now, from the template. */
  readonly created: boolean
  /** Why there is no file, where it was to be written and could not be: the starter's text counts then. */
  readonly unwritten?: string
}

/** The template that first use writes. */
const starterFile = 'templates/claude-backends.env'

/** Where the backends file is: what CLAUDE_BACKENDS_CONFIG names, else in the home directory. */
export function backendsPath(system: Pick<System, 'environment' | 'home' | 'cwd'>): string {
  const configured = system.environment['CLAUDE_BACKENDS_CONFIG']
  if (!configured) return join(system.home, '.claude-backends.env')
  const path = configured.replace(/^~(?=\/|$)/, system.home)
  return isAbsolute(path) ? path : resolve(system.cwd, path)
}

/**
 * Reads the backends file. Where there is none, `create` decides whether the starter file is written, mode 0600; without
 * it, and where it cannot be written, the starter's text counts as if it were there. Refuses a file that cannot be read.
 */
export function findBackendsFile(system: System, create: boolean): FoundFile {
  const path = backendsPath(system)
  const shown = shownPath(path, system.home)
  const read = system.files.read(path, backendsLimit, 'pipes too')
  if ('unreadable' in read) throw new UserError(`${shown} cannot be read: ${read.unreadable}.`)
  if ('missing' in read) {
    const text = system.files.own(starterFile)
    const written = create ? writeStarter(system, path, text) : { created: false }
    return { path, shown, file: readBackendsFile(text), exposed: false, mode: 0o600, ...written }
  }
  const { bytes, mode } = read
  if (bytes.includes(0)) throw new UserError(`${shown} cannot be read: it is not a text file (it has NUL bytes in it).`)
  if (!isUtf8(bytes)) throw new UserError(`${shown} cannot be read: it is not UTF-8 text; save it as UTF-8.`)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const exposed = system.platform !== 'win32' && (mode & 0o077) !== 0
  return { path, shown, file: readBackendsFile(text), exposed, mode, created: false }
}

function writeStarter(system: System, path: string, text: string): Pick<FoundFile, 'created' | 'unwritten'> {
  try {
    return { created: system.files.create(path, text) }
  } catch (error) {
    return { created: false, unwritten: error instanceof Error ? error.message : String(error) }
  }
}

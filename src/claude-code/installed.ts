import { dirname, join } from 'node:path'
import { packageVersion, programOnPath } from '../system/find-program.ts'
import { shownPath } from '../system/shown-path.ts'
import type { System } from '../system/system.ts'

/** Milliseconds that `claude --version` may take [0.3 s measured]. */
const versionLimitMs = 5000

/** Claude Code as it is installed here. */
export interface InstalledClient {
  /** What PATH gives as claude. */
  readonly path?: string
  readonly version?: string
  /** Which installer put it there, where its place shows that. */
  readonly installer?: 'npm' | 'native'
  /** Why the version is not known. */
  readonly why?: string
  /** Where there is one that PATH does not give. */
  readonly elsewhere?: string
}

/** Finds Claude Code and its version: by where it was installed, else by asking it, within 5 s. */
export async function findClient(system: System): Promise<InstalledClient> {
  const program = programOnPath(system, 'claude')
  if (!program) {
    const places = [join(system.home, '.local/bin/claude'), join(system.home, '.claude/local/claude')]
    const elsewhere = places.find(place => system.processes.programAt(place) !== undefined)
    return elsewhere === undefined ? {} : { elsewhere: shownPath(elsewhere, system.home) }
  }
  const path = shownPath(program.path, system.home)
  // npm's place by its link, or by its launcher on Windows; else that of the installer, which names a file by its version.
  const inside = /^(.*[\\/]@anthropic-ai[\\/]claude-code[\w-]*)[\\/]/.exec(program.real)?.[1]
  const directory = inside ?? join(dirname(program.real), 'node_modules', '@anthropic-ai', 'claude-code')
  const version = packageVersion(system, join(directory, 'package.json'), /^@anthropic-ai\/claude-code/)
  if (version !== undefined && (inside !== undefined || system.platform === 'win32'))
    return { path, version, installer: 'npm' }
  const native = /[\\/]claude[\\/]versions[\\/](\d+\.\d+\.\d+)[^\\/]*$/.exec(program.real)?.[1]
  if (native !== undefined) return { path, version: native, installer: 'native' }
  const asked = await system.processes.exec(program.path, ['--version'], versionLimitMs)
  if ('failed' in asked) return { path, why: asked.failed }
  const told = /^(\d+\.\d+\.\d+)\S*( \(Claude Code\))?\s*$/m.exec(asked.stdout)?.[1]
  return told === undefined ? { path, why: 'it prints no version' } : { path, version: told }
}

import { isUtf8 } from 'node:buffer'
import { dirname } from 'node:path'
import { localSettingsRoot } from '../../settings/checkout.ts'
import { JsonError } from '../../settings/json-scan.ts'
import { readClientFiles, settingsLimit } from '../../settings/load.ts'
import { type Scope, scopeFiles, type Whereabouts } from '../../settings/paths.ts'
import { decodeText, readSettings } from '../../settings/read.ts'
import { clientBlock, type VariableBlock, variablesIn, vscodeBlock } from '../../settings/variable-block.ts'
import { unwriteProfile, writtenProfile } from '../../settings/write.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { Files, System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'

/** A settings file as it was found. */
export interface Place {
  readonly scope: Scope
  readonly variableBlock: VariableBlock
  readonly path: string
  /** The path as people write it. */
  readonly shown: string
  /** Absent where there is no file yet. */
  readonly bytes?: Uint8Array
  readonly mode: number
  readonly text: string
  /** The profile that claude-switch wrote there. */
  readonly written?: string | undefined
}

/**
 * Finds the file of a scope: where there are several, the one that claude-switch has written into, else the first. Refuses
 * one that cannot be read, or that its own reader could not read either.
 */
export function findPlace(system: System, scope: Scope): Place {
  const gitRoot = localSettingsRoot(system)
  const { environment, home, cwd, platform } = system
  const whereabouts: Whereabouts = { environment, home, cwd, platform, ...(gitRoot === undefined ? {} : { gitRoot }) }
  const paths = scopeFiles(whereabouts, scope)
  const [first] = paths
  if (first === undefined)
    throw new UserError('CLAUDE_CONFIG_DIR is set to nothing, so Claude Code reads no user settings; unset it.')
  const there = scope === 'vscode' ? paths.filter(path => system.files.exists(dirname(path))) : paths
  const [preferred] = there
  if (preferred === undefined)
    throw new UserError(`VS Code's settings are not here: there is no ${shownPath(dirname(first), home)}.`)
  const place = (path: string) => readPlace(system, scope, path)
  const found = place(preferred)
  if (found.written !== undefined || there.length === 1) return found
  return (
    there
      .slice(1)
      .map(place)
      .find(({ written }) => written !== undefined) ?? found
  )
}

function readPlace(system: System, scope: Scope, path: string): Place {
  const variableBlock = scope === 'vscode' ? vscodeBlock : clientBlock
  const shown = shownPath(path, system.home)
  const read = system.files.read(path, settingsLimit)
  if ('missing' in read) return { scope, variableBlock, path, shown, mode: 0o600, text: '' }
  if ('unreadable' in read) throw new UserError(`${shown} cannot be read: ${read.unreadable}.`)
  if (!isUtf8(read.bytes)) throw new UserError(`${shown} is not UTF-8 text; nothing was changed.`)
  const text = Buffer.from(read.bytes).toString('utf8')
  const written = sayBroken(shown, () => writtenProfile(text, variableBlock))
  return { scope, variableBlock, path, shown, bytes: read.bytes, mode: read.mode, text, written }
}

/** Does something with a file's text, and says of one that cannot be read or changed where it is broken. */
export function sayBroken<T>(shown: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof JsonError)
      throw new UserError(`${shown}:${error.line}: ${error.message}; nothing was changed. Put that right first.`)
    if (error instanceof RangeError) throw new UserError(`${shown}: ${error.message}; nothing was changed.`)
    throw error
  }
}

/** Refuses to write into a file that Claude Code drops whole, where it would count for nothing. */
export function refuseDropped({ scope, path, shown }: Place, text: string): void {
  if (scope === 'vscode') return
  const read = readSettings(decodeText(Buffer.from(text)), { name: 'user', path })
  if ('why' in read) throw new UserError(`${shown}: ${read.why}; nothing was changed. Put that right first.`)
}

/** The machine as it would be with another text in a file. */
export function withText(system: System, { path }: Place, text: string): System {
  const bytes = Buffer.from(text)
  const read: Files['read'] = (one, limit) => (one === path ? { bytes, mode: 0o600 } : system.files.read(one, limit))
  return Object.create(system, { files: { value: { ...system.files, read } } })
}

/** What is set beneath what we write: by the user's own lines in the file, and by the files that are weaker. */
export function beneath(system: System, place: Place): Map<string, string> {
  const text = sayBroken(place.shown, () => unwriteProfile(place.text, place.variableBlock).text)
  const own = text.trim() === '' ? new Map() : variablesIn(text, place.variableBlock)
  // VS Code's variables are the environment, which every settings file outweighs.
  if (place.scope === 'vscode') return own
  const { layers } = readClientFiles(withText(system, place, text.trim() === '' ? '{}' : text), system.environment)
  const weaker = layers.slice(layers.findIndex(({ path }) => path === place.path) + 1)
  const all = new Map<string, string>()
  for (const layer of weaker.toReversed()) {
    for (const [name, value] of layer.env) all.set(name, value)
    if (layer.hasApiKeyHelper) all.set('apiKeyHelper', layer.path)
  }
  return new Map([...all, ...own])
}

import { isUtf8 } from 'node:buffer'
import { dirname, join } from 'node:path'
import type { EditedLine } from '../../profiles/dotenv-lines.ts'
import { shellHere } from '../../shells/current.ts'
import { detectShell } from '../../shells/detect.ts'
import { shells } from '../../shells/index.ts'
import { blockBegin, blockEnd, loadsInit, withBlock, withoutBlock } from '../../shells/rc-block.ts'
import type { Shell } from '../../shells/shell.ts'
import { programOnPath } from '../../system/find-program.ts'
import { shownPath } from '../../system/shown-path.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'
import type { StartUpNotice, StartUpTrouble } from '../../terminal/setup-notices.ts'
import { replaceUserFile } from '../user-file.ts'

/** A start-up file and what it would become. */
interface StartUpEdit {
  readonly path: string
  readonly shown: string
  /** As it was read; absent for a file that is not there yet. */
  readonly bytes?: Uint8Array
  readonly text: string
  /** The lines that are new in it, for a diff. */
  readonly lines: readonly EditedLine[]
}

/** An edit, or why there is none; `done` where there is nothing left to do. */
export type StartUpOffer = StartUpEdit | { readonly why: StartUpNotice; readonly done: boolean }

/** Bytes of a start-up file. */
const limit = 1 << 20
/** ms that PowerShell may take to say where its profile is. */
const askingMs = 10_000

/** What setup would write into the start-up file of the user's shell, so that a switch needs no `source`. */
export async function offerStartUp(system: System, caller: Shell | undefined): Promise<StartUpOffer> {
  const shell = caller ?? ownShell(system)
  if (!shell) return { why: { code: 'shell-unknown' }, done: false }
  const byHand = (because: StartUpTrouble): StartUpOffer => ({
    why: { code: 'start-up-by-hand', because, lines: shell.loadLine.split('\n'), path: shell.rcFile },
    done: false,
  })
  const path = await startUpPath(system, shell)
  if (path === undefined) return byHand({ code: 'start-up-file-unknown', shell: shell.title })
  const line = loadLineOf(system, shell)
  if (line === undefined) return byHand({ code: 'not-installed' })
  const shown = shownPath(path, system.home)
  const read = readText(system, path)
  if ('why' in read) return byHand({ code: 'start-up-unchangeable', path: shown, why: read.why })
  if (loadsInit(read.text)) return { why: { code: 'start-up-loads', path: shown }, done: true }
  try {
    const text = withBlock(read.text, line)
    return { path, shown, text, lines: blockLines(text), ...(read.bytes ? { bytes: read.bytes } : {}) }
  } catch (error) {
    if (error instanceof RangeError) return byHand({ code: 'start-up-left', path: shown, why: error.message })
    throw error
  }
}

/** Every start-up file that has our block, without it; and why each that could not be read as one was not. */
export async function findBlocks(system: System): Promise<{ edits: StartUpEdit[]; troubles: StartUpTrouble[] }> {
  const edits: StartUpEdit[] = []
  const troubles: StartUpTrouble[] = []
  for (const shell of [shells.bash, shells.zsh, shells.fish, shells.powershell]) {
    const path = await startUpPath(system, shell)
    if (path === undefined) continue
    const shown = shownPath(path, system.home)
    const read = readText(system, path)
    if ('why' in read || !read.bytes) {
      if ('why' in read) troubles.push({ code: 'start-up-unchangeable', path: shown, why: read.why })
      continue
    }
    try {
      const text = withoutBlock(read.text)
      if (text !== read.text) edits.push({ path, shown, text, bytes: read.bytes, lines: [] })
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      troubles.push({ code: 'start-up-left', path: shown, why: error.message })
    }
  }
  return { edits, troubles }
}

/**
 * Writes an edit, whole or not at all, links and mode kept; no copy is made, since the block can be taken out again.
 * Returns why it could not be.
 */
export async function writeStartUp(
  system: System,
  { path, shown, text, bytes }: StartUpEdit,
): Promise<StartUpTrouble | undefined> {
  try {
    await replaceUserFile(system, { path, shown, text, expected: bytes })
    return undefined
  } catch (error) {
    if (error instanceof UserError) return { code: 'start-up-failed', why: error.message }
    throw error
  }
}

/** The shell of the user. Under `sh`, which runs scripts more often than people, the one that they log in with. */
function ownShell(system: System): Shell | undefined {
  const here = shellHere(system)?.shell
  return here?.name === 'sh' ? (detectShell(undefined, system.environment)?.shell ?? here) : here
}

/** Where a shell's start-up file is: for bash, zsh and fish by the environment, PowerShell says it itself. */
async function startUpPath(system: System, { name }: Shell): Promise<string | undefined> {
  const { ZDOTDIR, XDG_CONFIG_HOME } = system.environment
  if (name === 'bash') return join(system.home, '.bashrc')
  if (name === 'zsh') return join(ZDOTDIR || system.home, '.zshrc')
  if (name === 'fish') return join(XDG_CONFIG_HOME || join(system.home, '.config'), 'fish', 'config.fish')
  if (name !== 'powershell') return undefined
  for (const program of ['pwsh', 'powershell']) {
    const found = programOnPath(system, program)
    if (!found) continue
    const words = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '$PROFILE']
    const asked = await system.processes.exec(found.path, words, askingMs)
    if ('stdout' in asked && asked.stdout.trim() !== '') return asked.stdout.trim()
  }
  return undefined
}

/** The load line; by our own path where PATH has no claude-switch. Undefined where npm made a PATH that will not last. */
function loadLineOf(system: System, { loadLine, quote }: Shell): string | undefined {
  const program = programOnPath(system, 'claude-switch')
  if (/[\\/](_npx|node_modules[\\/]\.bin)[\\/]/.test(`${program?.path} ${system.cli}`)) return undefined
  if (program) return loadLine
  const shim = join(dirname(dirname(system.cli)), 'shell', 'claude-switch')
  return loadLine.replace('claude-switch', () => `${quote(system.node)} ${quote(shim)}`)
}

function readText(system: System, path: string): { text: string; bytes?: Uint8Array } | { why: string } {
  const read = system.files.read(path, limit)
  if ('unreadable' in read) return { why: read.unreadable }
  if ('missing' in read) return { text: '' }
  if ((read.mode & 0o200) === 0) return { why: 'it is marked read-only' }
  if (!isUtf8(read.bytes) || read.bytes.includes(0)) return { why: 'it is not UTF-8 text' }
  return { text: Buffer.from(read.bytes).toString('utf8'), bytes: read.bytes }
}

function blockLines(text: string): EditedLine[] {
  const lines = text.split(/\r\n?|\n/)
  const [from, to] = [lines.indexOf(blockBegin), lines.indexOf(blockEnd)]
  return lines.slice(from, to + 1).map((is, index) => ({ line: from + index + 1, is }))
}

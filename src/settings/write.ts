import { redact } from '../env/redact.ts'
import { mask } from '../profiles/secret.ts'
import { digestOf } from './digest.ts'
import { type Syntax, scan } from './json-scan.ts'
import { putAt, readAt, restoreAt, takeAt } from './json-text.ts'
import {
  putVariable,
  readVariable,
  takeVariable,
  type VariableBlock,
  variablePath,
  variablesIn,
} from './variable-block.ts'

/**
 * The member in which a settings file remembers what claude-switch wrote into it. It is no variable, so that no program
 * gets to see it; Claude Code accepts it, and keeps it when it writes the file itself [measured, 2.1.329].
 */
const markMember = 'claudeSwitch'

/** What a settings file remembers. */
interface Mark {
  readonly profile: string
  /** What was written, by its digest; in the file the empty text has none. */
  readonly wrote: ReadonlyMap<string, string>
  /** The text of each value that stood there before. */
  readonly was: ReadonlyMap<string, string>
  /** The text of a block of variables, and of a whole file, that had nothing in it. */
  readonly block?: string
  readonly file?: string
  /** True where there was no file before. */
  readonly made: boolean
}

/** The profile that claude-switch wrote into a settings file; undefined for none. Throws JsonError for a broken text. */
export function writtenProfile(text: string, { syntax }: VariableBlock): string | undefined {
  return isBlank(text) ? undefined : readMark(text, syntax)?.profile
}

/**
 * Writes a profile's variables into the text of a settings file: in the place of what was written before, else beside the
 * user's own, whose values are remembered. The same profile twice changes nothing the second time. Throws JsonError for a
 * broken text, RangeError for one whose block of variables is something else.
 * `isNew` where there is no file yet, so that taking it out can take the file away.
 */
export function writeProfile(
  before: string,
  variableBlock: VariableBlock,
  profile: string,
  variables: ReadonlyMap<string, string>,
  isNew = false,
): string {
  let text = isBlank(before) ? '{}\n' : before
  const mark = readMark(text, variableBlock.syntax)
  const was = new Map<string, string>()
  for (const [name, digest] of mark?.wrote ?? [])
    if (!variables.has(name)) text = undo(text, variableBlock, name, digest, mark?.was.get(name)).text
  const empty = mark ?? emptyParts(text, variableBlock)
  for (const [name, value] of variables) {
    const there = readVariable(text, variableBlock, name)
    const isOurs = mark?.wrote.has(name) && mark.wrote.get(name) === digestOfValue(there?.value)
    const old = isOurs ? mark?.was.get(name) : there?.text
    if (old !== undefined) was.set(name, old)
    text = putVariable(text, variableBlock, name, value)
  }
  const wrote = [...variables].map(([name, value]) => (value === '' ? name : `${name}:${digestOf(value)}`)).join(' ')
  const memory = {
    profile,
    wrote,
    ...(was.size > 0 ? { was: Object.fromEntries(was) } : {}),
    ...(empty.block === undefined ? {} : { block: empty.block }),
    ...(empty.file === undefined ? {} : { file: empty.file }),
    ...(isNew || mark?.made ? { made: true } : {}),
  }
  return putAt(text, [markMember], memory, variableBlock.syntax)
}

/** A settings file without what was written into it, and the names of what has been changed since and so was left. */
export interface Unwritten {
  readonly text: string
  readonly changed: readonly string[]
  /** True where nothing is left of a file that was made for this. */
  readonly isEmpty: boolean
}

/** Takes out what was written, and puts back what stood there before. Throws JsonError for a broken text. */
export function unwriteProfile(before: string, variableBlock: VariableBlock): Unwritten {
  const mark = isBlank(before) ? undefined : readMark(before, variableBlock.syntax)
  if (!mark) return { text: before, changed: [], isEmpty: false }
  let text = takeAt(before, [markMember], variableBlock.syntax)
  const changed: string[] = []
  for (const [name, digest] of [...mark.wrote].toReversed()) {
    const undone = undo(text, variableBlock, name, digest, mark.was.get(name))
    text = undone.text
    if (undone.isChanged) changed.push(name)
  }
  const block = readAt(text, [variableBlock.block], variableBlock.syntax)?.text
  if (block !== undefined && /^(\{\s*\}|\[\s*\])$/.test(block))
    text =
      mark.block === undefined
        ? takeAt(text, [variableBlock.block], variableBlock.syntax)
        : restoreAt(text, [variableBlock.block], mark.block, variableBlock.syntax)
  const isEmpty = mark.made && text.trim() === '{}'
  if (mark.file === undefined || readAt(text, [], variableBlock.syntax)?.text !== '{}')
    return { text, changed, isEmpty }
  return { text: restoreAt(text, [], mark.file, variableBlock.syntax), changed, isEmpty }
}

/** A settings file as a person may see it: the secrets among its variables masked, and in what it remembers of them. */
export function maskText(before: string, variableBlock: VariableBlock): string {
  let text = before
  for (const [name, value] of variablesIn(text, variableBlock))
    if (value !== '' && redact(name, value) !== value)
      text = putVariable(text, variableBlock, name, redact(name, value))
  for (const [name, source] of readMark(text, variableBlock.syntax)?.was ?? [])
    if (redact(name, source) !== source) text = putAt(text, [markMember, 'was', name], mask, variableBlock.syntax)
  return text
}

/** Undoes one variable, unless somebody has changed it since. */
function undo(
  text: string,
  variableBlock: VariableBlock,
  name: string,
  digest: string,
  was: string | undefined,
): { text: string; isChanged: boolean } {
  const there = readVariable(text, variableBlock, name)
  if (!there) return { text, isChanged: false }
  if (digestOfValue(there.value) !== digest) return { text, isChanged: true }
  const path = variablePath(text, variableBlock, name)
  const undone =
    was === undefined || !path
      ? takeVariable(text, variableBlock, name)
      : restoreAt(text, path, was, variableBlock.syntax)
  return { text: undone, isChanged: false }
}

/** What of a file has nothing in it, and would not look the same after it was filled and emptied. */
function emptyParts(text: string, { block, syntax }: VariableBlock): Pick<Mark, 'block' | 'file'> {
  const root = readAt(text, [], syntax)?.text ?? ''
  const own = readAt(text, [block], syntax)?.text
  return {
    ...(own !== undefined && /^(\{\s*\}|\[\s*\])$/.test(own) ? { block: own } : {}),
    ...(/^\{\s+\}$/.test(root) ? { file: root } : {}),
  }
}

function digestOfValue(value: unknown): string | undefined {
  return typeof value === 'string' ? digestOf(value) : undefined
}

/** True for a file with nothing in it, which is a mistake to no one. */
function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** Reads the memory. Anybody may have written it, and its texts go back into the file, so what is no JSON does not count. */
function readMark(text: string, syntax: Syntax): Mark | undefined {
  const mark = readAt(text, [markMember], syntax)?.value
  if (typeof mark !== 'object' || mark === null) return undefined
  const { profile, wrote, was, block, file, made } = mark as Record<string, unknown>
  // Both are said to people, as they are.
  if (typeof profile !== 'string' || !/^[\w-]+$/.test(profile) || typeof wrote !== 'string') return undefined
  const pairs = [...wrote.matchAll(/(?<!\S)([A-Za-z_]\w*)(?::([0-9a-f]{4}))?(?!\S)/g)]
  const texts = Object.entries(typeof was === 'object' && was !== null ? was : {})
  return {
    profile,
    wrote: new Map(pairs.map(([, name = '', digest = digestOf('')]) => [name, digest])),
    was: new Map(texts.filter(([, source]) => isSource(source, syntax))),
    ...(typeof block === 'string' && /^(\{\s*\}|\[\s*\])$/.test(block) ? { block } : {}),
    ...(typeof file === 'string' && /^\{\s+\}$/.test(file) ? { file } : {}),
    made: made === true,
  }
}

function isSource(source: unknown, syntax: Syntax): source is string {
  if (typeof source !== 'string') return false
  try {
    const { start, end } = scan(source, syntax)
    return start === 0 && end === source.length
  } catch {
    return false
  }
}

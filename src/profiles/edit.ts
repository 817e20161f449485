import { readBackendsFile, type WrittenProfile } from './backends-file.ts'
import { type Assignment, readAssignments } from './dotenv.ts'
import { type Change, changeLines, type Edited, follow, type Line, splitLines } from './dotenv-lines.ts'
import { means, quoteValue } from './dotenv-quote.ts'
import { type Field, keyOf, type Subject, splitKey } from './fields.ts'

// The same quoted values as in text.ts, and what may stand behind one.
const quoted = /^('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`)([^\S\n]*(?:#[^\n]*)?)$/
const commented = /^\s*#[#\s]*(?:export\s+)?([A-Za-z_]\w*)\s*=/

/**
 * Writes fields of a profile into the text of a backends file, and leaves every other character as it is. The last
 * assignment of a field gets the value; a field that has none gets a line behind the profile's others, else behind a
 * comment that shows it, else behind the profile's comments, else at the end. Throws RangeError for a value that no
 * quotes can carry, and where the new line would mean something else to a reader of the whole file.
 */
export function editProfile(text: string, profile: string, changes: ReadonlyMap<Subject, string>): Edited {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const lines = splitLines(text.slice(mark.length))
  const own = writtenIn(text, profile)
  const home = homesOf(text, lines, profile, own)
  const list: Change[] = []
  const replaced = new Set<number>()
  for (const [field, value] of changes) {
    const assignment = own && assignmentOf(own, field)
    if (assignment && means(assignment, value)) continue
    if (assignment) {
      list.push(replacement(lines, assignment, value))
      replaced.add(assignment.line)
      continue
    }
    const key = keyOf(profile, field)
    const at = home(key) ?? lines.length
    if (home(key) === undefined && list.every(({ first }) => first !== at) && !endsApart(lines))
      list.push({ first: at, next: at, text: '' })
    list.push({ first: at, next: at, text: `${key}=${quoteValue(value)}` })
  }
  const { text: body, lines: edited } = changeLines(lines, list)
  const result = { text: mark + body, lines: edited }
  const same = sameOthers(text, replaced, result.text, new Set(edited.map(({ line }) => line)))
  if (!same || !hasFields(result.text, profile, changes))
    throw new RangeError(`a new line for ${profile} would be misread; correct the backends file's problems first`)
  return result
}

/**
 * Edits several profiles, one after the other: what to write into each, by its name. The lines come back in the order and
 * with the numbers of the text as it is in the end. Throws as editProfile does.
 */
export function editProfiles(text: string, changes: ReadonlyMap<string, ReadonlyMap<Subject, string>>): Edited {
  let edited: Edited = { text, lines: [] }
  for (const [profile, fields] of changes) edited = follow(edited, editProfile(edited.text, profile, fields))
  return edited
}

function writtenIn(text: string, profile: string): WrittenProfile | undefined {
  const { profiles, undeclared } = readBackendsFile(text)
  return profiles.get(profile) ?? undeclared.get(profile)
}

function assignmentOf({ fields, extra }: WrittenProfile, subject: Subject): Assignment | undefined {
  return subject.startsWith('ENV_') ? extra.get(subject.slice('ENV_'.length)) : fields.get(subject as Field)
}

/** How many lines an assignment takes. */
function heightOf({ source }: Assignment): number {
  return source.split('\n').length
}

/** An assignment with another value: its key, its spaces and its comment stay. */
function replacement(lines: readonly Line[], assignment: Assignment, value: string): Change {
  const { source, line } = assignment
  const first = line - 1
  const whole = lines[first]?.text ?? ''
  const [begin = ''] = source.split('\n', 1)
  const head = whole.slice(0, whole.length - begin.length)
  const { old, tail } = splitSource(assignment)
  // In `A= # why` the space belongs to the comment; `A = # why` and `A: # why` have one for the value too.
  const empty = old === '' && tail !== '' ? /^(.*?[=:])(\s+)$/s.exec(head) : undefined
  const start = empty ? `${empty[1]}${/\s=$|:$/.test(empty[1] ?? '') ? ' ' : ''}` : head
  const behind = `${empty?.[2] ?? (tail.startsWith('#') ? ' ' : '')}${tail}`
  const text = `${start}${quoteValue(value, behind)}${behind}`
  return { first, next: first + heightOf(assignment), text }
}

/** The value of an assignment as it is written, and the space and comment behind it. */
function splitSource({ source, cut }: Assignment): { old: string; tail: string } {
  // A # in the middle of a word was meant as part of the value, unless a space follows: `5# five`.
  const bare = cut ? /^(.*?)(\s+#.*|#\s.*|\s*)$/s : /^(.*?)(\s*#.*|\s*)$/s
  const [, old = '', tail = ''] = quoted.exec(source) ?? bare.exec(source) ?? [source, source]
  return { old, tail }
}

/** True when a new paragraph may begin at the end without a blank line before it. */
function endsApart(lines: readonly Line[]): boolean {
  return (lines.at(-1)?.text ?? '').trim() === ''
}

/** Says before which line, from 0, a new key of a profile belongs; undefined where nothing in the file speaks of it. */
function homesOf(
  text: string,
  lines: readonly Line[],
  profile: string,
  own: WrittenProfile | undefined,
): (key: string) => number | undefined {
  const written = [...(own?.fields.values() ?? []), ...(own?.extra.values() ?? [])]
  if (written.length > 0) {
    const end = Math.max(...written.map(one => one.line - 1 + heightOf(one)))
    return () => end
  }
  // A # inside a value that spans lines begins no comment.
  const inValues = new Set<number>()
  for (const { line, source } of readAssignments(text).assignments)
    for (const row of source.split('\n').keys()) inValues.add(line - 1 + row)
  const extra = keyOf(profile, 'KIND').replace(/KIND$/, 'ENV_')
  const exact = new Map<string, number>()
  let block: number | undefined
  for (const [index, line] of lines.entries()) {
    const name = inValues.has(index) ? undefined : commented.exec(line.text)?.[1]?.toUpperCase()
    if (name === undefined || !(splitKey(name)?.profile === profile || name.startsWith(extra))) continue
    exact.set(name, index + 1)
    block = index + 1
  }
  return key => exact.get(key) ?? block
}

/** True when the assignments of two texts are the same but for those on the given lines. */
function sameOthers(before: string, replaced: Set<number>, after: string, edited: Set<number>): boolean {
  const others = (text: string, lines: Set<number>) =>
    readAssignments(text)
      .assignments.filter(({ line }) => !lines.has(line))
      .map(({ key, source }) => [key, source])
  return JSON.stringify(others(before, replaced)) === JSON.stringify(others(after, edited))
}

function hasFields(text: string, profile: string, changes: ReadonlyMap<Subject, string>): boolean {
  const own = writtenIn(text, profile)
  return [...changes].every(([field, value]) => {
    const assignment = own && assignmentOf(own, field)
    return assignment !== undefined && means(assignment, value)
  })
}

import { didYouMean } from './did-you-mean.ts'
import { type Assignment, readAssignments } from './dotenv.ts'
import { builtInProfiles, declaring, type Field, fields, profileName, splitKey } from './fields.ts'
import { problemOf } from './problem.ts'
import type { Problem } from './profile.ts'
import { reservedNames } from './reserved.ts'

/** A profile as it stands in the file: every field that was written for it, nothing resolved. */
export interface WrittenProfile {
  readonly name: string
  readonly fields: ReadonlyMap<Field, Assignment>
  /** `ENV_<NAME>`, by NAME. */
  readonly extra: ReadonlyMap<string, Assignment>
}

/** The backends file, read: which profiles there are, and what is wrong with it. */
export interface BackendsFile {
  /** Declared and built-in profiles, the built-in ones first, then in the file's order. */
  readonly profiles: ReadonlyMap<string, WrittenProfile>
  /** Names that have fields in the file, but neither KIND nor BASE_URL: perhaps another program's keys. */
  readonly undeclared: ReadonlyMap<string, WrittenProfile>
  /** Keys that fit no profile, by name: LITELLM_MASTER_KEY is looked up here. */
  readonly loose: ReadonlyMap<string, Assignment>
  readonly problems: readonly Problem[]
}

/** An assignment and what its key says, read once. */
interface Key {
  readonly assignment: Assignment
  readonly upper: string
  readonly split: ReturnType<typeof splitKey>
}

function readKey(assignment: Assignment): Key {
  const upper = assignment.key.toUpperCase()
  return { assignment, upper, split: splitKey(upper) }
}

type Draft = { name: string; fields: Map<Field, Assignment>; extra: Map<string, Assignment> }

/** Reads the text of a backends file. Never fails: what is wrong comes back as problems, with their lines. */
export function readBackendsFile(text: string): BackendsFile {
  const { assignments, problems } = readAssignments(text)
  const keys = assignments.map(readKey)
  const names = declaredNames(keys)
  const profiles = new Map<string, Draft>()
  for (const name of names) profiles.set(name, draft(name))
  const undeclared = new Map<string, Draft>()
  const loose = new Map<string, Assignment>()

  for (const key of keys) {
    const { assignment, split } = key
    const extra = extraOf(key, names)
    const owner = profiles.get((extra ?? split)?.profile ?? '')
    if (extra && owner) {
      // One map for all profiles without such lines: a thousand empty ones would cost a switch a millisecond.
      if (owner.extra === noExtra) owner.extra = new Map()
      put(owner.extra, extra.name, assignment, extra.profile, problems)
    } else if (split && owner) put(owner.fields, split.field, assignment, split.profile, problems)
    else if (split && reservedNames.has(split.profile)) {
      if (declaring.has(split.field)) problems.push(reservedName(assignment, split))
    } else {
      // LiteLLM's own name for its key, also beside a profile that is called litellm.
      const stray = assignment.key === 'LITELLM_MASTER_KEY' ? undefined : unknownField(assignment, names)
      if (stray) problems.push(stray)
      else if (split) {
        const own = undeclared.get(split.profile) ?? draft(split.profile)
        put(own.fields, split.field, assignment, split.profile, problems)
        undeclared.set(split.profile, own)
      } else loose.set(assignment.key, assignment)
    }
  }
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  return { profiles, undeclared, loose, problems }
}

const noExtra = new Map<string, Assignment>()

function draft(name: string): Draft {
  return { name, fields: new Map(), extra: noExtra }
}

/** The last line of a name counts, as in dotenv, and the first one is worth a word. */
function put<T>(map: Map<T, Assignment>, name: T, assignment: Assignment, profile: string, problems: Problem[]): void {
  const earlier = map.get(name)
  if (earlier) problems.push(duplicate(assignment, earlier, profile))
  map.set(name, assignment)
}

/** The built-in names, and every name that some key gives a KIND or a BASE_URL. */
function declaredNames(keys: readonly Key[]): Set<string> {
  const names = new Set<string>(Object.keys(builtInProfiles))
  const declare = ({ split }: Key) => {
    if (split && declaring.has(split.field) && !reservedNames.has(split.profile)) names.add(split.profile)
  }
  const later: Key[] = []
  for (const key of keys) {
    if (key.upper.includes(extraPart)) later.push(key)
    else declare(key)
  }
  // MY_ENV_BASE_URL gives profile `my` a variable when there is such a profile, and else declares `my-env`.
  for (const key of later) if (!extraOf(key, names)) declare(key)
  return names
}

const extraPart = '_ENV_'

/** `<PROFILE>_ENV_<NAME>` of a profile that exists: its name, and NAME as it was written. */
function extraOf(
  { assignment, upper }: Key,
  names: ReadonlySet<string>,
): { profile: string; name: string } | undefined {
  for (let at = upper.indexOf(extraPart); at !== -1; at = upper.indexOf(extraPart, at + 1)) {
    const profile = profileName(upper.slice(0, at))
    const name = assignment.key.slice(at + extraPart.length)
    if (profile !== undefined && names.has(profile) && name !== '') return { profile, name }
  }
  return undefined
}

/** The problem of a key that begins with a known profile's name and goes on with no known field. */
function unknownField(assignment: Assignment, names: ReadonlySet<string>): Problem | undefined {
  const { key, line } = assignment
  for (let at = key.lastIndexOf('_'); at > 0; at = key.lastIndexOf('_', at - 1)) {
    const profile = profileName(key.slice(0, at))
    if (profile === undefined || !names.has(profile)) continue
    const field = key.slice(at + 1)
    const near = didYouMean(field.toUpperCase(), fields)
    const meant = near ? { near: `${key.slice(0, at + 1).toUpperCase()}${near}` } : {}
    return problemOf('warning', { code: 'field-unknown', key, field, ...meant }, { line, profile })
  }
  return undefined
}

function duplicate({ key, line }: Assignment, earlier: Assignment, profile: string): Problem {
  return problemOf('warning', { code: 'key-twice', key, earlier: earlier.line }, { line, profile })
}

function reservedName({ key, line }: Assignment, { profile }: { profile: string }): Problem {
  return problemOf('error', { code: 'name-reserved', key, name: profile }, { line, profile })
}

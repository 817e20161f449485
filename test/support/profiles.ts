import { decidedNames } from '../../src/env/managed-variables.ts'
import { readBackendsFile } from '../../src/profiles/backends-file.ts'
import { findProfile } from '../../src/profiles/find.ts'
import type { Profile } from '../../src/profiles/profile.ts'
import { type Resolved, resolveProfile } from '../../src/profiles/resolve.ts'
import type { Environment } from '../../src/system/environment.ts'

/** A profile of a backends file, by name, with the problems that it has. */
export function resolved(text: string, name = 'local', environment: Environment = {}, model?: string): Resolved {
  const file = readBackendsFile(text)
  const found = findProfile(name, file)
  if ('unknown' in found) throw new Error(`the file has no profile ${name}`)
  return resolveProfile(found.written, file, environment, decidedNames, model)
}

/** The same, of a profile that must be ready for use. */
export function ready(text: string, name = 'local', environment: Environment = {}, model?: string): Profile {
  const { profile, problems } = resolved(text, name, environment, model)
  if (!profile) throw new Error(problems.map(({ says }) => says).join('\n'))
  return profile
}

/** What is wrong with a profile, one line each: level, line and sentence. */
export function complaints(text: string, name = 'local', environment: Environment = {}): string[] {
  return resolved(text, name, environment).problems.map(({ level, line, says }) => `${level} ${line ?? '-'}: ${says}`)
}

/** A profile on this machine that is ready for use, and further lines of its own. */
export const localText = (...lines: string[]) =>
  ['LOCAL_BASE_URL=http://127.0.0.1:4999', 'LOCAL_MODEL=m', 'LOCAL_AUTH_TOKEN=t', ...lines, ''].join('\n')

import type { BackendsFile, WrittenProfile } from './backends-file.ts'
import { didYouMean } from './did-you-mean.ts'
import { profileName } from './fields.ts'

/** The profile that a word names, or what to say instead: the nearest name, when one is near. */
export type FoundProfile = { readonly written: WrittenProfile } | { readonly unknown: string; readonly near?: string }

/**
 * Finds a profile by name: without case, `-` equal to `_`. A name that has fields in the file but was never declared is
 * found too, so that the answer can be the field that is missing. `others` are words that a mistyped one may also have meant.
 */
export function findProfile(word: string, file: BackendsFile, others: readonly string[] = []): FoundProfile {
  const name = profileName(word)
  const written = name === undefined ? undefined : (file.profiles.get(name) ?? file.undeclared.get(name))
  if (written) return { written }
  const near = didYouMean(word, [...file.profiles.keys(), 'off', ...others])
  // A command's own word, in a place for profiles, means none.
  return near === undefined || near === word ? { unknown: word } : { unknown: word, near }
}

import { type Notice, noticeOf } from './notices.ts'
import type { Sentences } from './sentences.ts'

/** What `settings` has to say of the file that it writes. Paths are given as people write them. */
type SettingsNotice =
  | { readonly code: 'variable-beyond-reach'; readonly variable: string }
  | { readonly code: 'proxy-takes-requests'; readonly variable: string; readonly host: string; readonly list: string }
  | {
      readonly code: 'proxy-exception-written'
      readonly variable: string
      readonly host: string
      readonly list: string
    }
  | { readonly code: 'git-not-asked'; readonly path: string }
  | { readonly code: 'git-takes-file'; readonly hasBackup: boolean; readonly lines: readonly string[] }
  | { readonly code: 'git-exclude-failed'; readonly why: string; readonly lines: readonly string[] }
  | { readonly code: 'git-exclude-overruled'; readonly path: string; readonly lines: readonly string[] }
  | { readonly code: 'git-excluded'; readonly path: string; readonly hasBackup: boolean }
  | { readonly code: 'secret-in-shared-file'; readonly path: string }
  | { readonly code: 'secret-in-clear'; readonly path: string; readonly profile: string }
  | { readonly code: 'secret-by-helper'; readonly key: string }
  | { readonly code: 'file-closed'; readonly path: string; readonly mode: string }
  | { readonly code: 'changed-values-left'; readonly variables: readonly string[] }

const whatIsOpen = (hasBackup: boolean) => (hasBackup ? 'it and its backup' : 'it')

/** Each of them as one sentence, with the way out. */
export const settingsSentences: Sentences<SettingsNotice> = {
  'variable-beyond-reach': ({ variable }) =>
    `${variable} of this shell still counts: no settings file can undo it; unset it.`,
  'proxy-takes-requests': ({ variable, host, list }) =>
    `${variable} would get the requests to ${host}, and a file for sharing cannot say otherwise for everybody; put ${host} into ${list}.`,
  'proxy-exception-written': ({ variable, host, list }) =>
    `${variable} would get the requests to ${host}, so ${list} is written too, as it is here with ${host} in it: a change of yours does not reach it.`,
  'git-not-asked': ({ path }) => `git could not be asked whether it tracks ${path}; it was taken not to.`,
  'git-takes-file': ({ hasBackup, lines }) =>
    `git does not ignore ${whatIsOpen(hasBackup)}; add ${lines.join(' and ')} to its info/exclude.`,
  'git-exclude-failed': ({ why, lines }) => `${why} Add ${lines.join(' and ')} to it.`,
  'git-exclude-overruled': ({ path, lines }) =>
    `${path} has a line for it now, but another file of git's takes it in again: ${lines.join(', ')}.`,
  'git-excluded': ({ path, hasBackup }) => `${path} keeps ${whatIsOpen(hasBackup)} out of git now.`,
  'secret-in-shared-file': ({ path }) => `${path} is for sharing and has a secret in it now; never commit it.`,
  'secret-in-clear': ({ path, profile }) => `the secret of ${profile} is in ${path} in clear text.`,
  'secret-by-helper': ({ key }) =>
    `Claude Code runs ${key} itself (apiKeyHelper), so no secret is stored; it sends what that prints as Bearer and as x-api-key.`,
  'file-closed': ({ path, mode }) => `only you can read ${path} now; its mode was ${mode}.`,
  'changed-values-left': ({ variables }) => `changed by hand since, and left as it is: ${variables.join(', ')}.`,
}

/** A notice of `settings`. */
export function settingsNotice(level: Notice['level'], told: SettingsNotice): Notice {
  return noticeOf(level, told, settingsSentences)
}

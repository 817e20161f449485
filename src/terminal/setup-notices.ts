import { type Notice, noticeOf } from './notices.ts'
import { type Sentences, sentenceOf } from './sentences.ts'

/** Why a start-up file was not changed. `why` is what the machine said. */
export type StartUpTrouble =
  | { readonly code: 'start-up-file-unknown'; readonly shell: string }
  | { readonly code: 'not-installed' }
  | { readonly code: 'start-up-unchangeable'; readonly path: string; readonly why: string }
  | { readonly code: 'start-up-left'; readonly path: string; readonly why: string }
  | { readonly code: 'start-up-failed'; readonly why: string }

/** What setup has to say of the shell's start-up file. */
export type StartUpNotice =
  | StartUpTrouble
  | { readonly code: 'shell-unknown' }
  | { readonly code: 'start-up-loads'; readonly path: string }
  | {
      readonly code: 'start-up-by-hand'
      readonly because: StartUpTrouble
      readonly lines: readonly string[]
      readonly path: string
    }

const troubleReasons: Sentences<StartUpTrouble> = {
  'start-up-file-unknown': ({ shell }) => `where ${shell} has its start-up file is not known here`,
  'not-installed': () => 'claude-switch is not installed for good: npm install --global . in its clone',
  'start-up-unchangeable': ({ path, why }) => `${path} cannot be changed: ${why}`,
  'start-up-left': ({ path, why }) => `${path} was left as it is: ${why}`,
  'start-up-failed': ({ why }) => why.replace(/\.$/, ''),
}

const reasonOf = (trouble: StartUpTrouble) => sentenceOf(troubleReasons, trouble, path => path)
const whole = (trouble: StartUpTrouble) => `${reasonOf(trouble)}.`

/** Each of them as one sentence. */
export const startUpSentences: Sentences<StartUpNotice> = {
  'start-up-file-unknown': whole,
  'not-installed': whole,
  'start-up-unchangeable': whole,
  'start-up-left': whole,
  'start-up-failed': whole,
  'shell-unknown': () => 'your shell is not known, so no start-up file was touched.',
  'start-up-loads': ({ path }) => `${path} loads claude-switch already.`,
  'start-up-by-hand': ({ because, lines, path }) =>
    `${reasonOf(because)}; by hand: put  ${lines.join('  and  ')}  into ${path}.`,
}

/** A notice of setup. */
export function startUpNotice(level: Notice['level'], told: StartUpNotice): Notice {
  return noticeOf(level, told, startUpSentences)
}

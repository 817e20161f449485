import type { Divergence } from '../env/divergence.ts'
import type { Payer } from '../env/payer.ts'
import type { ShellState } from '../env/shell-state.ts'
import type { FoundFile } from '../profiles/load.ts'
import type { Problem } from '../profiles/profile.ts'
import type { ClientFiles } from '../settings/load.ts'
import { argumentsOf, type Coded, type Sentences, type ShownPath, sentenceOf } from './sentences.ts'
import { describeDivergence } from './warnings.ts'

/** Something said on stderr beside the answer: which thing that is, as data, and its sentence. */
export interface Notice {
  readonly level: 'warning' | 'note'
  /** Which it is: public, and stays. */
  readonly code: string
  readonly args: Readonly<Record<string, unknown>>
  readonly says: string
}

/** What is said of the backends file, the shell's state and what decides in it. */
type StateNotice =
  | { readonly code: 'file-written'; readonly path: string }
  | { readonly code: 'file-unwritten'; readonly path: string; readonly why: string }
  | { readonly code: 'file-exposed'; readonly path: string; readonly mode: string }
  | { readonly code: 'changed-by-hand'; readonly variables: readonly string[]; readonly goesOff: boolean }
  | { readonly code: 'profile-inherited'; readonly profile: string }
  | { readonly code: 'router-stopped' }
  | { readonly code: 'profile-gone'; readonly profile: string; readonly path: string }
  | ({ readonly code: 'settings-file-broken' } & ClientFiles['broken'][number])
  | { readonly code: 'shell-assumed'; readonly shell: string; readonly from: string }
  | { readonly code: 'key-meets-redirect'; readonly url: string; readonly profile: string }
  | { readonly code: 'file-unreadable'; readonly why: string }
  | NonNullable<Payer['hint']>
  | Divergence

/** Each of them as one sentence. Paths are given as people write them, but those of settings files. */
export const noticeSentences: Sentences<StateNotice> = {
  'file-written': ({ path }) => `wrote ${path} (only you can read it); put your servers there.`,
  'file-unwritten': ({ path, why }) =>
    `${path} does not exist and cannot be written: ${why}. CLAUDE_BACKENDS_CONFIG names another place.`,
  'file-exposed': ({ path, mode }) => `${path} can be read by others (mode ${mode}); run: chmod 600 ${path}`,
  'changed-by-hand': ({ variables, goesOff }) => {
    const kept = goesOff ? 'your value stays' : 'your value comes back with: claude-switch off'
    return `${variables.join(', ')} changed by hand since the last switch; ${kept}.`
  },
  'profile-inherited': ({ profile }) =>
    `this shell inherited ${profile} from its parent, which alone knows what was there before it.`,
  'router-stopped': () =>
    'the router does not run, so nothing would answer; claude-switch router start starts it, and so does a switch.',
  'profile-gone': ({ profile, path }) =>
    `CLAUDE_SWITCH_PROFILE says ${JSON.stringify(profile)}, but ${path} has no such profile.`,
  'settings-file-broken': ({ path, why, outcome }, shown) => `${shown(path)} ${outcomeWords[outcome]}: ${why}.`,
  'shell-assumed': ({ shell, from }) => `this is for ${shell}, by ${from}; claude-switch init SHELL asks for another.`,
  'key-meets-redirect': ({ url, profile }) =>
    `ANTHROPIC_API_KEY is Anthropic's, and this shell inherited ANTHROPIC_BASE_URL: Claude Code would send it to ${url}; run: claude-switch ${profile}`,
  'file-unreadable': ({ why }) => why,
  'payer-unknown': ({ key }) =>
    `only you know who pays: set ${key ?? 'BILLING in its profile'} to free, metered or subscription.`,
  'overruled-by-file': (divergence, shown) => {
    const { says, way } = describeDivergence(divergence, shown)
    return `${way === undefined ? says : `${says}; ${way}`}.`
  },
}

/** What becomes of a settings file that is not simply read. */
const outcomeWords = {
  dropped: 'is not loaded by Claude Code either',
  fatal: 'keeps Claude Code from starting',
  unsure: 'may not be loaded by Claude Code',
} as const

/** A notice of what is told, with its sentence from a table. */
export function noticeOf<Told extends Coded>(
  level: Notice['level'],
  told: Told,
  sentences: Sentences<Told>,
  shown: ShownPath = path => path,
): Notice {
  return { level, code: told.code, args: argumentsOf(told), says: sentenceOf(sentences, told, shown) }
}

/** A notice of the state of things. */
export function stateNotice(level: Notice['level'], told: StateNotice, shown?: ShownPath): Notice {
  return noticeOf(level, told, noticeSentences, shown)
}

/** What is said of a file that was written just now, or could not be. */
export function startNotices({
  shown,
  created,
  unwritten,
}: Pick<FoundFile, 'shown' | 'created' | 'unwritten'>): Notice[] {
  return [
    ...(created ? [stateNotice('note', { code: 'file-written', path: shown })] : []),
    ...(unwritten === undefined
      ? []
      : [stateNotice('warning', { code: 'file-unwritten', path: shown, why: unwritten })]),
  ]
}

/** What is worth saying about the file itself. */
export function fileNotices({ exposed, shown, mode }: FoundFile): Notice[] {
  return exposed ? [stateNotice('warning', { code: 'file-exposed', path: shown, mode: mode.toString(8) })] : []
}

/** The problems of the file as notices, each with its place. */
export function problemNotices(problems: readonly Problem[], { shown }: FoundFile): Notice[] {
  return problems.map(({ level, line, code, args, says }) => {
    const place = line === undefined ? shown : `${shown}:${line}`
    return {
      level: level === 'note' ? 'note' : 'warning',
      code,
      args: { ...args, path: shown, ...(line === undefined ? {} : { line }) },
      says: `${place}: ${says}`,
    }
  })
}

/** What a switch has to say about what the user did since the last one, and about what it cannot know. */
export function stateNotices({ changedByHand, inherited, profile }: ShellState, goingTo: string): Notice[] {
  const byHand = { code: 'changed-by-hand', variables: changedByHand, goesOff: goingTo === 'off' } as const
  return [
    ...(changedByHand.length > 0 ? [stateNotice('note', byHand)] : []),
    ...(inherited ? [stateNotice('note', { code: 'profile-inherited', profile: profile ?? '' })] : []),
  ]
}

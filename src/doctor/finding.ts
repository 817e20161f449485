import type { Subject } from '../profiles/fields.ts'
import type { FindingCode } from './finding-codes.ts'

/** How grave a finding is. `skipped` was not examined, since something that it needs failed or it would cost money. */
export type Level = 'ok' | 'note' | 'warn' | 'fail' | 'skipped'

/** What to do about a finding, as data. */
export interface Remedy {
  /** One sentence, without the values that follow. */
  readonly says: string
  /** Lines of the profile, as the backends file holds them: `{ CONTEXT_TOKENS: '65536' }`. */
  readonly set?: Readonly<Partial<Record<Subject, string>>>
  /** What to run or change where the server runs, in that server's own words. */
  readonly commands?: readonly string[]
  /** True when requests with these fields applied were tried and answered. */
  readonly proven?: true
}

/** One thing that was found. */
export interface Finding {
  /** The id of the probe that found it. */
  readonly probe: string
  readonly level: Level
  /** What was found, as data: public, and stays. Our own code asks for this, never for the sentence. */
  readonly code: FindingCode
  readonly args: Readonly<Record<string, unknown>>
  /** One sentence or less. Never holds a secret. */
  readonly says: string
  /** What was seen: the server's own words, cut short. */
  readonly detail?: string
  /** The shortest name of what breaks, for the verdict ("tool calls"); only with `fail`. */
  readonly breaks?: string
  /** What still goes, where hardly anything does: for the verdict between works and breaks. */
  readonly cramped?: string
  readonly remedy?: Remedy
}

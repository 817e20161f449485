import type { Billing, Kind } from '../backends/backend.ts'
import type { FileFault } from './file-fault.ts'

/** Where a secret comes from: written in the file, or printed by a command. */
type Secret = { readonly value: string } | { readonly command: string }

/** The one credential of a profile, and the key of the file that named it. */
export interface Credential {
  readonly header: 'bearer' | 'x-api-key'
  readonly secret: Secret
  /** The key it was read from, for sentences; absent for a kind's placeholder. */
  readonly key?: string
}

/** The model of each tier that the client knows; an absent tier keeps the client's own default. */
export interface Models {
  readonly main?: string
  readonly opus?: string
  readonly sonnet?: string
  readonly haiku?: string
  readonly fable?: string
  readonly subagent?: string
}

/** The tiers in the order in which people read them. */
export const tiers = ['main', 'opus', 'sonnet', 'haiku', 'fable', 'subagent'] as const
export type Tier = (typeof tiers)[number]

/** What the user wrote about one backend, resolved: defaults filled in, references replaced. */
export interface Profile {
  readonly name: string
  readonly kind: Kind
  /**
   * Where /v1/messages lives, or for a server that speaks chat completions /chat/completions, without a trailing slash;
   * absent for Anthropic itself.
   */
  readonly baseUrl?: string
  readonly credential?: Credential
  readonly models: Models
  /** Label in the /model picker. */
  readonly modelName?: string
  /** Tokens that the backend can take in, and give out, in one request. */
  readonly contextTokens?: number
  readonly maxOutputTokens?: number
  /** Milliseconds that the client waits for one request. */
  readonly timeoutMs?: number
  /** What is switched off in the client for this backend. */
  readonly off: ReadonlySet<'betas' | 'thinking' | 'effort'>
  /** What the client may ask of its models, in its own words: CLAUDE_CODE_MODEL_CAPABILITIES. */
  readonly modelCapabilities?: string
  readonly billing?: Billing
  /**
   * Why its requests go through the router on this machine: its server speaks chat completions only, or the user wants it.
   * Absent where the client talks to the server itself.
   */
  readonly router?: 'chat' | 'on'
  /** Present where the router may hand on who the user is, to whoever answers. */
  readonly tellsUser?: boolean
  /** Extra words for `claude` in the launchers. */
  readonly claudeArgs: readonly string[]
  /** Any other variable for the session. */
  readonly extra: ReadonlyMap<string, string>
}

/** Something the user should know about the file. It names keys and lines, and never shows a value. */
export interface Problem {
  /** An error keeps its profile from being used; a warning does not; a note is only said. */
  readonly level: 'error' | 'warning' | 'note'
  /** Line in the file, from 1. */
  readonly line?: number
  /** The profile that it concerns, where it concerns one. */
  readonly profile?: string
  /** What is wrong, as data: public, and stays. */
  readonly code: FileFault['code']
  readonly args: Readonly<Record<string, unknown>>
  /** What is wrong, without the way out. */
  readonly what: string
  /** One sentence: what is wrong and the way out. */
  readonly says: string
}

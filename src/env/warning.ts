import type { NetworkEffect } from './network.ts'
import type { ResolvedAgent, ResolvedTier, TierTrouble } from './tiers.ts'

/**
 * What the user should know before heavy work, as data: `code` is public and stays, the rest are its arguments. No value of
 * them is a secret; the sentences are made in terminal/.
 */
export type Warning =
  /** A settings file decides what the shell meant to decide; `removal` takes out what claude-switch wrote there. */
  | {
      readonly code: 'overridden-by-file'
      readonly path: string
      readonly variables: readonly string[]
      readonly removal?: string
    }
  /** Sessions start in auto mode, whose check nobody answers there; `path` is the settings file that names it. */
  | { readonly code: 'auto-mode-stops'; readonly path?: string; readonly profile?: string }
  /** Nothing would authenticate. `key` is the line that could, at Anthropic. */
  | { readonly code: 'no-credential'; readonly place: string; readonly key?: string }
  /** A program keeps the client to its environment: files and the login count for nothing. */
  | { readonly code: 'host-managed'; readonly variable: string }
  /** The marks of another program's session take the profile's credential away. */
  | { readonly code: 'hosted-session'; readonly variable: string; readonly url: string }
  /** The user once refused this key in the client's dialog. `url` is absent at Anthropic. */
  | { readonly code: 'key-rejected'; readonly hasLogin: boolean; readonly url?: string }
  /** Credentials that go to a host they were not made for; `path` is the settings file that sets them. */
  | {
      readonly code: 'stray-variable'
      readonly variable: string
      readonly url: string
      readonly path?: string
      readonly profile?: string
    }
  | { readonly code: 'stray-helper'; readonly path: string; readonly url: string }
  | { readonly code: 'stray-console-key'; readonly path: string; readonly url: string; readonly profile?: string }
  | { readonly code: 'stray-login'; readonly url: string }
  | { readonly code: 'stray-tool-token'; readonly variable: string; readonly url: string }
  | { readonly code: 'stray-tool-profile'; readonly name: string; readonly path: string; readonly url: string }
  /** A cloud's own login is skipped, so that it may get the client's credentials, those of `names`. */
  | {
      readonly code: 'cloud-login-skipped'
      readonly variable: string
      readonly names: readonly string[]
      readonly place: string
    }
  /** Who may read along. */
  | {
      readonly code: 'network-of-project'
      readonly path: string
      readonly variable: string
      readonly effect: NetworkEffect
    }
  | { readonly code: 'network-open'; readonly variable: string; readonly effect: NetworkEffect }
  /** Tiers whose model the backend would not have, those with the same trouble together. */
  | (TierTrouble & { readonly tiers: readonly Pick<ResolvedTier, 'tier' | 'model'>[] })
  /** Agents whose files name a model of their own that the backend may not have. */
  | {
      readonly code: 'agents-name-models'
      readonly server: string
      readonly agents: readonly Pick<ResolvedAgent, 'name' | 'model'>[]
    }
  /** Windows that the client does not know, or that leave no room; `key` is the line or variable to set. */
  | { readonly code: 'window-assumed-million'; readonly model: string }
  | { readonly code: 'window-unknown'; readonly model: string; readonly key: string }
  | {
      readonly code: 'window-too-small'
      readonly contextTokens: number
      readonly outputTokens: number
      readonly compactedAt: number
      readonly advised?: { readonly key: string; readonly tokens: number }
    }

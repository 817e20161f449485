import type { Dialect } from './dialect.ts'
import type { ToolNames } from './tool-names.ts'

/** How a stream is converted. */
export interface StreamOptions {
  /** The id that the client asked for: the answer says that one. */
  readonly asked: string
  readonly kind: string
  readonly dialect: Dialect
  readonly names: ToolNames
  /** Tokens of the prompt as estimated, for servers that count nothing. */
  readonly promptTokens: number
  /** What the client wants of the answer (`convertRequest` says it); thinking and no sequences where it is absent. */
  readonly wants?: { readonly thinking: boolean; readonly stops: readonly string[] }
}

/** What was wrong with a stream, for the log. */
export type StreamNote = 'unreadable-event' | 'input-not-json' | 'usage-estimated' | 'thinking-hidden'

import type { Kind } from '../backends/backend.ts'
import type { WindowReading } from '../backends/context-window.ts'
import type { Identity } from '../backends/fingerprint.ts'
import type { ModelEntry } from '../backends/model-list.ts'
import type { PathResponse } from '../backends/response.ts'
import type { Server } from '../backends/servers.ts'
import type { Features } from '../claude-code/features.ts'
import type { ClientRequest } from '../claude-code/request.ts'
import type { ClientLink, Failed, RetryOutcome, Succeeded } from '../claude-code/retry-loop.ts'
import type { Payer } from '../env/payer.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Environment } from '../system/environment.ts'
import type { HttpFailure, HttpResponse } from '../system/http/types.ts'
import type { Finding } from './finding.ts'
import type { FindingData } from './finding-codes.ts'

/** What is known of a backend so far. Each probe adds what it learned, for those after it. */
export interface BackendFacts {
  /** Free answers, by their path. */
  readonly responses: Map<string, PathResponse>
  /** The base URL at which the API was found, where it is not the profile's. */
  baseUrl?: string
  /** The model that requests ask for: the profile's, or one that the server was found to have instead. */
  model: string | undefined
  /** Other origins that the server sent requests on to. */
  readonly redirects: Set<string>
  identity?: Identity
  /** What the server turned out to be, else what the profile takes it for: also vendors that are no kind of their own. */
  server: Server
  /** The kind whose ways it has. */
  kind: Kind
  models: readonly ModelEntry[]
  window?: WindowReading
  /** Tokens of the window that were measured by filling it. */
  measuredTokens?: number
  /** What came of the client's own first request, once it was made, and how long that took, in ms. */
  first?: Promise<RetryOutcome>
  firstMs?: number
  /** That it was refused for something in it, which is still to be found. */
  refusal?: Failed
  /** The client's own request, as it was answered, and what of it the client leaves out by itself. */
  session?: Succeeded
  /** The shape that works, with the settings that were found to be needed. */
  features?: Features
  /** The turn in which a tool was called. */
  toolTurn?: { readonly retryOutcome: RetryOutcome & { succeeded: true }; readonly prompt: string }
}

/** One backend under examination, and what may be done to it. */
export interface Target extends ClientLink {
  readonly profile: Profile
  /** What Claude Code would find in its environment. */
  readonly environment: Environment
  readonly baseUrl: URL
  /** The model that requests ask for; undefined where the client would take its own. */
  readonly model: string | undefined
  readonly payer: Payer
  readonly options: { readonly paid: boolean; readonly deep: boolean }
  readonly facts: BackendFacts
  /** A request outside /v1/messages, `path` behind the base URL, with the profile's credential. */
  get(path: string): Promise<HttpResponse | HttpFailure>
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<HttpResponse | HttpFailure>
  /** The same with the credential in the other header, or with none. */
  postAs(
    header: 'bearer' | 'x-api-key',
    path: string,
    body: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<HttpResponse | HttpFailure>
  now(): number
  /** Asks /v1/messages behind another base URL of the same host. */
  askAt(base: string, request: ClientRequest): Promise<HttpResponse | HttpFailure>
  /** Asks /v1/messages with another limit for its first byte and its end, in ms. */
  askFor(ms: number, request: ClientRequest): Promise<HttpResponse | HttpFailure>
  /** A time limit of ours, in ms, as far as the user lets it be. */
  waitMs(limit: number): number
}

/** What a probe costs where the backend charges: nothing, or tokens. */
type Cost = 'free' | 'tokens'

/** One examination of one backend. */
export interface Probe {
  readonly id: string
  readonly title: string
  /** Ids of probes without which this one would only repeat their complaint. */
  readonly needs?: readonly string[]
  readonly cost: Cost
  /** Tokens that it sends and gets at most, roughly: said before they are paid for. */
  readonly tokens?: { readonly input: number; readonly output: number }
  /** Only with --deep. */
  readonly deep?: true
  /** Nothing that a session needs: left out where every answer takes long. */
  readonly optional?: true
  /** What --list says of it. */
  readonly asks: string
  run(target: Target): Promise<readonly Finding[]>
}

/** A finding of a probe, in one line. */
export function found(
  probe: string,
  level: Finding['level'],
  what: FindingData,
  says: string,
  more: Omit<Finding, 'probe' | 'level' | 'code' | 'args' | 'says'> = {},
): Finding {
  const { code, ...args } = typeof what === 'string' ? { code: what } : what
  return { probe, level, code, args, says, ...more }
}

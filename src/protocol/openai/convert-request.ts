import { at, fieldsOf, listOf } from '../json.ts'
import { strictSchema } from './clean-schema.ts'
import { convertMessages } from './convert-messages.ts'
import { type Corrections, noCorrections } from './corrections.ts'
import { dialectOf } from './dialects.ts'
import { prepareTools, referencedTools } from './prepare-tools.ts'
import { reasoningFields } from './reasoning.ts'
import { createToolNames, type ToolNames } from './tool-names.ts'
import type { ChatRequest } from './types.ts'

/** How a request is converted. */
export interface RequestOptions {
  /** The kind of the profile, which decides the dialect. */
  readonly kind: string
  /** The model's name at the backend. */
  readonly model: string
  /** The most tokens of an answer that the profile allows. */
  readonly maxOutputTokens?: number | undefined
  /** Tokens that are free in the window behind this prompt, where that is known. */
  readonly room?: number | undefined
  /** What earlier refusals taught. */
  readonly corrections?: Corrections
  /** The session, so that a vendor finds the cache of the same conversation. */
  readonly sessionId?: string | undefined
  /** Who the user is, where the profile lets that out. */
  readonly user?: string | undefined
}

/** A request as chat completions take it, and the way back for names and ids. */
export interface ConvertedRequest {
  readonly body: ChatRequest
  readonly names: ToolNames
  /** Tools that were left out, since only Anthropic's own servers run them. */
  readonly removedTools: readonly string[]
}

/** Tokens of an answer that are asked for at the least, however full the window is. */
const leastTokens = 1024

/**
 * Converts a request of the Messages API into one for chat completions. What a vendor does not know is left out, and
 * nothing of the request itself is changed. Sources: both APIs' references and the vendors' own schemas.
 */
export function convertRequest(body: Readonly<Record<string, unknown>>, options: RequestOptions): ConvertedRequest {
  const { kind, model, corrections = noCorrections } = options
  const dialect = dialectOf(kind)
  const names = createToolNames(dialect)
  const all = listOf(body['messages'])
  const prepared = prepareTools(body, dialect, names, referencedTools(all))
  const messages = convertMessages(body['system'], all, {
    kind,
    names,
    dialect: corrections.systemFirst ? { ...dialect, systemAnywhere: false } : dialect,
    seesImages: !corrections.blind,
    thinkingBack: corrections.thinkingBack ?? dialect.thinkingBack !== 'none',
  })
  const { temperature, top_p, top_k, stop_sequences, stream } = body
  const allows = (field: Parameters<typeof dialect.allows.has>[0], value: unknown) =>
    dialect.allows.has(field) && value !== undefined ? { [field]: value } : {}
  const sampling = dialect.temperature || fieldsOf(body['thinking'])['type'] === 'disabled' || !body['thinking']
  const stops = listOf(stop_sequences).slice(0, dialect.stops)
  const isParallelOff = fieldsOf(body['tool_choice'])['disable_parallel_tool_use'] === true
  const whole: Record<string, unknown> = {
    model,
    messages,
    ...(stream === true ? { stream: true } : {}),
    ...(stream === true && dialect.streamOptions ? { stream_options: { include_usage: true } } : {}),
    ...maxTokens(body, options, corrections.maxTokens ?? dialect.maxTokens),
    ...(sampling && typeof temperature === 'number' ? { temperature } : {}),
    ...(sampling && typeof top_p === 'number' ? { top_p } : {}),
    ...allows('top_k', top_k),
    ...(stops.length > 0 ? { stop: stops } : {}),
    ...(prepared.tools.length > 0 ? { tools: prepared.tools } : {}),
    ...(prepared.tool_choice === undefined ? {} : { tool_choice: prepared.tool_choice }),
    ...(prepared.tools.length > 0 && isParallelOff ? allows('parallel_tool_calls', false) : {}),
    ...allows('response_format', responseFormat(body)),
    ...allows('prompt_cache_key', options.sessionId),
    ...allows('user', options.user),
    ...reasoningFields(body, dialect),
  }
  for (const field of corrections.without) delete whole[field]
  return { body: wellFormed(whole) as ChatRequest, names, removedTools: prepared.removed }
}

/** The most tokens of the answer: as asked, as allowed, as taught, and as fits. */
function maxTokens(
  body: Readonly<Record<string, unknown>>,
  { maxOutputTokens, room, corrections }: RequestOptions,
  field: string,
): Record<string, number> {
  const asked = body['max_tokens']
  if (typeof asked !== 'number') return {}
  const limits = [asked, maxOutputTokens, corrections?.mostTokens].filter(limit => limit !== undefined)
  const most = Math.min(...limits)
  return { [field]: room === undefined ? most : Math.min(most, Math.max(leastTokens, room)) }
}

/** A schema that the answer must fit. */
function responseFormat(body: Readonly<Record<string, unknown>>): unknown {
  const format = fieldsOf(at(body, 'output_config', 'format') ?? body['output_format'])
  if (format['type'] !== 'json_schema') return undefined
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: strictSchema(format['schema']) } }
}

/** The same without half letters (lone surrogates) and NULs, for which servers refuse the whole. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return isClean(value) ? value : value.toWellFormed().replaceAll('\0', '\uFFFD')
  if (Array.isArray(value)) return value.map(wellFormed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wellFormed(inner)]))
}

function isClean(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

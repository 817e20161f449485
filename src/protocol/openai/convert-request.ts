import { leastAnswer } from '../context-overflow.ts'
import { at, fieldsOf, listOf } from '../json.ts'
import { cleanSchema, strictSchema } from './clean-schema.ts'
import { convertMessages } from './convert-messages.ts'
import { type Corrections, correctedDialect, noCorrections } from './corrections.ts'
import type { Dialect, OptionalField } from './dialect.ts'
import { dialectOf } from './dialects.ts'
import type { ConversionNote } from './message-parts.ts'
import { prepareTools } from './prepare-tools.ts'
import { baseName, reasoningFields } from './reasoning.ts'
import { createToolNames, type ToolNames } from './tool-names.ts'
import type { ChatRequest } from './types.ts'
import { wellFormed } from './well-formed.ts'

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
  /** Tokens of the prompt as estimated, for a window that a refusal named. */
  readonly promptTokens?: number | undefined
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
  /** What was left out or said otherwise, for the log. */
  readonly notes: ReadonlySet<ConversionNote>
  /** What the client wants of the answer: no thinking where it switched that off, and to know the sequence that ended it. */
  readonly wants: { readonly thinking: boolean; readonly stops: readonly string[] }
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Converts a request of the Messages API into one for chat completions. What a vendor does not know is left out, and
 * nothing of the request itself is changed. Sources: both APIs' references and the vendors' own schemas.
 */
export function convertRequest(body: Fields, options: RequestOptions): ConvertedRequest {
  const { kind, model, corrections = noCorrections } = options
  const dialect = correctedDialect(dialectOf(kind), corrections)
  const names = createToolNames(dialect, kind)
  const notes = new Set<ConversionNote>()
  const prepared = prepareTools(body, dialect, names)
  if (prepared.removed.length > 0) notes.add('tools-removed')
  if (prepared.leftOut.length > 0) notes.add('tools-left-out')
  const format = responseFormat(body, dialect)
  if (format.inWords !== '') notes.add('format-in-words')
  const stops = listOf(body['stop_sequences']).filter(stop => typeof stop === 'string')
  if (stops.length > dialect.stops) notes.add('stops-left-out')
  const how = { kind, model, names, dialect, notes, seesImages: !corrections.blind }
  const more = [...prepared.descriptions, format.inWords]
  const whole: Record<string, unknown> = {
    model,
    messages: convertMessages(body['system'], listOf(body['messages']), how, more),
    ...(body['stream'] === true ? { stream: true } : {}),
    ...maxTokens(body, options, dialect.maxTokens),
    ...sampling(body, model, dialect),
    ...(prepared.tools.length > 0 ? { tools: prepared.tools } : {}),
    ...(prepared.tool_choice === undefined ? {} : { tool_choice: prepared.tool_choice }),
    ...allowed(dialect, {
      stream_options: body['stream'] === true ? { include_usage: true } : undefined,
      top_k: body['top_k'],
      stop: stops.length > 0 ? stops.slice(0, dialect.stops) : undefined,
      parallel_tool_calls: isOneAtATime(body) && prepared.tools.length > 0 ? false : undefined,
      response_format: format.field,
      prompt_cache_key: options.sessionId,
      user: options.user,
    }),
    ...reasoningFields(body, model, dialect, { hasTools: prepared.tools.length > 0, taught: corrections.efforts }),
  }
  for (const field of corrections.without) delete whole[field]
  const wants = { thinking: fieldsOf(body['thinking'])['type'] !== 'disabled', stops }
  return { body: wellFormed(whole) as ChatRequest, names, notes, wants }
}

/** Those of the fields that have a value and that the vendor knows. */
function allowed({ allows }: Dialect, fields: Readonly<Record<OptionalField, unknown>>): Fields {
  const known = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && allows.has(name as OptionalField),
  )
  return Object.fromEntries(known)
}

const isOneAtATime = (body: Fields) => at(body['tool_choice'], 'disable_parallel_tool_use') === true

/** Temperature and top_p, where the model takes them. */
function sampling({ temperature, top_p }: Fields, model: string, { fixedTemperature }: Dialect): Fields {
  if (fixedTemperature?.test(baseName(model))) return {}
  return {
    ...(typeof temperature === 'number' ? { temperature } : {}),
    ...(typeof top_p === 'number' ? { top_p } : {}),
  }
}

/** The most tokens of the answer: as asked, as allowed, as taught, and as fits. */
function maxTokens(body: Fields, options: RequestOptions, field: string): Record<string, number> {
  const { maxOutputTokens, room, promptTokens, corrections } = options
  const asked = body['max_tokens']
  if (typeof asked !== 'number') return {}
  const { window, mostTokens } = corrections ?? {}
  // A little less than fits, since the prompt is estimated.
  const taught = window && promptTokens ? window.tokens - Math.ceil(promptTokens * window.scale * 1.02) - 64 : undefined
  const limits = [asked, maxOutputTokens, mostTokens].filter(limit => limit !== undefined)
  const rooms = [room, taught].filter(tokens => tokens !== undefined).map(tokens => Math.max(leastAnswer, tokens))
  return { [field]: Math.min(...limits, ...rooms) }
}

/** A schema that the answer must fit: in its field, or in words where there is none. */
function responseFormat(body: Fields, { allows, schema: level }: Dialect): { field?: unknown; inWords: string } {
  const format = fieldsOf(at(body, 'output_config', 'format') ?? body['output_format'])
  if (format['type'] !== 'json_schema') return { inWords: '' }
  if (!allows.has('response_format'))
    return {
      inWords: `Answer with one JSON value that fits this schema, and with nothing else: ${JSON.stringify(format['schema'])}`,
    }
  const schema = level === 'gemini' ? cleanSchema(format['schema'], level) : strictSchema(format['schema'])
  return {
    field: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: schema ?? { type: 'object' } } },
    inWords: '',
  }
}

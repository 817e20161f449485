import { readError } from '../protocol/errors.ts'
import { at, fieldsOf, parseJson } from '../protocol/json.ts'
import { addDelta, closeBlock, isKnownDelta, type OpenBlock, openBlock, quoted } from './content-block.ts'
import type { ServerEvent } from './read-events.ts'
import type { Reply, ReplyBlock, Usage } from './reply.ts'
import { laterUsage, usageOf } from './usage.ts'

/** What has come of a stream so far. */
export interface Accumulated {
  /** Whether a message_start has come. */
  begun: boolean
  model?: string
  /** Blocks that have begun, by their index. */
  readonly open: Map<string, OpenBlock>
  readonly done: ReplyBlock[]
  usage: Usage
  stopReason?: string
  /** Whether message_delta and message_stop have come. */
  delta: boolean
  stopped: boolean
  /** Data of events without a name, which the client overlooks. */
  readonly nameless: unknown[]
  error?: NonNullable<Reply['error']>
  readonly deviations: Set<string>
}

export function emptyAccumulated(): Accumulated {
  return {
    begun: false,
    open: new Map(),
    done: [],
    usage: {},
    delta: false,
    stopped: false,
    nameless: [],
    deviations: new Set(),
  }
}

/** Events that Anthropic's SDK hands on, by the type in their data; others are overlooked, whatever is in them [measured]. */
const names = new Set([
  'message_start',
  'message_delta',
  'message_stop',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message',
  'completion',
])

/** Adds an event as Claude Code does. Gives why the client stops reading there, if it does [measured]. */
export function addEvent(accumulated: Accumulated, { event, data }: ServerEvent): string | undefined {
  const { deviations } = accumulated
  if (event === undefined) return overlook(accumulated, data)
  if (event === 'error') {
    accumulated.error = readError(200, data)
    return `an error comes in the stream: ${accumulated.error.message}`
  }
  if (!names.has(event)) {
    if (event !== 'ping') deviations.add(`there are events of the unknown type ${quoted(event)}`)
    return undefined
  }
  const json = parseJson(data)
  if (json === undefined || json === null) return `the data of a ${event} event is no JSON`
  const { type } = fieldsOf(json)
  if (type !== event) deviations.add('the type in the data of an event differs from its name')
  if (accumulated.stopped) deviations.add('there are events behind message_stop')
  switch (type) {
    case 'message_start':
      return begin(accumulated, fieldsOf(json)['message'])
    case 'content_block_start':
    case 'content_block_delta':
    case 'content_block_stop':
      return addToBlock(accumulated, type, fieldsOf(json))
    case 'message_delta':
      return endMessage(accumulated, json)
    case 'message_stop':
      accumulated.stopped = true
  }
  return undefined
}

function overlook({ deviations, nameless }: Accumulated, data: string): undefined {
  if (data === '[DONE]') deviations.add('"data: [DONE]" ends the stream, as in OpenAI’s')
  else {
    deviations.add('there are events without an "event:" line, which are overlooked')
    nameless.push(parseJson(data))
  }
}

function begin(accumulated: Accumulated, message: unknown): string | undefined {
  const { deviations } = accumulated
  if (typeof message !== 'object' || message === null) return 'message_start has no message in it'
  if (accumulated.begun) deviations.add('message_start comes more than once')
  accumulated.begun = true
  const { model, usage, type, role } = fieldsOf(message)
  if (typeof model === 'string') accumulated.model = model
  else deviations.add('message_start names no model')
  if (type !== 'message' || role !== 'assistant') deviations.add('message_start has no type or role')
  if (!Object.hasOwn(message, 'stop_reason') || !Object.hasOwn(message, 'stop_sequence'))
    deviations.add('message_start has no stop_reason or stop_sequence')
  accumulated.usage = usageOf(usage)
  const { input, cacheRead, cacheWrite } = accumulated.usage
  if (input === undefined) deviations.add('message_start has no usage')
  else if (input + (cacheRead ?? 0) + (cacheWrite ?? 0) === 0)
    deviations.add('message_start counts no tokens (usage is 0)')
  return undefined
}

function addToBlock(
  accumulated: Accumulated,
  type: string,
  event: Readonly<Record<string, unknown>>,
): string | undefined {
  const { open, done } = accumulated
  const { content_block, delta, index } = event
  const place = typeof index === 'string' ? index : String(JSON.stringify(index))
  if (type === 'content_block_start') return startBlock(accumulated, place, content_block)
  const block = open.get(place)
  if (!block) return `a ${type} is for a block that has not begun`
  if (type === 'content_block_delta') {
    if (!isKnownDelta(delta)) accumulated.deviations.add('there are deltas of an unknown type')
    return addDelta(block, delta)
  }
  if (!accumulated.begun) return 'a block ends before message_start'
  open.delete(place)
  done.push(closeBlock(block))
  return undefined
}

function startBlock({ open, done, deviations }: Accumulated, place: string, start: unknown): string | undefined {
  const block = openBlock(start)
  if (!block) return 'a content_block_start has no block with a type in it'
  if (open.has(place)) deviations.add('a block begins twice')
  else if (open.size > 0) deviations.add('blocks overlap: one begins before the last has ended')
  if (open.size + done.length === 0 && place !== '0') deviations.add('the blocks are not counted from 0')
  if (block.type === 'tool_use') {
    const input = at(start, 'input')
    if (input === undefined) deviations.add('tool_use begins without input')
    else if (JSON.stringify(input) !== '{}') deviations.add('the input in the start of a tool_use is overlooked')
  }
  if (block.type === 'thinking' && at(start, 'signature') === undefined)
    deviations.add('thinking begins without signature')
  const text = at(start, 'text')
  if (typeof text === 'string' && text !== '') deviations.add('text in a content_block_start is lost')
  open.set(place, block)
  return undefined
}

function endMessage(accumulated: Accumulated, event: unknown): string | undefined {
  const delta = at(event, 'delta')
  if (typeof delta !== 'object' || delta === null) return 'message_delta has no delta in it'
  accumulated.delta = true
  const { stop_reason } = fieldsOf(delta)
  // A refusal ends the session when it comes, and a later reason does not take it back [measured].
  if (typeof stop_reason === 'string' && stop_reason !== '' && accumulated.stopReason !== 'refusal')
    accumulated.stopReason = stop_reason
  const usage = usageOf(at(event, 'usage'))
  if (usage.output === undefined) accumulated.deviations.add('message_delta has no usage')
  accumulated.usage = laterUsage(accumulated.usage, usage)
  return undefined
}

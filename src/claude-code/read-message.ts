import { readError } from '../protocol/errors.ts'
import { at, fieldsOf, parseJson } from '../protocol/json.ts'
import type { HttpResponse } from '../system/http/types.ts'
import { callOf, foreignOf } from './content-block.ts'
import { judgeContent, remarksOn } from './judge-message.ts'
import { isEventStream } from './read-events.ts'
import { cutMessages, readStream } from './read-stream.ts'
import type { Reply, ReplyBlock } from './reply.ts'
import { usageOf } from './usage.ts'

/**
 * Reads a message in one piece as Claude Code 2.1.329 does [measured]: it has to be an object with a list as `content`, a
 * `model` that is text, and a `usage` that is an object or null; all else may be missing. Never throws.
 */
export function readMessage(body: string): Reply {
  const written = parseJson(body)
  // Text that is JSON is taken for the JSON itself, once.
  const message = typeof written === 'string' ? parseJson(written) : written
  const { content, model, usage, stop_reason, type, role } = fieldsOf(message)
  if (!Array.isArray(content) || typeof model !== 'string' || typeof usage !== 'object')
    return { ...nothing, outcome: 'fatal', ...refusalOf(body, message) }
  const blocks = content.map(blockOf)
  const stopReason = typeof stop_reason === 'string' && stop_reason !== '' ? stop_reason : undefined
  const judgement = judgeContent(blocks, stopReason)
  const breaks = [...faultsOf(content), ...(judgement.outcome === 'taken' ? [] : [judgement.why])]
  return {
    content: blocks,
    model,
    ...(stopReason === undefined ? {} : { stopReason }),
    usage: usageOf(usage),
    outcome: isFatal(content) ? 'fatal' : judgement.outcome,
    breaks,
    deviations: [
      ...(written === message ? [] : ['the message is JSON inside a JSON text']),
      ...(type !== 'message' || role !== 'assistant' ? ['the message has no type or role'] : []),
      ...(stopReason === undefined ? ['stop_reason is missing'] : []),
      ...remarksOn(blocks, stopReason, usageOf(usage)),
    ],
  }
}

/**
 * Reads an answer of status 200 to a request for a stream, or to one for a message in one piece. What it is, its text
 * says: the client does not look at its content type. A message where a stream was asked for is asked for again in one
 * piece; a stream where a message was asked for is fatal [measured].
 */
export function readReply(answer: Pick<HttpResponse, 'body' | 'cut'>, streaming: boolean): Reply {
  const { body, cut } = answer
  if (isEventStream(body)) {
    const reply = readStream(body, cut)
    return streaming
      ? reply
      : { ...reply, outcome: 'fatal', breaks: ['a request without streaming is answered by a stream', ...reply.breaks] }
  }
  const reply = readMessage(body)
  const whole = cut === undefined ? [] : [cutMessages[cut]]
  if (streaming) {
    const what = 'a request for a stream is answered in one piece'
    return { ...reply, outcome: 'falls back', breaks: [...whole, ...reply.breaks, ...(body === '' ? [] : [what])] }
  }
  // Half a message is none, and one whose end never comes is waited for.
  return cut === undefined ? reply : { ...reply, outcome: 'fatal', breaks: [...whole, ...reply.breaks] }
}

const nothing = { content: [], usage: {}, deviations: [] } as const

/** Why a body is no message, and the error that it may be. */
function refusalOf(body: string, message: unknown): Pick<Reply, 'breaks' | 'error'> {
  if (body.trim() === '') return { breaks: ['the answer is empty'] }
  const { error, content, model, usage, choices } = fieldsOf(message)
  if ((error ?? undefined) !== undefined || message === undefined) {
    const found = readError(200, body)
    if (message !== undefined)
      return { breaks: [`an error comes instead of a message, with status 200: ${found.message}`], error: found }
    const page = found.message.startsWith('a web page')
    return page
      ? { breaks: [`${found.message} comes instead of a message`], error: found }
      : { breaks: ['the answer is no JSON'] }
  }
  if (Array.isArray(choices)) return { breaks: ['it answers as OpenAI’s chat completions do, not with a message'] }
  return {
    breaks: [
      ...(Array.isArray(content) ? [] : [`the content of the message is ${content === null ? 'null' : 'no list'}`]),
      ...(typeof model === 'string' ? [] : ['the message names no model']),
      ...(typeof usage === 'object' ? [] : ['the message has no usage']),
    ],
  }
}

function blockOf(block: unknown): ReplyBlock {
  const { type, text, thinking, signature, id, name, input, data } = fieldsOf(block)
  const foreign = foreignOf(block)
  switch (type) {
    case 'text':
      return { type, text: typeof text === 'string' ? text : '', ...foreign }
    case 'thinking': {
      const signed = typeof signature === 'string' && signature !== '' ? { signature } : {}
      return { type, text: typeof thinking === 'string' ? thinking : '', ...signed, ...foreign }
    }
    case 'tool_use':
      // The client also takes an input that is JSON in a text [measured].
      return typeof input === 'string'
        ? { ...callOf(id, name, input, input === '' ? {} : parseJson(input)), ...foreign }
        : { ...callOf(id, name, JSON.stringify(input ?? {}), input), ...foreign }
    default:
      return {
        type: 'other',
        name: typeof type === 'string' ? type.slice(0, 100) : 'none',
        ...(typeof data === 'string' ? { data } : {}),
      }
  }
}

/** What the client stumbles over, whatever else there is [measured]. */
function faultsOf(content: readonly unknown[]): string[] {
  const calls = content.filter(block => at(block, 'type') === 'tool_use').map(block => at(block, 'input'))
  return [
    ...(content.includes(null) ? ['a block of the message is null'] : []),
    ...(calls.some(input => input === null || !['string', 'object'].includes(typeof input))
      ? ['a tool call has no input']
      : []),
  ]
}

/** An empty list, and texts that are none, end the session with "Execution error" [measured]. */
function isFatal(content: readonly unknown[]): boolean {
  const empty = !content.some(block => {
    const { type, text } = fieldsOf(block)
    return type === 'text' ? typeof text === 'string' : type !== undefined
  })
  return faultsOf(content).length > 0 || empty
}

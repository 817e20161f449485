import type { ServedAnswer } from '../system/http/served.ts'
import { limited } from './answer.ts'
import { ApiError, errorBody, invalid } from './api-error.ts'
import { eventsOf, messageBody } from './events.ts'
import { idsFrom, type MakeId } from './ids.ts'
import { readRequest } from './messages-request.ts'
import { answerTo } from './model.ts'
import { demoWindowTokens, longestAnswer, modelEntry, modelList, requireModel } from './models.ts'
import { promptTokens } from './tokens.ts'

/** One request as the demo reads it: its body as text. */
interface DemoRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** Bytes of a request's body, as at Anthropic's. */
const longestRequest = 32 * 1024 * 1024

/** A server of Anthropic's Messages API without the server: give `answer` what came in, and send what it gives back. */
export interface DemoBackend {
  /** Never throws: what is wrong with a request is said in the answer. */
  answer(request: DemoRequest): Promise<ServedAnswer>
  /** The only model that there is. */
  readonly model: string
  /** Tokens that a prompt may have, and that an answer has at most. */
  readonly contextTokens: number
  readonly maxOutputTokens: number
}

/**
 * A backend with a script in place of a model, named `demo` unless `model` says otherwise. It keeps nothing of a
 * conversation, and needs no clock: the n-th request of a backend gets the same answer every time.
 */
export function demoBackend(options: { readonly model?: string } = {}): DemoBackend {
  const model = options.model ?? 'demo'
  let requests = 0
  const answer = async (request: DemoRequest): Promise<ServedAnswer> => {
    requests += 1
    // Its number, length and end tell a request from others well enough: a body may have 32 MB.
    const makeId = idsFrom(`${requests} ${request.body.length} ${request.body.slice(-4096)}`)
    const requestId = makeId('req')
    const headers = { 'request-id': requestId, server: 'claude-switch-demo' }
    const written = <Body>(body: Body) => (request.method === 'HEAD' ? '' : body)
    try {
      const { type, body } = await routed(request, { model, makeId })
      return { status: 200, headers: { ...headers, ...type }, body: written(body) }
    } catch (error) {
      const refusal = error instanceof ApiError ? error : new ApiError(500, 'api_error', 'Internal server error')
      const allow = error instanceof WrongMethod ? { allow: error.allowed } : {}
      const body = written(errorBody(refusal, requestId))
      return { status: refusal.status, headers: { ...headers, ...json, ...allow }, body }
    }
  }
  return { answer, model, contextTokens: demoWindowTokens, maxOutputTokens: longestAnswer }
}

interface Desk {
  readonly model: string
  readonly makeId: MakeId
}

interface Page {
  readonly type: Readonly<Record<string, string>>
  readonly body: string | AsyncIterable<string>
}

const json = { 'content-type': 'application/json' }
const plain = { 'content-type': 'text/plain; charset=utf-8' }
const events = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' }

class WrongMethod extends ApiError {
  readonly allowed: string

  constructor(allowed: string) {
    super(405, 'invalid_request_error', 'Method Not Allowed')
    this.allowed = allowed
  }
}

async function routed(request: DemoRequest, desk: Desk): Promise<Page> {
  const [path = '', query = ''] = request.url.split('?', 2)
  const only = (...methods: string[]) => {
    if (!methods.includes(request.method)) throw new WrongMethod(methods.join(', '))
  }
  switch (path) {
    case '/':
      only('GET', 'HEAD')
      return { type: plain, body: `The demo backend of claude-switch: POST /v1/messages, model ${desk.model}\n` }
    // Claude Code looks here first, to see whether anything answers.
    case '/api/hello':
      only('GET', 'HEAD')
      return { type: json, body: '{"message":"hello"}' }
    case '/v1/messages':
      only('POST')
      requireAdmission(request)
      return answerMessages(request.body, desk)
    case '/v1/messages/count_tokens':
      only('POST')
      requireAdmission(request)
      return countTokens(request.body, desk)
  }
  const [, id] = /^\/v1\/models(?:\/([^/]+))?$/.exec(path) ?? []
  if (!/^\/v1\/models(\/[^/]+)?$/.test(path)) throw new ApiError(404, 'not_found_error', 'Not found')
  only('GET', 'HEAD')
  requireAdmission(request)
  if (id === undefined) return { type: json, body: JSON.stringify(modelList(desk.model, new URLSearchParams(query))) }
  requireModel(decoded(id), desk.model)
  return { type: json, body: JSON.stringify(modelEntry(desk.model)) }
}

/**
 * A body that is not too long, and any credential in either header: no key is asked for here, but a forgotten one is
 * noticed.
 */
function requireAdmission({ headers, body }: DemoRequest): void {
  if (Buffer.byteLength(body) > longestRequest)
    throw new ApiError(413, 'request_too_large', 'Request exceeds the maximum allowed number of bytes')
  const bearer = /^Bearer\s+\S/i.test(headers['authorization'] ?? '')
  if (!bearer && !headers['x-api-key']?.trim())
    throw new ApiError(401, 'authentication_error', 'x-api-key header is required')
}

async function answerMessages(body: string, { model, makeId }: Desk): Promise<Page> {
  const request = readRequest(body, 'answer')
  requireModel(request.model, model)
  const inputTokens = promptTokens(request)
  if (inputTokens > demoWindowTokens)
    throw invalid(`prompt is too long: ${inputTokens} tokens > ${demoWindowTokens} maximum`)
  const envelope = { id: makeId('msg'), model, inputTokens }
  const said = await answerTo(request, makeId)
  const answer = limited(said, Math.min(request.maxTokens, longestAnswer), request.stopSequences)
  if (request.stream) return { type: events, body: eventsOf(answer, envelope) }
  return { type: json, body: JSON.stringify(messageBody(answer, envelope)) }
}

function countTokens(body: string, { model }: Desk): Page {
  const request = readRequest(body, 'count')
  requireModel(request.model, model)
  return { type: json, body: JSON.stringify({ input_tokens: promptTokens(request) }) }
}

/** A part of a path as it was meant; one that is no proper encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import { fieldsOf, parseJson } from '../protocol/json.ts'
import type { ServedAnswer } from '../system/http/served.ts'
import type { HttpStreamResponse } from '../system/http/types.ts'
import { type Exchange, hasEvents, lostStream, redirected, unreachable } from './exchange.ts'
import { keepAlive, usualSilence } from './keep-alive.ts'
import { changedBody } from './request-body.ts'
import { answerHeaders, upstreamHeaders } from './upstream-request.ts'
import { readBodyUsage, readStreamUsage, type UsageReader } from './usage-reader.ts'

/**
 * Carries a request to a server that speaks the Messages API: the client's own bytes, but for the model, the credential and
 * what privacy asks; and the server's own bytes back. Only the name of the model is put right, where another was asked for:
 * the client takes a conversation's model from there [measured, 2.1.332].
 */
export async function carryMessages(exchange: Exchange): Promise<ServedAnswer> {
  const { request, body, carried, route, seen } = exchange
  const isPrivate = !route.upstream.isAnthropic && !carried.profile.tellsUser
  const bytes = changedBody(request.body, body, { model: route.model, isPrivate })
  const came = await exchange.upstreams.send({
    method: request.method,
    url: `${route.upstream.baseUrl}${exchange.path}`,
    headers: upstreamHeaders(request.headers, route, carried.credential),
    body: bytes,
    signal: request.signal,
  })
  if ('says' in came) return unreachable(exchange, came)
  seen.status = came.status
  if (came.status >= 300 && came.status < 400) return redirected(exchange, came)
  const asked = body['model']
  const headers = answerHeaders(came.headers)
  const isRenamed = typeof asked === 'string' && asked !== route.model && came.status === 200
  if (isRenamed) delete headers['content-length']
  return { status: came.status, headers, body: bodyOf(exchange, came, isRenamed ? asked : undefined) }
}

function bodyOf(exchange: Exchange, came: HttpStreamResponse, asked: string | undefined): AsyncIterable<Uint8Array> {
  const isStream = hasEvents(came)
  const reader = isStream ? readStreamUsage() : readBodyUsage()
  const counted = countingUsage(exchange, came.body, reader)
  const named = asked === undefined ? counted : withModel(counted, asked, isStream)
  return isStream ? keepAlive(named, usualSilence, lostStream(exchange)) : named
}

async function* countingUsage(
  { seen }: Exchange,
  body: AsyncIterable<Uint8Array>,
  reader: UsageReader,
): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    reader.feed(piece)
    yield piece
  }
  seen.usage = reader.usage()
}

/** Bytes within which the model stands: message_start comes first, and in an answer in one piece it is looked for all over. */
const headLimit = 64 << 10

/**
 * The same answer with the model that was asked for. In a stream it stands in the first event, and nothing behind that is
 * held back or looked at.
 */
async function* withModel(
  body: AsyncIterable<Uint8Array>,
  asked: string,
  isStream: boolean,
): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0)
  const put = (bytes: Buffer) => Buffer.from(renamed(bytes.toString('latin1'), asked), 'latin1')
  for await (const piece of body) {
    if (!head) {
      yield piece
      continue
    }
    head = Buffer.concat([head, piece])
    const isThere = isStream && (/"model"\s*:\s*"[^"]*"/.test(head.toString('latin1')) || head.length > headLimit)
    if (!isThere) continue
    yield put(head)
    head = undefined
  }
  if (head && head.length > 0) yield isStream ? put(head) : renamedWhole(head, asked)
}

/** An answer in one piece: its own fields alone, since an input of a tool may have a `model` too. */
function renamedWhole(bytes: Buffer, asked: string): Buffer {
  const value = parseJson(bytes.toString('utf8'))
  const { model } = fieldsOf(value)
  return typeof model === 'string' ? Buffer.from(JSON.stringify({ ...fieldsOf(value), model: asked })) : bytes
}

/** The first `"model"` of a text, by its place in the text alone: nothing else of it changes. */
function renamed(latin1: string, asked: string): string {
  const name = Buffer.from(JSON.stringify(asked)).toString('latin1')
  return latin1.replace(/("model"\s*:\s*)"[^"]*"/, (_, before: string) => `${before}${name}`)
}

// What a correct backend answers: Anthropic's shapes, in one piece or as a stream. The rows of the oracle spoil these.

/** The only model there is. */
const model = 'oracle-model'

/** @returns an answer that is JSON */
export function json(status, value, headers = {}) {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** @returns an error in Anthropic's shape */
export function refusal(status, message, type = 'invalid_request_error', headers = {}) {
  return json(status, { type: 'error', error: { type, message }, request_id: 'req_oracle' }, headers)
}

/** @returns an error in OpenAI's shape */
export function openAiRefusal(status, message, type = 'invalid_request_error') {
  return json(status, { error: { message, type, param: null, code: status } })
}

/** @returns whether a request is for a message, whatever is in it */
export function isMessages({ method, path }) {
  return method === 'POST' && path === '/v1/messages'
}

/** @returns whether it has what a request for a message must have */
const isWhole = request => isMessages(request) && Array.isArray(request.json?.messages)

/** @returns the results of tools in the whole conversation: the client may ask again without repeating them at its end */
function resultsIn({ json: body }) {
  const blocks = body.messages.flatMap(({ content }) => (Array.isArray(content) ? content : []))
  return blocks.filter(({ type }) => type === 'tool_result')
}

/** @returns whether a tool has run */
export const bringsResult = request => resultsIn(request).length > 0

export const callOfBash = {
  type: 'tool_use',
  id: 'toolu_oracle1',
  name: 'Bash',
  input: { command: 'echo oracle', description: 'say it' },
}

/** @returns the blocks of the right reply to a request */
export function contentFor(request) {
  const results = resultsIn(request)
  const failed = results.some(({ is_error }) => is_error)
  if (results.length > 0) return [{ type: 'text', text: failed ? 'TOOL-FAILED' : 'ORACLE-DONE' }]
  const calls = request.json.tools?.some(({ name }) => name === 'Bash')
  return [calls ? callOfBash : { type: 'text', text: 'OK' }]
}

/** @returns a whole message with these blocks */
export function messageOf(content) {
  const calls = content.some(({ type }) => type === 'tool_use')
  return {
    // The client takes two messages with the same id for one.
    id: calls ? 'msg_oracle_call' : 'msg_oracle_text',
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: calls ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 1000, output_tokens: 10 },
  }
}

/** @returns the events of one block, as Anthropic sends them */
function eventsOfBlock(block, index) {
  const event = (type, more) => ({ type, index, ...more })
  const delta = value => event('content_block_delta', { delta: value })
  const start = value => event('content_block_start', { content_block: value })
  const stop = event('content_block_stop')
  switch (block.type) {
    case 'text':
      return [start({ type: 'text', text: '' }), delta({ type: 'text_delta', text: block.text }), stop]
    case 'thinking':
      return [
        start({ type: 'thinking', thinking: '', signature: '' }),
        delta({ type: 'thinking_delta', thinking: block.thinking }),
        delta({ type: 'signature_delta', signature: block.signature }),
        stop,
      ]
    default:
      return [
        start({ ...block, input: {} }),
        delta({ type: 'input_json_delta', partial_json: JSON.stringify(block.input) }),
        stop,
      ]
  }
}

/** @returns the events of a message */
export function eventsOf(message) {
  const { content, stop_reason, usage } = message
  return [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    { type: 'ping' },
    ...content.flatMap(eventsOfBlock),
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]
}

/** @returns one event as it is sent */
export const sse = event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

/** @returns a stream: texts, `{ waitMs }` and `{ destroy: true }` one after the other */
export function streamOf(chunks, headers = {}) {
  return { status: 200, headers: { 'content-type': 'text/event-stream', ...headers }, chunks }
}

/** @returns a message as a request wants it: streamed or in one piece */
export function replyWith(request, content) {
  const message = messageOf(content)
  return request.json.stream ? streamOf(eventsOf(message).map(sse)) : json(200, message)
}

/** @returns what a backend without any fault answers */
export function correct(request) {
  const { method, path } = request
  if (method === 'HEAD') return { status: 200, headers: {}, body: '' }
  if (method === 'POST' && path === '/v1/messages/count_tokens') return json(200, { input_tokens: 1000 })
  if (isWhole(request)) return replyWith(request, contentFor(request))
  if (method === 'GET' && path === '/v1/models')
    return json(200, { data: [{ type: 'model', id: model, display_name: 'Oracle' }], has_more: false })
  if (isMessages(request)) return refusal(400, 'messages: Field required')
  return refusal(404, `Not found: ${path}`, 'not_found_error')
}

/** @returns a backend that answers everything correctly but the session's requests, where `spoil` gives an answer */
export const spoiling = spoil => request => (isWhole(request) && spoil(request)) || correct(request)

/** @returns a backend whose streams have other events, or chunks */
export const streaming = (edit, headers) =>
  spoiling(request => {
    if (!request.json.stream) return undefined
    const edited = edit(eventsOf(messageOf(contentFor(request))), request)
    return streamOf(
      edited.map(part => (part.type ? sse(part) : part)),
      headers,
    )
  })

/** @returns a backend whose blocks are other ones, streamed and in one piece */
export const replying = edit => spoiling(request => replyWith(request, edit(contentFor(request), request)))

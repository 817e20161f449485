import { once } from 'node:events'
import http from 'node:http'

/** Where the backends of a session are, in a namespace of its own. */
const port = 8201

/** Milliseconds that a worker's answer is held back for the others to come. */
const patienceMs = 15_000

/**
 * Serves two backends by path: that of the parent's session, which calls one tool after the other, and that of the
 * workers, whose answers wait until `together` of them are asked at the same time. Writes down what each was asked.
 */
export async function startBackend({ parent, script, together = 1 }) {
  const requests = []
  let waiting = []
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (!body.includes('"messages"')) return response.writeHead(request.method === 'HEAD' ? 200 : 404).end()
    const { model, messages, tools = [] } = JSON.parse(body)
    const path = new URL(request.url, 'http://any').pathname.split('/')[1]
    const seen = { path, authorization: request.headers['authorization'], tools: tools.map(({ name }) => name), body }
    requests.push(seen)
    if (path === parent) return send(response, model, script[turnOf(messages)])
    waiting.push(response)
    seen.together = waiting.length
    if (waiting.length >= together) waiting = []
    else await Promise.race([until(() => !waiting.includes(response)), pause(patienceMs)])
    const canary = /canary-task-\w+/.exec(body)?.[0] ?? 'nothing'
    const tree = /\/[^"\s\\]*\/tree(?=["\s\\])/.exec(body)?.[0]
    const writes = tools.some(({ name }) => name === 'Write') && tree !== undefined && turnOf(messages) === 0
    const call = { name: 'Write', input: { file_path: `${tree}/written.txt`, content: 'canary-written\n' } }
    send(response, model, writes ? call : undefined, `answer to ${canary}`)
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return { requests, close: () => server.close() }
}

/** How many tools have been called so far. */
function turnOf(messages) {
  const contents = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []))
  return contents.filter(({ type }) => type === 'tool_use').length
}

/** The client takes two answers with one name for one. */
const random = () => Math.random().toString(36).slice(2)

/** A tool call, or a text. */
function send(response, model, call, text = 'done') {
  const block = call
    ? { type: 'tool_use', id: `toolu_${random()}`, name: call.name, input: {} }
    : { type: 'text', text: '' }
  const delta = call
    ? { type: 'input_json_delta', partial_json: JSON.stringify(call.input) }
    : { type: 'text_delta', text }
  const message = { id: `msg_${random()}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null }
  const events = [
    { type: 'message_start', message: { ...message, usage: { input_tokens: 10, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: call ? 'tool_use' : 'end_turn' }, usage: { output_tokens: 1 } },
    { type: 'message_stop' },
  ]
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  response.end()
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

async function until(isTrue) {
  while (!isTrue()) await pause(20)
}

import { answerChat } from './chat.mjs'

/**
 * Answers as Anthropic's API would. With the script `subagent`, a step's first answer calls a subagent; with `quota`, a
 * subscription's five hours are nearly used up.
 */
export function answer(request, response, body, step) {
  const path = new URL(request.url, 'http://any').pathname
  if (request.method === 'HEAD') return response.writeHead(200).end()
  if (answerChat(request, response, body)) return undefined
  if (path.endsWith('/oauth/token')) return json(response, 200, renewedLogin)
  if (path.endsWith('/count_tokens')) return json(response, 200, { input_tokens: 10 })
  if (!body.includes('"messages"')) {
    return json(response, 404, { type: 'error', error: { type: 'not_found_error', message: 'nothing here' } })
  }
  const { model = 'none', stream, tools = [] } = JSON.parse(body)
  if (!stream) return json(response, 200, message(model, [{ type: 'text', text: 'OK' }], 'end_turn'))
  const agent = tools.find(({ name }) => name === 'Agent' || name === 'Task')
  const calls = step.script === 'subagent' && agent && !step.called
  if (calls) step.called = true
  const reply = calls ? callOf(agent.name) : okay
  const quota = step.script === 'quota' ? quotaHeaders() : {}
  response.writeHead(200, { 'content-type': 'text/event-stream', ...quota })
  for (const event of eventsOf(model, reply)) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  response.end()
}

/** What Anthropic tells a subscriber with each answer: shares from 0 to 1, seconds since 1970. */
function quotaHeaders() {
  const now = Math.floor(Date.now() / 1000)
  const window = (name, used, seconds) => ({
    [`anthropic-ratelimit-unified-${name}-status`]: 'allowed',
    [`anthropic-ratelimit-unified-${name}-utilization`]: String(used),
    [`anthropic-ratelimit-unified-${name}-reset`]: String(now + seconds),
  })
  return {
    'anthropic-ratelimit-unified-status': 'allowed',
    'anthropic-ratelimit-unified-reset': String(now + 7200),
    'anthropic-ratelimit-unified-representative-claim': 'five_hour',
    ...window('5h', 0.925, 7200),
    ...window('7d', 0.41, 300_000),
  }
}

const renewedLogin = {
  access_token: 'sk-ant-oat01-canary-renewed',
  refresh_token: 'sk-ant-ort01-canary-renewed',
  expires_in: 28_800,
  token_type: 'Bearer',
  scope: 'user:inference user:profile',
}

const okay = {
  block: { type: 'text', text: '' },
  delta: { type: 'text_delta', text: 'OK' },
  reason: 'end_turn',
}

function callOf(name) {
  const input = { description: 'a task', prompt: 'say ok', subagent_type: 'general-purpose' }
  return {
    block: { type: 'tool_use', id: 'toolu_1', name, input: {} },
    delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
    reason: 'tool_use',
  }
}

function eventsOf(model, { block, delta, reason }) {
  return [
    { type: 'message_start', message: message(model, [], null) },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 1 } },
    { type: 'message_stop' },
  ]
}

function message(model, content, reason) {
  const usage = { input_tokens: 10, output_tokens: 1 }
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: reason,
    stop_sequence: null,
    usage,
  }
}

function json(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

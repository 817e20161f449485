// Answers as a chat completions server would: one command to be run, and a word behind its result. Nothing that a vendor's
// own schema does not know may be in a request.

/** What Mistral's API takes at all (its OpenAPI schema): it refuses everything else. */
const known = new Set(
  'model messages temperature top_p max_tokens stream stop random_seed metadata response_format tools tool_choice presence_penalty frequency_penalty n prediction parallel_tool_calls reasoning_effort prompt_mode prompt_cache_key safe_prompt'.split(
    ' ',
  ),
)

const usage = { prompt_tokens: 12_000, completion_tokens: 7, total_tokens: 12_007 }

/** @returns whether a request was for chat completions, which is then answered */
export function answerChat(request, response, body) {
  if (!new URL(request.url, 'http://any').pathname.endsWith('/chat/completions')) return false
  const asked = JSON.parse(body)
  const wrong = faultOf(request.headers.host ?? '', asked)
  if (wrong) {
    response.writeHead(422, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ object: 'error', message: wrong, type: 'invalid_request_error' }))
    return true
  }
  const { delta, reason } = replyTo(asked)
  if (!asked.stream) {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ choices: [{ index: 0, message: delta, finish_reason: reason }], usage }))
    return true
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = value =>
    response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...value })}\n\n`)
  send({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] })
  send({ choices: [{ index: 0, delta, finish_reason: null }] })
  send({ choices: [{ index: 0, delta: {}, finish_reason: reason }], usage })
  response.end('data: [DONE]\n\n')
  return true
}

/** Why a strict server would refuse this. */
function faultOf(host, { messages, ...fields }) {
  const extra = /mistral/.test(host) ? Object.keys({ messages, ...fields }).filter(name => !known.has(name)) : []
  if (extra.length > 0) return `extra_forbidden: ${extra.join(', ')}`
  let open = []
  for (const [at, { role, tool_calls, tool_call_id, content }] of messages.entries()) {
    if (role === 'tool' && !open.includes(tool_call_id)) return `messages.${at}: no call ${tool_call_id}`
    if (role === 'tool') open = open.filter(id => id !== tool_call_id)
    else if (open.length > 0) return `messages.${at}: calls without results`
    if (role === 'system' && at > 0 && !/openai|x\.ai/.test(host)) return `messages.${at}: system message must be first`
    if (/mistral/.test(host) && role === 'user' && messages[at - 1]?.role === 'tool')
      return 'Expected last role assistant'
    if (JSON.stringify(content ?? '').includes('"cache_control"')) return `messages.${at}: cache_control`
    for (const { id } of tool_calls ?? []) {
      if (/mistral/.test(host) && !/^[A-Za-z0-9]{9}$/.test(id)) return `messages.${at}: tool call id ${id}`
      open.push(id)
    }
  }
  return undefined
}

function replyTo({ messages, tools = [] }) {
  const results = messages.filter(({ role }) => role === 'tool').length
  const has = name => tools.some(tool => tool.function.name === name)
  const call = (name, input) => ({
    delta: {
      role: 'assistant',
      content: null,
      tool_calls: [
        { index: 0, id: `D681Pev${results}s`, type: 'function', function: { name, arguments: JSON.stringify(input) } },
      ],
    },
    reason: 'tool_calls',
  })
  const wanted = messages.map(({ content }) => JSON.stringify(content)).join('\n')
  if (results === 0 && /use a subagent/.test(wanted) && has('Agent'))
    return call('Agent', { description: 'a task', prompt: 'say ok', subagent_type: 'general-purpose' })
  if (results === 0 && has('Bash')) return call('Bash', { command: 'echo oracle', description: 'say it' })
  return { delta: { role: 'assistant', content: 'ORACLE-DONE' }, reason: 'stop' }
}

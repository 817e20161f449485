/** The parts of a stream, as Anthropic sends them; tests put them together wrongly. */

type Fields = Readonly<Record<string, unknown>>

/** An event whose data is JSON, or text as it stands. */
export const named = (name: string, data: unknown) =>
  `event: ${name}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`

export const event = (type: string, more: Fields = {}) => named(type, { type, ...more })

/** A message in one piece. */
export const message = (content: unknown, more: Fields = {}) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'tiny',
  content,
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1000, output_tokens: 10 },
  ...more,
})

export const opening = event('message_start', { message: message([], { stop_reason: null }) })

export const starts = (index: unknown, content_block: unknown) => event('content_block_start', { index, content_block })
export const brings = (index: unknown, delta: unknown) => event('content_block_delta', { index, delta })
export const ends = (index: unknown) => event('content_block_stop', { index })

export const reason = (stop_reason: string | null = 'end_turn') =>
  event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 5 } })
export const stop = event('message_stop')
export const closing = (stop_reason: string | null = 'end_turn') => reason(stop_reason) + stop

export const words = (text: unknown) => ({ type: 'text_delta', text })
export const json = (partial_json: unknown) => ({ type: 'input_json_delta', partial_json })

export const bare = { type: 'text', text: '' }
export const call = { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: {} }
export const input = { command: 'ls', description: 'look' }
const thought = { type: 'thinking', thinking: '', signature: '' }

/** Blocks that have begun and have all they need, but for their end. */
export const openText = (index = 0, text = 'hello') => starts(index, bare) + brings(index, words(text))
export const openTool = (index = 0, more: Fields = {}) =>
  starts(index, { ...call, ...more }) + brings(index, json(JSON.stringify(input)))
export const openThinking = (index = 0) =>
  starts(index, thought) + brings(index, { type: 'thinking_delta', thinking: 'hm' })

export const text = (index = 0, said = 'hello') => openText(index, said) + ends(index)
export const tool = (index = 0, more: Fields = {}) => openTool(index, more) + ends(index)
export const thinking = (index = 0) =>
  openThinking(index) + brings(index, { type: 'signature_delta', signature: 'c2ln' }) + ends(index)

export const failing = event('error', { error: { type: 'api_error', message: 'engine died' } })

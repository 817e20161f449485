import { fieldsOf } from './json.ts'
import type { MessagesEvent } from './sse-write.ts'

/** A message of the Messages API, or the error that came in its place. */
export type AccumulatedMessage =
  | { readonly message: Readonly<Record<string, unknown>> }
  | { readonly error: { readonly type: string; readonly message: string } }

/** Puts the events of one answer together, as a client that asked for one piece gets it. */
export function messageFrom(events: readonly MessagesEvent[]): AccumulatedMessage {
  let message: Record<string, unknown> = {}
  const blocks: Record<string, unknown>[] = []
  const inputs = new Map<Record<string, unknown>, string>()
  for (const event of events) {
    if (event.type === 'error') return { error: event['error'] as { type: string; message: string } }
    if (event.type === 'message_start') message = { ...fieldsOf(event['message']) }
    if (event.type === 'content_block_start') blocks.push({ ...fieldsOf(event['content_block']) })
    const block = blocks[Number(event['index'])]
    if (event.type === 'content_block_delta' && block) addDelta(block, fieldsOf(event['delta']), inputs)
    if (event.type === 'message_delta') message = { ...message, ...fieldsOf(event['delta']), usage: event['usage'] }
  }
  for (const [block, json] of inputs) block['input'] = inputOf(json)
  return { message: { ...message, content: blocks } }
}

function addDelta(
  block: Record<string, unknown>,
  delta: Readonly<Record<string, unknown>>,
  inputs: Map<Record<string, unknown>, string>,
): void {
  for (const field of ['text', 'thinking', 'signature'])
    if (typeof delta[field] === 'string') block[field] = `${String(block[field] ?? '')}${delta[field]}`
  if (typeof delta['partial_json'] === 'string') inputs.set(block, `${inputs.get(block) ?? ''}${delta['partial_json']}`)
}

/** Input that is no JSON is no input: text in its place would be taken for one. */
function inputOf(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

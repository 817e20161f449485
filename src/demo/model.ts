import { conversationStateOf } from './conversation.ts'
import { detailsOf } from './details.ts'
import type { MakeId } from './ids.ts'
import type { MessagesRequest } from './messages-request.ts'
import { codeWord, onlySpeaks, sentenceFor } from './sentences.ts'
import { callsFor } from './tool-choice.ts'
import { inputFor } from './tool-input.ts'

/** A block of an answer; `json` is a tool's input as it is written, whole or cut. */
export type AnswerBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly json: string }

/**
 * What the scripted model says to a request, before any limit: the same for the same request and ids. It calls a tool
 * when it must, or when the question asks for something that one does; else it says one sentence.
 */
export async function answerTo(request: MessagesRequest, makeId: MakeId): Promise<readonly AnswerBlock[]> {
  const conversation = conversationStateOf(request)
  const { tools, toolChoice, thinking, schema } = request
  const free = toolChoice.type === 'auto'
  const speaks = codeWord(conversation) !== undefined || onlySpeaks(conversation)
  const calls = free && speaks ? [] : callsFor(conversation, tools, toolChoice)
  const thought = calls[0] ? `This needs the tool ${calls[0].name}.` : 'This needs one sentence.'
  const sentence = schema
    ? JSON.stringify(inputFor(schema, detailsOf(conversation.task, undefined), 0))
    : await sentenceFor(conversation)
  const { prefill } = conversation
  const text = sentence.startsWith(prefill) ? sentence.slice(prefill.length) : sentence
  return [
    ...(thinking === 'off'
      ? []
      : [
          { type: 'thinking', thinking: thinking === 'omitted' ? '' : thought, signature: makeId.signature() } as const,
        ]),
    ...calls.map(
      ({ name, input }) => ({ type: 'tool_use', id: makeId('toolu'), name, json: JSON.stringify(input) }) as const,
    ),
    ...(calls.length === 0 && text !== '' ? [{ type: 'text', text } as const] : []),
  ]
}

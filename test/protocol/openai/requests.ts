import { convertRequest, type RequestOptions } from '../../../src/protocol/openai/convert-request.ts'
import type { ChatMessage } from '../../../src/protocol/openai/types.ts'

export type Body = Record<string, unknown>

export const convert = (body: Body, options: Partial<RequestOptions> = {}) =>
  convertRequest(
    { model: 'asked', max_tokens: 1000, messages: [{ role: 'user', content: 'hi' }], ...body },
    {
      kind: 'openai-compatible',
      model: 'm',
      ...options,
    },
  )
export const bodyOf = (body: Body, options: Partial<RequestOptions> = {}): Body => convert(body, options).body
export const messagesOf = (body: Body, kind = 'openai-compatible', options: Partial<RequestOptions> = {}) =>
  convert(body, { kind, ...options }).body.messages as ChatMessage[]

export const text = (text: string) => ({ type: 'text', text })
export const user = (content: unknown) => ({ role: 'user', content })
export const assistant = (content: unknown) => ({ role: 'assistant', content })
export const use = (id: string, name = 'Bash', input: unknown = {}) => ({ type: 'tool_use', id, name, input })
export const result = (tool_use_id: string, content?: unknown, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id,
  ...(content === undefined ? {} : { content }),
  ...more,
})
export const call = (id: string, name = 'Bash', args = '{}') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
})
export const png = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
export const pdf = {
  type: 'document',
  title: 'a.pdf',
  source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' },
}
export const shownPng = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }

/** A conversation, and what becomes of it. */
export type Row = [title: string, body: Body, expected: unknown[], kind?: string]

/** A piece of a message's content. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | { readonly type: 'document_url'; readonly document_url: string }
  | { readonly type: 'file'; readonly file: { readonly filename: string; readonly file_data: string } }
  | {
      readonly type: 'thinking'
      readonly thinking: readonly { readonly type: 'text'; readonly text: string }[]
      readonly signature?: string
      readonly closed: true
    }

export interface ChatToolCall {
  readonly id: string
  readonly type: 'function'
  /** What a vendor wants back with the call, such as Gemini's signature of its thoughts. */
  readonly extra_content?: unknown
  readonly function: { readonly name: string; readonly arguments: string }
}

/** A message of OpenAI's chat completions; which fields beyond these a vendor takes is its dialect's to say. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string | readonly ChatPart[] | null
  readonly tool_calls?: readonly ChatToolCall[]
  readonly tool_call_id?: string
  readonly prefix?: true
  readonly reasoning_content?: string
  readonly reasoning?: string
  readonly reasoning_details?: unknown
}

export interface ChatTool {
  readonly type: 'function'
  readonly function: { readonly name: string; readonly description?: string; readonly parameters: object }
}

/** A request for chat completions. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly [field: string]: unknown
}

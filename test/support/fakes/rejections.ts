import type { Conversation } from './conversation.ts'

/** Parts of Claude Code's request that an upstream may not know. */
export type Field = 'thinking' | 'output_config' | 'context_management'

/** Anthropic's words for the first part that a model does not take; undefined where the request has none of them. */
export function rejectedField({ fields, thinking }: Conversation, rejects: readonly Field[]): string | undefined {
  const field = rejects.find(name => fields[name] !== undefined && (name !== 'thinking' || thinking !== 'disabled'))
  if (field === 'thinking') return 'adaptive thinking is not supported on this model'
  return field && `${field}: Extra inputs are not permitted`
}

/** Anthropic's stop reasons, as far as chat completions can mean them. */
export type StopReason = 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal'

const reasons: Readonly<Record<string, StopReason>> = {
  length: 'max_tokens',
  max_tokens: 'max_tokens',
  model_length: 'max_tokens',
  content_filter: 'refusal',
  refusal: 'refusal',
}

/** What a `finish_reason` means. Several servers say `stop` behind tool calls, and Claude Code runs no tool without `tool_use`. */
export function mapStopReason(finish: string | undefined, hasTools: boolean): StopReason {
  const mapped = finish === undefined ? undefined : reasons[finish]
  return mapped ?? (hasTools ? 'tool_use' : 'end_turn')
}

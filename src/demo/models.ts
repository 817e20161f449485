import { ApiError } from './api-error.ts'
import type { Json } from './fields.ts'

/** Tokens that a prompt may have. */
export const demoWindowTokens = 65_536
/**
 * Tokens that an answer has at most. A request may ask for more: Claude Code asks for 32000 of a model that it does not
 * know.
 */
export const longestAnswer = 8192

const supported = { supported: true }
const unsupported = { supported: false }

/** The model, as GET /v1/models/{id} describes one: https://docs.anthropic.com/en/api/models */
export function modelEntry(id: string): Json {
  return {
    type: 'model',
    id,
    display_name: 'Demo',
    created_at: '2026-01-01T00:00:00Z',
    max_input_tokens: demoWindowTokens,
    max_tokens: longestAnswer,
    capabilities: {
      batch: unsupported,
      citations: unsupported,
      code_execution: unsupported,
      context_management: unsupported,
      effort: { ...supported, low: supported, medium: supported, high: supported, max: supported },
      image_input: supported,
      pdf_input: supported,
      structured_outputs: supported,
      thinking: { ...supported, types: { adaptive: supported, enabled: supported } },
    },
  }
}

/** GET /v1/models; `query` may page with after_id and before_id, and there is but one page. */
export function modelList(id: string, query: URLSearchParams): Json {
  const isBeyond = query.get('after_id') === id || query.get('before_id') === id
  const data = isBeyond ? [] : [modelEntry(id)]
  const end = isBeyond ? null : id
  return { data, has_more: false, first_id: end, last_id: end }
}

/** Throws an ApiError (404) for any name but the model's. */
export function requireModel(asked: string, id: string): void {
  if (asked !== id) throw new ApiError(404, 'not_found_error', `model: ${asked}`)
}

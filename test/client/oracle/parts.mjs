// The parts of Claude Code's request, and backends that refuse one.
import { refusal, spoiling } from './answers.mjs'

/** Whether a request holds a part. */
export const has = {
  systemRole: ({ json: body }) => body.messages.some(({ role }) => role === 'system'),
  thinking: ({ json: body }) => body.thinking !== undefined && body.thinking.type !== 'disabled',
  adaptive: ({ json: body }) => body.thinking?.type === 'adaptive',
  display: ({ json: body }) => body.thinking?.display !== undefined,
  effort: ({ json: body }) => body.output_config !== undefined,
  contextManagement: ({ json: body }) => body.context_management !== undefined,
  cacheControl: ({ body }) => body.includes('"cache_control"'),
  deferred: ({ body }) => body.includes('"defer_loading"'),
  tools: ({ json: body }) => body.tools?.length > 0,
  metadata: ({ json: body }) => body.metadata !== undefined,
  systemBlocks: ({ json: body }) => Array.isArray(body.system),
  beta:
    name =>
    ({ headers }) =>
      (headers['anthropic-beta'] ?? '').includes(name),
  betaQuery: ({ query }) => query.includes('beta=true'),
  longAnswer:
    limit =>
    ({ json: body }) =>
      body.max_tokens > limit,
  schemaDialect: ({ body }) => body.includes('"$schema"'),
  stream: ({ json: body }) => body.stream === true,
}

/** A backend that answers `answer` where the request holds the part. */
export const refusing = (part, answer) => spoiling(request => part(request) && answer(request))

/** A backend with two defects, each a part and its answer. */
export const either = (first, second) =>
  spoiling(request => (first[0](request) && first[1](request)) || (second[0](request) && second[1](request)))

/** Anthropic's refusal of a field that it does not know. */
export const extra = field => refusal(400, `${field}: Extra inputs are not permitted`)

/** How pydantic, and so Anthropic and vLLM, refuse `role: system`. */
export const pydanticRole = request => `messages.${indexOfSystem(request)}.role: Input should be 'user' or 'assistant'`

/** Where the entry with `role: system` is. */
export const indexOfSystem = ({ json: body }) => body.messages.findIndex(({ role }) => role === 'system')

/** What chat templates of Qwen and others say to it. */
export const template = 'System message must be at the beginning.'

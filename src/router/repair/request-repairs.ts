import { fieldsOf, listOf } from '../../protocol/json.ts'
import { cleanSchema } from '../../protocol/openai/clean-schema.ts'
import {
  allowedTokens,
  inBody,
  type OutgoingMessage,
  withoutBetas,
  withoutDeep,
  withoutFields,
} from './edit-request.ts'
import { callsAsText, resultAsText, withBlocks, withoutKeys, withoutSystemRole } from './rewrite-messages.ts'

/** One way to make a request such that a server takes it. */
export interface RequestRepair {
  readonly name: string
  /** Words of a refusal that speak of this. */
  readonly words: RegExp
  /** What is lost by it: only where it is not much is it tried without such words. */
  readonly loses: 'nothing' | 'little' | 'much'
  /** The request with the change; the same one where there is nothing to change. */
  readonly apply: (request: OutgoingMessage, refusal: string) => OutgoingMessage
}

/** Every repair, in the order in which they are tried: what loses least comes first. */
export const requestRepairs: readonly RequestRepair[] = [
  {
    name: 'system-role',
    words: /system|role|alternat|jinja|template/i,
    loses: 'nothing',
    apply: inBody(withoutSystemRole),
  },
  {
    name: 'max-tokens',
    words: /max_tokens|completion tokens|output tokens|maximum context length/i,
    loses: 'much',
    apply: inBody((body, refusal) => {
      const most = allowedTokens(refusal)
      const { max_tokens } = body
      return most !== undefined && typeof max_tokens === 'number' && max_tokens > most
        ? { ...body, max_tokens: most }
        : body
    }),
  },
  {
    name: 'context-management',
    words: /context_management|context-management/i,
    loses: 'nothing',
    apply: (request, refusal) =>
      withoutBetas(withoutFields('context_management')(request, refusal), beta =>
        beta.startsWith('context-management'),
      ),
  },
  {
    name: 'effort',
    words: /output_config|effort/i,
    loses: 'nothing',
    apply: (request, refusal) =>
      withoutBetas(withoutDeep('output_config')(request, refusal), beta => beta.startsWith('effort')),
  },
  {
    name: 'thinking-display',
    words: /display/i,
    loses: 'nothing',
    apply: inBody(body => {
      const { display, ...thinking } = fieldsOf(body['thinking'])
      return display === undefined ? body : { ...body, thinking }
    }),
  },
  {
    name: 'betas',
    words: /beta/i,
    loses: 'nothing',
    apply: request => withoutBetas(request, () => true),
  },
  {
    name: 'cache-control',
    words: /cache_control/i,
    loses: 'nothing',
    apply: withoutDeep('cache_control'),
  },
  { name: 'metadata', words: /metadata/i, loses: 'nothing', apply: withoutFields('metadata') },
  {
    name: 'deferred-tools',
    words: /defer_loading|tool_reference|deferred/i,
    loses: 'nothing',
    apply: inBody(body => {
      const tools = listOf(body['tools']).map(fieldsOf)
      if (!tools.some(tool => tool['defer_loading'] === true)) return body
      const usable = tools.filter(({ name }) => name !== 'DeferredToolPlaceholder')
      return { ...body, tools: usable.map(({ defer_loading: _, ...tool }) => tool) }
    }),
  },
  {
    name: 'tool-schemas',
    words: /schema|grammar|pattern|maxLength|input_schema|\$schema|properties/i,
    loses: 'nothing',
    apply: inBody(body => {
      const tools = listOf(body['tools']).map(fieldsOf)
      if (tools.length === 0) return body
      const plain = tools.map(({ input_schema, ...rest }) => ({
        ...rest,
        input_schema: withoutKeys(cleanSchema(input_schema, 'gemini'), unusual),
      }))
      return { ...body, tools: plain }
    }),
  },
  {
    name: 'thinking',
    words: /thinking/i,
    loses: 'nothing',
    apply: (request, refusal) => withoutFields('thinking', 'context_management')(request, refusal),
  },
  {
    name: 'thinking-history',
    words: /thinking|signature/i,
    loses: 'little',
    apply: inBody(body =>
      JSON.stringify(body['messages']).includes('thinking"')
        ? withBlocks(body, block => (/thinking$/.test(String(block['type'])) ? undefined : block))
        : body,
    ),
  },
  {
    name: 'system-text',
    words: /system/i,
    loses: 'nothing',
    apply: inBody(body =>
      Array.isArray(body['system'])
        ? { ...body, system: body['system'].map(block => String(fieldsOf(block)['text'] ?? '')).join('\n\n') }
        : body,
    ),
  },
  {
    name: 'result-text',
    words: /tool_result|is_error|content/i,
    loses: 'nothing',
    apply: inBody(body =>
      JSON.stringify(body['messages']).includes('"tool_result"')
        ? withBlocks(body, block => (block['type'] === 'tool_result' ? resultAsText(block) : block))
        : body,
    ),
  },
  {
    name: 'calls-as-text',
    words: /tool_result|tool_use/i,
    loses: 'little',
    apply: inBody(body =>
      JSON.stringify(body['messages']).includes('"tool_use"') ? withBlocks(body, callsAsText) : body,
    ),
  },
  {
    name: 'images',
    words: /image|vision|multimodal/i,
    loses: 'much',
    apply: inBody(body =>
      JSON.stringify(body['messages']).includes('"image"')
        ? withBlocks(body, block => (block['type'] === 'image' ? unseen : block))
        : body,
    ),
  },
  {
    name: 'query',
    words: /not found|unknown (path|url|parameter)|no route/i,
    loses: 'little',
    apply: request => {
      const [path = ''] = request.path.split('?')
      return path === request.path ? request : { ...request, path }
    },
  },
  {
    name: 'one-piece',
    words: /stream/i,
    loses: 'little',
    apply: inBody(body => (body['stream'] === true ? { ...body, stream: false } : body)),
  },
]

/** What grammars of local servers choke on, and no model needs. */
const unusual = new Set([
  'maxLength',
  'minLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'multipleOf',
  'uniqueItems',
])

const unseen = { type: 'text', text: '[image omitted: this model sees none]' }

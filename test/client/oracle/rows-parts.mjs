// Backends that stumble over one part of the request, or of what goes back.
import { bringsResult, openAiRefusal, refusal } from './answers.mjs'
import { refusing } from './parts.mjs'

const texts = ({ json: body }) => body.system.map(({ text }) => text).join('\n')
const descriptions = ({ json: body }) => (body.tools ?? []).map(({ description }) => description)
const resultHolds = is => request =>
  bringsResult(request) && request.json.messages.some(({ content }) => Array.isArray(content) && content.some(is))
const marks = ({ body }) => body.split('"cache_control"').length - 1
const _header =
  (name, is) =>
  ({ headers }) =>
    !is(headers[name] ?? '')

export const partRows = [
  {
    name: 'system: the billing header is reserved',
    answer: refusing(
      request => /x-anthropic-billing-header/.test(texts(request)),
      () => refusal(400, 'x-anthropic-billing-header is a reserved keyword and may not be used in the system prompt.'),
    ),
  },
  {
    name: 'system: more than two blocks refused',
    answer: refusing(
      ({ json: body }) => body.system.length > 2,
      () => refusal(400, 'system: List should have at most 2 items'),
    ),
  },
  {
    name: 'marks: more than three refused',
    answer: refusing(
      request => marks(request) > 3,
      () => refusal(400, 'A maximum of 3 blocks with cache_control may be provided.'),
    ),
  },
  {
    name: 'marks: more than two refused',
    answer: refusing(
      request => marks(request) > 2,
      () => refusal(400, 'A maximum of 2 blocks with cache_control may be provided.'),
    ),
  },
  {
    name: 'marks: on messages refused',
    answer: refusing(
      ({ json: body }) => JSON.stringify(body.messages).includes('cache_control'),
      () => refusal(400, 'messages.0.content.1.cache_control: Extra inputs are not permitted'),
    ),
  },
  {
    name: 'marks: on results refused',
    answer: refusing(
      resultHolds(({ type, cache_control }) => type === 'tool_result' && cache_control),
      () => refusal(400, 'messages.3.content.0.tool_result.cache_control: Extra inputs are not permitted'),
    ),
  },
  {
    name: 'results: is_error refused',
    answer: refusing(
      resultHolds(block => block.type === 'tool_result' && 'is_error' in block),
      () => refusal(400, 'messages.3.content.0.tool_result.is_error: Extra inputs are not permitted'),
    ),
  },
  {
    name: 'results: without is_error refused',
    answer: refusing(
      resultHolds(block => block.type === 'tool_result' && !('is_error' in block)),
      () => refusal(400, 'is_error: Field required'),
    ),
  },
  {
    name: 'results: content that is a text refused',
    answer: refusing(
      resultHolds(block => block.type === 'tool_result' && typeof block.content === 'string'),
      () => refusal(400, 'tool_result.content: Input should be a valid list'),
    ),
  },
  {
    name: 'results: an id that is not its own form refused',
    answer: refusing(
      resultHolds(block => block.type === 'tool_use' && !/^toolu_[A-Za-z0-9]+$/.test(block.id)),
      () => refusal(400, 'tool_use.id: String should match pattern'),
    ),
  },
  {
    name: 'results: 500 of a template that wants objects',
    answer: refusing(
      resultHolds(({ type }) => type === 'tool_use'),
      () =>
        openAiRefusal(
          500,
          'Value is not callable: null at row 62, column 114: tool_call.arguments | items',
          'server_error',
        ),
    ),
  },
  {
    name: 'tools: a description of more than 1024 characters refused',
    answer: refusing(
      request => descriptions(request).some(text => text.length > 1024),
      () =>
        openAiRefusal(
          400,
          "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024.",
        ),
    ),
  },
  {
    name: 'tools: exclusiveMinimum refused',
    answer: refusing(
      ({ body }) => body.includes('"exclusiveMinimum"'),
      () =>
        openAiRefusal(
          400,
          'Invalid JSON payload received. Unknown name "exclusiveMinimum" at \'tools[0].function_declarations[4].parameters.properties[2].value\': Cannot find field.',
        ),
    ),
  },
  {
    name: 'tools: additionalProperties refused',
    answer: refusing(
      ({ body }) => body.includes('"additionalProperties"'),
      () => openAiRefusal(400, 'Unknown name "additionalProperties"'),
    ),
  },
  {
    name: 'tools: a default refused',
    answer: refusing(
      ({ json: body }) => JSON.stringify(body.tools ?? []).includes('"default"'),
      () => openAiRefusal(400, 'default is not permitted in schemas'),
    ),
  },
  {
    name: 'tools: those without a type refused',
    answer: refusing(
      ({ json: body }) => (body.tools ?? []).some(tool => !('type' in tool)),
      () => refusal(400, 'tools.0.type: Field required'),
    ),
  },
]

// Backends that refuse one part of Claude Code's request, each in words that some server uses.
import { json, openAiRefusal, refusal } from './answers.mjs'
import { either, extra, has, pydanticRole, refusing } from './parts.mjs'

const pydantic = (field, message) =>
  json(422, { detail: [{ type: 'extra_forbidden', loc: ['body', field], msg: message, input: {} }] })
const unknownBeta =
  'Unexpected value(s) `context-management-2025-06-27` for the `anthropic-beta` header. Please consult our documentation.'
const noAutoTools = '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'

export const rejectionRows = [
  { name: 'thinking refused: extra inputs', answer: refusing(has.thinking, () => extra('thinking')) },
  {
    name: 'thinking refused: adaptive is unknown',
    answer: refusing(has.thinking, () => refusal(400, "thinking.type: Input should be 'enabled' or 'disabled'")),
  },
  {
    name: 'thinking refused: adaptive is unsupported',
    answer: refusing(has.thinking, () => refusal(400, 'adaptive thinking is not supported on this model')),
  },
  {
    name: 'thinking refused: the model cannot',
    answer: refusing(has.thinking, () => refusal(400, '"oracle-model" does not support thinking')),
  },
  {
    name: 'adaptive thinking refused in words that are known',
    answer: refusing(has.adaptive, () => refusal(400, 'adaptive thinking is not supported on this model')),
  },
  {
    name: 'adaptive thinking refused in words that are not',
    answer: refusing(has.adaptive, () =>
      refusal(
        400,
        "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
      ),
    ),
  },
  { name: 'thinking.display refused', answer: refusing(has.display, () => extra('thinking.adaptive.display')) },
  { name: 'effort refused: output_config.effort', answer: refusing(has.effort, () => extra('output_config.effort')) },
  { name: 'effort refused: extra inputs', answer: refusing(has.effort, () => extra('output_config')) },
  {
    name: 'effort refused: unsupported',
    answer: refusing(has.effort, () => refusal(400, 'This model does not support the effort parameter.')),
  },
  {
    name: 'effort refused: 422',
    answer: refusing(has.effort, () => pydantic('output_config', 'Extra inputs are not permitted')),
  },
  {
    name: 'context_management refused: extra inputs',
    answer: refusing(has.contextManagement, () => extra('context_management')),
  },
  {
    name: 'context_management refused: 422',
    answer: refusing(has.contextManagement, () => pydantic('context_management', 'Extra inputs are not permitted')),
  },
  {
    name: 'context_management refused: unknown field',
    answer: refusing(has.contextManagement, () => openAiRefusal(400, 'unknown field "context_management"')),
  },
  { name: 'a beta refused', answer: refusing(has.beta('context-management'), () => refusal(400, unknownBeta)) },
  {
    name: 'a beta refused without its name',
    answer: refusing(has.beta('interleaved-thinking'), () => refusal(400, 'invalid beta flag')),
  },
  {
    name: 'the beta of deferred tools refused without its name',
    answer: refusing(has.beta('advanced-tool-use'), () => refusal(400, 'invalid beta flag')),
  },
  {
    name: 'betas refused by name, one after the other',
    answer: refusing(has.beta('-20'), ({ headers }) =>
      refusal(
        400,
        `Unexpected value(s) \`${headers['anthropic-beta'].split(',')[0]}\` for the \`anthropic-beta\` header.`,
      ),
    ),
  },
  {
    name: 'every beta refused',
    answer: refusing(has.beta('-20'), () =>
      refusal(400, 'Unexpected value(s) `claude-code-20250219` for the `anthropic-beta` header.'),
    ),
  },
  {
    name: 'betas refused: invalid beta flag',
    answer: refusing(has.beta('-20'), () => refusal(400, 'invalid beta flag')),
  },
  { name: 'cache_control refused', answer: refusing(has.cacheControl, () => extra('system.0.cache_control')) },
  { name: 'defer_loading refused', answer: refusing(has.deferred, () => extra('tools.0.custom.defer_loading')) },
  {
    name: "a tool's schema refused",
    answer: refusing(has.schemaDialect, () => refusal(400, 'tools.0.custom.input_schema: JSON schema is invalid')),
  },
  {
    name: 'grammar of the tools refused',
    answer: refusing(has.tools, () =>
      openAiRefusal(500, 'Failed to initialize samplers: failed to parse grammar', 'api_error'),
    ),
  },
  {
    name: 'tools refused: vLLM without a parser',
    answer: refusing(has.tools, () => refusal(400, noAutoTools, 'BadRequestError')),
  },
  {
    name: 'tools refused: Ollama',
    answer: refusing(has.tools, () => refusal(400, 'registry.ollama.ai/library/gemma2:2b does not support tools')),
  },
  {
    name: 'tools refused: llama-server without --jinja',
    answer: refusing(has.tools, () => openAiRefusal(500, 'tools param requires --jinja flag', 'server_error')),
  },
  { name: 'metadata refused', answer: refusing(has.metadata, () => extra('metadata')) },
  {
    name: 'a system of blocks refused',
    answer: refusing(has.systemBlocks, () => refusal(400, 'system: Input should be a valid string')),
  },
  { name: '?beta=true refused', answer: refusing(has.betaQuery, () => json(404, { detail: 'Not Found' })) },
  { name: 'streams refused', answer: refusing(has.stream, () => refusal(400, 'Streaming is not supported')) },
  { name: 'streams refused with 404', answer: refusing(has.stream, () => json(404, { detail: 'Not Found' })) },
  {
    name: 'context_management, then role: system refused',
    answer: either(
      [has.contextManagement, () => extra('context_management')],
      [has.systemRole, request => refusal(400, pydanticRole(request))],
    ),
  },
  {
    name: 'role: system, then effort refused',
    answer: either(
      [has.systemRole, request => refusal(400, pydanticRole(request))],
      [has.effort, () => extra('output_config')],
    ),
  },
  {
    name: 'thinking and effort refused',
    answer: either([has.thinking, () => extra('thinking')], [has.effort, () => extra('output_config')]),
  },
]

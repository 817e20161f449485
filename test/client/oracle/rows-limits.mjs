// Backends for which the prompt, or the answer that is asked for, is too long.
import { json, openAiRefusal, refusal } from './answers.mjs'
import { has, refusing } from './parts.mjs'

const tooMany =
  limit =>
  ({ json: body }) =>
    refusal(
      400,
      `max_tokens: ${body.max_tokens} > ${limit}, which is the maximum allowed number of output tokens for ${body.model}`,
    )
const vllmWindow = ({ json: body }) =>
  refusal(
    400,
    `This model's maximum context length is 40960 tokens. However, you requested ${body.max_tokens} output tokens and your prompt contains at least 12000 input tokens, for a total of at least ${12000 + body.max_tokens} tokens. Please reduce the length of the input prompt or the number of requested output tokens.`,
    'BadRequestError',
  )

export const limitRows = [
  { name: 'max_tokens refused: Anthropic, 8192', answer: refusing(has.longAnswer(8192), tooMany(8192)) },
  { name: 'max_tokens refused: Anthropic, 4096', answer: refusing(has.longAnswer(4096), tooMany(4096)) },
  { name: 'max_tokens refused: Anthropic, 2048', answer: refusing(has.longAnswer(2048), tooMany(2048)) },
  {
    name: 'max_tokens refused: Anthropic, in more words',
    answer: refusing(has.longAnswer(8192), request =>
      refusal(400, `${JSON.parse(tooMany(8192)(request).body).error.message}; see the documentation`),
    ),
  },
  {
    name: 'max_tokens refused: Anthropic, in a 500',
    answer: refusing(has.longAnswer(8192), request => ({ ...tooMany(8192)(request), status: 500 })),
  },
  {
    name: 'max_tokens refused: Anthropic, in a 422',
    answer: refusing(has.longAnswer(8192), request => ({ ...tooMany(8192)(request), status: 422 })),
  },
  {
    name: 'max_tokens refused: vLLM, prompt and answer over the window',
    answer: refusing(has.longAnswer(28960), vllmWindow),
  },
  {
    name: 'max_tokens refused: Anthropic, prompt and answer over the window',
    answer: refusing(has.longAnswer(28000), ({ json: body }) =>
      refusal(
        400,
        `input length and \`max_tokens\` exceed context limit: 12000 + ${body.max_tokens} > 40000, decrease input length or \`max_tokens\` and try again`,
      ),
    ),
  },
  {
    name: 'max_tokens refused: Anthropic, and next to no room',
    answer: refusing(has.longAnswer(2900), ({ json: body }) =>
      refusal(400, `input length and \`max_tokens\` exceed context limit: 12000 + ${body.max_tokens} > 15900`),
    ),
  },
  {
    name: 'max_tokens refused: OpenAI',
    answer: refusing(has.longAnswer(16384), ({ json: body }) =>
      openAiRefusal(
        400,
        `max_tokens is too large: ${body.max_tokens}. This model supports at most 16384 completion tokens, whereas you provided ${body.max_tokens}.`,
      ),
    ),
  },
  {
    name: 'prompt is too long: Anthropic',
    answer: refusing(has.tools, () => refusal(400, 'prompt is too long: 208310 tokens > 200000 maximum')),
  },
  {
    name: 'prompt is too long: llama-server',
    answer: refusing(has.tools, () =>
      json(400, {
        error: {
          code: 400,
          message: 'request (12020 tokens) exceeds the available context size (4096 tokens), try increasing it',
          type: 'exceed_context_size_error',
          n_prompt_tokens: 12020,
          n_ctx: 4096,
        },
      }),
    ),
  },
  {
    name: 'prompt is too long: Ollama',
    answer: refusing(has.tools, () =>
      refusal(
        400,
        'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings',
      ),
    ),
  },
  {
    name: 'prompt is too long: LM Studio',
    answer: refusing(has.tools, () =>
      json(400, {
        error:
          'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input.',
      }),
    ),
  },
]

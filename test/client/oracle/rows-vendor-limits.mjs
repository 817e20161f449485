// Backends that refuse what is too long, in the words of real servers and vendors.
import { openAiRefusal } from './answers.mjs'
import { has, refusing } from './parts.mjs'

/** A window of tokens that prompt and answer share, 12000 of them the prompt's. */
const shared = (limit, words, status = 400, type = 'invalid_request_error') =>
  refusing(has.longAnswer(limit - 12_000), ({ json: body }) => openAiRefusal(status, words(body.max_tokens), type))
const tooLong = words => refusing(has.tools, () => openAiRefusal(400, words))
const longRange = words => refusing(has.longAnswer(8192), () => openAiRefusal(400, words))

export const vendorLimitRows = [
  {
    name: 'limit: DeepSeek’s words',
    answer: longRange('Invalid max_tokens value, the valid range of max_tokens is [1, 8192]'),
  },
  {
    name: 'limit: Qwen’s words',
    answer: longRange('<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 8192]'),
  },
  { name: 'limit: GLM’s words', answer: longRange('max_tokens参数非法：取值范围为[1,8192]') },
  {
    name: 'limit: MiniMax’s words',
    answer: longRange('invalid params, max_tokens must be less than or equal to 8192'),
  },
  {
    name: 'limit: Groq’s words',
    answer: longRange(
      '`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model',
    ),
  },
  {
    name: 'limit: SGLang’s words',
    answer: shared(
      32_768,
      n =>
        `Requested token count exceeds the model's maximum context length of 32768 tokens. You requested a total of ${12_000 + n} tokens: 12000 tokens from the input messages and ${n} tokens for the completion. Please reduce the number of tokens in the input messages or the completion to fit within the limit.`,
    ),
  },
  {
    name: 'limit: TGI’s words',
    answer: shared(
      32_768,
      n =>
        `Input validation error: \`inputs\` tokens + \`max_new_tokens\` must be <= 32768. Given: 12000 \`inputs\` tokens and ${n} \`max_new_tokens\``,
      422,
    ),
  },
  {
    name: 'limit: Together’s words',
    answer: shared(
      32_768,
      n =>
        `Input validation error: \`inputs\` tokens + \`max_new_tokens\` must be <= 32769. Given: 12001 \`inputs\` tokens and ${n} \`max_new_tokens\``,
      422,
    ),
  },
  {
    name: 'limit: OpenRouter’s words',
    answer: shared(
      32_768,
      n =>
        `This endpoint's maximum context length is 32768 tokens. However, you requested about ${12_000 + n} tokens (4000 of text input, 8000 of tool input, ${n} in the output). Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.`,
    ),
  },
  {
    name: 'limit: credits for fewer tokens, OpenRouter',
    answer: refusing(has.longAnswer(9000), ({ json: body }) =>
      openAiRefusal(
        402,
        `This request requires more credits, or fewer max_tokens. You requested up to ${body.max_tokens} tokens, but can only afford 9000. To increase, visit https://openrouter.ai/settings/credits`,
      ),
    ),
  },
  { name: 'too long: Kimi’s words', answer: tooLong('Invalid request: Your request exceeded model token limit: 8192') },
  { name: 'too long: GLM’s words', answer: tooLong('Prompt exceeds max length') },
  { name: 'too long: MiniMax’s words', answer: tooLong('invalid params, context window exceeds limit (2013)') },
  { name: 'too long: Qwen’s words', answer: tooLong('Range of input length should be [1, 6144]') },
  {
    name: 'too long: vLLM’s words',
    answer: tooLong(
      'The decoder prompt (length 12000) is longer than the maximum model length of 8192. Make sure that `max_model_len` is no smaller than the number of text tokens.',
    ),
  },
  { name: 'too long: omlx’s words', answer: tooLong('Prompt exceeds max context window of 8192 tokens') },
  { name: 'too long: MLX’s words', answer: tooLong("input is longer than the model's context length (8192 tokens)") },
  {
    name: 'too long: xAI’s words',
    answer: tooLong("This model's maximum prompt length is 8192 but the request contains 12000 tokens."),
  },
]

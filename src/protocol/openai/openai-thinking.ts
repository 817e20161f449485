import { sameWords, type ThinkingRequest } from './dialect.ts'

/** Three grades, in the same words. */
export const graded = sameWords('low', 'medium', 'high')

/** OpenAI's open models, wherever they run: they think always, in three grades. */
export const gptOss: ThinkingRequest = { models: /^gpt-oss/i, by: 'reasoning_effort', words: graded }

/** The models of OpenAI that think, in the words that their references list (autumn 2026). */
export const openaiThinking: readonly ThinkingRequest[] = [
  { models: /^gpt-5(\.\d+)?-pro/, by: 'reasoning_effort', words: sameWords('high') },
  // From 5.4 on, a request with tools is refused with any effort but this one, and without one too.
  {
    models: /^gpt-5\.(?:[4-9]|\d\d)/,
    by: 'reasoning_effort',
    words: sameWords('none', 'low', 'medium', 'high', 'xhigh'),
    besideTools: 'none',
  },
  {
    models: /^gpt-5\.(?:[23]|1-codex-max)/,
    by: 'reasoning_effort',
    words: sameWords('none', 'low', 'medium', 'high', 'xhigh'),
  },
  { models: /^gpt-5\.1/, by: 'reasoning_effort', words: sameWords('none', 'low', 'medium', 'high') },
  { models: /^gpt-5-codex|^o\d/, by: 'reasoning_effort', words: graded },
  { models: /^gpt-5/, by: 'reasoning_effort', words: sameWords('minimal', 'low', 'medium', 'high') },
  gptOss,
]

/** The models of OpenAI that take no temperature but their own. */
export const openaiThinkers = /^(?:gpt-5|o\d)/

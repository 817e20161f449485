/**
 * The tool parsers of vLLM by the model's name, the special before the general.
 * Source: vLLM's document on tool calling; for Qwen3-Coder, Qwen3.5 and MiniMax-M2 the models' own pages.
 */
const parsers: readonly (readonly [RegExp, string])[] = [
  [/qwen-?3[^/]*coder|qwen-?3\.\d/, 'qwen3_coder'],
  [/xlam/, 'xlam'],
  [/hermes|qwen|qwq/, 'hermes'],
  [/gpt-?oss/, 'openai'],
  [/mi[sx]tral|magistral|devstral|codestral/, 'mistral'],
  [/kimi-?k2/, 'kimi_k2'],
  [/glm-?4\.7/, 'glm47'],
  [/glm-?4\.[56]/, 'glm45'],
  [/minimax-?m2/, 'minimax_m2'],
  [/deepseek-?v3\.1/, 'deepseek_v31'],
  [/deepseek-?v3(?!\.\d)|deepseek-?r1-0528/, 'deepseek_v3'],
  [/llama-?4/, 'llama4_pythonic'],
  [/llama-?3\.[1-3]/, 'llama3_json'],
  [/granite-?4/, 'granite4'],
  [/granite-?3/, 'granite'],
  [/olmo-?3/, 'olmo3'],
  [/longcat/, 'longcat'],
  [/hunyuan-?a13b/, 'hunyuan_a13b'],
  [/functiongemma/, 'functiongemma'],
]

/** The tool parser that vLLM needs for a model of this name; undefined where the name does not tell. */
export function toolParserOf(model: string): string | undefined {
  const name = model.slice(0, 300).toLowerCase().replaceAll('_', '-')
  return parsers.find(([pattern]) => pattern.test(name))?.[1]
}

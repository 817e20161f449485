/** A way to write a tool call as text: its name for people, and what gives it away. `names` matches any tool's name. */
interface WrittenForm {
  readonly form: string
  readonly mark: (names: string) => RegExp
}

const always = (mark: RegExp) => () => mark

/**
 * How models write calls when the server does not turn them into tool_use: each model in the form that its chat template
 * taught it. The first that fits names the call, so those with marks of their own come before JSON, which many have inside.
 */
const forms = [
  { form: '<function=…> inside <tool_call>, as Qwen3-Coder writes it', mark: always(/<tool_call>\s*<function=/) },
  { form: '<arg_key> inside <tool_call>, as GLM writes it', mark: always(/<tool_call>[^<]{0,200}<arg_key>/) },
  { form: '<minimax:tool_call>, as MiniMax writes it', mark: always(/<minimax:tool_call>/) },
  { form: '<tool_call>, as Qwen and Hermes write it', mark: always(/<\|?tool_calls?\|?>|<toolcall>/) },
  { form: '<function=…>, as Llama and Qwen3-Coder write it', mark: always(/<function=[^>\s]{1,200}/) },
  { form: '<|python_tag|>, as Llama writes it', mark: always(/<\|python_tag\|>/) },
  { form: '[TOOL_CALLS], as Mistral writes it', mark: always(/\[TOOL_CALLS\]/) },
  {
    form: '<｜tool▁calls▁begin｜>, as DeepSeek writes it',
    mark: always(/<｜tool[▁_]calls?[▁_](?:begin|sep)｜>/),
  },
  { form: '<｜DSML｜…>, as DeepSeek writes it', mark: always(/<｜DSML｜/) },
  { form: '<|tool_calls_section_begin|>, as Kimi writes it', mark: always(/<\|tool_calls?_(?:section_)?begin\|>/) },
  { form: '<|tool_call_start|>, as LFM writes it', mark: always(/<\|tool_call_start\|>/) },
  { form: '<|action_start|>, as InternLM writes it', mark: always(/<\|action_start\|>/) },
  { form: '<invoke name=…>, as Claude models and their pupils write it', mark: always(/<invoke\s+name=/) },
  { form: 'to=functions.…, as gpt-oss writes it', mark: always(/\bto=functions\.\w/) },
  {
    form: 'functions.…, as Kimi and gpt-oss write it',
    mark: names => new RegExp(`\\bfunctions\\.(?:${names})\\b`, 'i'),
  },
  { form: 'functools[…], as Phi writes it', mark: always(/\bfunctools\s*\[\s*\{/) },
  { form: '✿FUNCTION✿, as older Qwen models write it', mark: always(/✿FUNCTION✿/) },
  { form: '```tool_code, as Gemma writes it', mark: always(/```tool_(?:code|call)\b/) },
  {
    form: 'JSON in a code fence',
    mark: names => new RegExp(`\`\`\`\\w{0,20}\\s{0,20}[[{][^\`]{0,2000}?${keyed(names)}`, 'i'),
  },
  { form: 'plain JSON', mark: names => new RegExp(`[{,]\\s{0,20}${keyed(names)}`, 'i') },
  {
    form: 'plain JSON, with a name that no tool has',
    mark: always(
      /\{\s{0,20}["']name["']\s{0,20}:\s{0,20}["'][\w.-]{1,100}["']\s{0,20},\s{0,20}["'](?:arguments|parameters)["']/,
    ),
  },
  { form: 'Action: and Action Input:', mark: names => new RegExp(`^Action:\\s{0,20}(?:${names})\\b`, 'im') },
  { form: 'a call as in Python', mark: names => new RegExp(`^\\s{0,20}\\[?(?:${names})\\(\\w{1,60}\\s?=`, 'm') },
] as const satisfies readonly WrittenForm[]

/** The name of a call, under the keys that models give it. */
function keyed(names: string): string {
  return `["'](?:name|function|tool|tool_name|function_name)["']\\s{0,20}:\\s{0,20}["'](?:functions\\.)?(?:${names})["']`
}

/** Finds a call that is written into a text: names its form, for people; undefined where there is none. */
export function findWrittenCall(text: string, tools: readonly string[]): string | undefined {
  // Without any tool nothing can be called by its name.
  const names = tools.map(name => name.replace(/[^a-zA-Z0-9]/g, '\\$&')).join('|') || '(?!)'
  return forms.find(({ mark }) => mark(names).test(text))?.form
}

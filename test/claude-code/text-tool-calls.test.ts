import { expect, test } from 'vitest'
import { findWrittenCall } from '../../src/claude-code/text-tool-calls.ts'

const names = ['Bash', 'Read', 'mcp__a__b']
const args = '{"command":"ls"}'

test.each([
  [`<tool_call>\n{"name": "Bash", "arguments": ${args}}\n</tool_call>`, '<tool_call>, as Qwen and Hermes write it'],
  [
    '<tool_call>\n<function=Bash>\n<parameter=command>\nls\n</parameter>',
    '<function=…> inside <tool_call>, as Qwen3-Coder writes it',
  ],
  ['<tool_call>Bash\n<arg_key>command</arg_key>', '<arg_key> inside <tool_call>, as GLM writes it'],
  ['<minimax:tool_call>\n<invoke name="Bash">', '<minimax:tool_call>, as MiniMax writes it'],
  ['<function=Bash>{"command":"ls"}</function>', '<function=…>, as Llama and Qwen3-Coder write it'],
  ['<|python_tag|>{"name": "Bash"}', '<|python_tag|>, as Llama writes it'],
  [`[TOOL_CALLS]Bash[ARGS]${args}`, '[TOOL_CALLS], as Mistral writes it'],
  [
    '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>Bash',
    '<｜tool▁calls▁begin｜>, as DeepSeek writes it',
  ],
  ['<｜tool▁call▁begin｜>Bash', '<｜tool▁calls▁begin｜>, as DeepSeek writes it'],
  ['<｜DSML｜function_calls>', '<｜DSML｜…>, as DeepSeek writes it'],
  [
    '<|tool_calls_section_begin|><|tool_call_begin|>functions.Bash:0',
    '<|tool_calls_section_begin|>, as Kimi writes it',
  ],
  ['<|tool_call_start|>[Bash(command="ls")]<|tool_call_end|>', '<|tool_call_start|>, as LFM writes it'],
  ['<|action_start|><|plugin|>', '<|action_start|>, as InternLM writes it'],
  ['<function_calls>\n<invoke name="Bash">', '<invoke name=…>, as Claude models and their pupils write it'],
  [`<|channel|>commentary to=functions.Bash <|message|>${args}`, 'to=functions.…, as gpt-oss writes it'],
  [`functions.bash:0${args}`, 'functions.…, as Kimi and gpt-oss write it'],
  ['functools[{"name": "Bash"}]', 'functools[…], as Phi writes it'],
  ['✿FUNCTION✿: Bash', '✿FUNCTION✿, as older Qwen models write it'],
  ['```tool_code\nBash(command="ls")\n```', '```tool_code, as Gemma writes it'],
  [`I do it.\n\`\`\`json\n{\n  "name": "Bash",\n  "arguments": ${args}\n}\n\`\`\``, 'JSON in a code fence'],
  [`\`\`\`\n[{"name": "bash", "input": ${args}}]\n\`\`\``, 'JSON in a code fence'],
  [`{"name": "Bash", "arguments": ${args}}`, 'plain JSON'],
  [`{"arguments": ${args}, "name": "Bash"}`, 'plain JSON'],
  ['{"type": "function", "function": {"name": "mcp__a__b", "parameters": {}}}', 'plain JSON'],
  ["{'tool': 'Bash', 'command': 'ls'}", 'plain JSON'],
  [`{"name": "run_shell", "parameters": ${args}}`, 'plain JSON, with a name that no tool has'],
  ['Action: Bash\nAction Input: ls', 'Action: and Action Input:'],
  ['[Bash(command="ls")]', 'a call as in Python'],
])('finds a call in %j', (text, form) => {
  expect(findWrittenCall(text, names)).toBe(form)
})

test.each([
  '',
  'I would run: ls',
  'The Bash tool runs commands, and Read reads files.',
  '```json\n{"name": "claude-switch", "version": "1.0.0"}\n```',
  '```bash\nls\n```',
  '{"name": "x"}',
  'Read(2) is a system call',
  'Use functions.sh to see how tool calls work.',
  'Action: none',
])('finds no call in %j', text => {
  expect(findWrittenCall(text, names)).toBeUndefined()
})

test('names nothing where there are no tools', () => {
  expect(findWrittenCall('{"name": "", "x": 1}', [])).toBeUndefined()
})

test.each(['```json\n{ ', '<tool_call', '["name":', '{"name" : "', ' \n', '{{{{,,,,', 'functools ['])(
  'reads 400,000 characters of %j in less than a second',
  piece => {
    const started = performance.now()
    findWrittenCall(piece.repeat(400_000 / piece.length), names)
    expect(performance.now() - started).toBeLessThan(1000)
  },
)

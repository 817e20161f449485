import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Kind } from '../../src/backends/backend.ts'
import { backends } from '../../src/backends/catalogue.ts'
import { fixCommandsOf } from '../../src/backends/fix-commands.ts'
import { shellWord } from '../../src/backends/shell-word.ts'
import { toolParserOf } from '../../src/backends/tool-parsers.ts'
import { hostileValues } from '../support/hostile-values.ts'

const kinds = Object.keys(backends) as Kind[]
const here = new URL('http://localhost:8080')

test.each<[string, readonly string[], string]>([
  ['Ollama', fixCommandsOf('ollama').largerWindow('qwen3:8b', 65536), 'OLLAMA_CONTEXT_LENGTH=65536 ollama serve'],
  [
    'Ollama, by a Modelfile',
    fixCommandsOf('ollama').largerWindow('qwen3:8b', 65536),
    'ollama create qwen3:8b-64k -f Modelfile',
  ],
  [
    'Ollama, its Modelfile',
    fixCommandsOf('ollama').largerWindow('qwen3:latest', 40000),
    `printf '%s\\n' 'FROM qwen3:latest' 'PARAMETER num_ctx 40000' > Modelfile`,
  ],
  [
    'Ollama, another name',
    fixCommandsOf('ollama').largerWindow('qwen3:latest', 40000),
    'ollama create qwen3-40000 -f Modelfile',
  ],
  ['LM Studio', fixCommandsOf('lmstudio').largerWindow('google/g', 65536), 'lms load google/g --context-length 65536'],
  [
    'vLLM, a repository',
    fixCommandsOf('vllm').largerWindow('Qwen/Q3', 65536),
    'vllm serve Qwen/Q3 --max-model-len 65536',
  ],
  [
    'vLLM, a served name',
    fixCommandsOf('vllm').largerWindow('coder', 65536),
    'vllm serve ORG/MODEL --served-model-name coder --max-model-len 65536',
  ],
  [
    'llama-server',
    fixCommandsOf('llamacpp').largerWindow('m', 65536),
    'llama-server -m MODEL.gguf --alias m --jinja -c 65536 -np 1',
  ],
  [
    'llama-server, of whose -c each slot gets a part',
    fixCommandsOf('llamacpp').largerWindow('m', 65536, 4),
    'llama-server -m MODEL.gguf --alias m --jinja -c 262144 -np 4',
  ],
  ['LiteLLM', fixCommandsOf('litellm').largerWindow('m', 65536), 'model_info: {max_input_tokens: 65536}'],
  [
    'tools in vLLM',
    fixCommandsOf('vllm').tools('openai/gpt-oss-20b'),
    'vllm serve openai/gpt-oss-20b --enable-auto-tool-choice --tool-call-parser openai',
  ],
  ['tools in llama-server', fixCommandsOf('llamacpp').tools('m'), 'llama-server -m MODEL.gguf --alias m --jinja'],
  [
    'images in llama-server',
    fixCommandsOf('llamacpp').images('m'),
    'llama-server -m MODEL.gguf --alias m --mmproj MMPROJ.gguf',
  ],
  [
    'starts llama-server',
    fixCommandsOf('llamacpp').start(here),
    'llama-server -m MODEL.gguf --jinja -c 65536 -np 1 --port 8080',
  ],
  [
    'starts llama-server for others',
    fixCommandsOf('llamacpp').start(new URL('http://192.168.1.20:8080')),
    'llama-server -m MODEL.gguf --jinja -c 65536 -np 1 --host 0.0.0.0 --port 8080',
  ],
  ['starts Ollama', fixCommandsOf('ollama').start(new URL('http://localhost:11434')), 'ollama serve'],
  ['starts Ollama elsewhere', fixCommandsOf('ollama').start(here), 'OLLAMA_HOST=127.0.0.1:8080 ollama serve'],
  [
    'starts Ollama for others',
    fixCommandsOf('ollama').start(new URL('http://box:11434')),
    'OLLAMA_HOST=0.0.0.0:11434 ollama serve',
  ],
  [
    'starts LM Studio',
    fixCommandsOf('lmstudio').start(new URL('http://localhost:1234')),
    'lms server start --port 1234',
  ],
  ['starts LiteLLM', fixCommandsOf('litellm').start(new URL('http://localhost')), 'litellm --config config.yaml'],
  ['fetches', fixCommandsOf('ollama').fetch("it's"), "ollama pull 'it'\\''s'"],
])('%s', (_, lines, line) => expect(lines).toContain(line))

test.each(kinds)('%s: whatever a model is called, it stays one word', kind => {
  const model = "m'; touch pwned #\n$(touch pwned)"
  const { fetch, largerWindow, tools, images } = fixCommandsOf(kind)
  for (const line of [...fetch(model), ...largerWindow(model, 65536), ...tools(model), ...images(model)]) {
    expect(line).not.toContain('\n')
    // What is left when the quoted pieces are taken out holds nothing that a shell would act on.
    if (!line.startsWith('#')) expect(line.replace(/'[^']*'|\\'/g, '')).not.toMatch(/touch|\$\(|;/)
  }
})

test.each(kinds)('%s: no LiteLLM without a version, and no empty line', kind => {
  const { start, fetch, largerWindow, tools, images, update } = fixCommandsOf(kind)
  const lists = [start(here), fetch('m'), largerWindow('m', 65536), tools('m'), images('m'), update]
  for (const line of lists.flat()) {
    expect(line).toMatch(/\S/)
    if (line.includes('pip install')) expect(line).toMatch(/litellm\[proxy\]==1\.106\.12'$|vllm/)
  }
})

test.each([
  ['qwen3-coder', 'qwen3_coder'],
  ['Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8', 'qwen3_coder'],
  ['Qwen/Qwen3.5-27B', 'qwen3_coder'],
  ['Qwen/Qwen3-8B', 'hermes'],
  ['Qwen/QwQ-32B', 'hermes'],
  ['NousResearch/Hermes-3-Llama-3.1-8B', 'hermes'],
  ['openai/gpt-oss-120b', 'openai'],
  ['mistralai/Devstral-Small-2507', 'mistral'],
  ['mistralai/Mixtral-8x22B-Instruct-v0.1', 'mistral'],
  ['moonshotai/Kimi-K2-Instruct', 'kimi_k2'],
  ['zai-org/GLM-4.6', 'glm45'],
  ['zai-org/GLM-4.7-Flash', 'glm47'],
  ['deepseek-ai/DeepSeek-V3.1', 'deepseek_v31'],
  ['deepseek-ai/DeepSeek-V3-0324', 'deepseek_v3'],
  ['deepseek-ai/DeepSeek-V3.2', undefined],
  ['meta-llama/Llama-3.1-8B-Instruct', 'llama3_json'],
  ['meta-llama/Llama-4-Scout-17B-16E-Instruct', 'llama4_pythonic'],
  ['my_model', undefined],
])('vLLM reads the tool calls of %s as %s', (model, parser) => expect(toolParserOf(model)).toBe(parser))

test('an unknown model gets the list of parsers', () => {
  expect(fixCommandsOf('vllm').tools('my-model').join('\n')).toMatch(/--tool-call-parser PARSER\n# PARSER: https:/)
})

test.each([
  ['qwen3:8b', 'qwen3:8b'],
  ['hf.co/a/b_c@d+e', 'hf.co/a/b_c@d+e'],
  ['', "''"],
  ['a b', "'a b'"],
  ["it's 'odd'", "'it'\\''s '\\''odd'\\'''"],
  ['~x', "'~x'"],
  ['a\u001b[31m\nb', "'a?[31m?b'"],
  ['a\u202eb', "'a?b'"],
  ['modèle', "'modèle'"],
])('%j is written %s', (value, word) => expect(shellWord(value)).toBe(word))

test('a shell reads every word as the value that is shown', () => {
  const words = hostileValues.map(shellWord)
  // By its input, since one of the values is longer than an argument may be.
  const { stdout } = spawnSync('sh', { input: `printf '%s\\n' ${words.join(' ')}\n`, encoding: 'utf8' })
  const shown = hostileValues.map(value => value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '?'))
  expect(stdout).toBe(shown.map(value => `${value}\n`).join(''))
})

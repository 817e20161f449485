import { tokenCount } from '../protocol/json.ts'
import { reachOf } from './address.ts'
import type { Kind } from './backend.ts'
import { shellWord as word } from './shell-word.ts'
import { toolParserOf } from './tool-parsers.ts'
import { installLiteLlm, updates } from './updates.ts'

/** Commands and lines of configuration, in the server's own words. A line that begins with `#` is for people. */
type Lines = readonly string[]

/** What to do where the server runs. A list is empty where nothing can be done there. */
export interface FixCommands {
  /** Starts it so that this base URL reaches it. */
  readonly start: (base: URL) => Lines
  /** Gets a model that it does not have. */
  readonly fetch: (model: string) => Lines
  /** Gives each of `slots` requests at a time a window of so many tokens. */
  readonly largerWindow: (model: string, tokens: number, slots?: number) => Lines
  /** Makes tool calls work. */
  readonly tools: (model: string) => Lines
  /** Makes it accept a system message in the middle of a conversation. */
  readonly images: (model: string) => Lines
  readonly update: Lines
}

const none = (): Lines => []

/** The port of a base URL as words of a command, where it names one. */
const port = ({ port }: URL, flag: string) => (port === '' ? '' : ` ${flag} ${port}`)

/** For servers that listen on this machine alone unless told otherwise. */
const everywhere = ({ hostname }: URL, flag: string) => (reachOf(hostname) === 'loopback' ? '' : ` ${flag} 0.0.0.0`)

// What a profile calls a model is not always what these were started with: a file, a repository, a served name.
const vllm = (model: string) =>
  /^[\w.-]+\/[\w.-]+$/.test(model)
    ? `vllm serve ${word(model)}`
    : `vllm serve ORG/MODEL --served-model-name ${word(model)}`
const llama = (model: string) => `llama-server -m MODEL.gguf --alias ${word(model)}`

/** `qwen3:8b` with 65536 tokens -> `qwen3:8b-64k`. */
function enlargedName(model: string, tokens: number): string {
  const name = model.replace(/:latest$/i, '')
  return `${name}-${tokens % 1024 === 0 ? `${tokens / 1024}k` : tokens}`
}

/** Where others run the server, or nobody knows which one it is. */
const nothing: FixCommands = {
  start: none,
  fetch: none,
  largerWindow: none,
  tools: none,
  images: none,
  update: [],
}

const fixes: Partial<Record<Kind, FixCommands>> = {
  openrouter: {
    start: none,
    fetch: none,
    largerWindow: () => ['# a model with a larger window: https://openrouter.ai/models?order=context-high-to-low'],
    tools: () => ['# a model that takes tools: https://openrouter.ai/models?supported_parameters=tools'],
    images: () => ['# a model that takes images: https://openrouter.ai/models?input_modalities=image'],
    update: [],
  },
  ollama: {
    start: base => {
      const host = reachOf(base.hostname) === 'loopback' ? '127.0.0.1' : '0.0.0.0'
      const isUsual = host === '127.0.0.1' && (base.port === '11434' || base.port === '')
      return [isUsual ? 'ollama serve' : `OLLAMA_HOST=${host}:${base.port || '11434'} ollama serve`]
    },
    fetch: model => [`ollama pull ${word(model)}`],
    largerWindow: (model, tokens) => {
      const larger = word(enlargedName(model, tokens))
      return [
        `OLLAMA_CONTEXT_LENGTH=${tokens} ollama serve`,
        '# where it is a service: the same variable by "systemctl edit ollama"; in the app: its settings',
        `# or for this model alone, then MODEL=${larger}:`,
        `printf '%s\\n' ${word(`FROM ${model}`)} 'PARAMETER num_ctx ${tokens}' > Modelfile`,
        `ollama create ${larger} -f Modelfile`,
      ]
    },
    tools: model => [
      `ollama show ${word(model)}`,
      '# it has to name "tools" under Capabilities; a model that does: ollama pull qwen3-coder',
    ],
    images: model => [`ollama show ${word(model)}`, '# it has to name "vision" under Capabilities'],
    update: updates.ollama,
  },
  lmstudio: {
    start: base => [
      `lms server start${port(base, '--port')}`,
      ...(reachOf(base.hostname) === 'loopback' ? [] : ['# and in its server settings: serve on the local network']),
    ],
    fetch: model => [`lms get ${word(model)}`],
    largerWindow: (model, tokens) => [
      `lms unload ${word(model)}`,
      `lms load ${word(model)} --context-length ${tokens}`,
      '# to keep it: My Models, the gear of the model, Context Length',
    ],
    tools: () => ['# take a model that LM Studio marks as trained for tool use'],
    images: () => ['# take a model that LM Studio marks with "vision"'],
    update: updates.lmstudio,
  },
  llamacpp: {
    start: base => [
      `llama-server -m MODEL.gguf --jinja -c 65536 -np 1${everywhere(base, '--host')}${port(base, '--port')}`,
    ],
    fetch: none,
    // -c is divided among the slots (-np).
    largerWindow: (model, tokens, slots = 1) => {
      const several = tokenCount(slots) ?? 1
      return [`${llama(model)} --jinja -c ${tokens * several} -np ${several}`]
    },
    tools: model => [
      `${llama(model)} --jinja`,
      '# and a template that knows tools: --chat-template-file FILE.jinja, where the model brings none',
    ],
    images: model => [`${llama(model)} --mmproj MMPROJ.gguf`],
    update: updates.llamacpp,
  },
  vllm: {
    start: base => [`vllm serve ORG/MODEL --enable-auto-tool-choice --tool-call-parser PARSER${port(base, '--port')}`],
    fetch: none,
    largerWindow: (model, tokens) => [`${vllm(model)} --max-model-len ${tokens}`],
    tools: model => {
      const parser = toolParserOf(model)
      const command = `${vllm(model)} --enable-auto-tool-choice --tool-call-parser ${parser ?? 'PARSER'}`
      return parser ? [command] : [command, '# PARSER: https://docs.vllm.ai/en/latest/features/tool_calling/']
    },
    images: () => ['# take a model that reads images'],
    update: updates.vllm,
  },
  litellm: {
    start: base => [`litellm --config config.yaml${port(base, '--port')}`],
    fetch: none,
    largerWindow: (_, tokens) => [
      '# the window is that of the server behind it: enlarge it there, then tell LiteLLM in its config.yaml:',
      `model_info: {max_input_tokens: ${tokens}}`,
    ],
    tools: () => [...installLiteLlm, '# and look at the server behind it: LiteLLM only hands the tools on'],
    images: () => [
      '# in its config.yaml, where the model behind it reads images:',
      'model_info: {supports_vision: true}',
    ],
    update: updates.litellm,
  },
}

/** What to do where a server of this kind runs. Model names are quoted for a shell; upper case words are to be filled in. */
export function fixCommandsOf(kind: Kind): FixCommands {
  return fixes[kind] ?? nothing
}

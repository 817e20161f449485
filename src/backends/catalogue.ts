import type { Backend, Kind } from './backend.ts'

const port = (wanted: string) => (url: URL) => url.port === wanted
const host = (name: string) => (url: URL) => url.hostname === name || url.hostname.endsWith(`.${name}`)

/**
 * Every kind of backend, in the order in which a URL is tried against them.
 * The default ports are each vendor's documented ones.
 */
export const backends = {
  anthropic: {
    kind: 'anthropic',
    title: 'Anthropic',
    auth: { header: 'x-api-key', needed: 'never' },
    runsModels: false,
    needsModel: false,
    exampleModel: 'opus',
    // Over plain http nobody knows who answers.
    recognise: url => url.protocol === 'https:' && host('anthropic.com')(url),
  },
  openrouter: {
    kind: 'openrouter',
    title: 'OpenRouter',
    // Not /api/v1, which several guides name: the client would post to /api/v1/v1/messages.
    defaultBaseUrl: 'https://openrouter.ai/api',
    auth: { header: 'bearer', needed: 'always' },
    runsModels: false,
    needsModel: true,
    exampleModel: 'anthropic/claude-sonnet-4.5',
    recognise: host('openrouter.ai'),
  },
  ollama: {
    kind: 'ollama',
    title: 'Ollama',
    defaultBaseUrl: 'http://localhost:11434',
    auth: { header: 'bearer', needed: 'never', placeholder: 'ollama' },
    runsModels: true,
    needsModel: true,
    exampleModel: 'qwen3-coder',
    recognise: port('11434'),
  },
  lmstudio: {
    kind: 'lmstudio',
    title: 'LM Studio',
    defaultBaseUrl: 'http://localhost:1234',
    auth: { header: 'bearer', needed: 'never', placeholder: 'lmstudio' },
    runsModels: true,
    needsModel: true,
    exampleModel: 'qwen/qwen3-coder-30b',
    recognise: port('1234'),
  },
  llamacpp: {
    kind: 'llamacpp',
    title: 'llama.cpp',
    defaultBaseUrl: 'http://localhost:8080',
    auth: { header: 'bearer', needed: 'public', placeholder: 'llamacpp' },
    runsModels: true,
    needsModel: true,
    exampleModel: 'qwen3-coder-30b',
    recognise: port('8080'),
  },
  vllm: {
    kind: 'vllm',
    title: 'vLLM',
    defaultBaseUrl: 'http://localhost:8000',
    auth: { header: 'bearer', needed: 'public', placeholder: 'vllm' },
    runsModels: true,
    needsModel: true,
    exampleModel: 'qwen3-coder',
    recognise: port('8000'),
  },
  litellm: {
    kind: 'litellm',
    title: 'LiteLLM',
    defaultBaseUrl: 'http://localhost:4000',
    auth: { header: 'bearer', needed: 'always' },
    runsModels: false,
    needsModel: true,
    exampleModel: 'devstral',
    recognise: port('4000'),
  },
  gateway: {
    kind: 'gateway',
    title: 'a gateway',
    auth: { header: 'bearer', needed: 'public', placeholder: 'claude-switch' },
    runsModels: false,
    needsModel: true,
    exampleModel: 'qwen3-coder',
    recognise: () => true,
  },
} as const satisfies Record<Kind, Backend>

/** The kind that a base URL speaks of: by its host, else by the port that the kind is known for, else `gateway`. */
export function kindOf(url: URL): Kind {
  for (const backend of Object.values(backends)) if (backend.recognise(url)) return backend.kind
  return 'gateway'
}

/** What is known of one kind. */
export function backendOf(kind: Kind): Backend {
  return backends[kind]
}

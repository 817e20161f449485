import { type Backend, isHost, type Kind } from './backend.ts'
import { chatKinds } from './chat-kinds.ts'
import { providers } from './providers.ts'
import { vendor } from './vendor.ts'

const port = (wanted: string) => (url: URL) => url.port === wanted

/**
 * Every kind of backend, in the order in which a URL is tried against them.
 * The default ports are each vendor's documented ones.
 */
export const backends = {
  anthropic: {
    kind: 'anthropic',
    title: 'Anthropic',
    protocol: 'messages',
    auth: { header: 'x-api-key', needed: 'never' },
    runsModels: false,
    needsModel: false,
    exampleModel: 'opus',
    // Over plain http nobody knows who answers.
    recognise: url => url.protocol === 'https:' && isHost('anthropic.com')(url),
  },
  openrouter: {
    kind: 'openrouter',
    title: 'OpenRouter',
    protocol: 'messages',
    // Not /api/v1, which several guides name: the client would post to /api/v1/v1/messages.
    defaultBaseUrl: 'https://openrouter.ai/api',
    auth: { header: 'bearer', needed: 'always' },
    runsModels: false,
    needsModel: true,
    exampleModel: 'anthropic/claude-sonnet-4.5',
    recognise: isHost('openrouter.ai'),
  },
  ollama: {
    kind: 'ollama',
    title: 'Ollama',
    protocol: 'messages',
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
    protocol: 'messages',
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
    protocol: 'messages',
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
    protocol: 'messages',
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
    protocol: 'messages',
    defaultBaseUrl: 'http://localhost:4000',
    auth: { header: 'bearer', needed: 'always' },
    runsModels: false,
    needsModel: true,
    exampleModel: 'devstral',
    recognise: port('4000'),
  },
  deepseek: vendor('deepseek', 'messages', 'DeepSeek', 'https://api.deepseek.com/anthropic', 'deepseek-chat', {
    variable: 'DEEPSEEK_API_KEY',
    keysUrl: 'https://platform.deepseek.com/api_keys',
  }),
  kimi: vendor('kimi', 'messages', 'Kimi (Moonshot)', 'https://api.moonshot.ai/anthropic', 'kimi-k2-thinking', {
    variable: 'MOONSHOT_API_KEY',
    keysUrl: 'https://platform.moonshot.ai/console/api-keys',
  }),
  zai: vendor('zai', 'messages', 'Z.ai', 'https://api.z.ai/api/anthropic', 'glm-4.6', {
    variable: 'ZAI_API_KEY',
    keysUrl: 'https://z.ai/manage-apikey/apikey-list',
  }),
  minimax: vendor('minimax', 'messages', 'MiniMax', 'https://api.minimax.io/anthropic', 'MiniMax-M2', {
    variable: 'MINIMAX_API_KEY',
    keysUrl: 'https://platform.minimax.io',
  }),
  // Bearer only, by its documents.
  'ollama-cloud': vendor('ollama-cloud', 'messages', 'Ollama Cloud', 'https://ollama.com', 'qwen3-coder:480b', {
    variable: 'OLLAMA_API_KEY',
    keysUrl: 'https://ollama.com/settings/keys',
  }),
  ...chatKinds,
  ...providers,
  gateway: {
    kind: 'gateway',
    title: 'a gateway',
    protocol: 'messages',
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

import { anthropicMessages, backendsDoor } from '../support/namespace.ts'
import { loginFile, loginPath } from './files.ts'

/** What a recorder must see of a request for /v1/messages. */
export interface Expected {
  readonly url: string
  /** Undefined: one of the client's own. */
  readonly model?: string
  /** Undefined: whatever the client asks for of its own accord. */
  readonly maxTokens?: number
  readonly authorization?: string | undefined
  readonly apiKey?: string | undefined
  /** Canaries that go along beside the credential's own. */
  readonly carries?: readonly string[]
  /** What the profile switched off. */
  readonly off?: readonly ('thinking' | 'effort' | 'betas')[]
  /** Whether the client's billing block is in the prompt, where the switch decides that. */
  readonly attribution?: false
}

/** What a recorder sees of one of the profiles. */
export function expectedOf(profile: (typeof foreignProfiles)[number]['profile']): Expected {
  const row = foreignProfiles.find(one => one.profile === profile)
  if (!row) throw new Error(`there is no profile ${profile} in the table`)
  return row.expected
}

/** A kind of profile, and what a recorder sees of it whatever the environment was before. */
export interface Foreign {
  readonly profile: string
  readonly kind: string
  readonly expected: Expected
}

export const foreignProfiles = [
  {
    profile: 'litellm',
    kind: 'LiteLLM',
    expected: {
      url: 'http://localhost:8101/litellm/v1/messages',
      model: 'litellm-model',
      maxTokens: 4096,
      authorization: 'Bearer canary-litellm',
    },
  },
  {
    profile: 'ollama',
    kind: 'Ollama',
    expected: {
      url: `${backendsDoor}/ollama/v1/messages`,
      model: 'qwen3-coder:30b',
      maxTokens: 32_000,
      authorization: 'Bearer ollama',
      attribution: false,
    },
  },
  {
    profile: 'lmstudio',
    kind: 'LM Studio',
    expected: {
      url: `${backendsDoor}/lmstudio/v1/messages`,
      model: 'qwen/qwen3-coder-30b',
      maxTokens: 8192,
      authorization: 'Bearer lmstudio',
      off: ['effort'],
      attribution: false,
    },
  },
  {
    profile: 'vllm',
    kind: 'vLLM',
    expected: {
      url: `${backendsDoor}/vllm/v1/messages`,
      model: 'vllm-model',
      maxTokens: 16_384,
      authorization: 'Bearer canary-vllm',
      off: ['thinking'],
      attribution: false,
    },
  },
  {
    profile: 'llama',
    kind: 'llama.cpp',
    expected: {
      url: `${backendsDoor}/llama/v1/messages`,
      model: 'gguf',
      maxTokens: 2048,
      authorization: 'Bearer llamacpp',
      off: ['thinking', 'effort', 'betas'],
      attribution: false,
    },
  },
  {
    profile: 'openrouter',
    kind: 'OpenRouter',
    expected: {
      url: `${backendsDoor}/openrouter/api/v1/messages`,
      model: 'z-ai/glm-4.6:free',
      maxTokens: 32_000,
      authorization: 'Bearer canary-openrouter',
      off: ['betas'],
    },
  },
  {
    profile: 'keyed',
    kind: 'a gateway with x-api-key',
    expected: {
      url: `${backendsDoor}/keyed/v1/messages`,
      model: 'keyed-model',
      maxTokens: 64_000,
      apiKey: 'canary-keyed',
    },
  },
  {
    profile: 'my-gate',
    kind: 'a gateway with a bearer token',
    expected: {
      url: `${backendsDoor}/my-gate/v1/messages`,
      model: 'claude-gate',
      authorization: 'Bearer canary-my-gate',
    },
  },
] as const satisfies readonly Foreign[]

/** Anthropic itself, by three ways of paying. */
export interface Cloud {
  readonly kind: string
  /** Lines that the backends file has more. */
  readonly lines?: string
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly expected: Expected
  /** True where a credential of the environment's own takes the place of this one. */
  readonly yields?: true
  /** True where only the shell that exported the credential knows it. */
  readonly exported?: true
}

export const cloudProfiles = [
  {
    kind: 'cloud with the key that was exported',
    env: { ANTHROPIC_API_KEY: 'sk-ant-api03-canary-own' },
    expected: { url: anthropicMessages, apiKey: 'sk-ant-api03-canary-own' },
    exported: true,
  },
  {
    kind: 'cloud with a login',
    files: { [loginPath]: loginFile() },
    expected: { url: anthropicMessages, authorization: 'Bearer sk-ant-oat01-canary-login' },
    yields: true,
  },
  {
    kind: 'cloud with CLOUD_API_KEY and CLOUD_MODEL',
    lines: 'CLOUD_API_KEY=sk-ant-api03-canary-cloud\nCLOUD_MODEL=claude-sonnet-5-5\n',
    expected: {
      url: anthropicMessages,
      model: 'claude-sonnet-5-5',
      apiKey: 'sk-ant-api03-canary-cloud',
    },
  },
] as const satisfies readonly Cloud[]

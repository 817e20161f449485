import { type Backend, type ChatKind, isHost } from './backend.ts'
import { vendor } from './vendor.ts'

/**
 * The vendors that speak OpenAI's chat completions, each from its own documents (autumn 2026): the base URL with its /v1,
 * the variable that the vendor's own tools read, and where a key is to be had.
 */
export const chatKinds = {
  // Before Mistral, whose domain it is on.
  codestral: vendor('codestral', 'chat', 'Codestral', 'https://codestral.mistral.ai/v1', 'codestral-latest', {
    variable: 'CODESTRAL_API_KEY',
    keysUrl: 'https://console.mistral.ai/codestral',
  }),
  mistral: {
    ...vendor('mistral', 'chat', 'Mistral', 'https://api.mistral.ai/v1', 'devstral-latest', {
      variable: 'MISTRAL_API_KEY',
      keysUrl: 'https://console.mistral.ai/api-keys',
    }),
    defaultModel: { name: 'devstral-latest', contextTokens: 256_000 },
  },
  openai: vendor('openai', 'chat', 'OpenAI', 'https://api.openai.com/v1', 'gpt-5.1', {
    variable: 'OPENAI_API_KEY',
    keysUrl: 'https://platform.openai.com/api-keys',
  }),
  gemini: vendor(
    'gemini',
    'chat',
    'Google Gemini',
    'https://generativelanguage.googleapis.com/v1beta/openai',
    'gemini-2.5-pro',
    { variable: 'GEMINI_API_KEY', keysUrl: 'https://aistudio.google.com/apikey' },
  ),
  groq: vendor('groq', 'chat', 'Groq', 'https://api.groq.com/openai/v1', 'openai/gpt-oss-120b', {
    variable: 'GROQ_API_KEY',
    keysUrl: 'https://console.groq.com/keys',
  }),
  cerebras: vendor('cerebras', 'chat', 'Cerebras', 'https://api.cerebras.ai/v1', 'gpt-oss-120b', {
    variable: 'CEREBRAS_API_KEY',
    keysUrl: 'https://cloud.cerebras.ai',
  }),
  fireworks: vendor(
    'fireworks',
    'chat',
    'Fireworks',
    'https://api.fireworks.ai/inference/v1',
    'accounts/fireworks/models/glm-4p6',
    { variable: 'FIREWORKS_API_KEY', keysUrl: 'https://app.fireworks.ai/settings/users/api-keys' },
  ),
  together: vendor(
    'together',
    'chat',
    'Together',
    'https://api.together.xyz/v1',
    'Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8',
    {
      variable: 'TOGETHER_API_KEY',
      keysUrl: 'https://api.together.ai/settings/api-keys',
    },
  ),
  nvidia: vendor(
    'nvidia',
    'chat',
    'NVIDIA NIM',
    'https://integrate.api.nvidia.com/v1',
    'qwen/qwen3-coder-480b-a35b-instruct',
    {
      variable: 'NVIDIA_API_KEY',
      keysUrl: 'https://build.nvidia.com/settings/api-keys',
    },
  ),
  xai: vendor('xai', 'chat', 'xAI', 'https://api.x.ai/v1', 'grok-code-fast-1', {
    variable: 'XAI_API_KEY',
    keysUrl: 'https://console.x.ai',
  }),
  github: vendor('github', 'chat', 'GitHub Models', 'https://models.github.ai/inference', 'openai/gpt-4.1', {
    variable: 'GITHUB_TOKEN',
    keysUrl: 'https://github.com/settings/tokens',
  }),
  huggingface: vendor(
    'huggingface',
    'chat',
    'Hugging Face',
    'https://router.huggingface.co/v1',
    'Qwen/Qwen3-Coder-480B-A35B-Instruct',
    {
      variable: 'HF_TOKEN',
      keysUrl: 'https://huggingface.co/settings/tokens',
    },
  ),
  'opencode-go': {
    ...vendor('opencode-go', 'chat', 'OpenCode Go', 'https://opencode.ai/zen/go/v1', 'glm-5', {
      variable: 'OPENCODE_API_KEY',
      keysUrl: 'https://opencode.ai/auth',
    }),
    recognise: (url: URL) => isHost('opencode.ai')(url) && url.pathname.startsWith('/zen/go'),
  },
  opencode: vendor('opencode', 'chat', 'OpenCode Zen', 'https://opencode.ai/zen/v1', 'qwen3-coder', {
    variable: 'OPENCODE_API_KEY',
    keysUrl: 'https://opencode.ai/auth',
  }),
  wafer: vendor('wafer', 'chat', 'Wafer', 'https://pass.wafer.ai/v1', 'GLM-5.1', {
    variable: 'WAFER_API_KEY',
    keysUrl: 'https://www.wafer.ai',
  }),
  azure: {
    kind: 'azure',
    title: 'Azure OpenAI',
    protocol: 'chat',
    auth: {
      header: 'bearer',
      needed: 'always',
      variable: 'AZURE_OPENAI_API_KEY',
      keysUrl: 'https://ai.azure.com',
    },
    runsModels: false,
    needsModel: true,
    exampleModel: 'the name of your deployment',
    exampleUrl: 'https://YOUR-RESOURCE.openai.azure.com/openai/v1',
    recognise: isHost('openai.azure.com'),
  },
  'openai-compatible': {
    kind: 'openai-compatible',
    title: 'a chat completions server',
    protocol: 'chat',
    auth: { header: 'bearer', needed: 'public', placeholder: 'claude-switch' },
    runsModels: false,
    needsModel: true,
    exampleModel: 'qwen3-coder',
    recognise: () => false,
  },
} as const satisfies Record<ChatKind, Backend>

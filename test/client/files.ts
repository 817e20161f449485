import { backendsDoor, trapDoor } from '../support/namespace.ts'

/** Every profile in one file, each with a path of its own, so that the recorder can tell who was called. */
export const backendsText = `LITELLM_KIND=litellm
LITELLM_BASE_URL=http://localhost:8101/litellm
LITELLM_AUTH_TOKEN=canary-litellm
LITELLM_MODEL=litellm-model
LITELLM_CONTEXT_TOKENS=65536
LITELLM_MAX_OUTPUT_TOKENS=4096

OLLAMA_BASE_URL=${backendsDoor}/ollama
OLLAMA_MODEL=qwen3-coder:30b

LMSTUDIO_KIND=lmstudio
LMSTUDIO_BASE_URL=${backendsDoor}/lmstudio
LMSTUDIO_MODEL=qwen/qwen3-coder-30b
LMSTUDIO_MAX_OUTPUT_TOKENS=8192
LMSTUDIO_EFFORT=off

VLLM_KIND=vllm
VLLM_BASE_URL=${backendsDoor}/vllm/v1/
VLLM_AUTH_TOKEN='canary-vllm'
VLLM_MODEL=vllm-model
VLLM_HAIKU_MODEL=vllm-small
VLLM_SUBAGENT_MODEL=vllm-subagent
VLLM_CONTEXT_TOKENS=131072
VLLM_MAX_OUTPUT_TOKENS=16384
VLLM_THINKING=off

LLAMA_KIND=llamacpp
LLAMA_BASE_URL=${backendsDoor}/llama
LLAMA_MODEL=gguf
LLAMA_MAX_OUTPUT_TOKENS=2048
LLAMA_BETAS=off
LLAMA_THINKING=off
LLAMA_EFFORT=off

OPENROUTER_KIND=openrouter
OPENROUTER_BASE_URL=${backendsDoor}/openrouter/api
OPENROUTER_AUTH_TOKEN_COMMAND='printf "%s\\n" canary-openrouter second-line'
OPENROUTER_MODEL=z-ai/glm-4.6:free
OPENROUTER_BETAS=off

KEYED_KIND=gateway
KEYED_BASE_URL=${backendsDoor}/keyed
KEYED_API_KEY=canary-keyed
KEYED_MODEL=keyed-model
KEYED_MAX_OUTPUT_TOKENS=64000
KEYED_CLAUDE_ARGS='--append-system-prompt "two words: canary-args"'

MY_GATE_BASE_URL=${backendsDoor}/my-gate
MY_GATE_AUTH_TOKEN=canary-my-gate
MY_GATE_MODEL=claude-gate

ELSEWHERE_KIND=vllm
ELSEWHERE_BASE_URL=${trapDoor}/elsewhere
ELSEWHERE_AUTH_TOKEN=canary-elsewhere
ELSEWHERE_MODEL=canary-elsewhere-model
ELSEWHERE_MAX_OUTPUT_TOKENS=7
ELSEWHERE_EFFORT=off
ELSEWHERE_ENV_ANTHROPIC_CUSTOM_HEADERS='X-Elsewhere: canary-elsewhere-header'
`

/** The login that /login leaves behind, and what of it is sent. */
export const loginFile = (expiresAt = Date.UTC(2100, 0)): string =>
  JSON.stringify({
    claudeAiOauth: {
      accessToken: 'sk-ant-oat01-canary-login',
      refreshToken: 'sk-ant-ort01-canary-refresh',
      expiresAt,
      scopes: ['user:inference', 'user:profile'],
      subscriptionType: 'max',
    },
  })
export const loginPath = '.claude/.credentials.json'

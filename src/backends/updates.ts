import type { Kind } from './backend.ts'
import { cleanLiteLlm } from './litellm-releases.ts'

/** Never without a version: releases were forged twice, and nobody knows of the next. */
export const installLiteLlm: readonly string[] = [`pip install 'litellm[proxy]==${cleanLiteLlm}'`]

/** How to get a newer release of each server that people run themselves: commands, or a comment where it is done by hand. */
export const updates = {
  ollama: [
    'curl -fsSL https://ollama.com/install.sh | sh',
    '# on macOS and Windows the app updates itself: restart it from its menu',
  ],
  lmstudio: ['# LM Studio: Settings, then "Check for updates"; its engines under Runtime'],
  llamacpp: ['brew upgrade llama.cpp', '# or a newer build from https://github.com/ggml-org/llama.cpp/releases'],
  vllm: ['pip install --upgrade vllm'],
  litellm: installLiteLlm,
} as const satisfies Partial<Record<Kind, readonly string[]>>

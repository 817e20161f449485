/** The names of the templates, apart from what they are: completion needs no more. */
export const templateNames = [
  'litellm',
  'litellm-systemd',
  'litellm-launchd',
  'router-systemd',
  'router-launchd',
  'modelfile',
  'ollama-systemd',
  'vllm',
  'llama-server',
  'claude-settings',
  'vscode-settings',
  'envrc',
  'starship',
  'cloud-escalator',
  'vibe-orchestrator',
] as const

export type TemplateName = (typeof templateNames)[number]

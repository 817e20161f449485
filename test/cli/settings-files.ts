export const localFile = 'project/.claude/settings.local.json'
export const userFile = '.claude/settings.json'
export const values = {
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary-local',
  ANTHROPIC_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_SONNET_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_HAIKU_MODEL: 'qwen3-coder',
  ANTHROPIC_DEFAULT_FABLE_MODEL: 'qwen3-coder',
  ANTHROPIC_SMALL_FAST_MODEL: 'qwen3-coder',
  CLAUDE_CODE_SUBAGENT_MODEL: 'qwen3-coder',
  CLAUDE_CODE_SUBAGENT_MODEL_FORCE: '1',
  ANTHROPIC_CUSTOM_MODEL_OPTION: 'qwen3-coder',
  ANTHROPIC_CUSTOM_MODEL_OPTION_NAME: 'qwen3-coder',
  CLAUDE_CODE_MAX_CONTEXT_TOKENS: '65536',
  CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8192',
  CLAUDE_SWITCH_PROFILE: 'local',
}

import { tier, type Variable } from './managed-variable.ts'

/**
 * Every variable that decides where the client goes, who pays, which model answers and what a request asks for, in the
 * order in which a plan names them. Measured with the client 2.1.329, or its public environment reference.
 */
export const managedVariables: readonly Variable[] = [
  {
    name: 'ANTHROPIC_BASE_URL',
    role: 'redirect',
    field: 'BASE_URL',
    does: 'every request goes to this URL + /v1/messages',
  },
  { name: 'ANTHROPIC_API_URL', role: 'redirect', does: "other tools' name of the base URL; not read by 2.1.329" },
  { name: 'ANTHROPIC_API_BASE_URL', role: 'redirect', does: "other tools' name of the base URL; not read by 2.1.329" },
  {
    name: 'CLAUDE_AGENT_API_BASE_URL',
    role: 'redirect',
    does: "the Agent SDK's name of the base URL; not read by 2.1.329",
  },
  { name: 'ANTHROPIC_UNIX_SOCKET', role: 'redirect', does: 'requests go through this socket instead of the network' },
  { name: 'CLAUDE_CODE_USE_BEDROCK', role: 'selector', does: 'Amazon Bedrock, whatever the base URL says' },
  { name: 'CLAUDE_CODE_USE_VERTEX', role: 'selector', does: 'Google Vertex AI, whatever the base URL says' },
  { name: 'CLAUDE_CODE_USE_FOUNDRY', role: 'selector', does: 'Microsoft Foundry, whatever the base URL says' },
  { name: 'CLAUDE_CODE_USE_MANTLE', role: 'selector', does: "Bedrock's Mantle endpoint, whatever the base URL says" },
  { name: 'CLAUDE_CODE_USE_ANTHROPIC_AWS', role: 'selector', does: 'Claude on AWS, whatever the base URL says' },
  {
    name: 'CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD',
    role: 'selector',
    does: 'Claude on Google Cloud, whatever the base URL says',
  },
  {
    name: 'CLAUDE_CODE_USE_GATEWAY',
    role: 'selector',
    does: "an enterprise gateway at the base URL, with that gateway's own models and limits",
  },
  {
    name: 'ANTHROPIC_AUTH_TOKEN',
    role: 'credential',
    secret: true,
    field: 'AUTH_TOKEN',
    does: 'sent as authorization: Bearer, before every other credential',
  },
  {
    name: 'ANTHROPIC_API_KEY',
    role: 'credential',
    secret: true,
    field: 'API_KEY',
    does: 'sent as x-api-key, beside a Bearer token too, to whatever host the base URL names',
  },
  {
    name: 'CLAUDE_CODE_OAUTH_TOKEN',
    role: 'credential',
    secret: true,
    does: "a subscription's token, from claude setup-token",
  },
  {
    name: 'CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR',
    role: 'credential',
    does: 'a key read from this descriptor and sent as x-api-key, beside a Bearer token too',
  },
  {
    name: 'CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR',
    role: 'credential',
    does: "a subscription's token read from this descriptor",
  },
  {
    name: 'ANTHROPIC_PROFILE',
    role: 'credential',
    does: "one of the profiles of Anthropic's own tools, with its token and base URL",
  },
  { name: 'ANTHROPIC_IDENTITY_TOKEN', role: 'credential', secret: true, does: 'exchanged for a token at the base URL' },
  { name: 'ANTHROPIC_IDENTITY_TOKEN_FILE', role: 'credential', does: 'the same, read from a file' },
  { name: 'ANTHROPIC_FEDERATION_RULE_ID', role: 'credential', does: 'the rule by which that exchange is made' },
  { name: 'ANTHROPIC_CUSTOM_HEADERS', role: 'header', secret: true, does: 'headers added to every request' },
  { name: 'ANTHROPIC_BETAS', role: 'header', does: 'added to the anthropic-beta header' },
  {
    name: 'CLAUDE_CODE_EXTRA_BODY',
    role: 'header',
    does: 'JSON merged into every request; it can replace the model and max_tokens',
  },
  { name: 'CLAUDE_CODE_EXTRA_METADATA', role: 'header', does: 'JSON merged into metadata.user_id' },
  {
    name: 'ANTHROPIC_MODEL',
    role: 'model',
    field: 'MODEL',
    does: 'the main model; without it the client asks for its own default',
  },
  {
    name: 'ANTHROPIC_DEFAULT_MODEL',
    role: 'model',
    does: 'the main model where neither ANTHROPIC_MODEL nor a settings file names one',
  },
  ...tier('ANTHROPIC_DEFAULT_OPUS_MODEL', 'OPUS_MODEL', 'what opus means'),
  ...tier('ANTHROPIC_DEFAULT_SONNET_MODEL', 'SONNET_MODEL', 'what sonnet means'),
  ...tier('ANTHROPIC_DEFAULT_HAIKU_MODEL', 'HAIKU_MODEL', 'what haiku means; the background work runs on it'),
  ...tier('ANTHROPIC_DEFAULT_FABLE_MODEL', 'FABLE_MODEL', 'what fable means'),
  {
    name: 'ANTHROPIC_SMALL_FAST_MODEL',
    role: 'model',
    field: 'HAIKU_MODEL',
    does: 'the old name of the haiku tier; background requests still prefer it',
  },
  { name: 'CLAUDE_CODE_SUBAGENT_MODEL', role: 'model', field: 'SUBAGENT_MODEL', does: 'what every subagent runs on' },
  ...tier('ANTHROPIC_CUSTOM_MODEL_OPTION', 'MODEL', 'one more row in /model', 'MODEL_NAME'),
  {
    name: 'CLAUDE_CODE_MAX_CONTEXT_TOKENS',
    role: 'limit',
    foreignOnly: true,
    field: 'CONTEXT_TOKENS',
    does: 'the window of a model that the client does not know; else it assumes 1,000,000',
  },
  {
    name: 'CLAUDE_CODE_AUTO_COMPACT_WINDOW',
    role: 'limit',
    foreignOnly: true,
    does: 'where compaction starts; 100,000 to 1,000,000 only',
  },
  { name: 'CLAUDE_CODE_DISABLE_1M_CONTEXT', role: 'limit', does: 'no million-token windows' },
  {
    name: 'CLAUDE_CODE_MAX_OUTPUT_TOKENS',
    role: 'limit',
    field: 'MAX_OUTPUT_TOKENS',
    does: 'max_tokens of a request; 32,000 without it',
  },
  { name: 'MAX_THINKING_TOKENS', role: 'limit', does: 'the thinking budget; 0 leaves thinking out' },
  {
    name: 'API_TIMEOUT_MS',
    role: 'limit',
    field: 'TIMEOUT_MS',
    does: 'how long one request may take; ten minutes without it',
  },
  { name: 'CLAUDE_STREAM_IDLE_TIMEOUT_MS', role: 'limit', does: 'how long a stream may be silent' },
  {
    name: 'CLAUDE_CODE_EFFORT_LEVEL',
    role: 'flag',
    field: 'EFFORT',
    does: 'auto leaves output_config out of the request',
  },
  {
    name: 'CLAUDE_CODE_DISABLE_THINKING',
    role: 'flag',
    field: 'THINKING',
    does: 'leaves thinking and context_management out',
  },
  { name: 'CLAUDE_CODE_DISABLE_ADAPTIVE_THINKING', role: 'flag', does: 'a fixed budget instead of adaptive thinking' },
  { name: 'DISABLE_INTERLEAVED_THINKING', role: 'flag', does: 'leaves the interleaved-thinking beta out' },
  {
    name: 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS',
    role: 'flag',
    field: 'BETAS',
    does: 'leaves most betas out, and sends every tool at once',
  },
  {
    name: 'CLAUDE_CODE_ATTRIBUTION_HEADER',
    role: 'flag',
    foreignOnly: true,
    does: "0 leaves out a system block that spoils a local server's prefix cache",
  },
  {
    name: 'CLAUDE_CODE_TOTAL_TOKENS_REMINDER',
    role: 'flag',
    foreignOnly: true,
    does: "off leaves out a reminder that spoils a local server's prefix cache",
  },
  { name: 'NO_PROXY', role: 'proxy', does: 'hosts that are reached without the proxy' },
  { name: 'no_proxy', role: 'proxy', does: 'the same; where both are set, this spelling is the one that is read' },
]

const byName: ReadonlyMap<string, Variable> = new Map(managedVariables.map(variable => [variable.name, variable]))

/** The managed variable of a name, when it is one. */
export function managedVariable(name: string): Variable | undefined {
  return byName.get(name)
}

/** The names that `ENV_` may not set: what a field of the profile decides, and where and as whom a request goes. */
export const decidedNames: ReadonlySet<string> = new Set([
  ...managedVariables
    .filter(
      ({ field, role }) =>
        field || role === 'redirect' || role === 'selector' || role === 'credential' || role === 'proxy',
    )
    .map(({ name }) => name),
  'CLAUDE_SWITCH_PROFILE',
  '__claude_switch_undo',
])

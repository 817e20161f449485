import type { Variable } from './managed-variable.ts'

/** The variables that decide where requests go and as whom, in the order in which a plan names them. */
export const managedDestinations: readonly Variable[] = [
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
  {
    name: 'CLAUDE_CODE_CUSTOM_OAUTH_URL',
    role: 'redirect',
    does: 'another place for the login, and everything that belongs to it',
  },
  { name: 'CLAUDE_CODE_CLIENT_DATA_URL', role: 'redirect', does: "another place for the client's own data" },
  {
    name: 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST',
    role: 'session',
    foreignOnly: true,
    does: 'only the shell decides where requests go and as whom: no settings file, helper or login',
  },
  {
    name: 'CLAUDE_CODE_REMOTE',
    role: 'session',
    does: "a session of Anthropic's machines: the stored login goes out in place of every token and key",
  },
  {
    name: 'CLAUDE_CODE_ENTRYPOINT',
    role: 'session',
    does: 'who started the client: the desktop app sends the stored login in place of every token and key',
  },
  {
    name: 'CLAUDE_CODE_REMOTE_TOOLS_PIN_STORED_LOGIN',
    role: 'session',
    does: 'the stored login alone counts',
  },
  {
    name: 'CLAUDE_CODE_USER_DELEGATED_SESSION_DIRECT_API',
    role: 'session',
    does: "a session that another program's user delegated: no token of ours counts",
  },
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
]

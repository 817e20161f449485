import { managedDestinations } from './managed-destinations.ts'
import { tier, type Variable } from './managed-variable.ts'

/**
 * Every variable that decides where the client goes, who pays, which model answers and what a request asks for, in the
 * order in which a plan names them. Measured with the client 2.1.329, or its public environment reference.
 */
export const managedVariables: readonly Variable[] = [
  ...managedDestinations,
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
  {
    name: 'CLAUDE_CODE_SUBAGENT_MODEL_FORCE',
    role: 'model',
    foreignOnly: true,
    field: 'SUBAGENT_MODEL',
    does: "1 makes that count for agents whose front matter names a model of Anthropic's, too",
  },
  { name: 'CLAUDE_CODE_WORKFLOW_SUBAGENT_MODEL', role: 'model', does: 'what the subagents of a workflow run on' },
  { name: 'CLAUDE_CODE_AUTO_MODE_MODEL', role: 'model', does: 'what judges commands in auto mode' },
  { name: 'CLAUDE_CODE_BG_CLASSIFIER_MODEL', role: 'model', does: 'what sorts background sessions' },
  {
    name: 'CLAUDE_CODE_MODEL_CAPABILITIES',
    role: 'flag',
    foreignOnly: true,
    field: 'MODEL_CAPABILITIES',
    does: 'what may be asked of which model: -mid_conv_system leaves out system messages in the middle',
  },
  {
    name: 'CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY',
    role: 'flag',
    foreignOnly: true,
    does: 'asks the base URL for its models, with the credential',
  },
  {
    name: 'CLAUDE_CODE_GATEWAY_HINT_HEADERS',
    role: 'flag',
    foreignOnly: true,
    field: 'ROUTER',
    does: "1 says in headers which request is a subagent's, and which is background work",
  },
  { name: 'CLAUDE_CODE_SIMPLE', role: 'flag', does: 'no tools but a few, and no system prompt' },
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
    .filter(({ field, role }) => field || ['redirect', 'selector', 'session', 'credential', 'proxy'].includes(role))
    .map(({ name }) => name),
  'CLAUDE_SWITCH_PROFILE',
  '__claude_switch_undo',
])

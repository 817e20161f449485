import { keyOf } from '../profiles/fields.ts'
import { isHostedSession, isRejected, type SentCredential } from './credentials.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { hostManagedVariable } from './host-managed.ts'
import { managedVariables } from './managed-variables.ts'
import { networkSettings } from './network.ts'
import { isOn } from './plan.ts'
import { fromEnvironment, type SettingsLayer } from './precedence.ts'
import { redactUrl } from './redact.ts'
import { removalOf } from './settings-removal.ts'
import { adviseOutput, compactionPoint, defaultOutputTokens, firstTokensOf, roomFor } from './window.ts'

/**
 * What the user should know before heavy work, the gravest first: settings files that override the shell, credentials
 * that go where they do not belong, tiers that would fail, windows that are too small. Each is one sentence with the way out.
 */
export function warningsOf(found: EffectiveConfig, shown: (path: string) => string): string[] {
  return [...sessionWarnings(found, shown), ...networkWarnings(found, shown)]
}

/** The same without what concerns the network. */
export function sessionWarnings(found: EffectiveConfig, shown: (path: string) => string): string[] {
  const { url } = found.destination
  const config = url === undefined ? found : { ...found, destination: { ...found.destination, url: redactUrl(url) } }
  return [
    ...overrides(config, shown),
    ...nobodyPays(config),
    ...hostManaged(config),
    ...hostedSession(config),
    ...rejectedKey(config),
    ...strayCredentials(config, shown),
    ...tierTroubles(config),
    ...windowTroubles(config),
  ]
}

/** Requests that nothing would authenticate. */
function nobodyPays({ payer, destination, profile, resolved }: EffectiveConfig): string[] {
  if (payer.payer !== 'none' || resolved.isHostManaged) return []
  const way =
    destination.kind === 'anthropic'
      ? `run: claude auth login, or set ${keyOf(profile?.name ?? 'cloud', 'API_KEY')}`
      : 'set ANTHROPIC_AUTH_TOKEN'
  return [
    `there is no credential for ${destination.url ?? destination.title}, so Claude Code would ask to log in; ${way}.`,
  ]
}

/** Settings files that decide what the shell meant to decide. */
function overrides({ resolved, environment, profile }: EffectiveConfig, shown: (path: string) => string): string[] {
  const byFile = new Map<SettingsLayer, string[]>()
  for (const name of [...managedVariables.map(variable => variable.name), ...(profile?.extra.keys() ?? [])]) {
    const layer = resolved.overridden(name)
    if (!layer || (layer.env.get(name) ?? '') === (environment[name] ?? '')) continue
    byFile.set(layer, [...(byFile.get(layer) ?? []), name])
  }
  return [...byFile].map(([layer, names]) => {
    const removal = removalOf(layer)
    const way = removal
      ? `claude-switch wrote that, and takes it out with: ${removal}`
      : 'take it out of the "env" block there.'
    return `${shown(layer.path)} sets ${listed(names)}, which Claude Code takes instead of what this shell says; ${way}`
  })
}

/** A program that keeps the client to its environment: what is in files, and the login, counts for nothing. */
function hostManaged({ resolved }: EffectiveConfig): string[] {
  if (!resolved.isHostManaged) return []
  const says = `${hostManagedVariable} is set, so no settings file, apiKeyHelper or login decides where requests go and as whom`
  return [`${says}; unset it, or switch with claude-switch, which does.`]
}

/** A session that another program started here: its marks take the profile's credential away. */
function hostedSession({ resolved, credentials, destination }: EffectiveConfig): string[] {
  if (!isHostedSession(resolved) || destination.kind === 'provider') return []
  const name = isOn(resolved.get('CLAUDE_CODE_REMOTE')?.value ?? '') ? 'CLAUDE_CODE_REMOTE' : 'CLAUDE_CODE_ENTRYPOINT'
  const [winner] = credentials
  const goes = winner?.source === 'login' || winner?.name === 'CLAUDE_CODE_OAUTH_TOKEN'
  if (!goes || destination.kind === 'anthropic') return []
  const says = `${name} is set, so Claude Code sends your Anthropic login to ${destination.url}, whatever token or key is set`
  return [`${says}; unset it, or switch with claude-switch, which does.`]
}

/** A key that the user once refused in the client's dialog: interactive sessions send the login in its place. */
function rejectedKey({ credentials, resolved, logins, destination }: EffectiveConfig): string[] {
  const [winner] = credentials
  if (winner?.name !== 'ANTHROPIC_API_KEY' || destination.kind === 'provider') return []
  if (!isRejected(resolved.get('ANTHROPIC_API_KEY')?.value ?? '', logins)) return []
  const instead =
    destination.kind === 'anthropic'
      ? 'leave it aside and use your login'
      : `send ${logins.subscription ? 'your Anthropic login' : 'no key'} to ${destination.url} in its place`
  const cure = 'take its end out of customApiKeyResponses.rejected in ~/.claude.json'
  return [`you once answered No to this ANTHROPIC_API_KEY, so interactive sessions ${instead}; ${cure}.`]
}

/** What would be sent to a host it was not made for: the user's own Anthropic credentials, beside or instead of the profile's. */
function strayCredentials(
  { credentials, destination, profile, resolved }: EffectiveConfig,
  shown: (path: string) => string,
): string[] {
  if (destination.kind === 'anthropic' || destination.kind === 'provider' || !destination.url) return []
  const expected = profile?.credential?.header === 'x-api-key' ? 'ANTHROPIC_API_KEY' : 'ANTHROPIC_AUTH_TOKEN'
  const way = profile && `give ${profile.name} an API_KEY instead of an AUTH_TOKEN, which takes its place`
  const wayOut = (from: string) => {
    if (from !== fromEnvironment) return `take it out of ${shown(from)}.`
    return profile ? `run: claude-switch ${profile.name}` : 'unset it.'
  }
  const describe = ({ source, name, from }: SentCredential, index: number): string | undefined => {
    switch (source) {
      case 'variable':
        if (profile ? name === expected || profile.extra.has(name) : index === 0) return undefined
        return `${name} is set, and sent to ${destination.url} too; ${wayOut(from)}`
      case 'helper': {
        // Written for this very destination, with the profile's own command.
        const layer = resolved.layers.find(({ path }) => path === from)
        if (index === 0 && layer && resolved.overridden('ANTHROPIC_BASE_URL') === layer && removalOf(layer))
          return undefined
        return `what apiKeyHelper in ${shown(from)} prints is sent to ${destination.url} too; take it out of that file.`
      }
      case 'stored key':
        return `the Console key that /login stored in ${shown(from)} is sent to ${destination.url} too; log out with: claude auth logout${way ? `, or ${way}` : ''}.`
      case 'login':
        return `there is no token for ${destination.url}, so Claude Code sends your Anthropic login there; set ANTHROPIC_AUTH_TOKEN, or switch with claude-switch.`
      case 'profile':
        return from === fromEnvironment
          ? `${name} gives ${destination.url} a token of your Anthropic login; unset it.`
          : `the profile ${name} of Anthropic's tools in ${shown(from)} sends its token to ${destination.url}; set ANTHROPIC_AUTH_TOKEN, or switch with claude-switch.`
    }
  }
  return credentials.map(describe).filter(says => says !== undefined)
}

/** Who may read along: whatever a project's file says of the network, and what leaves everything open. */
function networkWarnings(config: EffectiveConfig, shown: (path: string) => string): string[] {
  return networkSettings(config)
    .filter(({ project, isGrave }) => project || isGrave)
    .map(({ variable, says, project }) =>
      project
        ? `${shown(project.path)}, a file of this project, sets ${variable}: ${says}; take it out unless you trust who wrote it.`
        : `${variable} is set, so ${says}; unset it unless you mean it.`,
    )
}

/** Tiers whose model the backend would not have, those with the same trouble in one sentence. */
function tierTroubles({ tiers }: EffectiveConfig): string[] {
  const byTrouble = new Map<string, string[]>()
  for (const { tier, model, trouble } of tiers) {
    if (trouble)
      byTrouble.set(trouble, [...(byTrouble.get(trouble) ?? []), model === undefined ? tier : `${tier} (${model})`])
  }
  return [...byTrouble].map(([trouble, names]) => `${listed(names)}: ${trouble}.`)
}

/** Windows that the client does not know, or that leave no room for a conversation. */
function windowTroubles({ resolved, destination, profile, tiers }: EffectiveConfig): string[] {
  if (destination.kind === 'anthropic' || destination.kind === 'provider') return []
  const { model: main, hasMillion } = tiers.find(({ tier }) => tier === 'main') ?? {}
  if (hasMillion && main !== undefined)
    return [
      `${main}[1m] makes Claude Code count on 1,000,000 tokens, whatever is set; take [1m] out of its name unless the server has them.`,
    ]
  if (main === undefined || main.toLowerCase().startsWith('claude-')) return []
  const key = (field: 'CONTEXT_TOKENS' | 'MAX_OUTPUT_TOKENS', variable: string) =>
    profile ? keyOf(profile.name, field) : variable
  const context = Number(resolved.get('CLAUDE_CODE_MAX_CONTEXT_TOKENS')?.value)
  if (!context) {
    const name = key('CONTEXT_TOKENS', 'CLAUDE_CODE_MAX_CONTEXT_TOKENS')
    return [`Claude Code assumes a window of 1,000,000 tokens for ${main}; set ${name} to what the server really has.`]
  }
  const output = Number(resolved.get('CLAUDE_CODE_MAX_OUTPUT_TOKENS')?.value) || defaultOutputTokens
  const first = firstTokensOf({
    sendsAll: resolved.get('CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS') !== undefined,
    isSimple: resolved.get('CLAUDE_CODE_SIMPLE') !== undefined,
  })
  if (roomFor(context, output, first) >= leastRoom) return []
  const point = Math.max(0, compactionPoint(context, output))
  const advised = adviseOutput(context)
  const fix =
    advised !== undefined && output > advised && roomFor(context, advised, first) >= leastRoom
      ? `set ${key('MAX_OUTPUT_TOKENS', 'CLAUDE_CODE_MAX_OUTPUT_TOKENS')}=${advised}`
      : 'start the server with a larger window'
  return [
    `a window of ${context} tokens with answers of ${output} is compacted at ${point}, too early for a session; ${fix}.`,
  ]
}

/** Tokens of conversation below which a session compacts without end [measured: 3672 works, less does not]. */
const leastRoom = 3000

function listed(names: readonly string[]): string {
  const few = names.length <= 3
  const last = few ? names.slice(-1).join('') : `${names.length - 2} more`
  const others = few ? names.slice(0, -1) : names.slice(0, 2)
  return others.length === 0 ? last : `${others.join(', ')} and ${last}`
}

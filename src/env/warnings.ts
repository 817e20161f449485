import { keyOf } from '../profiles/fields.ts'
import { isHostedSession, isRejected, type SentCredential, sentCredentials } from './credentials.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { hostManagedVariable } from './host-managed.ts'
import { managedVariables } from './managed-variables.ts'
import { networkSettings } from './network.ts'
import { isOn } from './plan.ts'
import { fromEnvironment, type SettingsLayer } from './precedence.ts'
import { redactUrl } from './redact.ts'
import { removalOf } from './settings-removal.ts'
import type { ResolvedTier, TierTrouble } from './tiers.ts'
import type { Warning } from './warning.ts'
import { adviseOutput, compactionPoint, defaultOutputTokens, firstTokensOf, roomFor } from './window.ts'

/**
 * What is to be warned of, the gravest first: settings files that override the shell, credentials that go where they do not
 * belong, tiers that would fail, windows that are too small, and who may read along.
 */
export function warningsOf(found: EffectiveConfig): Warning[] {
  return [...sessionWarnings(found), ...networkWarnings(found)]
}

/** The same without what concerns the network. */
export function sessionWarnings(found: EffectiveConfig): Warning[] {
  const { url } = found.destination
  const config = url === undefined ? found : { ...found, destination: { ...found.destination, url: redactUrl(url) } }
  return [
    ...overrides(config),
    ...nobodyPays(config),
    ...hostManaged(config),
    ...hostedSession(config),
    ...toProvider(config),
    ...rejectedKey(config),
    ...strayCredentials(config),
    ...tierTroubles(config),
    ...agentTroubles(config),
    ...windowTroubles(config),
  ]
}

/** Requests that nothing would authenticate. */
function nobodyPays({ payer, destination, profile, resolved }: EffectiveConfig): Warning[] {
  if (payer.payer !== 'none' || resolved.isHostManaged) return []
  const key = destination.kind === 'anthropic' ? { key: keyOf(profile?.name ?? 'cloud', 'API_KEY') } : {}
  return [{ code: 'no-credential', place: destination.url ?? destination.title, ...key }]
}

/** Settings files that decide what the shell meant to decide. */
function overrides({ resolved, environment, profile }: EffectiveConfig): Warning[] {
  const byFile = new Map<SettingsLayer, string[]>()
  for (const name of [...managedVariables.map(variable => variable.name), ...(profile?.extra.keys() ?? [])]) {
    const layer = resolved.overridden(name)
    if (!layer || (layer.env.get(name) ?? '') === (environment[name] ?? '')) continue
    byFile.set(layer, [...(byFile.get(layer) ?? []), name])
  }
  return [...byFile].map(([layer, variables]) => {
    const removal = removalOf(layer)
    return { code: 'overridden-by-file', path: layer.path, variables, ...(removal === undefined ? {} : { removal }) }
  })
}

/** A program that keeps the client to its environment: what is in files, and the login, counts for nothing. */
function hostManaged({ resolved }: EffectiveConfig): Warning[] {
  return resolved.isHostManaged ? [{ code: 'host-managed', variable: hostManagedVariable }] : []
}

/** A session that another program started here: its marks take the profile's credential away. */
function hostedSession({ resolved, credentials, destination }: EffectiveConfig): Warning[] {
  if (!isHostedSession(resolved) || destination.kind === 'provider') return []
  const variable = isOn(resolved.get('CLAUDE_CODE_REMOTE')?.value ?? '')
    ? 'CLAUDE_CODE_REMOTE'
    : 'CLAUDE_CODE_ENTRYPOINT'
  const [winner] = credentials
  const goes = winner?.source === 'login' || winner?.name === 'CLAUDE_CODE_OAUTH_TOKEN'
  if (!goes || destination.kind === 'anthropic') return []
  return [{ code: 'hosted-session', variable, url: destination.url ?? destination.title }]
}

/** A cloud whose login is skipped gets the client's own credentials instead, at whatever address is set [measured, 2.1.332]. */
function toProvider({ destination, resolved, logins }: EffectiveConfig): Warning[] {
  if (destination.kind !== 'provider') return []
  const skips = ['BEDROCK', 'VERTEX', 'FOUNDRY'].map(name => `CLAUDE_CODE_SKIP_${name}_AUTH`)
  const variable = skips.find(name => isOn(resolved.get(name)?.value ?? ''))
  const sent = sentCredentials(resolved, logins).filter(({ source }) => source === 'variable' || source === 'helper')
  if (variable === undefined || sent.length === 0) return []
  const names = sent.map(({ name }) => name)
  return [{ code: 'cloud-login-skipped', variable, names, place: destination.url ?? destination.title }]
}

/** A key that the user once refused in the client's dialog: interactive sessions send the login in its place. */
function rejectedKey({ credentials, resolved, logins, destination }: EffectiveConfig): Warning[] {
  const [winner] = credentials
  if (winner?.name !== 'ANTHROPIC_API_KEY' || destination.kind === 'provider') return []
  if (!isRejected(resolved.get('ANTHROPIC_API_KEY')?.value ?? '', logins)) return []
  const url = destination.kind === 'anthropic' ? {} : { url: destination.url ?? destination.title }
  return [{ code: 'key-rejected', hasLogin: logins.subscription !== undefined, ...url }]
}

/** What would be sent to a host it was not made for: the user's own Anthropic credentials, beside or instead of the profile's. */
function strayCredentials({ credentials, destination, profile, resolved }: EffectiveConfig): Warning[] {
  const { kind, url } = destination
  if (kind === 'anthropic' || kind === 'provider' || !url) return []
  const expected = profile?.credential?.header === 'x-api-key' ? 'ANTHROPIC_API_KEY' : 'ANTHROPIC_AUTH_TOKEN'
  const named = profile ? { profile: profile.name } : {}
  const warn = ({ source, name, from }: SentCredential, index: number): Warning | undefined => {
    switch (source) {
      case 'variable': {
        if (profile ? name === expected || profile.extra.has(name) : index === 0) return undefined
        const path = from === fromEnvironment ? {} : { path: from }
        return { code: 'stray-variable', variable: name, url, ...path, ...named }
      }
      case 'helper': {
        // Written for this very destination, with the profile's own command.
        const layer = resolved.layers.find(({ path }) => path === from)
        const isOwn = index === 0 && layer && resolved.overridden('ANTHROPIC_BASE_URL') === layer && removalOf(layer)
        return isOwn ? undefined : { code: 'stray-helper', path: from, url }
      }
      case 'stored key':
        return { code: 'stray-console-key', path: from, url, ...named }
      case 'login':
        return { code: 'stray-login', url }
      case 'profile':
        return from === fromEnvironment
          ? { code: 'stray-tool-token', variable: name, url }
          : { code: 'stray-tool-profile', name, path: from, url }
    }
  }
  return credentials.map(warn).filter(warning => warning !== undefined)
}

/** Who may read along: whatever a project's file says of the network, and what leaves everything open. */
function networkWarnings(config: EffectiveConfig): Warning[] {
  return networkSettings(config)
    .filter(({ project, isGrave }) => project || isGrave)
    .map(({ variable, effect, project }) =>
      project
        ? { code: 'network-of-project', path: project.path, variable, effect }
        : { code: 'network-open', variable, effect },
    )
}

/** Tiers whose model the backend would not have, those with the same trouble in one warning. */
function tierTroubles({ tiers }: EffectiveConfig): Warning[] {
  const byTrouble = new Map<string, TierTrouble & { tiers: Pick<ResolvedTier, 'tier' | 'model'>[] }>()
  for (const { tier, model, trouble } of tiers) {
    if (!trouble) continue
    const key = JSON.stringify(trouble)
    const same = byTrouble.get(key) ?? { ...trouble, tiers: [] }
    same.tiers.push({ tier, ...(model === undefined ? {} : { model }) })
    byTrouble.set(key, same)
  }
  return [...byTrouble.values()]
}

/** Agents that would ask the backend for a model that it does not have. */
function agentTroubles({ agents, destination }: EffectiveConfig): Warning[] {
  const troubled = agents.filter(({ trouble }) => trouble !== undefined).map(({ name, model }) => ({ name, model }))
  return troubled.length === 0 ? [] : [{ code: 'agents-name-models', server: destination.title, agents: troubled }]
}

/** Windows that the client does not know, or that leave no room for a conversation. */
function windowTroubles({ resolved, destination, profile, tiers }: EffectiveConfig): Warning[] {
  if (destination.kind === 'anthropic' || destination.kind === 'provider') return []
  const { model: main, hasMillion } = tiers.find(({ tier }) => tier === 'main') ?? {}
  if (hasMillion && main !== undefined) return [{ code: 'window-assumed-million', model: main }]
  if (main === undefined || main.toLowerCase().startsWith('claude-')) return []
  const keyFor = (field: 'CONTEXT_TOKENS' | 'MAX_OUTPUT_TOKENS', variable: string) =>
    profile ? keyOf(profile.name, field) : variable
  const context = Number(resolved.get('CLAUDE_CODE_MAX_CONTEXT_TOKENS')?.value)
  if (!context)
    return [{ code: 'window-unknown', model: main, key: keyFor('CONTEXT_TOKENS', 'CLAUDE_CODE_MAX_CONTEXT_TOKENS') }]
  const output = Number(resolved.get('CLAUDE_CODE_MAX_OUTPUT_TOKENS')?.value) || defaultOutputTokens
  const first = firstTokensOf({
    sendsAll: resolved.get('CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS') !== undefined,
    isSimple: resolved.get('CLAUDE_CODE_SIMPLE') !== undefined,
  })
  if (roomFor(context, output, first) >= leastRoom) return []
  const compactedAt = Math.max(0, compactionPoint(context, output))
  const tokens = adviseOutput(context)
  const isCure = tokens !== undefined && output > tokens && roomFor(context, tokens, first) >= leastRoom
  const key = keyFor('MAX_OUTPUT_TOKENS', 'CLAUDE_CODE_MAX_OUTPUT_TOKENS')
  const advised = isCure ? { advised: { key, tokens } } : {}
  return [{ code: 'window-too-small', contextTokens: context, outputTokens: output, compactedAt, ...advised }]
}

/** Tokens of conversation below which a session compacts without end [measured: 3672 works, less does not]. */
const leastRoom = 3000

import { parseCustomHeaders } from '../profiles/custom-headers.ts'
import { isOn } from './plan.ts'
import type { ResolvedEnv } from './precedence.ts'

/** The user's stored logins, as far as they may be looked at: never a token. */
export interface Logins {
  /** The /login subscription: its plan, and when its token runs out (ms since 1970). */
  readonly subscription?: { readonly plan?: string; readonly expiresAt?: number }
  /** The Console key that /login stored in the client's global config. */
  readonly storedKey?: { readonly path: string }
  /** The profile of Anthropic's own tools that would be used where nothing before it is there. */
  readonly toolProfile?: ToolProfile
  /** The ends of API keys that the user refused in the client's dialog. */
  readonly rejectedKeys?: readonly string[]
}

/** A profile of Anthropic's own tools: its name, its file, and the base URL that counts where no variable names one. */
export interface ToolProfile {
  readonly name: string
  readonly path: string
  readonly baseUrl?: string
}

/** A credential that goes out with each request: where it comes from, and as which header. */
export interface SentCredential {
  readonly source: 'variable' | 'helper' | 'login' | 'stored key' | 'profile'
  /** The variable's name, or the settings file's or config's path. */
  readonly name: string
  readonly from: string
  readonly headers: readonly ('authorization' | 'x-api-key')[]
}

/**
 * Every credential that the client sends to wherever its requests go, the one that wins first; none when it would ask to
 * log in. The order and the doubles are measured with 2.1.329: whatever provides an x-api-key goes along beside a Bearer token.
 */
export function sentCredentials(resolved: ResolvedEnv, logins: Logins): SentCredential[] {
  return withCustomHeaders(clientCredentials(resolved, logins), resolved)
}

function clientCredentials(resolved: ResolvedEnv, stored: Logins): SentCredential[] {
  // A host that manages the session leaves the client none but the environment's.
  const logins: Logins = resolved.isHostManaged ? {} : stored
  const variable = (name: string, ...headers: SentCredential['headers']): SentCredential | undefined => {
    const origin = resolved.get(name)
    return origin && { source: 'variable', name, from: origin.from, headers }
  }
  const fromSession =
    variable('CLAUDE_CODE_OAUTH_TOKEN', 'authorization') ?? (logins.subscription ? theLogin : undefined)
  if (fromSession && isHostedSession(resolved)) return [fromSession]
  const token = variable('ANTHROPIC_AUTH_TOKEN', 'authorization')
  const key = variable('ANTHROPIC_API_KEY', 'x-api-key') ?? variable('CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR', 'x-api-key')
  const layer = resolved.isHostManaged ? undefined : resolved.layers.find(one => one.hasApiKeyHelper)
  const helper = (...headers: SentCredential['headers']): SentCredential | undefined =>
    layer && { source: 'helper', name: 'apiKeyHelper', from: layer.path, headers }
  const storedKey: SentCredential | undefined = logins.storedKey && {
    source: 'stored key',
    name: 'primaryApiKey',
    from: logins.storedKey.path,
    headers: ['x-api-key'],
  }
  const present = (...all: (SentCredential | undefined)[]) => all.filter(one => one !== undefined)
  if (token) return present(token, key ?? helper('x-api-key') ?? storedKey)
  if (key) return present(key, helper('authorization'))
  if (layer) return present(helper('authorization', 'x-api-key'))
  const oauth =
    variable('CLAUDE_CODE_OAUTH_TOKEN', 'authorization') ??
    variable('CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR', 'authorization')
  if (oauth) return [oauth]
  const { toolProfile } = logins
  const named = variable('ANTHROPIC_PROFILE', 'authorization')
  // One that is named and gives no token leaves the client without any; a stored key comes before it [measured, 2.1.332].
  if (named && storedKey) return [storedKey]
  if (named) return toolProfile ? [{ ...named, source: 'profile' }] : []
  if (logins.subscription) return [theLogin]
  const federation = variable('ANTHROPIC_IDENTITY_TOKEN', 'authorization')
  if (federation) return [{ ...federation, source: 'profile' }]
  if (storedKey || !toolProfile) return present(storedKey)
  return [{ source: 'profile', name: toolProfile.name, from: toolProfile.path, headers: ['authorization'] }]
}

const theLogin: SentCredential = {
  source: 'login',
  name: '/login',
  from: 'the stored login',
  headers: ['authorization'],
}

/**
 * Whether this environment is that of another program's session, such as the desktop app's: then the client leaves tokens and
 * keys aside and sends the stored login, to whatever host the base URL names [measured, 2.1.332].
 */
export function isHostedSession(resolved: ResolvedEnv): boolean {
  const entry = resolved.get('CLAUDE_CODE_ENTRYPOINT')?.value
  return isOn(resolved.get('CLAUDE_CODE_REMOTE')?.value ?? '') || entry === 'claude-desktop' || entry === 'local-agent'
}

/** Whether interactive sessions leave a key aside, since the user answered No to it; `-p` sends it all the same. */
export function isRejected(key: string, { rejectedKeys }: Logins): boolean {
  return rejectedKeys?.includes(key.slice(-20)) === true
}

/**
 * Adds what ANTHROPIC_CUSTOM_HEADERS sends: an x-api-key takes the place of any other, an authorization that of any but
 * ANTHROPIC_AUTH_TOKEN's and a helper's; either is enough where there is nothing else [measured, 2.1.329].
 */
function withCustomHeaders(sent: SentCredential[], resolved: ResolvedEnv): SentCredential[] {
  const custom = resolved.get('ANTHROPIC_CUSTOM_HEADERS')
  const firm = sent.some(
    ({ name, source, headers }) =>
      (name === 'ANTHROPIC_AUTH_TOKEN' || source === 'helper') && headers.includes('authorization'),
  )
  const headers = credentialHeaders(custom?.value ?? '').filter(header => !(firm && header === 'authorization'))
  if (!custom || headers.length === 0) return sent
  const others = sent
    .map(one => ({ ...one, headers: one.headers.filter(header => !headers.includes(header)) }))
    .filter(one => one.headers.length > 0)
  return [...others, { source: 'variable', name: 'ANTHROPIC_CUSTOM_HEADERS', from: custom.from, headers }]
}

/** The credential headers among the lines of ANTHROPIC_CUSTOM_HEADERS. */
function credentialHeaders(lines: string): SentCredential['headers'][number][] {
  const names = parseCustomHeaders(lines).map(([name]) => name)
  return (['authorization', 'x-api-key'] as const).filter(header => names.includes(header))
}

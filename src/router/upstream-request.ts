import type { Route } from './route.ts'

/** What a backend is to see as the credential: what the client sent (the user's login or key), or the profile's own secret. */
export type UpstreamCredential = 'own' | { readonly header: 'bearer' | 'x-api-key'; readonly secret: string } | 'none'

type Headers = Readonly<Record<string, string | undefined>>

/** What belongs to one connection (RFC 9110, section 7.6.1), and what is this address's own or ours to choose. */
const ofThisConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
  'accept-encoding',
  'cookie',
  'origin',
  'referer',
])

/**
 * The headers with which a request goes on to a backend: the client's own, but for what belongs to the connection, and with
 * the credential of that backend. The user's login and key go to Anthropic's own hosts and to nobody else, whatever the
 * profile says.
 */
export function upstreamHeaders(
  headers: Headers,
  { upstream }: Pick<Route, 'upstream'>,
  credential: UpstreamCredential,
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || ofThisConnection.has(name) || name === 'authorization' || name === 'x-api-key') continue
    kept[name] = value
  }
  // So that usage can be read from the copy of an answer that goes through here.
  kept['accept-encoding'] = 'identity'
  if (credential === 'own' && upstream.isAnthropic) {
    for (const name of ['authorization', 'x-api-key']) if (headers[name] !== undefined) kept[name] = headers[name]
    return kept
  }
  withoutLoginBeta(kept)
  if (typeof credential === 'object') {
    if (credential.header === 'bearer') kept['authorization'] = `Bearer ${credential.secret}`
    else kept['x-api-key'] = credential.secret
  }
  return kept
}

/** The beta that says "this bearer is a login" is wrong beside any other credential. */
function withoutLoginBeta(headers: Record<string, string>): void {
  const betas = headers['anthropic-beta']?.split(',').map(one => one.trim())
  if (!betas?.some(one => one.startsWith('oauth-'))) return
  const rest = betas.filter(one => !one.startsWith('oauth-'))
  if (rest.length > 0) headers['anthropic-beta'] = rest.join(',')
  else delete headers['anthropic-beta']
}

/** The headers of an answer as they go back to the client. */
export function answerHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const ours = new Set([...ofThisConnection, 'set-cookie', 'alt-svc', 'strict-transport-security'])
  ours.delete('accept-encoding')
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name)))
}

/**
 * The headers of a request for chat completions: none of the client's, which say nothing there. The session goes to Mistral,
 * whose own command line client names it so, for the sake of the cache.
 */
export function chatHeaders(
  headers: Headers,
  kind: string,
  credential: UpstreamCredential,
  isStream: boolean,
): Record<string, string> {
  const session = headers['x-claude-code-session-id']
  return {
    'content-type': 'application/json',
    accept: isStream ? 'text/event-stream' : 'application/json',
    'accept-encoding': 'identity',
    ...(typeof credential === 'object' ? { authorization: `Bearer ${credential.secret}` } : {}),
    ...(kind === 'mistral' && session !== undefined ? { 'x-affinity': session } : {}),
    ...(kind === 'opencode-go' && session !== undefined ? { 'x-opencode-session': session } : {}),
  }
}

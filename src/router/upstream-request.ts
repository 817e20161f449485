import type { Route } from './route.ts'

/** What a backend is to see as the credential: the login that the client sent, or the profile's own secret. */
export type UpstreamCredential = 'login' | { readonly header: 'bearer' | 'x-api-key'; readonly secret: string } | 'none'

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
 * the credential of that backend. The user's login goes to Anthropic's own hosts and to nobody else, whatever the profile
 * says.
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
  if (credential === 'login') {
    if (upstream.isAnthropic && headers['authorization'] !== undefined) kept['authorization'] = headers['authorization']
    if (!upstream.isAnthropic) withoutLoginBeta(kept)
    return kept
  }
  withoutLoginBeta(kept)
  if (credential !== 'none') {
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

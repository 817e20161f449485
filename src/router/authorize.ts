/** What a request says about itself before anything of it is read. */
export interface RequestHead {
  readonly method: string
  /** Path and query, as they came. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** A request that may come in: the profile that its path names, and the path behind it. */
export interface Authorized {
  readonly profile: string
  /** Such as `/v1/messages`, with its query. */
  readonly path: string
}

/** A request that may not: what is answered. */
export interface Refused {
  readonly status: number
  readonly message: string
}

/**
 * Lets a request in by the secret in its path (`/<secret>/<profile>/v1/messages`), or refuses it before anything else of
 * it is read. A page in a browser is kept out by its Origin, and by a Host that is not this address: a name that was made
 * to resolve to 127.0.0.1 shows there. Never 401, for which the client would renew the user's login and ask again
 * [measured, 2.1.332].
 */
export function authorize(head: RequestHead, secret: string, port: number): Authorized | Refused {
  const host = head.headers['host'] ?? ''
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host.toLowerCase()))
    return { status: 403, message: 'claude-switch router: this address is not mine' }
  if (head.headers['origin'] !== undefined)
    return { status: 403, message: 'claude-switch router: pages of a browser may not ask here' }
  const [, given = '', profile, rest] = /^\/([^/]*)(?:\/([^/?]+)(\/.*)?)?/.exec(head.url) ?? []
  if (!isSame(given, secret))
    return {
      status: 403,
      message: 'claude-switch router: the address has not my secret in it; switch again: claude-switch <profile>',
    }
  if (profile === undefined || rest === undefined)
    return { status: 404, message: 'claude-switch router: the address names no profile' }
  return { profile, path: rest }
}

/** Compares in a time that does not say how much of it was right. */
function isSame(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length
  for (let at = 0; at < secret.length; at++) difference |= (given.charCodeAt(at) || 0) ^ secret.charCodeAt(at)
  return difference === 0
}

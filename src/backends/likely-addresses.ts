import { withoutEndSlashes } from './address.ts'

/** Paths behind which servers and vendors have their Messages API: `/v1/messages` comes behind them. */
const paths = ['', '/anthropic', '/api', '/api/anthropic', '/engines'] as const

/**
 * Other base URLs that may be meant by one behind which there is no /v1/messages, the likeliest first, on the same host: without
 * the `/v1` that the client adds itself, with or without a path that servers put in front of it, and by https where the
 * server redirected there (`redirects` are origins).
 */
export function likelyAddresses(base: URL, redirects: ReadonlySet<string>): readonly string[] {
  const bare = withoutEndSlashes(base.pathname).replace(/\/v1(\/messages)?$/, '')
  const parent = bare.replace(/\/[^/]*$/, '')
  const secure = [...redirects].filter(origin => {
    const { protocol, hostname } = new URL(origin)
    return protocol === 'https:' && hostname === base.hostname
  })
  const own = withoutEndSlashes(base.pathname)
  const candidates = [
    ...secure.map(origin => `${origin}${own}`),
    ...(secure.length > 0
      ? []
      : [bare, ...paths.map(path => `${bare}${path}`), ...paths.map(path => `${parent}${path}`)]
    ).map(path => `${base.origin}${path}`),
  ]
  return [...new Set(candidates)].filter(one => one !== `${base.origin}${own}`).slice(0, mostTried)
}

/** Every one of them is a request that a server may count against the caller. */
const mostTried = 5

/** A base URL as the client wants it, or the sentence that refuses it. `note` says what was taken off. */
export type BaseUrl = { url: string; parsed: URL; note?: string } | { refused: string }

/**
 * Reads what the user wrote for BASE_URL. The client adds `/v1/messages` itself, so a URL that already ends in it, or
 * in `/v1` or `/`, is shortened. The sentences never repeat the URL: it may hold a password.
 */
export function readBaseUrl(written: string): BaseUrl {
  // The standard takes a backslash for a slash, where people read another host.
  if (written.includes('\\')) return { refused: 'has a backslash in it; take it out.' }
  if (/\s/.test(written)) return { refused: 'has white space in it; take it out.' }
  const parsed = parse(written)
  if (!parsed || !/^https?:\/\//i.test(written)) {
    const bare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(written) && parse(`http://${written}`)
    return { refused: bare ? 'has no http:// or https:// in front; add it.' : 'is not an http:// or https:// URL.' }
  }
  if (parsed.username || parsed.password) {
    return { refused: 'has a user name or password in it; put the secret into AUTH_TOKEN or API_KEY instead.' }
  }
  if (parsed.search || parsed.hash) return { refused: 'has a ? or # part; the client adds its own, so take it off.' }
  const url = written.replace(/(\/v1(\/messages)?)?\/*$/i, '').replace(/\/+$/, '')
  const taken = written.slice(url.length)
  const note = taken === '' ? undefined : `"${taken}" at the end was taken off: Claude Code adds /v1/messages itself`
  return { url, parsed, ...(note ? { note } : {}) }
}

/** A base URL for chat completions: as the vendor writes it, with its /v1; `/chat/completions` is added behind it. */
export function chatBaseUrl(parsed: URL): { url: string; note?: string } {
  const written = parsed.href
  const url = written.replace(/(\/chat\/completions)?\/*$/i, '')
  return /\/chat\/completions\/*$/i.test(written)
    ? { url, note: '"/chat/completions" at the end was taken off: it is added where requests are made' }
    : { url }
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

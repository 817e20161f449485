import { withoutEndSlashes } from '../backends/address.ts'

/** Why something is no base URL. */
export type UrlFault = 'backslash' | 'white-space' | 'no-scheme' | 'not-http' | 'credential' | 'query' | 'chat'

/** A base URL as the client wants it, or why it is refused. `taken` is what was taken off its end. */
export type BaseUrl = { url: string; parsed: URL; taken?: string } | { refused: UrlFault }

/**
 * Reads what the user wrote for BASE_URL. The client adds `/v1/messages` itself, so a URL that already ends in it, or
 * in `/v1` or `/`, is shortened. Nothing repeats the URL: it may hold a password.
 */
export function readBaseUrl(written: string): BaseUrl {
  // The standard takes a backslash for a slash, where people read another host.
  if (written.includes('\\')) return { refused: 'backslash' }
  if (/\s/.test(written)) return { refused: 'white-space' }
  const parsed = parse(written)
  if (!parsed || !/^https?:\/\//i.test(written)) {
    const bare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(written) && parse(`http://${written}`)
    return { refused: bare ? 'no-scheme' : 'not-http' }
  }
  if (parsed.username || parsed.password) return { refused: 'credential' }
  if (parsed.search || parsed.hash) return { refused: 'query' }
  const url = withoutEndSlashes(withoutEndSlashes(written).replace(/\/v1(\/messages)?$/i, ''))
  const taken = written.slice(url.length)
  return { url, parsed, ...(taken === '' ? {} : { taken }) }
}

/** Whether an address is that of chat completions itself. */
export function isChatAddress(url: string): boolean {
  return /\/chat\/completions$/i.test(url)
}

/** A base URL for chat completions: as the vendor writes it, with its /v1; `/chat/completions` is added behind it. */
export function chatBaseUrl(parsed: URL): { url: string; taken?: string } {
  const written = withoutEndSlashes(parsed.href)
  const url = withoutEndSlashes(written.replace(/\/chat\/completions$/i, ''))
  return url === written ? { url } : { url, taken: '/chat/completions' }
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

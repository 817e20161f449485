import { at, fieldsOf, listOf, parseJson } from './json.ts'

export { readOverLong } from './context-overflow.ts'

/** Anthropic's names for what went wrong, by status (its API documentation, "Errors"). */
const errorTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
}

/** Anthropic's name for an error of a status. */
export function errorTypeOf(status: number): string {
  return errorTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
}

/** Whether an error says that an account has used up what it had, so that neither waiting a while nor another request helps. */
export function isQuotaGone(message: string): boolean {
  return /insufficient.?(quota|credit|balance|fund)|exceeded your current quota|credit balance is too low|payment required/i.test(
    message,
  )
}

/** What a server says went wrong. */
export interface ErrorText {
  /** `invalid_request_error`, `BadRequestError` and so on; absent where it names none. */
  readonly type?: string
  /** In the server's own words, without control characters, at most 4000 of them; never empty. */
  readonly message: string
}

const longest = 4000
/** Errors travel inside errors; nobody nests them deeper than this. */
const deepest = 6
/** An error is among the last events of a stream. */
const mostEvents = 50

/**
 * Finds the words in any error: Anthropic's envelope, OpenAI's (llama-server, vLLM, older LiteLLM), `error` or `detail`
 * as text or object (LM Studio, vLLM, Ollama, FastAPI), Portkey's `message`, an error event of a stream, JSON inside a
 * text, a web page, plain text, nothing.
 */
export function readError(status: number, body: string): ErrorText {
  const found = errorIn(parseJson(body) ?? eventIn(body), deepest)
  if (found) return tidy(found.message, found.type, status)
  if (/^\s*<(!doctype|html|head|body|\?xml)/i.test(body)) {
    // Within its beginning, since looking for what never closes takes the square of the time.
    const page = body.slice(0, 20_000)
    const title = /<title[^>]*>([^<]{1,500})/i.exec(page)?.[1] ?? /<h1[^>]*>([^<]{1,500})/i.exec(page)?.[1]
    return tidy(title?.trim() ? `a web page: ${plain(title)}` : 'a web page without a title', undefined, status)
  }
  return tidy(body, undefined, status)
}

type Found = { readonly message: string; readonly type?: string | undefined }

function errorIn(value: unknown, depth: number): Found | undefined {
  if (depth === 0) return undefined
  if (typeof value === 'string') return value.trim() === '' ? undefined : unwrapped(value, depth)
  if (Array.isArray(value)) {
    // FastAPI lists what does not validate: where, and what.
    const texts = value.slice(0, 5).map(item => {
      const text = at(item, 'msg')
      const place = listOf(at(item, 'loc')).join('.')
      return typeof text === 'string' ? `${place === '' ? '' : `${place}: `}${text}` : errorIn(item, depth - 1)?.message
    })
    const known = texts.filter(text => text !== undefined)
    return known.length > 0 ? { message: known.join('; ') } : undefined
  }
  const { error, detail, message, type } = fieldsOf(value)
  for (const inner of [error, message, detail]) {
    const found = errorIn(inner, depth - 1)
    // Anthropic's envelope has a type of its own, which is always "error".
    if (found) return { message: `${found.message}${causeIn(value, depth)}`, type: found.type ?? typeOf(type) }
  }
  return undefined
}

/** OpenRouter hands on what the provider said, as text, in metadata.raw. */
function causeIn(value: unknown, depth: number): string {
  const raw = at(value, 'metadata', 'raw')
  const cause = errorIn(raw, depth - 1)?.message
  return cause === undefined ? '' : `: ${cause}`
}

/** LiteLLM writes "None" where it has none, and Anthropic's outer one says nothing. */
function typeOf(type: unknown): string | undefined {
  return typeof type === 'string' && type !== 'None' && type !== 'error' && type !== '' ? type.slice(0, 100) : undefined
}

/** A text that is JSON, ends in JSON ("request returned 400: {...}"), or is older LiteLLM's "400: {'error': '...'}". */
function unwrapped(text: string, depth: number): Found {
  const python = /^\d{3}: \{'error': (['"])([\s\S]*)\1\}\s*$/.exec(text)?.[2]
  if (python !== undefined) return { message: python }
  const brace = text.indexOf('{')
  if (brace < 0 || text.length > 100_000) return { message: text }
  const inner = errorIn(parseJson(text.slice(brace)), depth - 1)
  return inner ? { message: `${text.slice(0, brace)}${inner.message}`, type: inner.type } : { message: text }
}

/** The JSON of the first event that tells of an error. */
function eventIn(body: string): unknown {
  if (!/^\s*(event|data|:)/.test(body)) return undefined
  return body
    .split(/\r?\n/)
    .filter(line => line.startsWith('data:') && /"(error|message)"/.test(line))
    .slice(-mostEvents)
    .map(line => parseJson(line.slice('data:'.length)))
    .find(json => at(json, 'error') !== undefined || typeof at(json, 'message') === 'string')
}

function tidy(message: string, type: string | undefined, status: number): ErrorText {
  // A terminal would obey control characters.
  const text = message
    .slice(0, longest)
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .trim()
  return { ...(type === undefined ? {} : { type }), message: text === '' ? `HTTP ${status} with nothing in it` : text }
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' } as const

function plain(html: string): string {
  return html
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: keyof typeof entities) => entities[name])
    .replace(/\s+/g, ' ')
    .trim()
}

/** What a server answered to one free request. */
export interface PathResponse {
  /** Behind the base URL, with its query: `/v1/models?limit=1000`. The method may stand in front of it: `POST /api/show`. */
  readonly path: string
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const parsed = new WeakMap<PathResponse, unknown>()

/** The JSON of an answer, whatever its status and content type say; undefined where it is none. Parsed once. */
export function jsonOf(response: PathResponse): unknown {
  if (!parsed.has(response)) parsed.set(response, parse(response.body))
  return parsed.get(response)
}

/** JSON text -> its value; undefined where it is none. A byte order mark does no harm. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** The answers of one path, whatever the query was. */
export function responsesAt(responses: readonly PathResponse[], path: string): PathResponse[] {
  return responses.filter(response => response.path.replace(/^[A-Z]+ /, '').replace(/\?.*$/s, '') === path)
}

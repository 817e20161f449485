import { parseJson } from '../protocol/json.ts'

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
  if (!parsed.has(response)) parsed.set(response, parseJson(response.body))
  return parsed.get(response)
}

/** The answers of one path, whatever the query was. */
export function responsesAt(responses: readonly PathResponse[], path: string): PathResponse[] {
  return responses.filter(response => response.path.replace(/^[A-Z]+ /, '').replace(/\?.*$/s, '') === path)
}

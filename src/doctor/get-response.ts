import type { PathResponse } from '../backends/response.ts'
import { isResponse } from '../system/http/is-response.ts'
import type { HttpResponse } from '../system/http/types.ts'
import type { BackendFacts, Target } from './probe.ts'

/** Puts a free answer on the chart, under its path. */
export function note(facts: BackendFacts, path: string, { status, headers, body }: HttpResponse): PathResponse {
  const response = { path, status, headers, body }
  facts.responses.set(path, response)
  return response
}

/** What a path answers: from the chart, or asked for now. Undefined where nothing comes back. */
export async function getResponse(target: Target, path: string): Promise<PathResponse | undefined> {
  const known = target.facts.responses.get(path)
  if (known) return known
  const answer = await target.get(path)
  return isResponse(answer) ? note(target.facts, path, answer) : undefined
}

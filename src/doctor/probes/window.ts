import { readWindow, windowQuestions } from '../../backends/context-window.ts'
import type { ModelEntry } from '../../backends/model-list.ts'
import type { PathResponse } from '../../backends/response.ts'
import { isResponse } from '../../system/http/is-response.ts'
import { getResponse } from '../get-response.ts'
import { judgeContext } from '../judge-context.ts'
import { found, type Probe, type Target } from '../probe.ts'

export const window = {
  id: 'window',
  title: 'context window',
  needs: ['endpoint'],
  cost: 'free',
  asks: "what the server says of its window, the room that leaves for a conversation, and the profile's limits",
  async run(target) {
    const { facts, model } = target
    if (model === undefined) return [found('window', 'ok', 'window-known', ownWindows(facts.models))]
    const responses = await answersOf(target, model)
    facts.window = readWindow(facts.server, model, responses)
    return judgeContext(target)
  },
} as const satisfies Probe

/** The windows of Claude Code's own models, which it knows without being told. */
function ownWindows(list: readonly ModelEntry[]): string {
  const sizes = list.flatMap(({ contextTokens }) => contextTokens ?? []).sort((a, b) => a - b)
  const [least] = sizes
  const most = sizes.at(-1)
  if (least === undefined) return 'as Claude Code knows it, for a model of its own'
  return `${least === most ? most : `${least} to ${most}`} tokens; Claude Code knows its own models' windows`
}

/** Asks what reveals the window of this kind of server. */
async function answersOf(target: Target, model: string): Promise<PathResponse[]> {
  const responses: PathResponse[] = []
  for (const { method, path, body } of windowQuestions(target.facts.server, model)) {
    // What is loaded changes with each request, so that an earlier look does not count.
    if (method === 'GET') target.facts.responses.delete(path)
    const answer = method === 'POST' ? await target.post(path, body ?? '') : undefined
    const response = method === 'GET' ? await getResponse(target, path) : undefined
    if (response) responses.push(response)
    if (answer && isResponse(answer)) responses.push({ path, ...answer })
  }
  return responses
}

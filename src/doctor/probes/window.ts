import { readWindow, windowQuestions } from '../../backends/context-window.ts'
import type { ModelEntry } from '../../backends/model-list.ts'
import type { Sight } from '../../backends/sight.ts'
import { isResponse } from '../../system/http/is-response.ts'
import { found, type Patient, type Probe } from '../probe.ts'
import { look } from '../sights.ts'
import { judgeWindow } from '../window.ts'

export const window = {
  id: 'window',
  title: 'context window',
  needs: ['endpoint'],
  cost: 'free',
  asks: "what the server says of its window, the room that leaves for a conversation, and the profile's limits",
  async run(patient) {
    const { chart, model } = patient
    if (model === undefined) return [found('window', 'ok', ownWindows(chart.models))]
    const sights = await answersOf(patient, model)
    chart.window = readWindow(chart.server, model, sights)
    return judgeWindow(patient)
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
async function answersOf(patient: Patient, model: string): Promise<Sight[]> {
  const sights: Sight[] = []
  for (const { method, path, body } of windowQuestions(patient.chart.server, model)) {
    // What is loaded changes with each request, so that an earlier look does not count.
    if (method === 'GET') patient.chart.sights.delete(path)
    const answer = method === 'POST' ? await patient.post(path, body ?? '') : undefined
    const sight = method === 'GET' ? await look(patient, path) : undefined
    if (sight) sights.push(sight)
    if (answer && isResponse(answer)) sights.push({ path, ...answer })
  }
  return sights
}

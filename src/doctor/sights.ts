import type { Sight } from '../backends/sight.ts'
import { isResponse } from '../system/http/is-response.ts'
import type { HttpResponse } from '../system/http/types.ts'
import type { Chart, Patient } from './probe.ts'

/** Puts a free answer on the chart, under its path. */
export function note(chart: Chart, path: string, { status, headers, body }: HttpResponse): Sight {
  const sight = { path, status, headers, body }
  chart.sights.set(path, sight)
  return sight
}

/** What a path answers: from the chart, or asked for now. Undefined where nothing comes back. */
export async function look(patient: Patient, path: string): Promise<Sight | undefined> {
  const known = patient.chart.sights.get(path)
  if (known) return known
  const answer = await patient.get(path)
  return isResponse(answer) ? note(patient.chart, path, answer) : undefined
}

/** The same for several paths, one after the other. */
export async function lookAt(patient: Patient, paths: readonly string[]): Promise<Sight[]> {
  const seen: Sight[] = []
  for (const path of paths) {
    const sight = await look(patient, path)
    if (sight) seen.push(sight)
  }
  return seen
}

import { followCourse } from '../client/course.ts'
import type { Part } from '../client/reactions.ts'
import { claudeRequest } from '../client/request.ts'
import { changed, type Shape, shapeOf } from '../client/shape.ts'
import { cureOf } from '../cure.ts'
import { explain } from '../explanation.ts'
import type { Finding } from '../finding.ts'
import { found, type Patient, type Probe } from '../probe.ts'

/** The parts of the request, for people. */
const names: Readonly<Partial<Record<Part, string>>> = {
  adaptive: 'adaptive thinking',
  'thinking-display': 'thinking.display',
  effort: 'output_config',
  'system-role': 'system messages in the middle',
  betas: 'the beta header',
  'deferred-tools': 'deferred tools',
}

function nameOf(part: Part): string {
  return names[part] ?? part.replace('beta:', 'the beta ')
}

export const session = {
  id: 'session',
  title: "Claude Code's request",
  needs: ['stream'],
  cost: 'tokens',
  tokens: { input: 6000, output: 300 },
  asks: 'all that Claude Code sends: system blocks, cache marks, a system message, tools, thinking, effort, betas, 32000 tokens',
  async run(patient) {
    const shape = sessionShape(patient)
    const ask = (one: Shape) =>
      followCourse(patient, one, (now, streamed) =>
        claudeRequest(
          patient.model ?? '',
          now,
          [{ role: 'user', content: 'Reply with the word OK and nothing else.' }],
          {
            stream: streamed,
          },
        ),
      )
    const course = await ask(shape)
    if (course.lived) {
      patient.chart.session = course
      patient.chart.shape = course.shape
      return [livedFinding(course.recovered.map(nameOf))]
    }
    const cure = await cureOf(course, shape, patient, ask)
    if (cure.lived) {
      patient.chart.session = cure.lived
      patient.chart.shape = cure.lived.shape
    }
    const what = cure.part ? nameOf(cure.part) : "Claude Code's request"
    const finding = explain('session', course, patient, what, cure.part)
    return [cure.remedy ? { ...finding, remedy: cure.remedy } : finding]
  },
} as const satisfies Probe

function livedFinding(recovered: readonly string[]): Finding {
  if (recovered.length === 0) return found('session', 'ok', 'everything that Claude Code sends is accepted')
  const says = `refuses ${recovered.join(' and ')}; Claude Code leaves that out by itself, at the cost of one request each`
  return found('session', 'note', says)
}

/**
 * The client's request; filled up to its real size where nothing tells how large the window is and nobody pays, so that a
 * window which is too small for a session shows itself.
 */
function sessionShape({ environment, chart, payer }: Patient): Shape {
  const unknown = chart.window?.effective === undefined && payer.payer === 'free'
  return changed(shapeOf(environment), { whole: unknown })
}

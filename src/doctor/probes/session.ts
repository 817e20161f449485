import { adviseOutput, roomFor } from '../../env/window.ts'
import { type Died, followCourse, type Line } from '../client/course.ts'
import type { Part } from '../client/reactions.ts'
import { claudeRequest } from '../client/request.ts'
import { changed, type Shape, shapeOf } from '../client/shape.ts'
import { cureOf } from '../cure.ts'
import { explain } from '../explanation.ts'
import type { Finding, Remedy } from '../finding.ts'
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
    const ask = (one: Shape, line: Line = patient) =>
      followCourse(line, one, (now, streamed) =>
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
    const cure = isCurable(course) ? await cureOf(course, shape, patient, one => ask(one, inHaste(patient))) : {}
    if (cure.lived) {
      patient.chart.session = cure.lived
      patient.chart.shape = cure.lived.shape
    }
    const what = cure.part ? nameOf(cure.part) : (namesOf(cure.remedy) ?? "Claude Code's request")
    const finding = explain('session', course, patient, what, cure.part)
    return [cure.remedy ? { ...finding, remedy: cure.remedy } : finding]
  },
} as const satisfies Probe

/** Whether another request would be answered differently: not where the account or the hour is what is wrong. */
function isCurable({ status = 0 }: Died): boolean {
  return ![401, 402, 403, 408, 409, 429, 503, 529].includes(status)
}

/** A line for a search: what was refused after all its pauses will be refused again, so nobody has to wait for it. */
function inHaste(patient: Patient): Line {
  return { ask: patient.ask, read: patient.read, pause: ms => patient.pause(Math.min(ms, searchPauseMs)) }
}

const searchPauseMs = 100

/** The parts of the request that several settings leave out. */
function namesOf(remedy: Remedy | undefined): string | undefined {
  const fields = { EFFORT: 'effort', THINKING: 'thinking', BETAS: 'betas', MAX_OUTPUT_TOKENS: 'max_tokens' } as const
  const parts = Object.entries(fields).flatMap(([field, part]) => (remedy?.set?.[field as 'EFFORT'] ? [part] : []))
  return parts.length > 0 ? parts.map(nameOf).join(' and ') : undefined
}

function livedFinding(recovered: readonly string[]): Finding {
  if (recovered.length === 0) return found('session', 'ok', 'everything that Claude Code sends is accepted')
  const says = `refuses ${recovered.join(' and ')}, which Claude Code then leaves out by itself`
  return found('session', 'note', says)
}

/**
 * The client's request; filled up to its real size where nobody pays and the window is not known to hold that and the
 * whole answer, which some servers count: so that a window which is too small for a session shows itself. Where that is
 * known already a small request goes on to examine the rest.
 */
function sessionShape({ environment, chart, payer, profile }: Patient): Shape {
  const shape = shapeOf(environment)
  const tokens = chart.window?.effective
  const isAmple = tokens !== undefined && tokens >= firstRequestTokens + shape.maxTokens
  const isHopeless = tokens !== undefined && roomFor(tokens, adviseOutput(tokens), profile.off.has('betas')) <= 0
  return changed(shape, { whole: payer.payer === 'free' && !isAmple && !isHopeless })
}

/** Tokens of a session's first request, and some more, since every model counts differently. */
const firstRequestTokens = 16_000

import { findModel } from '../../backends/model-list.ts'
import { type Course, type Died, followCourse } from '../client/course.ts'
import { plainRequest } from '../client/request.ts'
import { shapeOf } from '../client/shape.ts'
import { explain } from '../explanation.ts'
import type { Finding } from '../finding.ts'
import { found, type Patient, type Probe } from '../probe.ts'
import { anotherModel, likelyModel } from './model.ts'

const question = 'Reply with the word OK and nothing else.'

export const stream = {
  id: 'stream',
  title: 'streamed reply',
  needs: ['endpoint', 'account'],
  cost: 'tokens',
  tokens: { input: 20, output: 200 },
  asks: 'a short answer as a stream, its events checked for what breaks Claude Code and what is merely deviations',
  async run(patient) {
    const { model = '' } = patient
    const course = await askPlainly(patient, model)
    if (!course.lived) return [await refused(course, patient)]
    const { reply, fellBack } = course
    if (fellBack) {
      const says = 'the stream fails, and Claude Code asks for every answer twice: streamed, then in one piece'
      return [found('stream', 'warn', says)]
    }
    if (!reply.content.some(({ type }) => type === 'text' || type === 'thinking'))
      return [found('stream', 'warn', 'the answer is empty')]
    const other = otherModel(patient, reply.model)
    const deviations = reply.deviations.length > 0 ? { detail: `deviations: ${reply.deviations.join('; ')}` } : {}
    return [
      found(
        'stream',
        reply.deviations.length > 0 ? 'note' : 'ok',
        `answers as a stream${untidySays(reply.deviations)}`,
        deviations,
      ),
      ...(other ? [found('stream', 'note', other)] : []),
    ]
  },
} as const satisfies Probe

function askPlainly(patient: Patient, model: string): Promise<Course> {
  return followCourse(
    patient,
    shapeOf(patient.environment),
    (_, streamed) => plainRequest(model, question, { stream: streamed }),
    { short: true },
  )
}

/** Where it is the model that is missing, the one that was probably meant is tried, and taken for the rest of the examination. */
async function refused(died: Died, patient: Patient): Promise<Finding> {
  const { chart, model = '' } = patient
  const explained = explain('stream', died, patient, 'streamed replies')
  const { status = 0 } = died
  const isListed = findModel(chart.models, model) !== undefined
  if (isListed || (status !== 404 && !(status === 400 && /model/i.test(died.message)))) return explained
  const finding = found('stream', 'fail', `there is no model ${model} (${status})`, {
    detail: died.message,
    breaks: `no model ${model}`,
    remedy: anotherModel(patient, 'MODEL', model),
  })
  const likely = likelyModel(model, chart.models)
  if (likely === undefined || likely === model || !(await askPlainly(patient, likely)).lived) return finding
  chart.model = likely
  const remedy = {
    says: `with ${likely}, which the server has, it answers`,
    set: { MODEL: likely },
    proven: true,
  } as const
  return { ...finding, remedy }
}

function untidySays({ length }: readonly string[]): string {
  return length === 0 ? '' : ', with little things that Claude Code overlooks'
}

/** A server may answer with another model than was asked for, and most say so. */
function otherModel({ model: asked = '', chart }: Patient, answered: string | undefined): string | undefined {
  if (!answered || asked === '' || answered === asked) return undefined
  // That was said of llama-server's one model before.
  if (chart.kind === 'llamacpp' && findModel(chart.models, answered)) return undefined
  const bare = (name: string) => name.toLowerCase().replace(/:latest$/, '')
  const [a, b] = [bare(asked), bare(answered)]
  return a.includes(b) || b.includes(a) ? undefined : `${answered} answered, and ${asked} was asked for`
}

import { findModel } from '../../backends/model-list.ts'
import { featuresOf } from '../../claude-code/features.ts'
import { plainRequest } from '../../claude-code/request.ts'
import { type Failed, type RetryOutcome, runRetryLoop } from '../../claude-code/retry-loop.ts'
import { diagnose } from '../diagnose.ts'
import type { Finding } from '../finding.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { anotherModel, likelyModel } from './model.ts'

const question = 'Reply with the word OK and nothing else.'

export const stream = {
  id: 'stream',
  title: 'streamed reply',
  needs: ['endpoint', 'account'],
  cost: 'tokens',
  tokens: { input: 20, output: 200 },
  asks: 'a short answer as a stream, its events checked for what breaks Claude Code and what is merely deviations',
  async run(target) {
    const { model = '' } = target
    const retryOutcome = await askPlainly(target, model)
    if (!retryOutcome.succeeded) return [await refused(retryOutcome, target)]
    const { reply, fellBack } = retryOutcome
    if (fellBack) {
      const says = 'the stream fails, and Claude Code asks for every answer twice: streamed, then in one piece'
      return [found('stream', 'warn', says)]
    }
    if (!reply.content.some(({ type }) => type === 'text' || type === 'thinking'))
      return [found('stream', 'warn', 'the answer is empty')]
    const other = otherModel(target, reply.model)
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

function askPlainly(target: Target, model: string): Promise<RetryOutcome> {
  return runRetryLoop(
    target,
    featuresOf(target.environment),
    (_, streamed) => plainRequest(model, question, { stream: streamed }),
    { short: true },
  )
}

/** Where it is the model that is missing, the one that was probably meant is tried, and taken for the rest of the examination. */
async function refused(failed: Failed, target: Target): Promise<Finding> {
  const { facts, model = '' } = target
  const explained = diagnose('stream', failed, target, 'streamed replies')
  const { status = 0 } = failed
  const isListed = findModel(facts.models, model) !== undefined
  if (isListed || (status !== 404 && !(status === 400 && /model/i.test(failed.message)))) return explained
  const finding = found('stream', 'fail', `there is no model ${model} (${status})`, {
    detail: failed.message,
    breaks: `no model ${model}`,
    remedy: anotherModel(target, 'MODEL', model),
  })
  const likely = likelyModel(model, facts.models)
  if (likely === undefined || likely === model || !(await askPlainly(target, likely)).succeeded) return finding
  facts.model = likely
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
function otherModel({ model: asked = '', facts }: Target, answered: string | undefined): string | undefined {
  if (!answered || asked === '' || answered === asked) return undefined
  // That was said of llama-server's one model before.
  if (facts.kind === 'llamacpp' && findModel(facts.models, answered)) return undefined
  const bare = (name: string) => name.toLowerCase().replace(/:latest$/, '')
  const [a, b] = [bare(asked), bare(answered)]
  return a.includes(b) || b.includes(a) ? undefined : `${answered} answered, and ${asked} was asked for`
}

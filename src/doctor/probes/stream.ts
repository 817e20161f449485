import { findModel } from '../../backends/model-list.ts'
import { featuresOf } from '../../claude-code/features.ts'
import type { Failed } from '../../claude-code/retry-loop.ts'
import { diagnose } from '../diagnose.ts'
import type { Finding } from '../finding.ts'
import { askShortly, bareFeatures, firstRequest, inHaste } from '../first-request.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { anotherModel, likelyModel } from './model.ts'

export const stream = {
  id: 'stream',
  title: 'streamed reply',
  needs: ['endpoint', 'account'],
  cost: 'tokens',
  tokens: { input: 3000, output: 200 },
  asks: "Claude Code's request with short texts: its events checked for what breaks Claude Code and what is merely deviations",
  async run(target) {
    const retryOutcome = await firstRequest(target)
    if (!retryOutcome.succeeded) return refused(retryOutcome, target)
    const { reply, fellBack } = retryOutcome
    if (fellBack) {
      return [found('stream', 'warn', 'answers-twice', twice)]
    }
    if (!reply.content.some(({ type }) => ['text', 'thinking', 'tool_use'].includes(type)))
      return [found('stream', 'warn', 'answer-empty', 'the answer is empty')]
    const other = otherModel(target, reply.model)
    const deviations = reply.deviations.length > 0 ? { detail: `deviations: ${reply.deviations.join('; ')}` } : {}
    return [
      found(
        'stream',
        reply.deviations.length > 0 ? 'note' : 'ok',
        { code: 'answers-streamed', deviations: reply.deviations.length },
        `answers as a stream${untidySays(reply.deviations)}`,
        deviations,
      ),
      ...(other ? [found('stream', 'note', { code: 'answers-as-other', model: reply.model ?? '' }, other)] : []),
    ]
  },
} as const satisfies Probe

/**
 * Where it is the model that is missing, the one that was probably meant is tried, and taken for the rest of the examination.
 * Where a bare question is answered it is a part of the request that is refused, which is then looked for.
 */
async function refused(failed: Failed, target: Target): Promise<readonly Finding[]> {
  const { facts } = target
  const { status = 0 } = failed
  const isListed = findModel(facts.models, target.model ?? '') !== undefined
  const isOfModel = !isListed && (status === 404 || (status === 400 && /model/i.test(failed.message)))
  const renamed = isOfModel ? await withLikelyModel(failed, target) : undefined
  if (renamed) return [renamed]
  const bare = bareFeatures(featuresOf(target.environment))
  const plain = failed.late ? undefined : await askShortly(target, bare, inHaste(target))
  if (!plain?.succeeded)
    return [isOfModel ? noModel(failed, target) : diagnose('stream', failed, target, 'streamed replies')]
  facts.refusal = failed
  return plain.fellBack
    ? [found('stream', 'warn', 'answers-twice', twice)]
    : [found('stream', 'ok', 'answers-bare', 'answers a bare question as a stream')]
}

const twice = 'the stream fails, and Claude Code asks for every answer twice: streamed, then in one piece'

function noModel(failed: Failed, target: Target): Finding {
  const { model = '' } = target
  return found(
    'stream',
    'fail',
    { code: 'model-absent', model, status: failed.status ?? 0 },
    `there is no model ${model} (${failed.status})`,
    {
      detail: failed.message,
      breaks: `no model ${model}`,
      remedy: anotherModel(target, 'MODEL', model),
    },
  )
}

async function withLikelyModel(failed: Failed, target: Target): Promise<Finding | undefined> {
  const { facts, model = '' } = target
  const likely = likelyModel(model, facts.models)
  if (likely === undefined || likely === model) return undefined
  const finding = noModel(failed, target)
  facts.model = likely
  const again = await askShortly(target, featuresOf(target.environment))
  if (!again.succeeded) {
    facts.model = model
    return undefined
  }
  facts.first = Promise.resolve(again)
  const says = `with ${likely}, which the server has, it answers`
  return { ...finding, remedy: { says, set: { MODEL: likely }, proven: true } }
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

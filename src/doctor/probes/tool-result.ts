import type { Features } from '../../claude-code/features.ts'
import { ownModel } from '../../claude-code/models.ts'
import { nextTurn, withoutCallers } from '../../claude-code/next-turn.ts'
import type { ReplyBlock, Usage } from '../../claude-code/reply.ts'
import type { ClientMessage } from '../../claude-code/request.ts'
import { type ClientLink, type Failed, type RetryOutcome, runRetryLoop } from '../../claude-code/retry-loop.ts'
import { contextTokens } from '../../claude-code/usage.ts'
import { blockingPoint } from '../../env/window.ts'
import { diagnose } from '../diagnose.ts'
import { findWorkaround, isCurable } from '../find-workaround.ts'
import type { Finding } from '../finding.ts'
import { inHaste } from '../first-request.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { surviving, turn } from './tools.ts'

const listing = 'README.md\npackage.json\nsrc'

/** How often the same call may come again, each with its result before it, until nobody believes that it ends. */
const mostRepeats = 4

export const toolResult = {
  id: 'tool-result',
  title: 'tool results',
  needs: ['tools'],
  cost: 'tokens',
  tokens: { input: 3000, output: 300 },
  asks: "the turn after a tool call: the tool's result goes back, and the model goes on",
  async run(target) {
    const { toolTurn } = target.facts
    if (!toolTurn) return []
    let conversation: readonly ClientMessage[] = [{ role: 'user', content: toolTurn.prompt }]
    let retryOutcome: RetryOutcome & { succeeded: true } = toolTurn.retryOutcome
    for (let times = 0; times <= mostRepeats; times++) {
      const before = callIn(retryOutcome.reply.content)
      conversation = [...conversation, ...nextTurn(retryOutcome.reply, listing)]
      const next = await goOn(target, surviving(target), conversation)
      if (!next.succeeded) return [await refused(target, next, toolTurn.prompt)]
      const overcounted = judgeCount(target, next.reply.usage)
      if (overcounted) return [overcounted]
      const { content } = next.reply
      const said = content.some(block => block.type === 'tool_use' || (block.type === 'text' && block.text.trim()))
      if (!said)
        return [found('tool-result', 'warn', 'result-unanswered', 'the model has nothing to say to a tool result')]
      if (callIn(content) !== before)
        return [found('tool-result', 'ok', 'result-taken', "takes a tool's result and goes on")]
      retryOutcome = next
    }
    const says = `answers a tool's result with the same call, ${mostRepeats + 1} times: a session would never end`
    const remedy = { says: 'take another model, or have the server put tool results into its template' }
    return [found('tool-result', 'fail', 'result-repeated', says, { breaks: 'tool results', remedy })]
  },
} as const satisfies Probe

/** A result that is refused: perhaps not in a session with other settings, of which both turns are tried. */
async function refused(target: Target, failed: Failed, prompt: string): Promise<Finding> {
  const question: ClientMessage = { role: 'user', content: prompt }
  const line = inHaste(target)
  const session = async (features: Features): Promise<RetryOutcome> => {
    const first = await runRetryLoop(line, features, (now, stream) => turn(target, now, [question], stream))
    if (!first.succeeded) return first
    if (callIn(first.reply.content) === undefined) return failed
    return goOn(target, first.features, [question, ...nextTurn(first.reply, listing)], line)
  }
  const finding = diagnose('tool-result', failed, target, 'tool results')
  if (!isCurable(failed)) return finding
  const { remedy, succeeded } = await findWorkaround(failed, surviving(target), target, session)
  if (succeeded) target.facts.features = succeeded.features
  return remedy ? { ...finding, remedy } : finding
}

/** A server that counts more than the client believes to have: it compacts again and again, and then gives up. */
function judgeCount(target: Target, usage: Usage): Finding | undefined {
  const { environment, model = '' } = target
  const told = Number(environment['CLAUDE_CODE_MAX_CONTEXT_TOKENS'])
  if (!(told > 0) || ownModel(model) !== undefined || /\[1m\]$/i.test(environment['ANTHROPIC_MODEL'] ?? ''))
    return undefined
  const output = Number(environment['CLAUDE_CODE_MAX_OUTPUT_TOKENS']) || undefined
  const counted = contextTokens(usage)
  if (counted < blockingPoint(told, output)) return undefined
  const how = usage.counted === undefined ? '' : ', since its numbers are texts'
  const says = `counts ${counted} tokens for a short question${how}; Claude Code, told of ${told}, compacts without end`
  const remedy = { says: 'have the server count the tokens of the request alone, as numbers' }
  return found('tool-result', 'fail', { code: 'count-too-high', counted, told }, says, {
    breaks: 'its count of tokens',
    remedy,
  })
}

function goOn(
  target: Target,
  start: Features,
  conversation: readonly ClientMessage[],
  line: ClientLink = target,
): Promise<RetryOutcome> {
  return runRetryLoop(line, start, (features, stream) => {
    // What was deferred until now is announced in one more entry with `role: system`, behind the results [measured, 2.1.332].
    const isAnnounced = start.deferral && !features.deferral && features.systemRole
    const said = features.deferral ? conversation : withoutCallers(conversation)
    return turn(target, features, isAnnounced ? [...said, announcement] : said, stream)
  })
}

const announcement: ClientMessage = { role: 'system', content: [{ type: 'text', text: 'More tools are offered now.' }] }

/** What is called, and with what; undefined where nothing is. */
function callIn(content: readonly ReplyBlock[]): string | undefined {
  const calls = content.flatMap(block => (block.type === 'tool_use' ? [`${block.name} ${block.json}`] : []))
  return calls.length === 0 ? undefined : calls.join('\n')
}

import { nextTurn } from '../../claude-code/next-turn.ts'
import type { ReplyBlock } from '../../claude-code/reply.ts'
import type { ClientMessage } from '../../claude-code/request.ts'
import { type RetryOutcome, runRetryLoop } from '../../claude-code/retry-loop.ts'
import { diagnose } from '../diagnose.ts'
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
      const next = await goOn(target, conversation)
      if (!next.succeeded) return [diagnose('tool-result', next, target, 'tool results')]
      const { content } = next.reply
      const said = content.some(block => block.type === 'tool_use' || (block.type === 'text' && block.text.trim()))
      if (!said) return [found('tool-result', 'warn', 'the model has nothing to say to a tool result')]
      if (callIn(content) !== before) return [found('tool-result', 'ok', "takes a tool's result and goes on")]
      retryOutcome = next
    }
    const says = `answers a tool's result with the same call, ${mostRepeats + 1} times: a session would never end`
    const remedy = { says: 'take another model, or have the server put tool results into its template' }
    return [found('tool-result', 'fail', says, { breaks: 'tool results', remedy })]
  },
} as const satisfies Probe

function goOn(target: Target, conversation: readonly ClientMessage[]): Promise<RetryOutcome> {
  const start = surviving(target)
  return runRetryLoop(target, start, (features, stream) => {
    // What was deferred until now is announced in one more entry with `role: system`, behind the results [measured, 2.1.332].
    const isAnnounced = start.deferral && !features.deferral && features.systemRole
    return turn(target, features, isAnnounced ? [...conversation, announcement] : conversation, stream)
  })
}

const announcement: ClientMessage = { role: 'system', content: [{ type: 'text', text: 'More tools are offered now.' }] }

/** What is called, and with what; undefined where nothing is. */
function callIn(content: readonly ReplyBlock[]): string | undefined {
  const calls = content.flatMap(block => (block.type === 'tool_use' ? [`${block.name} ${block.json}`] : []))
  return calls.length === 0 ? undefined : calls.join('\n')
}

import { runRetryLoop } from '../../claude-code/retry-loop.ts'
import { diagnose } from '../diagnose.ts'
import { found, type Probe } from '../probe.ts'
import { sentBack, surviving, turn } from './tools.ts'

const listing = 'README.md\npackage.json\nsrc'

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
    const results = toolTurn.retryOutcome.reply.content.flatMap(block =>
      block.type === 'tool_use' ? [{ type: 'tool_result', tool_use_id: block.id, content: listing }] : [],
    )
    const conversation = [
      { role: 'user', content: toolTurn.prompt },
      sentBack(toolTurn.retryOutcome),
      { role: 'user', content: results },
    ] as const
    const retryOutcome = await runRetryLoop(target, surviving(target), (features, stream) =>
      turn(target, features, conversation, stream),
    )
    if (!retryOutcome.succeeded) return [diagnose('tool-result', retryOutcome, target, 'tool results')]
    const said = retryOutcome.reply.content.some(
      block => block.type === 'tool_use' || (block.type === 'text' && block.text.trim()),
    )
    if (!said) return [found('tool-result', 'warn', 'the model has nothing to say to a tool result')]
    return [found('tool-result', 'ok', "takes a tool's result and goes on")]
  },
} as const satisfies Probe

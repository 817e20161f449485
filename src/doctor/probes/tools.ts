import { fixCommandsOf } from '../../backends/fix-commands.ts'
import { type Features, featuresOf } from '../../claude-code/features.ts'
import { type ClientMessage, claudeRequest } from '../../claude-code/request.ts'
import { runRetryLoop } from '../../claude-code/retry-loop.ts'
import { judgeToolCalls } from '../../claude-code/tool-calls.ts'
import { clientTools as offered } from '../../claude-code/tools.ts'
import { diagnose } from '../diagnose.ts'
import type { Remedy } from '../finding.ts'
import { found, type Probe, type Target } from '../probe.ts'

/** Tasks that need a tool; a model that answers the first in words gets a plainer one. */
const tasks = [
  'Run the command: ls',
  'Use the Bash tool to run the command "ls" now. Do not answer in words; call the tool.',
  'Call the tool Bash with the input {"command": "ls", "description": "List files"}.',
]

export const toolsProbe = {
  id: 'tools',
  title: 'tool calls',
  needs: ['session'],
  cost: 'tokens',
  tokens: { input: 6000, output: 600 },
  asks: 'a tool call as Claude Code makes it: streamed, chosen by the model, among several with real schemas',
  async run(target) {
    let last: ReturnType<typeof judgeToolCalls> = { kind: 'none' }
    for (const [tries, task] of tasks.entries()) {
      const retryOutcome = await runRetryLoop(target, surviving(target), (features, stream) =>
        turn(target, features, [{ role: 'user', content: task }], stream),
      )
      if (!retryOutcome.succeeded)
        return [{ remedy: remedyFor(target), ...diagnose('tools', retryOutcome, target, 'tool calls') }]
      last = judgeToolCalls(retryOutcome.reply, offered)
      if (last.kind === 'native') {
        target.facts.toolTurn = { retryOutcome, prompt: task }
        const often = tries === 0 ? [] : [`only when told so plainly (try ${tries + 1})`]
        const remarks = [...often, ...last.remarks]
        const detail = remarks.length > 0 ? { detail: remarks.join('; ') } : {}
        const names = [...new Set(last.calls.map(({ name }) => name))].join(', ')
        return [
          found(
            'tools',
            remarks.length > 0 ? 'note' : 'ok',
            remarks.length > 0 ? 'calls-with-remarks' : 'calls-natively',
            `calls ${names}, natively and streamed`,
            detail,
          ),
        ]
      }
      if (last.kind === 'broken') break
    }
    const says = {
      text: `writes its calls as text, which Claude Code only shows (${'how' in last ? last.how : ''})`,
      broken: `its calls do not run: ${'why' in last ? last.why : ''}`,
      none: 'answers in words and calls no tool',
    }
    const remedy = remedyFor(target)
    return [
      found('tools', 'fail', `calls-${last.kind as keyof typeof says}`, says[last.kind as keyof typeof says], {
        breaks: 'tool calls',
        remedy,
      }),
    ]
  },
} as const satisfies Probe

function remedyFor({ facts, model = '' }: Target): Remedy {
  return {
    says: 'make the server turn what the model writes into tool calls, or take a model that is trained for them',
    commands: fixCommandsOf(facts.kind).tools(model),
  }
}

/** The shape that is known to be answered. */
export function surviving({ facts, environment }: Target): Features {
  return { ...(facts.features ?? featuresOf(environment)), whole: false }
}

/** One request of a conversation, in Claude Code's shape. */
export function turn(target: Target, features: Features, conversation: readonly ClientMessage[], stream: boolean) {
  return claudeRequest(target.model ?? '', features, conversation, { stream })
}

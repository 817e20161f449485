import { claudeRequest } from '../../claude-code/request.ts'
import type { ToolJudgement } from '../../claude-code/tool-calls.ts'
import { judgeToolCalls } from '../../claude-code/tool-calls.ts'
import { clientTools as offered } from '../../claude-code/tools.ts'
import { isResponse } from '../../system/http/is-response.ts'
import { found, type Probe, type Target } from '../probe.ts'
import { surviving } from './tools.ts'

export const parallel = {
  id: 'parallel',
  title: 'parallel calls',
  needs: ['tools'],
  cost: 'tokens',
  optional: true,
  tokens: { input: 3000, output: 300 },
  asks: 'two tool calls in one answer',
  async run(target) {
    const task = 'Run these two commands in parallel, with two tool calls in one answer: `ls` and `pwd`'
    const judged = await callsFor(target, task)
    const count = judged?.kind === 'native' ? judged.calls.length : 0
    if (count > 1)
      return [found('parallel', 'ok', { code: 'calls-in-parallel', count }, `makes ${count} calls in one answer`)]
    return [found('parallel', 'note', 'calls-one-by-one', 'makes one call at a time, which only takes longer')]
  },
} as const satisfies Probe

export const forced = {
  id: 'forced',
  title: 'forced choice',
  needs: ['tools'],
  cost: 'tokens',
  optional: true,
  tokens: { input: 3000, output: 300 },
  asks: 'whether tool_choice "any" is obeyed',
  async run(target) {
    const judged = await callsFor(target, 'Say hello.', { type: 'any' })
    if (judged?.kind === 'native') return [found('forced', 'ok', 'choice-obeyed', 'tool_choice "any" is obeyed')]
    return [
      found(
        'forced',
        'note',
        'choice-ignored',
        'tool_choice "any" is not obeyed; Claude Code itself leaves the choice to the model',
      ),
    ]
  },
} as const satisfies Probe

async function callsFor(target: Target, task: string, toolChoice?: object): Promise<ToolJudgement | undefined> {
  const { model = '' } = target
  const request = claudeRequest(model, surviving(target), [{ role: 'user', content: task }], {
    stream: true,
    ...(toolChoice ? { toolChoice } : {}),
  })
  const answer = await target.ask(request)
  if (!isResponse(answer) || answer.status !== 200) return undefined
  return judgeToolCalls(target.read(answer, true), offered)
}

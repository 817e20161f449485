import { changed } from '../../claude-code/features.ts'
import { claudeRequest } from '../../claude-code/request.ts'
import { readError } from '../../protocol/errors.ts'
import { isResponse } from '../../system/http/is-response.ts'
import { found, type Probe } from '../probe.ts'
import { surviving } from './tools.ts'

export const reply = {
  id: 'reply',
  title: 'plain reply',
  needs: ['session'],
  cost: 'tokens',
  optional: true,
  tokens: { input: 20, output: 200 },
  asks: 'the same answer in one piece, to which Claude Code falls back when a stream breaks',
  async run(target) {
    const features = changed(surviving(target), { tools: false })
    const question = { role: 'user', content: 'Reply with the word OK and nothing else.' } as const
    const request = claudeRequest(target.model ?? '', features, [question], { stream: false })
    const answer = await target.ask(request)
    const broken = 'fails; Claude Code needs it only when a stream breaks'
    if (!isResponse(answer)) return [found('reply', 'warn', 'whole-answer-fails', broken, { detail: answer.says })]
    if (answer.status !== 200) {
      const detail = readError(answer.status, answer.body).message
      return [
        found('reply', 'warn', { code: 'whole-answer-fails', status: answer.status }, `${broken} (${answer.status})`, {
          detail,
        }),
      ]
    }
    const { outcome, breaks } = target.read(answer, false)
    if (outcome !== 'taken')
      return [found('reply', 'warn', 'whole-answer-fails', broken, { detail: breaks.join('; ') })]
    return [found('reply', 'ok', 'whole-answer', 'answers in one piece too')]
  },
} as const satisfies Probe

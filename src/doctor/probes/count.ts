import { jsonOf } from '../../backends/response.ts'
import { isResponse } from '../../system/http/is-response.ts'
import { found, type Probe } from '../probe.ts'

export const count = {
  id: 'count',
  title: 'count_tokens',
  needs: ['endpoint'],
  cost: 'free',
  asks: 'whether the server counts tokens, and says a number',
  async run(target) {
    // Anthropic counts, and needs the name of a model for it.
    if (target.model === undefined || target.facts.server === 'anthropic') return []
    const body = JSON.stringify({
      model: target.model,
      messages: [{ role: 'user', content: 'How many tokens is this?' }],
    })
    const answer = await target.post('/v1/messages/count_tokens', body)
    // A status of 200 proves nothing: LM Studio answers every path with it.
    const counted = isResponse(answer) ? jsonOf({ path: '', ...answer }) : undefined
    const tokens =
      counted && typeof counted === 'object' && 'input_tokens' in counted ? counted.input_tokens : undefined
    if (typeof tokens === 'number') return [found('count', 'ok', 'counts-tokens', 'counts tokens before they are sent')]
    return [found('count', 'note', 'tokens-estimated', 'does not count tokens; Claude Code estimates them instead')]
  },
} as const satisfies Probe

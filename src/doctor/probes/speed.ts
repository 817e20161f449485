import type { Succeeded } from '../../claude-code/retry-loop.ts'
import { firstRequestTokens } from '../../env/window.ts'
import { keyOf } from '../../profiles/fields.ts'
import { found, type Probe } from '../probe.ts'

/** Tokens a second, read, beyond which this is no model: what cached or made up its answer is not to be measured. */
const fastest = 50_000
/** Seconds until the first answer that people will not take for a hang. */
const patience = 60
const clientTimeoutMs = 600_000

export const speed = {
  id: 'speed',
  title: 'speed',
  needs: ['session'],
  cost: 'tokens',
  asks: 'tokens a second, read and written, and how long the first answer of a session takes',
  async run({ facts, profile }) {
    const rates = facts.session && ratesOf(facts.session)
    if (!rates) return [found('speed', 'note', 'speed-unmeasured', 'too little was said to measure it')]
    const { read, write } = rates
    if (read > fastest)
      return [found('speed', 'ok', 'speed-beyond-measure', 'too fast to be measured: no answer keeps anybody waiting')]
    const tokens = profile.off.has('betas') ? firstRequestTokens.whole : firstRequestTokens.deferred
    const seconds = tokens / read
    const writes = write === undefined ? '' : `, writes ${rounded(write)}`
    const says = `reads ${rounded(read)} tokens a second${writes}; the first answer of a session takes about ${duration(seconds)}`
    const limit = profile.timeoutMs ?? clientTimeoutMs
    if (seconds * 1000 > limit / 2) {
      const set = { TIMEOUT_MS: String(Math.ceil((seconds * 4000) / 600_000) * 600_000) }
      const remedy = { says: `give it time: ${keyOf(profile.name, 'TIMEOUT_MS')}`, set }
      return [found('speed', 'warn', 'first-answer-late', says, { remedy })]
    }
    return [
      found(
        'speed',
        seconds > patience ? 'warn' : 'ok',
        { code: seconds > patience ? 'first-answer-slow' : 'speed-measured', read, seconds },
        says,
      ),
    ]
  },
} as const satisfies Probe

/** Tokens a second. A prompt that the server had in its cache says nothing of how fast it reads. */
function ratesOf({ reply: { usage }, answer, fellBack }: Succeeded): { read: number; write?: number } | undefined {
  // An answer in one piece does not show when the reading ended.
  if (fellBack) return undefined
  const { pieces, endMs } = answer
  // The first piece of an eager server is message_start, before the prompt is read: the first delta counts.
  const at = answer.body.indexOf('content_block_delta')
  const first = pieces.find(({ length }) => length > at) ?? pieces[0]
  const input = usage.input
  if (!first || input === undefined || input < 500 || first.ms <= 0) return undefined
  const writing = (endMs - first.ms) / 1000
  const output = usage.output ?? 0
  return { read: input / (first.ms / 1000), ...(output >= 16 && writing > 0.05 ? { write: output / writing } : {}) }
}

function rounded(rate: number): string {
  if (rate >= 10_000) return `${Math.round(rate / 1000)}k`
  if (rate < 10) return String(Math.round(rate * 10) / 10)
  return String(rate >= 100 ? Math.round(rate / 10) * 10 : Math.round(rate))
}

function duration(seconds: number): string {
  if (seconds < 1.5) return 'a second'
  return seconds < 100 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`
}

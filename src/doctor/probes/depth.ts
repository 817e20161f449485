import { judgeContext } from '../judge-context.ts'
import { measureContext } from '../measure-context.ts'
import { found, type Probe, type Target } from '../probe.ts'

export const depth = {
  id: 'depth',
  title: 'measured window',
  needs: ['stream'],
  cost: 'tokens',
  tokens: { input: 300_000, output: 600 },
  deep: true,
  asks: 'prompts that fill the window and more: whether what is too long is refused, or cut without a word',
  async run(target) {
    const measured = await measureContext(target)
    if ('unclear' in measured) return [found('depth', 'note', 'depth-unclear', measured.unclear)]
    const { tokens, silently, says } = measured
    if (tokens !== undefined) target.facts.measuredTokens = tokens
    const remedy = {
      says: 'tell Claude Code where the window ends, so that it compacts before the server cuts',
      ...(tokens === undefined ? {} : { set: { CONTEXT_TOKENS: String(tokens) } }),
    }
    const own = target.profile.contextTokens
    // What the server says of itself was judged before.
    const isNews = !isAsSaid(target)
    if (isNews && silently && (own === undefined || (tokens !== undefined && own > tokens)))
      return [found('depth', 'warn', 'depth-cut', says, { remedy }), ...judgeContext(target)]
    return [found('depth', silently ? 'note' : 'ok', 'depth-measured', says), ...(isNews ? judgeContext(target) : [])]
  },
} as const satisfies Probe

/** Whether nothing was measured, or the number that the server had said. */
function isAsSaid({ facts: { measuredTokens, window } }: Target): boolean {
  return measuredTokens === undefined || measuredTokens === (window?.effective ?? window?.claimed)
}

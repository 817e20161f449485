import { measureWindow } from '../depth.ts'
import { found, type Patient, type Probe } from '../probe.ts'
import { judgeWindow } from '../window.ts'

export const depth = {
  id: 'depth',
  title: 'measured window',
  needs: ['stream'],
  cost: 'tokens',
  tokens: { input: 300_000, output: 600 },
  deep: true,
  asks: 'prompts that fill the window and more: whether what is too long is refused, or cut without a word',
  async run(patient) {
    const measured = await measureWindow(patient)
    if ('unclear' in measured) return [found('depth', 'note', measured.unclear)]
    const { tokens, silently, says } = measured
    if (tokens !== undefined) patient.chart.measuredTokens = tokens
    const remedy = {
      says: 'tell Claude Code where the window ends, so that it compacts before the server cuts',
      ...(tokens === undefined ? {} : { set: { CONTEXT_TOKENS: String(tokens) } }),
    }
    const own = patient.profile.contextTokens
    // What the server says of itself was judged before.
    const isNews = !isAsSaid(patient)
    if (isNews && silently && (own === undefined || (tokens !== undefined && own > tokens)))
      return [found('depth', 'warn', says, { remedy }), ...judgeWindow(patient)]
    return [found('depth', silently ? 'note' : 'ok', says), ...(isNews ? judgeWindow(patient) : [])]
  },
} as const satisfies Probe

/** Whether nothing was measured, or the number that the server had said. */
function isAsSaid({ chart: { measuredTokens, window } }: Patient): boolean {
  return measuredTokens === undefined || measuredTokens === (window?.effective ?? window?.claimed)
}

import type { Finding } from './finding.ts'

/** What Claude Code would do on a backend, in one word and in words for people. */
export interface Verdict {
  readonly verdict: 'works' | 'works-with-settings' | 'cramped' | 'breaks' | 'untried'
  readonly says: string
}

/** The verdict over a backend's findings. It breaks exactly when something fails. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const fails = findings.filter(({ level }) => level === 'fail')
  if (fails.length > 0) {
    const names = [...new Set(fails.map(({ breaks, probe }) => breaks ?? probe))]
    const cured = fails.every(({ remedy }) => remedy?.proven)
    return { verdict: 'breaks', says: `breaks: ${names.join(', ')}${cured ? '; works with the settings below' : ''}` }
  }
  const closed = findings.find(({ code }) => code === 'caller-refused')
  if (closed) return { verdict: 'untried', says: `not examined: ${closed.says}; Claude Code itself may be let in` }
  if (findings.some(({ code }) => code === 'not-paid'))
    return { verdict: 'untried', says: 'not tried: it costs tokens, and --paid was not given' }
  const cramped = findings.find(finding => finding.cramped !== undefined)?.cramped
  if (cramped !== undefined) return { verdict: 'cramped', says: `cramped: ${cramped}` }
  if (findings.some(({ level, remedy }) => level === 'warn' && remedy?.set))
    return { verdict: 'works-with-settings', says: 'works with these settings' }
  return { verdict: 'works', says: 'works' }
}

import { backendOf } from '../backends/catalogue.ts'
import type { Finding } from './finding.ts'
import type { FindingData } from './finding-codes.ts'
import { found, type Probe, type Target } from './probe.ts'

/** Why something was not examined, and the words for it. */
interface Reason {
  readonly what: FindingData
  readonly says: string
}

const untried: Reason = { what: 'not-paid', says: 'not tried, since it costs tokens (--paid)' }

/** ms: behind that nothing more is begun, and what was found until then is all there is. */
const longestMs = 900_000
const overdue: Reason = {
  what: 'too-late',
  says: 'not examined, since the examination took a quarter of an hour already',
}
/** ms of an answer from which on nothing is asked that a session can do without. */
const slowMs = 20_000

/**
 * Runs the probes of one backend in their order. A probe whose needs failed is skipped, so that a dead server is one
 * complaint; so is one that would cost money that nobody agreed to. `begin` is told of each one that runs.
 */
export async function runProbes(
  target: Target,
  probes: readonly Probe[],
  begin: (probe: Probe) => void,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const begun = target.now()
  /** What failed, and for what was not examined the first cause of that. */
  const failed = new Map<string, string>()
  /** Why something was not examined. */
  const skipped = new Map<string, Reason>()
  for (const probe of probes) {
    if (probe.deep && !target.options.deep) continue
    const isLate = target.now() - begun > longestMs
    const isSlow = probe.optional === true && (target.facts.firstMs ?? 0) > slowMs
    if (isLate || isSlow) {
      findings.push(skip(probe, isLate ? overdue : slowness(target)))
      continue
    }
    const lacking = probe.needs?.find(id => failed.has(id))
    const root = lacking === undefined ? undefined : (failed.get(lacking) ?? lacking)
    const unpaid = probe.needs?.find(id => skipped.has(id))
    const findingsOfProbe = lacking
      ? [skip(probe, dependence(root ?? lacking, probes))]
      : (probe.cost === 'tokens' && !mayAsk(target)) || unpaid
        ? [skip(probe, (unpaid && skipped.get(unpaid)) || untried)]
        : await runProbe(probe, target, begin)
    findings.push(...findingsOfProbe)
    // What a proven setting puts right stands in nobody's way.
    if (lacking || findingsOfProbe.some(({ level, remedy }) => level === 'fail' && !remedy?.proven))
      failed.set(probe.id, root ?? probe.id)
    else if (findingsOfProbe.every(({ level }) => level === 'skipped') && findingsOfProbe.length > 0)
      skipped.set(probe.id, reasonOf(findingsOfProbe[0]) ?? untried)
  }
  return findings
}

const skip = ({ id }: Probe, { what, says }: Reason) => found(id, 'skipped', what, says)

function slowness({ facts }: Target): Reason {
  const seconds = Math.round((facts.firstMs ?? 0) / 1000)
  return { what: { code: 'too-slow', seconds }, says: `not tried, since an answer takes ${seconds} s here` }
}

function dependence(failed: string, probes: readonly Probe[]): Reason {
  return {
    what: { code: 'needs-failed', probe: failed },
    says: `not examined, since ${titleOf(failed, probes)} failed`,
  }
}

function reasonOf(finding: Finding | undefined): Reason | undefined {
  return finding && { what: { ...finding.args, code: finding.code }, says: finding.says }
}

async function runProbe(probe: Probe, target: Target, begin: (probe: Probe) => void): Promise<readonly Finding[]> {
  begin(probe)
  return probe.run(target)
}

/**
 * Whether tokens may be asked for: where nobody pays for them, or somebody said so. A server that turned out to run its models
 * itself, at an address of one's own, hands nothing on to anybody who charges.
 */
export function mayAsk({ payer, options, facts }: Pick<Target, 'payer' | 'options'> & Partial<Target>): boolean {
  if (payer.payer === 'free' || options.paid) return true
  return payer.forwards === true && facts?.identity !== undefined && backendOf(facts.kind).runsModels
}

/**
 * Whether the client's own request comes first, and decides. Vendors whose answers to an empty message are known are asked that:
 * an account that is spent, or a key that is wrong, then shows itself for nothing.
 */
export function asksFirst(target: Target): boolean {
  const { server } = target.facts
  return mayAsk(target) && server !== 'anthropic' && server !== 'openrouter'
}

function titleOf(id: string, probes: readonly Probe[]): string {
  return probes.find(probe => probe.id === id)?.title ?? id
}

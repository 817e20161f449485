import { backendOf } from '../../backends/catalogue.ts'
import { defaultLimits } from '../../doctor/answer-limits.ts'
import type { Finding } from '../../doctor/finding.ts'
import { sentence } from '../../doctor/machine/sentence.ts'
import { prepareTarget, type Spent } from '../../doctor/prepare.ts'
import { type BackendFacts, found, type Target } from '../../doctor/probe.ts'
import { probes } from '../../doctor/probes/index.ts'
import { redactFindings } from '../../doctor/redact-findings.ts'
import { mayAsk, runProbes } from '../../doctor/run-probes.ts'
import { type Verdict, verdictOf } from '../../doctor/verdict.ts'
import { ownNetwork } from '../../env/network.ts'
import { goesToAnthropic } from '../../env/plan.ts'
import { proxyFor } from '../../env/proxy.ts'
import { readRouterAddress } from '../../env/router-address.ts'
import { trustOf } from '../../env/tls-trust.ts'
import type { System } from '../../system/system.ts'
import { Progress } from '../../terminal/progress.ts'
import type { Admitted } from './select-targets.ts'

/** One profile after its examination. */
export interface Examined {
  readonly name: string
  readonly admitted: Admitted
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  /** What was learned of the server; absent where nothing was asked. */
  readonly facts?: BackendFacts
  readonly spent: Spent
  /** Duration in ms. */
  readonly ms: number
}

/** Examines profiles side by side, with a live line for each on stderr. */
export async function examineAll(admitted: readonly Admitted[], system: System): Promise<Examined[]> {
  if (admitted.length === 0) return []
  const live = new Progress(
    admitted.map(({ name }) => name),
    // A dumb terminal cannot go back to a line.
    system.output.isTerminal('stderr') && system.environment['TERM'] !== 'dumb',
    text => system.output.print('stderr', text),
  )
  const examined = await Promise.all(
    admitted.map(async one => {
      const done = await examineOne(one, system, says => live.update(one.name, says))
      live.done(one.name, `${done.verdict.says} (${(done.ms / 1000).toFixed(1)} s)`)
      return done
    }),
  )
  live.end()
  return examined
}

async function examineOne(admitted: Admitted, system: System, say: (what: string) => void): Promise<Examined> {
  const begin = system.clock.now()
  const { name } = admitted
  const end = (
    findings: readonly Finding[],
    spent: Spent = { input: 0, output: 0 },
    facts?: BackendFacts,
  ): Examined => ({
    name,
    admitted,
    findings,
    verdict: verdictOf(findings),
    spent,
    ms: system.clock.now() - begin,
    ...(facts ? { facts } : {}),
  })
  if ('refused' in admitted) return end([unready(admitted)])
  const { options, config } = admitted
  // Whoever has the router's spends by every profile.
  const router = readRouterAddress(system)
  const secrets = router ? [...admitted.secrets, router.secret] : admitted.secrets
  if (goesToAnthropic(options.profile) && !options.environment['ANTHROPIC_API_KEY']) return end([ownLogin(admitted)])
  const home = new URL(options.profile.baseUrl ?? 'https://api.anthropic.com')
  const client = await system.http.open({
    limits: defaultLimits,
    // Not the way that a project's files point: every request carries the user's key.
    proxyFor: url => proxyFor(url, ownNetwork(config)),
    trust: trustOf(ownNetwork(config), home),
  })
  try {
    let trying = 'begins'
    const pause = (ms: number) => {
      if (ms >= toldMs) say(`${trying}, asked again in ${Math.round(ms / 1000)} s`)
      return system.clock.pause(ms)
    }
    const target = prepareTarget(options, client, { now: () => system.clock.now(), pause })
    say(trying)
    const findings = await runProbes(target, probes, ({ title }) => {
      trying = `${title} ...`
      say(trying)
    })
    return end(
      withoutSecretCures(redactFindings(findings, secrets), secrets),
      target.spent,
      discreetChart(target.facts, secrets),
    )
  } finally {
    client.close()
  }
}

/** ms of a pause that somebody who watches should know of. */
const toldMs = 2000

/** Characters of a secret that turns up nowhere by chance. */
const unmistakable = 8

/** A cure is made of what the server says of itself, too. One that holds a secret is taken back as a whole: nobody could use it. */
function withoutSecretCures(findings: readonly Finding[], secrets: readonly string[]): Finding[] {
  const hasSecret = (text = '') => secrets.some(secret => secret.length >= unmistakable && text.includes(secret))
  return findings.map(finding => {
    const { remedy, ...rest } = finding
    const isSafe =
      !remedy || ![remedy.says, ...Object.values(remedy.set ?? {}), ...(remedy.commands ?? [])].some(hasSecret)
    return isSafe ? finding : rest
  })
}

/** The same for the version that a server claims. */
function discreetChart(facts: BackendFacts, secrets: readonly string[]): BackendFacts {
  const { identity } = facts
  if (!identity || !secrets.some(secret => identity.version?.includes(secret))) return facts
  const { version: _, ...rest } = identity
  return { ...facts, identity: rest }
}

function unready({ refused, also }: Extract<Admitted, { refused: string }>): Finding {
  const detail = also.length > 0 ? { detail: also.join(' ') } : {}
  return found('profile', 'fail', 'profile-not-ready', sentence(refused), {
    breaks: 'the profile is not ready',
    ...detail,
  })
}

/** Anthropic without a key: what logs in there is Claude Code's own, and not ours to send. */
function ownLogin({ config }: Extract<Admitted, { config: unknown }>): Finding {
  const { payer, why } = config.payer
  if (payer === 'none') {
    const remedy = { says: 'log in', commands: ['claude auth login'] }
    return found('account', 'fail', 'login-missing', why, { breaks: 'no credential', remedy })
  }
  const says = `${payer}: ${why}; that login is Claude Code's own, so nothing is asked with it`
  return found('account', 'note', { code: 'login-of-client', payer }, says)
}

/** Where a backend is, what it is, which model, who pays: one line. */
export function aboutLine({ admitted, facts }: Examined): string {
  if ('refused' in admitted) return 'not ready'
  const { profile, payer, model } = admitted.options
  const title = facts?.identity?.title ?? backendOf(profile.kind).title
  const version = facts?.identity?.version
  const server = version === undefined ? title : `${title} ${version}`
  const place = profile.baseUrl === undefined ? server : `${profile.baseUrl} (${server})`
  const pays = payer.payer === 'none' ? payer.why : `${payer.payer} (${payer.why})`
  return `${place}, ${model ?? "Claude Code's own models"}, ${pays}`
}

/** What the examination of a backend that is paid for cost, in words; undefined where nobody pays. */
export function costLine({ admitted, spent }: Examined): string | undefined {
  if ('refused' in admitted || admitted.options.payer.payer === 'free' || !admitted.options.paid) return undefined
  return `this examination cost ${spent.input} tokens in and ${spent.output} out, as the server counts them`
}

/** What it will cost at most, before it is spent, in words. */
export function announcement(admitted: readonly Admitted[]): string | undefined {
  const paid = admitted.filter(one => 'options' in one && one.options.payer.payer !== 'free' && mayAskOf(one))
  if (paid.length === 0) return undefined
  const names = paid.map(({ name }) => name).join(', ')
  const deep = paid.some(one => 'options' in one && one.options.deep)
  const asked = probes.filter(probe => !('deep' in probe && probe.deep) || deep)
  const sum = (pick: 'input' | 'output') => asked.reduce((total, { tokens }) => total + (tokens?.[pick] ?? 0), 0)
  return `${names}: about ${sum('input')} tokens in and ${sum('output')} out will be asked for${paid.length > 1 ? ', each' : ''}.`
}

function mayAskOf(one: Admitted): boolean {
  if (!('options' in one)) return false
  const { payer, paid, deep } = one.options
  return mayAsk({ payer, options: { paid, deep } } satisfies Pick<Target, 'payer' | 'options'>)
}

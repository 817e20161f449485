import type { Feature } from '../claude-code/error-recovery.ts'
import { type Features, without } from '../claude-code/features.ts'
import type { Failed, RetryOutcome, Succeeded } from '../claude-code/retry-loop.ts'
import type { Subject } from '../profiles/fields.ts'
import { keyOf } from '../profiles/fields.ts'
import { readOverLong } from '../protocol/errors.ts'
import { applySettings, type ClientSetting, clientSettings, isNew, linesOf, settingIn } from './client-settings.ts'
import type { Remedy } from './finding.ts'
import type { Target } from './probe.ts'

/** What was found out about a request that Claude Code dies of. */
export interface Workaround {
  /** The part that the server refuses, where one could be singled out. */
  readonly feature?: Feature
  /** All parts that the remedy leaves out, where it takes several. */
  readonly parts?: readonly Feature[]
  /** The settings with which the request was answered. */
  readonly remedy?: Remedy
  readonly succeeded?: Succeeded
}

/** Whether another request would be answered differently: not where the account or the hour is what is wrong. */
export function isCurable({ status = 0, message }: Failed): boolean {
  // Who has not enough credit for a long answer may have it for a short one: OpenRouter's words.
  if (status === 402) return /max_tokens/.test(message)
  return ![401, 403, 408, 409, 429, 503, 529].includes(status)
}

/** How many courses the search may cost: 13 where a remedy is found, 3 and what the server names where there is none. */
const mostTries = 13

/**
 * Looks for what Claude Code's request dies of, and for settings that avoid it, by asking again without it. A remedy
 * comes back only where it was answered; tools, which no setting removes, are singled out all the same. Where all settings
 * together do not help, none of them is tried alone: a refusal that nothing cures costs little. Where only time ran out
 * nothing is tried, since each try would take as long.
 */
export async function findWorkaround(
  failed: Failed,
  start: Features,
  target: Target,
  ask: (features: Features) => Promise<RetryOutcome>,
): Promise<Workaround> {
  if (failed.late) return {}
  let tries = 0
  const asked = new Map<string, Promise<RetryOutcome>>()
  const attempt = async (features: Features): Promise<RetryOutcome | undefined> => {
    const key = JSON.stringify(features)
    if (!asked.has(key) && tries++ < mostTries) asked.set(key, ask(features))
    return asked.get(key)
  }
  // First what the server names, one thing after the other; then all settings.
  let named: readonly ClientSetting[] = []
  let last: Failed = failed
  for (let next = settingIn(last, start, named); next; next = settingIn(last, start, named)) {
    named = [...named, next]
    const retryOutcome = await attempt(applySettings(start, named))
    if (retryOutcome?.succeeded) return cured(await fewest(named, retryOutcome, start, attempt), target)
    if (!retryOutcome || retryOutcome.late) return {}
    last = retryOutcome
  }
  const isTooLong = readOverLong(last.message) !== undefined
  const useful = clientSettings.filter(one => isNew(one, start) && (!isTooLong || one.part === 'max_tokens'))
  const all = [...useful.filter(({ part }) => !named.some(one => one.part === part)), ...named]
  const everything = await attempt(applySettings(start, all))
  if (everything?.succeeded) return cured(await fewest(all, everything, start, attempt), target)
  // A shorter request would fit, whatever is left out of it.
  if (isTooLong || everything?.late) return {}
  const untooled = await attempt(without(applySettings(start, all), 'tools'))
  return untooled?.succeeded ? { feature: 'tools' } : {}
}

/** Settings, and what was answered with them. */
interface Proof {
  readonly settings: readonly ClientSetting[]
  readonly succeeded: Succeeded
}

function cured({ settings, succeeded }: Proof, { profile }: Target): Workaround {
  const set = linesOf(settings, profile.modelCapabilities)
  const names = (Object.keys(set) as Subject[]).map(name => keyOf(profile.name, name))
  const says = `with ${names.join(' and ')} set, the same request is answered`
  const remedy: Remedy = { says, set, proven: true }
  const parts = settings.map(({ part }) => part)
  const [first] = parts
  return { remedy, succeeded, ...(first && parts.length === 1 ? { feature: first } : { parts }) }
}

/** Drops every setting without which the request is answered too, those first that cost a session the most. */
async function fewest(
  settings: readonly ClientSetting[],
  succeeded: Succeeded,
  start: Features,
  attempt: (features: Features) => Promise<RetryOutcome | undefined>,
): Promise<Proof> {
  let proof: Proof = { settings, succeeded }
  for (const one of [...settings].sort((a, b) => costOf(b) - costOf(a))) {
    const rest = proof.settings.filter(other => other !== one)
    if (rest.length === 0) continue
    const retryOutcome = await attempt(applySettings(start, rest))
    if (retryOutcome?.succeeded) proof = { settings: rest, succeeded: retryOutcome }
  }
  return proof
}

function costOf({ part }: ClientSetting): number {
  return clientSettings.findIndex(one => one.part === part)
}

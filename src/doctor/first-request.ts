import { changed, type Features, featuresOf, switchOff, without } from '../claude-code/features.ts'
import { type ClientMessage, type ClientRequest, claudeRequest } from '../claude-code/request.ts'
import { type ClientLink, type RetryOutcome, runRetryLoop } from '../claude-code/retry-loop.ts'
import type { Target } from './probe.ts'

const question: ClientMessage = { role: 'user', content: 'Reply with the word OK and nothing else.' }

/** The client's own request, with everything in it but its length; asked once, and remembered. */
export function firstRequest(target: Target): Promise<RetryOutcome> {
  target.facts.first ??= timed(target)
  return target.facts.first
}

async function timed(target: Target): Promise<RetryOutcome> {
  const begin = target.now()
  const outcome = await askShortly(target, featuresOf(target.environment))
  target.facts.firstMs = target.now() - begin
  return outcome
}

/** That request in a shape, as it would be sent. */
export function askedIn({ model = '' }: Target, features: Features): ClientRequest {
  return claudeRequest(model, features, [question], { stream: true })
}

/** The same question in a shape, of which the client leaves out what it leaves out. */
export function askShortly(target: Target, features: Features, line: ClientLink = target): Promise<RetryOutcome> {
  const make = (now: Features, stream: boolean) => claudeRequest(target.model ?? '', now, [question], { stream })
  return runRetryLoop(line, features, make, features.maxTokens <= shortAnswer ? { short: true } : {})
}

/** Tokens: enough for a model that thinks before it says two words. */
const shortAnswer = 512

/** The least that a request can be: a question, without tools, thinking, effort, betas and marks. */
export function bareFeatures(features: Features): Features {
  const calm = (['BETAS', 'THINKING', 'EFFORT', 'ENV_DISABLE_PROMPT_CACHING'] as const).reduce(switchOff, features)
  const bare = (['system-role', 'tools', 'betas'] as const).reduce((one, part) => without(one, part), calm)
  return changed(bare, { maxTokens: Math.min(shortAnswer, features.maxTokens), attribution: false, whole: false })
}

/** A line for a search: what was refused after all its pauses will be refused again, so nobody has to wait for it. */
export function inHaste(target: Target): ClientLink {
  const { ask, read, retries } = target
  return { ask, read, retries: Math.min(retries, 2), pause: ms => target.pause(Math.min(ms, searchPauseMs)) }
}

const searchPauseMs = 100

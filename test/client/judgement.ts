import { expect } from 'vitest'
import type { Seen, Step } from '../support/namespace.ts'
import type { Expected } from './profiles.ts'

/** The requests for an answer among those that were seen. */
export function messagesOf(seen: readonly Seen[]): Seen[] {
  return seen.filter(({ method, message }) => method === 'POST' && message !== undefined)
}

/** Judges one conversation: the client was answered, and asked where, as whom, for what and with nothing else. */
export function judge(step: Step | undefined, expected: Expected): void {
  expect(step, 'the visit was made').toBeDefined()
  if (!step) return
  expect({ code: step.code, says: step.stdout.trim() }, step.stderr).toEqual({ code: 0, says: 'OK' })
  const messages = messagesOf(step.seen)
  expect(messages.length, 'requests for an answer').toBeGreaterThan(0)
  for (const request of messages) judgeMessage(request, expected)
}

/** Judges one request for an answer. */
export function judgeMessage({ door, url, headers, carries, message }: Seen, expected: Expected): void {
  const { off = [], model = message?.model, maxTokens = message?.maxTokens } = expected
  expect({
    door,
    url,
    authorization: headers['authorization'],
    apiKey: headers['x-api-key'],
    carries,
    model: message?.model,
    maxTokens: message?.maxTokens,
  }).toEqual({
    door: expected.url.startsWith('https:') ? 'world' : 'backends',
    url: expected.url,
    authorization: expected.authorization,
    apiKey: expected.apiKey,
    carries: mayCarry(expected),
    model,
    maxTokens,
  })
  if (expected.model === undefined) expect(message?.model).toMatch(/^claude-/)
  const betas = headers['anthropic-beta']?.split(',') ?? []
  expect({
    thinking: message?.thinking,
    effort: message?.effort !== null,
    contextManagement: message?.contextManagement,
    contextBeta: betas.some(beta => beta.startsWith('context-management')),
  }).toEqual({
    thinking: !off.includes('thinking'),
    effort: !off.includes('effort'),
    contextManagement: !off.includes('thinking') && !off.includes('betas'),
    contextBeta: !off.includes('betas'),
  })
  if (off.includes('betas')) expect(message?.deferredTools).toBe(false)
  if (expected.attribution === false) expect(message?.attribution).toBe(false)
}

/** The canaries that a request may have in it: those of its credential, and those named beside it. */
export function mayCarry({ authorization, apiKey, carries = [] }: Expected): string[] {
  const credentials = `${authorization} ${apiKey}`.match(/canary-[a-z-]+/g) ?? []
  return [...new Set([...credentials, ...carries])].sort()
}

/** Judges every request of a step: none to a host that is not meant, none with a credential that is not meant for it. */
export function judgeTraffic(step: Step | undefined, goesTo: RegExp, allowed: readonly string[]): void {
  // What is asked of a proxy has the address of another on it; only a tunnel's request says no more than that.
  const meant = ({ door, method, url, carries }: Seen) =>
    goesTo.test(url) && (door !== 'trap' || method === 'CONNECT') && carries.every(one => allowed.includes(one))
  const strays = step?.seen.filter(request => !meant(request))
  expect(strays, 'requests to others, or with the credentials of others').toEqual([])
}

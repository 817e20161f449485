import { fixCommandsOf } from '../backends/fix-commands.ts'
import type { Feature } from '../claude-code/error-recovery.ts'
import type { Failed } from '../claude-code/retry-loop.ts'
import { keyOf } from '../profiles/fields.ts'
import { isQuotaGone, readOverLong } from '../protocol/errors.ts'
import type { Finding, Remedy } from './finding.ts'
import type { FindingCode } from './finding-codes.ts'
import { found, type Target } from './probe.ts'

/**
 * What Claude Code dies of, for people, with the way out that lies in the server's hands. `what` was being tried ("tool
 * calls"); `part` is what the server refuses of it, where that is known.
 */
export function diagnose(probe: string, failed: Failed, target: Target, what: string, feature?: Feature): Finding {
  const { status, message } = failed
  const { code, says, breaks, remedy } = readOverLong(message)
    ? tooLong(target)
    : feature !== undefined
      ? refusal(what, feature, target)
      : causeOf(failed, target, what)
  const number = status === undefined ? '' : ` (${status})`
  const args = { ...(status === undefined ? {} : { status }), ...(feature === undefined ? {} : { feature }) }
  return found(probe, 'fail', { code, ...args }, `${says}${number}`, {
    detail: message,
    breaks,
    ...(remedy ? { remedy } : {}),
  })
}

/** Why it breaks: a sentence, the name of what breaks, and what to do, where that is known. */
interface Cause {
  readonly code: FindingCode
  readonly says: string
  readonly breaks: string
  readonly remedy?: Remedy | undefined
}

function tooLong({ facts, model = '' }: Target): Cause {
  const commands = fixCommandsOf(facts.kind).largerWindow(model, advisedWindow)
  const remedy = { says: 'start the server with a larger window', commands }
  return { code: 'window-exceeded', says: 'the window is too small', breaks: 'context window', remedy }
}

/** One part of the request is refused: what to do where no setting of Claude Code removes it. */
function refusal(what: string, feature: Feature, target: Target): Cause {
  const breaks = feature === 'tools' ? 'tool calls' : what
  return { code: 'feature-refused', says: `refuses ${what}`, breaks, remedy: remedyOfFeature(feature, target) }
}

function remedyOfFeature(feature: Feature, { facts, model = '' }: Target): Remedy | undefined {
  if (feature !== 'tools') return undefined
  return { says: 'make the server take tools', commands: fixCommandsOf(facts.kind).tools(model) }
}

/** What a status means, or that there was none. */
function causeOf({ status, silent, late, message }: Failed, target: Target, what: string): Cause {
  const { profile, model = '' } = target
  if (status === undefined)
    return {
      code: silent ? 'no-answer' : late ? 'answer-endless' : 'answer-unreadable',
      says: silent ? 'no answer comes' : late ? 'the answer does not end' : 'the answer cannot be read',
      breaks: what,
    }
  if (status === 402 || isQuotaGone(message)) {
    const remedy = { says: 'buy credits, or take a model that costs nothing' }
    return { code: 'credit-gone', says: 'the account has no credit left', breaks: 'no credit', remedy }
  }
  switch (status) {
    case 404: {
      const behind = chatOnlyBehindLiteLlm(message)
      if (behind) return behind
      // Claude Code blames the model for every 404, also where another path or query is what is missing.
      if (!/model/i.test(message)) break
      const remedy = { says: `put the name of a model that the server has into ${keyOf(profile.name, 'MODEL')}` }
      return {
        code: 'model-refused',
        says: `there is no model ${model}`.trim(),
        breaks: `no model ${model}`.trim(),
        remedy,
      }
    }
    case 401:
    case 403:
      return { code: 'credential-refused', says: 'the credential is refused', breaks: 'the credential' }
    case 429: {
      // LiteLLM's own words [measured with 1.106.12]: nobody was asked, so nothing is known of an account.
      if (/\bNo deployments available for selected model\b/.test(message)) {
        const remedy = { says: 'examine it again in a minute; what failed before is in the log of LiteLLM' }
        return {
          code: 'gateway-rests',
          says: 'LiteLLM rests this model after a failure before',
          breaks: 'the server behind LiteLLM',
          remedy,
        }
      }
      const remedy = { says: 'wait for the limit to pass, or take another model or account' }
      return { code: 'rate-limited', says: 'too many requests for this account', breaks: 'rate limit', remedy }
    }
  }
  if (status === 503 && /\b(loading|starting|warming)/i.test(message))
    return { code: 'server-loading', says: 'it is still loading its model; try again later', breaks: 'still loading' }
  if (status > 500)
    return { code: 'server-unable', says: `the server of ${profile.name} is not able to answer`, breaks: 'the server' }
  return { code: 'request-refused', says: `refuses ${what}`, breaks: what }
}

/**
 * LiteLLM turns a Messages API request for a model of its provider `openai` into one for /v1/responses, which few servers
 * but OpenAI's have [measured with 1.106.12]. Its 404 then has that server's words between its own, and none of a model.
 */
function chatOnlyBehindLiteLlm(message: string): Cause | undefined {
  const words = /litellm\.NotFoundError: .*?OpenAIException - (.*?)(?:\s+LiteLLM: model group|$)/s.exec(message)?.[1]
  if (words === undefined || /model/i.test(words)) return undefined
  const commands = [
    '# in its config.yaml:',
    'litellm_settings:',
    '  use_chat_completions_url_for_anthropic_messages: true',
  ]
  return {
    code: 'gateway-without-chat',
    says: 'the server behind LiteLLM has no /v1/responses, which LiteLLM asks for where its model begins with openai/',
    breaks: 'the server behind LiteLLM',
    remedy: { says: 'have LiteLLM ask for chat completions', commands },
  }
}

/** Tokens: the least that leaves a session room to work. */
export const advisedWindow = 65_536

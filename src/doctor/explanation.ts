import { curesOf } from '../backends/cures.ts'
import { readOverLong } from '../backends/error-text.ts'
import { keyOf } from '../profiles/fields.ts'
import type { Died } from './client/course.ts'
import type { Part } from './client/reactions.ts'
import type { Finding, Remedy } from './finding.ts'
import { found, type Patient } from './probe.ts'

/** What Claude Code dies of, for people, with the way out that lies in the server's hands. `what` was being tried. */
export function explain(probe: string, died: Died, patient: Patient, what: string, part?: Part): Finding {
  const { status, message } = died
  const code = status === undefined ? '' : ` (${status})`
  const remedy = (part && remedyOfPart(part, patient)) ?? remedyOf(died, patient)
  const more = { detail: message, ...(remedy ? { remedy } : {}) }
  const { profile, model } = patient
  if (readOverLong(message))
    return found(probe, 'fail', `the window is too small${code}`, { ...more, breaks: 'context window' })
  if (status === 404)
    return found(probe, 'fail', `there is no model ${model ?? ''}${code}`, {
      ...more,
      breaks: `no model ${model ?? ''}`.trim(),
    })
  if (status === 401 || status === 403)
    return found(probe, 'fail', `the credential is refused${code}`, { ...more, breaks: 'the credential' })
  if (status === 402)
    return found(probe, 'fail', `the account has no credit left${code}`, { ...more, breaks: 'no credit' })
  if (status === 429)
    return found(probe, 'fail', `too many requests for this account${code}`, { ...more, breaks: 'rate limit' })
  if (status === undefined) return found(probe, 'fail', `${what} cannot be read`, { ...more, breaks: what })
  if (status >= 500 && status !== 500)
    return found(probe, 'fail', `the server of ${profile.name} is not able to answer${code}`, {
      ...more,
      breaks: 'the server',
    })
  return found(probe, 'fail', `refuses ${what}${code}`, { ...more, breaks: part === 'tools' ? 'tool calls' : what })
}

/** The way out where one part of the request was singled out that no setting of Claude Code removes. */
function remedyOfPart(part: Part, { chart, model = '' }: Patient): Remedy | undefined {
  const cures = curesOf(chart.kind)
  if (part === 'tools') return { says: 'make the server take tools', commands: cures.tools(model) }
  if (part !== 'system-role') return undefined
  const says = 'the server has to take a system message in the middle of a conversation'
  return { says, commands: cures.systemRole }
}

function remedyOf({ status, message }: Died, { chart, profile, model }: Patient): Remedy | undefined {
  if (readOverLong(message))
    return {
      says: 'start the server with a larger window',
      commands: curesOf(chart.kind).largerWindow(model ?? '', advisedWindow),
    }
  if (status === 404)
    return { says: `put the name of a model that the server has into ${keyOf(profile.name, 'MODEL')}` }
  if (status === 402) return { says: 'buy credits, or take a model that costs nothing' }
  if (status === 429) return { says: 'wait for the limit to pass, or take another model or account' }
  return undefined
}

/** Tokens: the least that leaves a session room to work. */
export const advisedWindow = 65_536

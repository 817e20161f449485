import { promptTooLong } from '../../protocol/context-overflow.ts'
import { readError } from '../../protocol/errors.ts'
import type { OutgoingMessage } from './edit-request.ts'
import { type RequestRepair, requestRepairs } from './request-repairs.ts'

/** A repair that is tried next, and the refusal that it answers; not named where no words of it mean this one. */
export interface RepairStep {
  readonly repair: RequestRepair
  readonly refusal: string
  readonly isNamed: boolean
}

/** Refusals that say in their words that something is wrong with the request, or may. */
const refusals = [400, 404, 405, 415, 422, 500, 501]
/** Those among them that mean the request itself, whatever they say. */
const unnamed = [400, 415, 422]

/** What no other request cures: an account, a key, a model that is not there, a limit, a judgement of what was said. */
const notTheRequest =
  /credit|billing|balance|quota|payment|insufficient|api.?key|credential|unauthori[sz]ed|authenticat|forbidden|permission|rate.?limit|too many requests|subscription|no such model|unknown model|invalid model|model\b.{0,80}(not (exist|found|support)|does not exist|unavailable)|moderat|content.?(policy|filter)|safety/i

/** Whether a refusal may be cured by another request: it is of that kind, and its words name nothing that none cures. */
export function isOfRequest(status: number, text: string): boolean {
  return refusals.includes(status) && !notTheRequest.test(readError(status, text).message)
}

/**
 * What to try after a refusal: the repair that its words mean; else, where they mean the request without saying what of
 * it, everything at once that loses nothing that matters, and at last what loses a little. So nothing that cannot be
 * cured is asked for more than three times. Empty where no other request would help.
 */
export function nextRepairs(
  request: OutgoingMessage,
  needed: ReadonlyMap<string, string>,
  status: number,
  text: string,
): RepairStep[] {
  if (!refusals.includes(status)) return []
  const { message } = readError(status, text)
  const useful = requestRepairs.filter(repair => !needed.has(repair.name) && repair.apply(request, message) !== request)
  const isTooLong = promptTooLong(message, text) !== undefined
  const named = useful.find(({ name, words }) => words.test(message) && (!isTooLong || name === 'max-tokens'))
  if (named) return [{ repair: named, refusal: message, isNamed: true }]
  if (isTooLong || !unnamed.includes(status) || notTheRequest.test(message)) return []
  const least = useful.filter(({ loses }) => loses === 'nothing')
  const rest = least.length > 0 ? least : useful.filter(({ loses }) => loses === 'little')
  return rest.map(repair => ({ repair, refusal: message, isNamed: false }))
}

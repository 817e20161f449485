import { statusLineIn, withoutStatusLine, withStatusLine } from '../../settings/status-line.ts'
import type { System } from '../../system/system.ts'
import { UserError } from '../../system/user-error.ts'
import { refuseReadOnly } from '../user-file.ts'
import { findPlace, refuseDropped, sayBroken } from './place.ts'
import { putFile } from './put-file.ts'

/** What is asked for beside the status line itself. */
interface Wish {
  readonly remove: boolean
  /** Whether another program's status line may be replaced. */
  readonly replace: boolean
}

/**
 * Puts our status line into the user's settings, or takes it out again; what was done, in a sentence. Another one is kept
 * unless `replace` says otherwise, and is in the backup then.
 */
export async function settleStatusLine(system: System, { remove, replace }: Wish): Promise<string> {
  const place = findPlace(system, 'user')
  const { shown, text } = place
  const whose = sayBroken(shown, () => statusLineIn(text))
  if (remove && whose !== 'ours') return `${shown} has no status line of claude-switch; nothing was changed.`
  if (!remove && whose === 'ours') return `${shown} has it already; nothing was changed.`
  if (whose === 'another' && !replace)
    throw new UserError(`${shown} has another status line; nothing was changed. To replace it, add --replace.`)
  const after = sayBroken(shown, () => (remove ? withoutStatusLine(text) : withStatusLine(text)))
  if (!remove) refuseDropped(place, after)
  if (place.bytes) refuseReadOnly(shown, place.mode)
  const copied = await putFile(system, place, after)
  const done = remove ? `took the status line out of ${shown}` : `wrote ${shown}: Claude Code shows it from now on`
  return `${done}${copied}.`
}

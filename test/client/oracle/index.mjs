// The oracle: scripted backends with one defect each, which the real client and the doctor both meet. Row 3 is served
// at /oracle/3/ of the backends' door. Rows decide by what a request holds, never by counting, since the client and the
// doctor ask in different orders; where time matters it counts from the first request of a step.
import { contentRows } from './rows-content.mjs'
import { httpRows } from './rows-http.mjs'
import { limitRows } from './rows-limits.mjs'
import { nextTurnRows } from './rows-next-turn.mjs'
import { patienceRows } from './rows-patience.mjs'
import { rejectionRows } from './rows-rejections.mjs'
import { streamRows } from './rows-stream.mjs'
import { systemRoleRows } from './rows-system-role.mjs'
import { toolRows } from './rows-tools.mjs'
import { wireRows } from './rows-wire.mjs'

/** `fields` are fields of the profile beside its address, `answer` gives what is sent for a request. */
export const rows = [
  ...toolRows,
  ...streamRows,
  ...wireRows,
  ...systemRoleRows,
  ...rejectionRows,
  ...limitRows,
  ...httpRows,
  ...nextTurnRows,
  ...contentRows,
  ...patienceRows,
]

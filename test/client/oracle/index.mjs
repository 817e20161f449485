// The oracle: scripted backends with one defect each, which the real client and the doctor both meet. Row 3 is served
// at /oracle/3/ of the backends' door. Rows decide by what a request holds, never by counting, since the client and the
// doctor ask in different orders; where time matters it counts from the first request of a step.

import { answerRows } from './rows-answers.mjs'
import { callerRows } from './rows-caller.mjs'
import { contentRows } from './rows-content.mjs'
import { encodingRows } from './rows-encodings.mjs'
import { eventRows } from './rows-events.mjs'
import { firewallRows } from './rows-firewall.mjs'
import { gatewayRows } from './rows-gateway.mjs'
import { httpRows } from './rows-http.mjs'
import { inputRows } from './rows-inputs.mjs'
import { limitRows } from './rows-limits.mjs'
import { nextTurnRows } from './rows-next-turn.mjs'
import { partRows } from './rows-parts.mjs'
import { patienceRows } from './rows-patience.mjs'
import { rawRows } from './rows-raw.mjs'
import { rejectionRows } from './rows-rejections.mjs'
import { streamRows } from './rows-stream.mjs'
import { systemRoleRows } from './rows-system-role.mjs'
import { toolRows } from './rows-tools.mjs'
import { vendorLimitRows } from './rows-vendor-limits.mjs'
import { wireRows } from './rows-wire.mjs'

/**
 * `fields` are fields of the profile beside its address, `answer` gives what is sent for a request. These the client meets
 * through the router too.
 */
export const routedRows = [
  ...toolRows,
  ...streamRows,
  ...wireRows,
  ...systemRoleRows,
  ...rejectionRows,
  ...limitRows,
  ...httpRows,
  ...nextTurnRows,
  ...contentRows,
  ...callerRows,
  ...patienceRows,
]

/** All of them: row 3 here is the one that is served as 3. */
export const rows = [
  ...routedRows,
  ...inputRows,
  ...answerRows,
  ...rawRows,
  ...encodingRows,
  ...eventRows,
  ...vendorLimitRows,
  ...partRows,
  ...firewallRows,
  ...gatewayRows,
]

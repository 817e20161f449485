import type { Probe } from '../probe.ts'
import { account } from './account.ts'
import { authorised } from './authorised.ts'
import { forced, parallel } from './choices.ts'
import { count } from './count.ts'
import { depth } from './depth.ts'
import { endpoint } from './endpoint.ts'
import { images } from './images.ts'
import { modelProbe } from './model.ts'
import { reachable } from './reachable.ts'
import { reply } from './reply.ts'
import { server } from './server.ts'
import { session } from './session.ts'
import { speed } from './speed.ts'
import { stream } from './stream.ts'
import { thinking } from './thinking.ts'
import { toolResult } from './tool-result.ts'
import { toolsProbe } from './tools.ts'
import { window } from './window.ts'

/**
 * Every probe of a backend, in the order in which they are tried: what costs nothing first; the window behind a first
 * answer, since some servers load a model, and say how large its window is, only then.
 */
export const probes: readonly Probe[] = [
  reachable,
  server,
  authorised,
  endpoint,
  modelProbe,
  account,
  stream,
  window,
  session,
  reply,
  toolsProbe,
  toolResult,
  parallel,
  forced,
  thinking,
  speed,
  count,
  images,
  depth,
]

import { join } from 'node:path'
import { stateDirectory } from '../env/router-address.ts'
import type { System } from '../system/system.ts'

/** Tokens of one request, as its backend counted them; absent where it did not say. */
export interface RequestUsage {
  /** What was read anew, and what came from its cache or went there. */
  readonly input?: number
  readonly output?: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
}

/** One request, as the log has it: no content, and no credential. */
export interface RequestRecord {
  /** When it came, as an ISO date in UTC. */
  readonly time: string
  readonly profile: string
  /** The id that the client asked for, and the one that was asked of the backend. */
  readonly asked: string
  readonly model: string
  readonly kind: string
  /** What the request was for, in the client's own words where it says so. */
  readonly class: string
  readonly status: number
  /** Why there is no whole answer. */
  readonly failed?: string
  readonly usage: RequestUsage
  /** ms from the request to the first byte of its answer, and to the last. */
  readonly firstByteMs: number
  readonly totalMs: number
  /** What was changed so that backend and client understand each other. */
  readonly repairs: readonly string[]
}

/** Bytes that one month's file may have; what was in it then is kept once more beside it. */
const fileLimit = 32 << 20

/** The file of a month's requests. */
export function logFile(system: Pick<System, 'environment' | 'home'>, time: string): string {
  return join(stateDirectory(system), `requests-${time.slice(0, 7)}.jsonl`)
}

/** Writes requests as lines of JSON. Where nothing can be written (the disk is full), requests go on all the same. */
export function openRequestLog(system: System): (record: RequestRecord) => void {
  let written = 0
  let path = ''
  return record => {
    const line = `${JSON.stringify(record)}\n`
    const now = logFile(system, record.time)
    if (now !== path) {
      path = now
      const read = system.files.read(path, fileLimit)
      written = 'bytes' in read ? read.bytes.length : 0
    }
    try {
      if (written + line.length > fileLimit) {
        system.files.rename(path, `${path}.1`)
        written = 0
      }
      system.files.append(path, line)
      written += line.length
    } catch {
      // Nobody's answer waits for a log.
    }
  }
}

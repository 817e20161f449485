import { fieldsOf, parseJson } from '../../protocol/json.ts'
import type { System } from '../../system/system.ts'
import { exitCodes } from '../../system/user-error.ts'
import { escapeControls } from '../../terminal/escape.ts'
import { requestLine } from '../../terminal/router.ts'

/** How the log is shown. */
interface LogOptions {
  /** Its lines as they stand in the file. */
  readonly json: boolean
  /** Goes on with what comes, until it is asked to end. */
  readonly follow: boolean
}

/** Bytes of the file that are read, and lines of it that are shown. */
const fileLimit = 64 << 20
const lastLines = 50
/** ms between two looks at it. */
const pauseMs = 500

/** Shows the last requests of this month, one a line; a file that is not there yet has none. */
export async function showLog(system: System, path: string, { json, follow }: LogOptions): Promise<number> {
  const lines = () => {
    const read = system.files.read(path, fileLimit)
    return 'bytes' in read ? Buffer.from(read.bytes).toString('utf8').split('\n').filter(Boolean) : []
  }
  const show = (all: readonly string[]) => {
    const text = all.map(line => (json ? `${line}\n` : shown(line))).join('')
    if (text !== '') system.output.print('stdout', text)
  }
  let seen = lines()
  show(seen.slice(-lastLines))
  if (seen.length === 0)
    system.output.print('stderr', `claude-switch: no request went through the router this month.\n`)
  if (!follow) return exitCodes.done
  let asked: number | undefined
  system.processes.untilAskedToEnd().then(code => {
    asked = code
  })
  while (asked === undefined) {
    await system.clock.pause(pauseMs)
    const now = lines()
    // A shorter file is a new one.
    show(now.slice(now.length < seen.length ? 0 : seen.length))
    seen = now
  }
  return asked
}

function shown(line: string): string {
  return `${escapeControls(requestLine(fieldsOf(parseJson(line))).trimEnd())}\n`
}

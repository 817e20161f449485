import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const place = join(import.meta.dirname, '../fixtures/recordings')

/** One exchange with a real server: what was asked, and what came back. */
export interface Recording {
  /** Such as `GET /props`. */
  readonly request?: string
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The names of all recordings of one server (`llama-server`, `aimock`), as `recording` takes them. */
export function recordingsOf(server: string): string[] {
  return readdirSync(join(place, server))
    .map(file => `${server}/${file.replace(/\.txt$/, '')}`)
    .sort()
}

/** Reads a recording by its name, such as `llama-server/get-props`. */
export function recording(name: string): Recording {
  const text = readFileSync(join(place, `${name}.txt`), 'utf8')
  // The head has the line ends of HTTP, and what was asked comes before it.
  const [, asked = '', status, head = '', body = ''] =
    /^([\s\S]*?)\n<<<\nHTTP\/\S+ (\d{3})[^\n]*\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(text) ?? []
  if (status === undefined) throw new Error(`${name} is no recording`)
  const request = /^>>> ([A-Z]+ )https?:\/\/[^/\s]+(\S*)/m.exec(asked)
  const headers = head.split('\r\n').map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  // The recorder ended the file with a line end of its own.
  const answer = { status: Number(status), headers: Object.fromEntries(headers), body: body.replace(/\n$/, '') }
  return request ? { request: `${request[1]}${request[2]}`, ...answer } : answer
}

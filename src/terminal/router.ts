/** What is shown of the router while it runs. */
interface RouterView {
  readonly version: string
  readonly pid: number
  readonly started: string
  readonly requests: number
  readonly open: number
  readonly port: number
}

/** The router's state as people read it. */
export function routerText(state: RouterView | undefined, log: string): string {
  if (!state) return 'The router does not run; a switch to a profile that needs it starts it.\n'
  const { version, pid, started, requests, open, port } = state
  const count = requests === 1 ? '1 request' : `${requests} requests`
  return [
    `The router runs on port ${port} of this machine (process ${pid}, version ${version}).`,
    `${count} since ${started.slice(0, 16).replace('T', ' ')} UTC, ${open} open; each is a line in ${log}`,
    '',
  ].join('\n')
}

/** What `stop` did, of one router or of all. */
export function stopText(stopped: number, all: boolean): string {
  if (stopped === 0) return all ? 'No router runs.\n' : 'The router does not run.\n'
  return stopped === 1 ? 'The router has stopped.\n' : `${stopped} routers have stopped.\n`
}

/** One request of the log, as a line that people read. */
export function requestLine(record: Readonly<Record<string, unknown>>): string {
  const { time, profile, model, status, usage, firstByteMs, totalMs, failed, repairs } = record
  const { input, output, cacheRead } = Object(usage) as Record<string, number | undefined>
  const tokens = input === undefined && output === undefined ? '-' : `${(input ?? 0) + (cacheRead ?? 0)}>${output ?? 0}`
  const notes = [failed, ...(Array.isArray(repairs) ? repairs : [])].filter(Boolean).join(' ')
  const cells = [
    String(time).slice(0, 19).replace('T', ' '),
    String(status),
    String(profile),
    String(model),
    `${tokens} tokens`,
    `${Number(firstByteMs)}/${Number(totalMs)} ms`,
    notes,
  ]
  return `${cells.filter(cell => cell !== '').join('  ')}\n`
}

import { setTimeout as wait } from 'node:timers/promises'
import { rows } from './index.mjs'

const prefix = /^\/oracle\/(\d+)(?=[/?]|$)/

/** @returns the row that a URL belongs to, and what is behind the row's own address */
export function rowOf(url) {
  const found = prefix.exec(url)
  const row = found && rows[Number(found[1])]
  return row ? { row, rest: url.slice(found[0].length) } : undefined
}

/**
 * Answers a request as its row does. `elapsedMs` is the time since the first request of the step, for rows that need it.
 */
export async function serve({ row, rest }, { method, headers }, response, body, elapsedMs) {
  const [path, query = ''] = rest.split('?')
  const answer = row.answer({ method, path, query, headers, body, json: parsed(body), elapsedMs })
  for (const chunk of answer.before ?? []) await act(chunk, response)
  if (response.destroyed) return
  // What node's own server would never write.
  if (answer.raw) return response.socket.end(answer.raw)
  response.writeHead(answer.status, answer.headers)
  if (answer.chunks) response.flushHeaders()
  for (const chunk of answer.chunks ?? [answer.body ?? '']) {
    if (response.destroyed) return
    await act(chunk, response)
  }
  response.end()
}

/** Sends one piece, waits, or hangs up. */
async function act(chunk, response) {
  if (chunk.waitMs) return wait(chunk.waitMs)
  // What was written is on its way before the connection is cut.
  if (chunk.destroy) return wait(50).then(() => response.destroy())
  if (response.req.method !== 'HEAD' && chunk.length > 0) response.write(chunk)
}

function parsed(body) {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

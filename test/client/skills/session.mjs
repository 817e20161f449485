// `node session.mjs ORDERS`: one command beside its backends, in a namespace. Prints what the command did and what the
// backends were asked. Plain JavaScript, since it is started by node itself and not by the test runner.
import { spawn } from 'node:child_process'
import { startBackend } from './backend.mjs'

/** Less than what a step of a visit may take, so that it is said what was seen. */
const limitMs = 45_000

const { command, ...orders } = JSON.parse(process.argv[2])
const backend = await startBackend(orders)
const child = spawn('bash', ['-c', command], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
const limit = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), limitMs)
const text = { stdout: '', stderr: '' }
for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', more => (text[stream] += more))
child.on('close', code => {
  clearTimeout(limit)
  process.stdout.write(JSON.stringify({ code, ...text, requests: backend.requests }), () => process.exit(0))
})

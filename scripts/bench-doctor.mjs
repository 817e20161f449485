// @ts-check
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { build } from 'esbuild'

/**
 * How long the doctor takes over eight backends, of which one is dead and one is slow, as a ratio to the slow one alone in
 * the same run: backends are examined side by side, so that it should be no more.
 */
const rounds = Number(process.argv[2] ?? 5)
/** ms that the slow backend thinks before each answer. */
const slowMs = 250
const root = resolve(import.meta.dirname, '..')
const home = mkdtempSync(join(tmpdir(), 'claude-switch-bench-'))
process.on('exit', () => rmSync(home, { recursive: true, force: true }))

const { outputFiles } = await build({
  entryPoints: [join(root, 'src/demo/backend.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
})
const { demoBackend } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`)

/** @param {number} delayMs */
async function serve(delayMs) {
  const { answer } = demoBackend()
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    await new Promise(done => setTimeout(done, delayMs))
    const { method, url, headers } = request
    const said = await answer({ method, url, headers, body })
    response.writeHead(said.status, said.headers)
    if (typeof said.body === 'string') response.end(said.body)
    else {
      for await (const piece of said.body) response.write(piece)
      response.end()
    }
  })
  await new Promise(done => server.listen(0, '127.0.0.1', () => done(undefined)))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const ports = [await serve(slowMs), ...(await Promise.all(Array.from({ length: 6 }, () => serve(0)))), 1]
const names = ports.map((_, index) => (index === 0 ? 'SLOW' : index === ports.length - 1 ? 'DEAD' : `BOX${index}`))
const file = join(home, 'backends.env')
const profile = (/** @type {string} */ name, /** @type {number} */ port) =>
  `${name}_BASE_URL=http://127.0.0.1:${port}\n${name}_MODEL=demo\n${name}_AUTH_TOKEN=demo\n${name}_CONTEXT_TOKENS=65536\n${name}_MAX_OUTPUT_TOKENS=8192\n`
writeFileSync(file, names.map((name, index) => profile(name, ports[index] ?? 1)).join(''), { mode: 0o600 })
const env = { HOME: home, PATH: process.env['PATH'], CLAUDE_BACKENDS_CONFIG: file }

/** @param {string[]} words */
async function timed(words) {
  const begin = performance.now()
  const command = [join(root, 'dist/cli.cjs'), 'doctor', '--json', ...words]
  await promisify(execFile)(process.execPath, command, { env, maxBuffer: 1 << 24 }).catch(() => {})
  return performance.now() - begin
}

const median = (/** @type {number[]} */ times) => times.sort((a, b) => a - b)[times.length >> 1] ?? 0
const all = names.map(name => name.toLowerCase())
/** @type {number[][]} */
const times = [[], [], []]
for (let round = 0; round < rounds; round++) {
  times[0]?.push(await timed(['box1']))
  times[1]?.push(await timed(['slow']))
  times[2]?.push(await timed(all))
}
const [quick = 0, slowest = 1, together = 0] = times.map(median)
const line = (/** @type {string} */ says, /** @type {number} */ ms) =>
  console.log(`${says.padEnd(39)}${ms.toFixed(0).padStart(7)} ms${(ms / slowest).toFixed(2).padStart(7)}`)
console.log(`the doctor, ${rounds} rounds, medians, ratio to the slowest backend alone`)
line('doctor, one quick backend', quick)
line('doctor, one slow backend', slowest)
line('doctor, eight: six quick, slow, dead', together)
console.log(`beyond the slowest: ${(together - slowest).toFixed(0)} ms (goal 300)`)
process.exit(0)

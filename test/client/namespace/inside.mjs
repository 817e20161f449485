// Runs inside a network namespace that has nothing but loopback: `node inside.mjs ORDERS ANSWERS`. It puts the recorder
// where the whole internet would be, makes each visit's steps one after the other, and writes what they did and what the
// recorder saw. Plain JavaScript, since it is started by node itself and not by the test runner.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { enterLoopback } from './network.mjs'
import { startRecorder } from './recorder.mjs'

const stepLimitMs = 60_000

const [ordersFile, answersFile] = process.argv.slice(2)
const { directory, certificate, key, visits } = JSON.parse(readFileSync(ordersFile, 'utf8'))

await enterLoopback(directory)
const recorder = await startRecorder({ certificate, key })
const outcomes = []
for (const { name, cwd, env, steps, script } of visits) {
  const done = []
  for (const argv of steps) {
    recorder.begin(script)
    const ran = await run(argv, env, cwd)
    done.push({ ...ran, seen: recorder.end() })
  }
  outcomes.push({ name, steps: done })
}
writeFileSync(answersFile, JSON.stringify(outcomes))
// Servers and kept-alive connections would hold the process.
process.exit(0)

/** Runs one program to its end, or to the limit, when its whole process group is ended. */
function run([file, ...args], env, cwd) {
  return new Promise(resolve => {
    const child = spawn(file, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const text = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'])
      child[stream].setEncoding('utf8').on('data', more => (text[stream] += more))
    const limit = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), stepLimitMs)
    child.on('error', error => {
      clearTimeout(limit)
      resolve({ code: -1, stdout: '', stderr: String(error) })
    })
    child.on('close', code => {
      clearTimeout(limit)
      resolve({ code: code ?? -1, ...text })
    })
  })
}

// @ts-check
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

/**
 * How long the things take that a user waits for, each as a ratio to `node -e 0` in the same run. The clock is read inside
 * living shells, since nobody starts a shell to switch one; everything takes turns, and medians are compared.
 */
const rounds = Number(process.argv[2] ?? 41)
const root = resolve(import.meta.dirname, '..')
const home = mkdtempSync(join(tmpdir(), 'claude-switch-bench-'))
process.on('exit', () => rmSync(home, { recursive: true, force: true }))

const profile = (/** @type {string} */ name, /** @type {number} */ port) =>
  `${name}_BASE_URL=http://127.0.0.1:${port}\n${name}_MODEL=qwen3-coder\n${name}_AUTH_TOKEN='secret'\n${name}_CONTEXT_TOKENS=65536\n`
writeFileSync(join(home, '.claude-backends.env'), profile('LOCAL', 4999), { mode: 0o600 })
const many = join(home, 'many.env')
writeFileSync(
  many,
  Array.from({ length: 999 }, (_, n) => profile(`BOX${n}`, 5000 + n)).join('') + profile('LOCAL', 4999),
  { mode: 0o600 },
)

// As npm installs it: a link on the PATH.
symlinkSync(join(root, 'shell/claude-switch'), join(home, 'claude-switch'))
const env = { HOME: home, PATH: [home, process.env['PATH']].join(delimiter), LANG: 'C.UTF-8', MANY: many }

/** What is timed, in the words of bash and zsh alike. */
const tasks = {
  'node -e 0': 'node -e 0',
  'source claude-switch local': '. claude-switch local',
  'claude-switch local (init)': 'claude-switch local',
  'the same, 1000 profiles': 'CLAUDE_BACKENDS_CONFIG=$MANY claude-switch local',
  'claude-switch status': 'claude-switch status',
  'claude-switch env local --json': 'claude-switch env local --json',
}

/** A script that runs every task in turn and prints when each began and ended, in seconds. */
const script = (/** @type {string} */ shell) => `
${shell === 'zsh' ? 'zmodload zsh/datetime' : ''}
export CLAUDE_BACKENDS_CONFIG=$HOME/.claude-backends.env
eval "$(claude-switch init ${shell})"
exec 5>&1 >/dev/null 2>/dev/null
for round in $(seq ${rounds}); do
${Object.values(tasks)
  .map((task, n) => `  begin=$EPOCHREALTIME; ${task}; end=$EPOCHREALTIME; echo "${n} $begin $end" >&5`)
  .join('\n')}
done
`

/** @param {string} shell */
function measure(shell) {
  const program = shell === 'zsh' ? ['zsh', '-f'] : ['bash', '--norc', '--noprofile']
  const out = execFileSync(program[0] ?? shell, [...program.slice(1), '-c', script(shell)], { env, encoding: 'utf8' })
  /** @type {number[][]} */
  const times = Object.keys(tasks).map(() => [])
  for (const line of out.trim().split('\n')) {
    const [n = 0, begin = 0, end = 0] = line.split(' ').map(Number)
    times[n]?.push((end - begin) * 1000)
  }
  return times.map(all => all.sort((a, b) => a - b)[all.length >> 1] ?? 0)
}

/** @param {string} program */
const isInstalled = program => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0

console.log(`node ${process.version}, ${rounds} rounds, medians`)
for (const shell of ['bash', 'zsh'].filter(isInstalled)) {
  const medians = measure(shell)
  const base = medians[0] ?? 1
  Object.keys(tasks).forEach((task, n) => {
    const time = medians[n] ?? 0
    console.log(
      `${shell.padEnd(5)}${task.padEnd(34)}${time.toFixed(1).padStart(7)} ms${(time / base).toFixed(2).padStart(7)}`,
    )
  })
}

if (isInstalled('strace')) {
  const log = join(home, 'strace')
  spawnSync('strace', ['-f', '-e', 'trace=open,openat', '-o', log, 'bash', '--norc', '-c', '. claude-switch local'], {
    env,
  })
  const opened = readFileSync(log, 'utf8')
    .split('\n')
    .filter(line => /open(at)?\(/.test(line) && !line.includes('= -1'))
  console.log(`files opened by one switch: ${opened.length}, bash and node included`)
} else console.log('files opened by one switch: not counted, strace is not installed')

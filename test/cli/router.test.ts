import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { claudeSwitch, command, environmentOf, type Ran } from '../support/binary.ts'
import { type Home, temporaryHome } from '../support/home.ts'

const text = (url = 'http://127.0.0.1:9') => `VIBE_KIND=mistral
VIBE_BASE_URL=${url}/v1
VIBE_API_KEY='canary-mistral'
DIRECT_BASE_URL=${url}
DIRECT_MODEL=m
ASK_KIND=groq
ASK_BASE_URL=${url}/v1
ASK_MODEL=m
ASK_API_KEY=$MY_GROQ_KEY
`

/** A home whose router ends with the test. */
function routedHome(url?: string): Home {
  const home = temporaryHome(text(url))
  onTestFinished(() => void claudeSwitch(['router', 'stop'], home))
  return home
}

/** Runs the built command while servers of this process go on. */
function run(args: readonly string[], home: Home, env: Record<string, string> = {}): Promise<Ran> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [command, ...args],
      { env: environmentOf(home, env), cwd: home.path },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    )
  })
}

interface State {
  readonly running: boolean
  readonly pid: number
  readonly port: number
}
const stateOf = (home: Home): State => JSON.parse(claudeSwitch(['router', 'status', '--json'], home).stdout)
const stateFile = (home: Home, name = 'router.json') => join(home.path, '.local/state/claude-switch', name)
const printUrl = (profile: string) => ['run', '-q', profile, '--', 'printenv', 'ANTHROPIC_BASE_URL']

describe('one router', () => {
  test('is started by the first profile that needs it, and found by the next', () => {
    const home = routedHome()
    expect(stateOf(home)).toEqual({ running: false })
    const url = claudeSwitch(printUrl('vibe'), home).stdout.trim()
    const state = stateOf(home)
    expect(state.running).toBe(true)
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${state.port}/cs_[\\w-]{43}/vibe$`))
    expect(claudeSwitch(printUrl('vibe'), home).stdout.trim()).toBe(url)
    expect(stateOf(home).pid).toBe(state.pid)
    expect(statSync(join(stateFile(home), '..')).mode & 0o777).toBe(0o700)
    expect(statSync(stateFile(home)).mode & 0o777).toBe(0o600)
    expect(readFileSync(stateFile(home, 'router.log'), 'utf8')).toBe('')
  })

  test('no direct profile starts or makes anything', () => {
    const home = routedHome()
    expect(claudeSwitch(printUrl('direct'), home).stdout).toBe('http://127.0.0.1:9\n')
    expect(existsSync(join(stateFile(home), '..'))).toBe(false)
  })

  test('nothing that only looks starts it', () => {
    const home = routedHome()
    for (const words of [['list'], ['status'], ['router'], ['router', 'log'], ['settings', 'vibe', '--print']])
      expect(claudeSwitch(words, home).code, words.join(' ')).toBe(0)
    expect(existsSync(join(stateFile(home), '..'))).toBe(false)
  })

  test('four switches at once start one', async () => {
    const home = routedHome()
    const urls = await Promise.all(Array.from({ length: 4 }, () => run(printUrl('vibe'), home)))
    expect(new Set(urls.map(({ stdout }) => stdout)).size).toBe(1)
    expect(urls.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const routers = spawnSync('pgrep', ['-fc', 'router serve'], { encoding: 'utf8' })
    expect(Number(routers.stdout)).toBeGreaterThan(0)
    expect(readFileSync(stateFile(home, 'router.log'), 'utf8')).toMatch(
      /^(claude-switch: port \d+ of this machine is taken by another program\.\n){0,3}$/,
    )
  })

  test('that is killed comes back at the same address', () => {
    const home = routedHome()
    const url = claudeSwitch(printUrl('vibe'), home).stdout
    const { pid } = stateOf(home)
    process.kill(pid, 'SIGKILL')
    expect(claudeSwitch(printUrl('vibe'), home).stdout).toBe(url)
    expect(stateOf(home).pid).not.toBe(pid)
  })

  test('has a session of its own, so that no terminal ends it', () => {
    const home = routedHome()
    claudeSwitch(['router', 'start'], home)
    const { pid } = stateOf(home)
    const session = spawnSync('ps', ['-o', 'sid=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    expect(session).toBe(String(pid))
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends at %s', async signal => {
    const home = routedHome()
    claudeSwitch(['router', 'start'], home)
    process.kill(stateOf(home).pid, signal)
    await expect.poll(() => stateOf(home).running).toBe(false)
  })

  test('stop, restart and what they say', () => {
    const home = routedHome()
    expect(claudeSwitch(['router', 'stop'], home)).toMatchObject({ code: 0, stdout: /does not run/ })
    expect(claudeSwitch(['router', 'start'], home)).toMatchObject({ code: 0, stdout: /^The router runs on port \d+/ })
    const { pid } = stateOf(home)
    expect(claudeSwitch(['router', 'restart'], home)).toMatchObject({ code: 0, stdout: /^The router runs on port \d+/ })
    expect(stateOf(home).pid).not.toBe(pid)
    expect(claudeSwitch(['router', 'stop'], home)).toMatchObject({ code: 0, stdout: /does not run/ })
    expect(claudeSwitch(['router', 'sing'], home)).toMatchObject({ code: 2, stderr: /"sing" is none of them/ })
  })
})

describe('trouble', () => {
  test('another program has its port', async () => {
    const home = routedHome()
    claudeSwitch(['router', 'start'], home)
    const { port } = stateOf(home)
    claudeSwitch(['router', 'stop'], home)
    const squatter = createServer((_, response) => response.end('mine')).listen(port, '127.0.0.1')
    onTestFinished(() => void squatter.close())
    const ran = await run(['run', 'vibe', '--', 'printenv', 'ANTHROPIC_BASE_URL'], home)
    expect(ran).toMatchObject({ code: 0, stderr: /another program has the port that the router had; shells/ })
    expect(ran.stdout).not.toContain(`:${port}/`)
    expect(await run(['router', 'stop'], home)).toMatchObject({ code: 0 })
  })

  test('a state file that is damaged is made anew', () => {
    const home = routedHome()
    claudeSwitch(['router', 'start'], home)
    const { pid } = stateOf(home)
    writeFileSync(stateFile(home), '{"port":')
    expect(claudeSwitch(printUrl('vibe'), home)).toMatchObject({ code: 0, stdout: /cs_/ })
    process.kill(pid)
  })

  test('a place that cannot be written', () => {
    const home = routedHome()
    const ran = claudeSwitch(printUrl('vibe'), home, { env: { XDG_STATE_HOME: '/proc/nowhere' } })
    expect(ran).toMatchObject({
      code: 1,
      stdout: '',
      stderr: /the router needs .*, and that cannot be written: .*XDG_STATE_HOME names another place/,
    })
  })
})

describe('requests', () => {
  /** A chat completions server that says which key it was shown. */
  async function backend() {
    const keys: unknown[] = []
    const server = createServer((request, response) => {
      keys.push(request.headers.authorization)
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ choices: [{ message: { content: 'hello' }, finish_reason: 'stop' }] }))
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys }
  }
  const ask = [
    'node',
    '-e',
    `fetch(process.env.ANTHROPIC_BASE_URL + '/v1/messages', { method: 'POST', body: JSON.stringify({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }) }).then(async r => console.log(r.status, await r.text()))`,
  ]

  test('go through it, and stand in its log', async () => {
    const { url, keys } = await backend()
    const home = routedHome(url)
    const ran = await run(['run', '-q', 'vibe', '--', ...ask], home)
    expect(ran.stdout).toMatch(/^200 .*"text":"hello"/)
    expect(keys).toEqual(['Bearer canary-mistral'])
    // What claude-switch asks for itself, in `run` and here, does not count.
    expect(stateOf(home)).toMatchObject({ requests: 1, open: 0 })
    const log = claudeSwitch(['router', 'log'], home)
    expect(log.stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}200 {2}vibe {2}m {2}\S+ tokens {2}\d+\/\d+ ms\n$/)
    expect(claudeSwitch(['router', 'log', '--json'], home).stdout).toContain('"profile":"vibe"')
    expect(log.stdout + readFileSync(stateFile(home, 'router.log'), 'utf8')).not.toContain('canary')
  })

  test('none went through it: the log says so', () => {
    expect(claudeSwitch(['router', 'log'], routedHome())).toEqual({
      code: 0,
      stdout: '',
      stderr: 'claude-switch: no request went through the router this month.\n',
    })
  })

  test('status says that nothing would answer where the router was stopped', () => {
    const home = routedHome('https://box.test.invalid')
    const script = 'claude-switch status 2>&1; claude-switch router stop; claude-switch status 2>&1'
    const { stdout } = claudeSwitch(['run', '-q', 'vibe', '--', 'sh', '-c', script], home)
    const [before = '', after = ''] = stdout.split('The router has stopped.\n')
    expect(before).not.toContain('the router does not run')
    expect(after).toContain('warning the router does not run, so nothing would answer; claude-switch router start')
  })

  test('stop --all ends the routers of other backends files, too', () => {
    const home = routedHome()
    const other = { CLAUDE_BACKENDS_CONFIG: home.write('other.env', text()) }
    claudeSwitch(printUrl('vibe'), home)
    claudeSwitch(printUrl('vibe'), home, { env: other })
    expect(claudeSwitch(['router', 'stop', '--all'], home).stdout).toBe('2 routers have stopped.\n')
    expect(claudeSwitch(['router', 'stop', '--all'], home).stdout).toBe('No router runs.\n')
    expect(claudeSwitch(['router', 'stop'], home).stdout).toBe('The router does not run.\n')
  })

  test('with a secret of the shell that switched', async () => {
    const { url, keys } = await backend()
    const home = routedHome(url)
    await run(['run', '-q', 'vibe', '--', 'true'], home)
    const ran = await run(['run', '-q', 'ask', '--', ...ask], home, { MY_GROQ_KEY: 'canary-of-the-shell' })
    expect(ran.stdout).toMatch(/^200 /)
    expect(keys).toEqual(['Bearer canary-of-the-shell'])
    const { pid } = stateOf(home)
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary-of-the-shell')
  })

  test('status says what stands behind it, and no secret', async () => {
    const home = routedHome('https://box.test.invalid')
    const ran = claudeSwitch(['run', '-q', 'vibe', '--', 'claude-switch', 'status'], home)
    expect(ran.stdout).toMatch(/^vibe {2}metered/)
    expect(ran.stdout).toMatch(
      /goes to {3}https:\/\/box\.test\.invalid\/v1 \(Mistral\) through the router on this machine/,
    )
    expect(ran.stdout).toMatch(/as {8}VIBE_API_KEY, which the router sends/)
    expect(ran.stdout).not.toMatch(/drift|cs_|canary/)
    const json = claudeSwitch(['run', '-q', 'vibe', '--', 'claude-switch', 'env', 'vibe', '--json'], home)
    expect(json.stdout).not.toContain('canary')
  })
})

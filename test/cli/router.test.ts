import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { printUrl, routedHome, run, stateFile, stateOf } from './routed-home.ts'

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

  test.each([1, 2, 3, 4])('four switches at once start one (%i)', async () => {
    const home = routedHome()
    const urls = await Promise.all(Array.from({ length: 4 }, () => run(printUrl('vibe'), home)))
    expect(new Set(urls.map(({ stdout }) => stdout)).size, JSON.stringify(urls)).toBe(1)
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

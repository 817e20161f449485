import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { claudeSwitch } from '../support/binary.ts'
import { printUrl, routedHome, run, stateFile, stateOf, text } from './routed-home.ts'

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

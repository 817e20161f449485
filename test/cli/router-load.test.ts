import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { command, environmentOf } from '../support/binary.ts'

// One router and one backend for all of this: many requests, slow ones, hostile ones, and those whose one side goes away.

let base: URL
let pid = 0
let home = ''
const gone: number[] = []

function run(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(
      process.execPath,
      [command, ...args],
      { env: environmentOf({ path: home, write: () => '' }), cwd: home },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    ),
  )
}

/** By its path: a word, a stream that never ends, or one that is cut. */
const backend = http.createServer((request, response) => {
  response.on('close', () => {
    if (!response.writableFinished) gone.push(performance.now())
  })
  request.resume().on('end', async () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`
    if (request.url?.includes('/endless/')) {
      const piece = chunk('x'.repeat(10_000))
      while (!response.destroyed)
        if (!response.write(piece)) await Promise.race([new Promise(done => response.once('drain', done)), wait(50)])
    } else if (request.url?.includes('/cut/')) {
      response.write(chunk('half'))
      setTimeout(() => response.destroy(), 20)
    } else response.end(`${chunk('hi')}data: [DONE]\n\n`)
  })
})

beforeAll(async () => {
  await new Promise<void>(resolve => backend.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`
  home = mkdtempSync(join(tmpdir(), 'claude-switch-'))
  const lines = ['fine', 'endless', 'cut'].map(
    name =>
      `${name.toUpperCase()}_KIND=openai-compatible\n${name.toUpperCase()}_BASE_URL=${url}/${name}/v1\n${name.toUpperCase()}_MODEL=m\n`,
  )
  writeFileSync(join(home, '.claude-backends.env'), lines.join(''), { mode: 0o600 })
  base = new URL((await run('run', '-q', 'fine', '--', 'printenv', 'ANTHROPIC_BASE_URL')).trim().replace(/fine$/, ''))
  pid = JSON.parse(await run('router', '--json')).pid
  return async () => {
    await run('router', 'stop')
    rmSync(home, { recursive: true, force: true })
    backend.closeAllConnections()
    backend.close()
  }
})

const body = JSON.stringify({ model: 'm', max_tokens: 9, stream: true, messages: [{ role: 'user', content: 'hi' }] })
const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })

function ask(profile: string, text = body): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const request = http.request(`${base.href}${profile}/v1/messages`, { method: 'POST', headers, agent }, resolve)
    request.on('error', reject)
    request.end(text)
  })
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of response) text += String(piece)
  return text
}

/** Bytes that the router has in memory. */
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
/** Connections to it that are open. */
function sockets(): number {
  const lines = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n')
  const port = Number(base.port).toString(16).toUpperCase().padStart(4, '0')
  return lines.filter(line => line.includes(`:${port} `) && / 01 /.test(line)).length
}

describe('the router under load', () => {
  test('memory is flat over thousands of requests', async () => {
    const some = async (count: number) => {
      for (let done = 0; done < count; done += 50)
        await Promise.all(Array.from({ length: 50 }, () => ask('fine').then(textOf)))
    }
    await some(1000)
    const before = memory()
    await some(4000)
    expect(memory() - before).toBeLessThan(30 << 20)
    expect(memory()).toBeLessThan(200 << 20)
  }, 120_000)

  test('S53 a client that goes away ends the request behind it', async () => {
    const response = await ask('endless')
    await new Promise(resolve => response.once('data', resolve))
    gone.length = 0
    const began = performance.now()
    response.destroy()
    await expect.poll(() => gone.length, { interval: 5 }).toBeGreaterThan(0)
    expect((gone[0] ?? Number.POSITIVE_INFINITY) - began).toBeLessThan(250)
  })

  test('S54 a client that stops reading costs no memory', async () => {
    const before = memory()
    const open = await Promise.all(Array.from({ length: 5 }, () => ask('endless')))
    for (const response of open) response.pause()
    await wait(1500)
    expect(memory() - before).toBeLessThan(60 << 20)
    for (const response of open) response.destroy()
  })

  test('S47 fifty streams that are cut: each ends in an error', async () => {
    const texts = await Promise.all(Array.from({ length: 50 }, () => ask('cut').then(textOf)))
    for (const text of texts) {
      expect(text).toContain('event: error')
      expect(text).not.toContain('message_stop')
    }
  })

  test.each<[string, string, RegExp]>([
    [
      'a wrong secret',
      'POST /cs_wrong/fine/v1/messages HTTP/1.1\r\nHost: HOST\r\nContent-Length: 100000000\r\n\r\n',
      /^HTTP\/1\.1 403 /,
    ],
    [
      'a foreign Host',
      'POST PATHfine/v1/messages HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 2\r\n\r\n{}',
      /^HTTP\/1\.1 403 /,
    ],
    [
      'a page in a browser',
      'POST PATHfine/v1/messages HTTP/1.1\r\nHost: HOST\r\nOrigin: https://evil.test\r\nContent-Length: 2\r\n\r\n{}',
      /^HTTP\/1\.1 403 /,
    ],
    [
      'its preflight',
      'OPTIONS PATHfine/v1/messages HTTP/1.1\r\nHost: HOST\r\nOrigin: https://evil.test\r\n\r\n',
      /^HTTP\/1\.1 403 /,
    ],
    [
      'a gigabyte',
      'POST PATHfine/v1/messages HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1073741824\r\n\r\n',
      /^HTTP\/1\.1 413 /,
    ],
    [
      'two lengths',
      'POST PATHfine/v1/messages HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length beside chunks',
      'POST PATHfine/v1/messages HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    ['no HTTP at all', '\x16\x03\x01\x00\x05hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  ])('%s is refused', async (_, text, expected) => {
    const answer = await new Promise<string>(resolve => {
      let came = ''
      const socket = connect(Number(base.port), '127.0.0.1', () =>
        socket.write(text.replace('HOST', base.host).replace('PATH', base.pathname)),
      )
      socket.on('data', data => {
        came += String(data)
        socket.end()
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(came))
    })
    expect(answer).toMatch(expected)
    expect(answer).not.toContain('cs_')
    expect(answer.toLowerCase()).not.toContain('access-control')
  })

  test('a thousand idle connections leave room for one that asks', async () => {
    const idle = Array.from({ length: 1000 }, () => connect(Number(base.port), '127.0.0.1').on('error', () => {}))
    await wait(300)
    expect(await textOf(await ask('fine'))).toContain('message_stop')
    for (const socket of idle) socket.destroy()
    await expect.poll(sockets, { timeout: 5000 }).toBeLessThan(200)
  })

  test('and it is the same router after all of that', async () => {
    expect(JSON.parse(await run('router', '--json')).pid).toBe(pid)
  })
})

// @ts-check
// What the router costs beside a direct connection: ms to the first byte, and tokens a second of 50 streams at once. Every
// figure is measured in one run, against a server of our own in another process, which streams as fast as it is read.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tokens = 2000
const streams = 50

/** The server: tokens in the Messages API's events, or as chat completions, by the path. */
function backend() {
  const word = text =>
    `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })}\n\n`
  const chunk = (delta, finish = null) =>
    `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
  const server = http.createServer((request, response) => {
    request.resume().on('end', async () => {
      const isChat = request.url?.includes('chat/completions')
      const count = Number((request.headers['x-tokens'] ?? request.url?.match(/many/)) ? tokens : 1)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(
        isChat
          ? chunk({ role: 'assistant', content: '' })
          : 'event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1}}}\n\nevent: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
      )
      const piece = (isChat ? chunk({ content: 'word ' }) : word('word ')).repeat(10)
      for (let sent = 0; sent < count; sent += 10) if (!response.write(piece)) await once(response, 'drain')
      response.end(
        isChat ? `${chunk({}, 'stop')}data: [DONE]\n\n` : 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
      )
    })
  })
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
  process.on('disconnect', () => process.exit())
}

/** @returns ms to the first byte and to the last, and how many bytes there were */
async function ask(agent, url, body) {
  const began = performance.now()
  const request = http.request(url, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  })
  request.end(body)
  const [response] = await once(request, 'response')
  let first = 0
  for await (const _ of response) first ||= performance.now() - began
  return { first, total: performance.now() - began }
}

const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]
const bodyOf = size =>
  JSON.stringify({ model: 'm', max_tokens: 9, stream: true, messages: [{ role: 'user', content: 'x'.repeat(size) }] })

async function firstByte(urls, size) {
  const body = bodyOf(size)
  const agents = urls.map(() => new http.Agent({ keepAlive: true }))
  const times = urls.map(() => [])
  // In turns, so that whatever else the machine does meets all of them.
  for (let round = 0; round < 60; round++)
    for (const [at, url] of urls.entries()) {
      const { first } = await ask(agents[at], url, body)
      if (round >= 10) times[at].push(first)
    }
  return times.map(median)
}

async function throughput(url) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: streams })
  const body = bodyOf(1000)
  const began = performance.now()
  await Promise.all(Array.from({ length: streams }, () => ask(agent, url, body)))
  return Math.round((streams * tokens * 1000) / (performance.now() - began))
}

async function main() {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'backend'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ port }] = await once(child, 'message')
  const home = mkdtempSync(join(tmpdir(), 'claude-switch-'))
  const few = `http://127.0.0.1:${port}`
  writeFileSync(
    join(home, '.claude-backends.env'),
    ['NATIVE', 'MANY']
      .map(name => `${name}_BASE_URL=${few}/${name.toLowerCase()}\n${name}_MODEL=m\n${name}_ROUTER=on\n`)
      .join('') +
      ['CHAT', 'MANYCHAT']
        .map(
          name => `${name}_KIND=openai-compatible\n${name}_BASE_URL=${few}/${name.toLowerCase()}/v1\n${name}_MODEL=m\n`,
        )
        .join(''),
    { mode: 0o600 },
  )
  const env = { PATH: process.env['PATH'], HOME: home }
  const run = async words => {
    const ran = spawn(process.execPath, [join(root, 'shell/claude-switch'), ...words], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    for await (const piece of ran.stdout) text += piece
    return text
  }
  try {
    const began = performance.now()
    const base = (await run(['run', '-q', 'native', '--', 'printenv', 'ANTHROPIC_BASE_URL']))
      .trim()
      .replace(/native$/, '')
    const started = performance.now() - began
    const at = profile => `${base}${profile}/v1/messages`
    for (const [name, size] of /** @type {const} */ ([
      ['small', 1000],
      ['145 KB', 145_000],
    ])) {
      const [direct, native, chat] = await firstByte([`${few}/native/v1/messages`, at('native'), at('chat')], size)
      console.log(
        `first byte, ${name}: direct ${direct.toFixed(2)} ms, passed through +${(native - direct).toFixed(2)}, translated +${(chat - direct).toFixed(2)}`,
      )
    }
    const rates = []
    for (const url of [`${few}/many/v1/messages`, at('many'), at('manychat')]) rates.push(await throughput(url))
    console.log(
      `${streams} streams, tokens a second: direct ${rates[0]}, passed through ${rates[1]}, translated ${rates[2]}`,
    )
    console.log(`from nothing to the first environment: ${Math.round(started)} ms`)
  } finally {
    await run(['router', 'stop'])
    child.disconnect()
    rmSync(home, { recursive: true, force: true })
  }
}

if (process.argv[2] === 'backend') backend()
else await main()

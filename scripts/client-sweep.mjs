// @ts-check
/**
 * Which of the variables that Claude Code reads change where its requests go, as whom, or with which model? Every name
 * in the client's own binary is set to a value, a group at a time, beside a profile as a switch leaves it; a group that makes
 * a difference is halved until the name is found. Run it with each new version, in a network of its own:
 *
 *   unshare -n sh -c 'ip link set lo up && node scripts/client-sweep.mjs path/to/claude [name...]' >found.json
 *
 * What it finds belongs into src/env/managed-variables.ts, or into the list of names in its test that are the user's own.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [client = 'claude', ...only] = process.argv.slice(2)
// Small: one name can undo what another does.
const groupSize = 4

/** What the names are set to: what switches something on, and an address that shows who asks it. */
const trap = await recorder()
const values = ['1', trap.url]

/** The names of variables in the binary's text that are about this client. */
function namesIn(path) {
  const text = readFileSync(realpathSync(path), 'latin1')
  // One pass: the text has hundreds of millions of characters.
  const found = text.matchAll(
    /(?:\benv\.|env\[["'`]|["'`])(_?(?:ANTHROPIC|CLAUDE|DISABLE|ENABLE|API|MAX|USE|AWS_BEARER|VERTEX|BASH|MCP)_[A-Z0-9_]{2,60})\b/g,
  )
  return [...new Set([...found].map(([, name]) => name ?? ''))].sort()
}

/** A server that answers as a backend does, and keeps what it was asked. */
async function recorder() {
  /** @type {{ host: string, credential: string, model: string }[]} */
  const seen = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', piece => {
      body += piece
    })
    request.on('end', () => {
      if (request.method === 'POST') seen.push(described(request, body))
      answer(request, response, body)
    })
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => seen.splice(0),
    close: () => server.close(),
  }
}

function described(request, body) {
  const { authorization, 'x-api-key': key } = request.headers
  const credential = [authorization?.replace(/^Bearer (.{8}).*/, 'Bearer $1'), key && `key ${key.slice(0, 8)}`]
  let model = ''
  try {
    model = JSON.parse(body).model ?? ''
  } catch {}
  return { host: String(request.headers.host), credential: credential.filter(Boolean).join(' + '), model }
}

function answer(request, response, body) {
  if (!request.url?.includes('/v1/messages')) return response.writeHead(404).end()
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', stop_sequence: null }
  const usage = { input_tokens: 9, output_tokens: 1 }
  if (!body.includes('"stream":true')) {
    response.writeHead(200, { 'content-type': 'application/json' })
    return response.end(
      JSON.stringify({ ...message, content: [{ type: 'text', text: 'ok' }], stop_reason: 'end_turn', usage }),
    )
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const event of [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'ok' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage },
    { type: 'message_stop' },
  ])
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  response.end()
}

/** One run of the client with these names set: what its requests said, in words that can be compared. */
async function run(names, value, { url, take }) {
  const home = mkdtempSync(join(tmpdir(), 'sweep-'))
  mkdirSync(join(home, '.claude'))
  const oauth = {
    accessToken: 'sk-ant-oat01-login',
    refreshToken: 'r',
    expiresAt: 9e12,
    scopes: ['user:inference'],
    subscriptionType: 'max',
  }
  writeFileSync(join(home, '.claude/.credentials.json'), JSON.stringify({ claudeAiOauth: oauth }))
  take()
  trap.take()
  const child = spawn(client, ['-p', 'hi', '--output-format', 'text'], {
    cwd: home,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      CLAUDE_CODE_MAX_RETRIES: '0',
      ...Object.fromEntries(names.map(name => [name, value])),
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_AUTH_TOKEN: 'profile-token',
      ANTHROPIC_MODEL: 'the-model',
    },
  })
  const late = setTimeout(() => child.kill('SIGKILL'), 25_000)
  const code = await new Promise(resolve => child.on('close', resolve))
  clearTimeout(late)
  rmSync(home, { recursive: true, force: true })
  const here = take().map(({ credential, model }) => `${model} as ${credential}`)
  const there = trap.take().map(({ credential, model }) => `elsewhere: ${model} as ${credential}`)
  return [...new Set([...here, ...there, ...(code === 0 ? [] : ['ends with an error'])])].sort().join('; ')
}

const fixed = new Set(['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_MODEL'])
const names = (only.length > 0 ? only : namesIn(client)).filter(name => !fixed.has(name))
process.stderr.write(`${names.length} names\n`)

const first = await recorder()
const usual = await run([], '', first)
process.stderr.write(`without any: ${usual}\n`)

/** @type {Record<string, Record<string, string>>} */
const found = {}
async function search(group, value, server) {
  const seen = await run(group, value, server)
  if (seen === usual) return
  if (group.length === 1) {
    const [name] = group
    found[name] = { ...found[name], [value === '1' ? '1' : 'url']: seen }
    process.stderr.write(`${name}=${value === '1' ? '1' : 'an address'}: ${seen || 'nothing is asked'}\n`)
    return
  }
  const half = Math.ceil(group.length / 2)
  await search(group.slice(0, half), value, server)
  await search(group.slice(half), value, server)
}

// The trap is one for all, so what it hears has to come from one run at a time.
const groups = values.flatMap(value =>
  Array.from({ length: Math.ceil(names.length / groupSize) }, (_, n) => ({
    value,
    group: names.slice(n * groupSize, (n + 1) * groupSize),
  })),
)
for (const { group, value } of groups) await search(group, value, first)
for (const server of [first, trap]) server.close()
process.stdout.write(`${JSON.stringify({ usual, found }, null, 2)}\n`)

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { rowOf, serve } from '../oracle/serving.mjs'
import { answer } from './answers.mjs'

/** Where the backends are, and where nothing may ever arrive that is not expected there. */
const doors = { backends: 8101, trap: 8102 }

/**
 * Starts servers that write down every request: the backends, the trap (which is a proxy too), and every host of the
 * world that is spoken to with TLS. `begin` and `end` bracket the requests of one step.
 */
export async function startRecorder({ certificate, key }) {
  let step = { seen: [] }
  const note = entry => step.seen.push(entry)
  const at = door => async (request, response) => {
    const body = await bodyOf(request)
    note(entryOf(door, request, body))
    const oracle = door === 'backends' ? rowOf(request.url) : undefined
    if (!oracle) return answer(request, response, body, step)
    step.began ??= Date.now()
    await serve(oracle, request, response, body, Date.now() - step.began)
  }
  for (const [door, port] of Object.entries(doors)) {
    const server = http.createServer(at(door))
    server.on('connect', (request, socket) => {
      note(entryOf(door, request, ''))
      tunnel(request, socket)
    })
    await once(server.listen(port, '127.0.0.1'), 'listening')
  }
  const world = https.createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, at('world'))
  // A host that the certificate does not name hangs up; that somebody called is to be seen all the same.
  world.on('tlsClientError', (_, { servername }) => {
    note({ door: 'world', method: 'TLS', url: `https://${servername}/`, headers: {}, carries: [] })
  })
  await once(world.listen(443, '127.0.0.1'), 'listening')
  return {
    begin(script) {
      step = { seen: [], script }
    },
    end: () => step.seen,
  }
}

async function bodyOf(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** One request as it is written down. `carries` are the canaries anywhere in it: in the URL, a header or the body. */
function entryOf(door, { method, url, headers, rawHeaders }, body) {
  const whole = url.startsWith('http') || method === 'CONNECT'
  const address = whole ? url : `${door === 'world' ? 'https' : 'http'}://${headers.host}${url}`
  const carries = [...`${url}\n${rawHeaders.join('\n')}\n${body}`.matchAll(/canary-[a-z0-9-]*[a-z0-9]/g)]
  const message = messageOf(body)
  return {
    door,
    method,
    url: address.replace(/\?.*/, ''),
    headers,
    carries: [...new Set(carries.map(([word]) => word))].sort(),
    ...(message && { message }),
  }
}

/** What of a body for /v1/messages a switch decides. */
function messageOf(body) {
  if (!body.startsWith('{') || !body.includes('"messages"')) return undefined
  const {
    model,
    max_tokens,
    thinking,
    output_config,
    context_management,
    system,
    tools = [],
    ...rest
  } = JSON.parse(body)
  const asked = Array.isArray(rest.messages) ? rest.messages : []
  return {
    model,
    streamed: rest.stream === true,
    systemRole: asked.some(({ role }) => role === 'system'),
    toolResult: JSON.stringify(asked).includes('"type":"tool_result"'),
    maxTokens: max_tokens,
    thinking: thinking !== undefined,
    effort: output_config?.effort ?? null,
    contextManagement: context_management !== undefined,
    deferredTools: tools.some(tool => tool.defer_loading === true),
    attribution: JSON.stringify(system ?? '').includes('x-anthropic-billing-header'),
  }
}

/** A proxy's CONNECT: this machine is every host. */
function tunnel({ url }, socket) {
  const port = Number(url.split(':').at(-1))
  const onward = net.connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    onward.pipe(socket)
    socket.pipe(onward)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { runAside } from '../support/aside.ts'
import { temporaryHome } from '../support/home.ts'

/** A server that has chat completions, or nothing at all. */
async function serve(hasChat: boolean): Promise<string> {
  const server = createServer((request, response) => {
    const isThere = hasChat && request.url?.startsWith('/v1/chat/completions')
    request.resume().on('end', () => {
      response.writeHead(isThere ? 400 : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: isThere ? 'messages: field required' : 'Not Found' } }))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a server of chat completions under another kind: the doctor says which, and where', async () => {
  const url = await serve(true)
  const home = temporaryHome(`BOX_BASE_URL=${url}\nBOX_KIND=gateway\nBOX_MODEL=m\nBOX_BILLING=free\n`)
  const { stdout } = await runAside(['doctor', 'box', '--timeout', '5'], home)
  expect(stdout).toContain('it speaks chat completions, and no Messages API')
  expect(stdout).toContain(`BOX_KIND=openai-compatible\n`)
  expect(stdout).toContain(`BOX_BASE_URL=${url}/v1\n`)
})

test('a wrong address behind the router is the profile’s, and the router’s secret is not shown', async () => {
  const url = await serve(false)
  const home = temporaryHome(
    `BOX_BASE_URL=${url}/v1\nBOX_KIND=openai-compatible\nBOX_MODEL=m\nBOX_API_KEY=k\nBOX_BILLING=free\n`,
  )
  const [plain, json] = [
    await runAside(['doctor', 'box', '--timeout', '5'], home),
    await runAside(['doctor', 'box', '--timeout', '5', '--json'], home),
  ]
  await runAside(['router', 'stop'], home)
  expect(plain.stdout.replace(/\s+/g, ' ')).toContain(`nothing is at ${url}/v1 for the router to ask (404)`)
  expect(`${plain.stdout}${plain.stderr}${json.stdout}${json.stderr}`).not.toContain('cs_')
})

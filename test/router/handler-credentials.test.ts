import { describe, expect, test } from 'vitest'
import { routed } from '../support/routed.ts'
import { chat, file, login, message, native } from './handled.ts'

describe('who gets which credential', () => {
  test.each<[string, string, Record<string, string>, string, string | undefined, string | undefined]>([
    [
      'the login goes to Anthropic',
      'cloud',
      login,
      'https://api.anthropic.com/v1/messages?beta=true',
      login.authorization,
      undefined,
    ],
    [
      'so does a key',
      'cloud',
      { 'x-api-key': 'sk-ant-api03-mine' },
      'https://api.anthropic.com/v1/messages?beta=true',
      undefined,
      'sk-ant-api03-mine',
    ],
    [
      'a server gets its own',
      'box',
      login,
      'http://10.0.0.5:8000/v1/messages?beta=true',
      'Bearer token-of-box',
      undefined,
    ],
    [
      'one that asks for none gets a word',
      'open',
      login,
      'http://127.0.0.1:9999/v1/messages?beta=true',
      'Bearer claude-switch',
      undefined,
    ],
    [
      'Mistral gets its key',
      'vibe',
      login,
      'https://api.mistral.ai/v1/chat/completions',
      'Bearer key-of-mistral',
      undefined,
    ],
    [
      'its key too, whatever the client sends',
      'vibe',
      { 'x-api-key': 'sk-ant-api03-mine' },
      'https://api.mistral.ai/v1/chat/completions',
      'Bearer key-of-mistral',
      undefined,
    ],
  ])('%s', async (_, profile, headers, url, authorization, key) => {
    const router = routed(file, ({ url }) => (url.includes('chat') ? chat() : native()))
    const came = await router.request(`/${profile}/v1/messages?beta=true`, {
      headers,
      body: { ...message, stream: true },
    })
    expect(came.status, came.text).toBe(200)
    const [sent] = router.asked
    expect(sent?.url).toBe(url)
    expect(sent?.headers['authorization']).toBe(authorization)
    expect(sent?.headers['x-api-key']).toBe(key)
    if (profile !== 'cloud') expect(JSON.stringify(router.asked)).not.toContain('sk-ant-')
    if (profile !== 'cloud') expect(JSON.stringify(sent?.headers)).not.toContain('oauth-')
  })

  test('a secret of the shell, which hands it over', async () => {
    const router = routed(file, chat)
    const before = await router.request('/ask/v1/messages', { body: message })
    expect(before).toMatchObject({ status: 403, text: expect.stringContaining('claude-switch ask') })
    const handed = { profile: 'ask', environment: { GROQ_KEY: 'from-the-shell' } }
    expect(await router.request('/-/hand-over', { body: handed })).toMatchObject({ status: 200 })
    await router.request('/ask/v1/messages', { body: message })
    expect(router.asked[0]?.headers['authorization']).toBe('Bearer from-the-shell')
  })

  test('a secret of a command: handed over, else asked for without a terminal', async () => {
    let runs = 0
    const exec = async (command: string, words: readonly string[]) => {
      expect([command, ...words]).toEqual(['/bin/sh', '-c', 'pass show groq'])
      runs++
      return { stdout: 'from-the-command\nand more\n' }
    }
    const router = routed(file, chat, { processes: { exec } })
    for (let n = 0; n < 3; n++) await router.request('/cmd/v1/messages', { body: message })
    expect(runs).toBe(1)
    expect(router.asked[0]?.headers['authorization']).toBe('Bearer from-the-command')
    await router.request('/-/hand-over', { body: { profile: 'cmd', environment: {}, secret: 'handed' } })
    await router.request('/cmd/v1/messages', { body: message })
    expect(router.asked.at(-1)?.headers['authorization']).toBe('Bearer handed')
  })

  test('a command that gives none is said, and tried again', async () => {
    const router = routed(file, chat, { processes: { exec: async () => ({ failed: 'it is locked' }) } })
    const came = await router.request('/cmd/v1/messages', { body: message })
    expect(came).toMatchObject({ status: 403, text: expect.stringContaining('CMD_API_KEY_COMMAND gave no secret') })
  })
})

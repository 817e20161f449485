import { describe, expect, test } from 'vitest'
import { variablesIn, vscodeBlock } from '../../src/settings/variable-block.ts'
import { loginFile, loginPath } from '../client/files.ts'
import { backendsText } from '../support/home.ts'
import { envIn, machine } from './machine.ts'

const local = 'project/.claude/settings.local.json'
const user = '.claude/settings.json'
const withCommand = `${backendsText}PASS_BASE_URL=https://pass.test.invalid
PASS_MODEL=m
PASS_CONTEXT_TOKENS=65536
PASS_MAX_OUTPUT_TOKENS=8192
PASS_API_KEY_COMMAND='printf "canary-pass\\nsecond\\n" # mine'
`

describe('a command for the credential', () => {
  test('is run by Claude Code, and no secret is stored', async () => {
    const { settings, read, ran, list } = machine({ backends: withCommand })
    const { stderr } = await settings('pass')
    expect(stderr).toContain('note Claude Code runs PASS_API_KEY_COMMAND itself (apiKeyHelper), so no secret is stored')
    expect(stderr).not.toContain('warning')
    expect(ran).toEqual([])
    const { apiKeyHelper, env } = JSON.parse(read(local))
    expect(apiKeyHelper).toBe('( printf "canary-pass\\nsecond\\n" # mine\n) | head -n 1')
    expect(env).toMatchObject({ ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '' })
    expect((await settings('pass')).stderr).toContain('has pass already')
    await settings('--remove')
    expect(list('project')).toEqual([])
  })

  test('is run here with --store-secret, and its first line is stored', async () => {
    const { settings, read, ran } = machine({ backends: withCommand })
    const { stderr } = await settings('pass', '--store-secret')
    expect(stderr).toContain(`note the secret of pass is in ~/${local} in clear text.`)
    expect(ran).toHaveLength(1)
    expect(envIn(read(local))).toMatchObject({ ANTHROPIC_API_KEY: 'canary-pass' })
    expect(JSON.parse(read(local))).not.toHaveProperty('apiKeyHelper')
  })

  test('is not run for --print', async () => {
    const { settings, ran } = machine({ backends: withCommand })
    expect((await settings('pass', '--print')).stdout).toContain('"apiKeyHelper": "( printf')
    expect((await settings('pass', '--print', '--store-secret')).stdout).toContain('"ANTHROPIC_API_KEY": "********"')
    expect(ran).toEqual([])
  })
})

describe('cloud', () => {
  test('writes nothing where nothing leads away', async () => {
    const { settings, list } = machine({ environment: { ANTHROPIC_API_KEY: 'canary-own' } })
    expect(await settings('cloud')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing in ~/project/.claude/settings.local.json sends Claude Code away'),
    })
    expect(list('project')).toEqual([])
  })

  test('takes out what was written', async () => {
    const { home, settings, read, list } = machine()
    home.write(user, '{"model": "opus"}')
    await settings('local', '--scope', 'user')
    expect((await settings('cloud', '--scope', 'user')).stderr).toContain(
      'took local out of ~/.claude/settings.json.\ncloud -> Anthropic',
    )
    expect(list('.claude')).toEqual(['settings.json'])
    expect(read(user)).toBe('{"model": "opus"}')
  })

  test('undoes what a weaker file says, and leaves the user’s own credentials to the shell', async () => {
    const { home, settings, read } = machine()
    home.write(loginPath, loginFile())
    await settings('local', '--scope', 'user')
    await settings('my-box', '--scope', 'user')
    const { stderr } = await settings('cloud')
    expect(stderr).toContain('cloud -> Anthropic')
    expect(stderr).not.toContain('warning')
    expect(envIn(read(local))).toEqual({ CLAUDE_SWITCH_PROFILE: 'cloud' })
    const { env } = JSON.parse(read(local))
    expect(env).toMatchObject({ ANTHROPIC_BASE_URL: '', ANTHROPIC_API_KEY: '', ANTHROPIC_MODEL: '' })
    expect(env).not.toHaveProperty('CLAUDE_CODE_OAUTH_TOKEN')
    expect(read(local)).not.toContain('canary')
  })

  test('says it of a credential of the shell’s that a weaker file hides', async () => {
    const { settings } = machine({ environment: { ANTHROPIC_API_KEY: 'canary-own' } })
    await settings('local', '--scope', 'user')
    const { stderr } = await settings('cloud')
    expect(stderr).toContain(
      'warning ~/.claude/settings.json sets ANTHROPIC_API_KEY, which Claude Code takes instead of what this shell says; claude-switch wrote that',
    )
    expect(stderr).toContain('warning there is no credential for Anthropic')
  })

  test('undoes the user’s own lines, and says what it names itself', async () => {
    const { home, settings, read } = machine({ backends: 'CLOUD_MODEL=opus\n' })
    home.write(user, '{"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:1"}}')
    await settings('cloud', '--scope', 'user')
    expect(envIn(read(user))).toEqual({
      ANTHROPIC_MODEL: 'opus',
      CLAUDE_CODE_SUBAGENT_MODEL: 'opus',
      CLAUDE_SWITCH_PROFILE: 'cloud',
    })
    await settings('--scope', 'user', '--remove')
    expect(read(user)).toBe('{"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:1"}}')
  })
})

test('what a stronger file and this shell decide instead is warned of', async () => {
  const { home, settings } = machine({ environment: { ANTHROPIC_UNIX_SOCKET: '/s' } })
  home.write(local, '{"env": {"ANTHROPIC_MODEL": "mine"}}')
  const { stderr } = await settings('local', '--scope', 'user')
  expect(stderr).toContain(`warning ~/${local} sets ANTHROPIC_MODEL, which Claude Code takes instead`)
  expect(stderr).toContain('warning ANTHROPIC_UNIX_SOCKET of this shell still counts')
})

describe('VS Code', () => {
  const text = '{\n  // mine\n  "editor.fontSize": 12,\n}\n'
  test.each<[NodeJS.Platform, string, Record<string, string>]>([
    ['linux', '.config/Code/User', {}],
    ['linux', '.config/VSCodium/User', {}],
    ['linux', 'xdg/Code - Insiders/User', { XDG_CONFIG_HOME: '$HOME/xdg' }],
    ['darwin', 'Library/Application Support/Code/User', {}],
    ['win32', 'AppData/Roaming/Code/User', {}],
    ['win32', 'roaming/Code/User', { APPDATA: '$HOME/roaming' }],
  ])('on %s, %s', async (platform, directory, environment) => {
    const { home, settings, read } = machine({ platform, environment })
    const file = `${directory}/settings.json`
    home.write(file, text)
    const { code, stderr } = await settings('ollama', '--scope', 'vscode')
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`wrote ~/${file}; what it was is in ~/${file}.bak.\nollama`),
    ])
    expect(read(file).startsWith('{\n  // mine\n  "editor.fontSize": 12,\n')).toBe(true)
    expect(Object.fromEntries(variablesIn(read(file), vscodeBlock))).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://localhost:11434',
      ANTHROPIC_API_KEY: '',
      CLAUDE_SWITCH_PROFILE: 'ollama',
    })
    expect((await settings('ollama', '--scope', 'vscode')).stderr).toContain('has ollama already')
    await settings('--scope', 'vscode', '--remove')
    expect(read(file)).toBe(text)
  })

  test('gets a secret only when that is asked for', async () => {
    const { home, settings, read, list } = machine()
    home.write('.config/Code/User/keybindings.json', '[]')
    const { code, stderr } = await settings('local', '--scope', 'vscode')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Settings Sync may carry it[\s\S]*add --store-secret/)])
    expect(list('.config/Code/User')).toEqual(['keybindings.json'])
    expect((await settings('local', '--scope', 'vscode', '--store-secret')).code).toBe(0)
    expect(variablesIn(read('.config/Code/User/settings.json'), vscodeBlock).get('ANTHROPIC_AUTH_TOKEN')).toBe(
      'canary-local',
    )
  })
})

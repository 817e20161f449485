import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { templates } from '../../src/templates/catalogue.ts'
import { fill } from '../../src/templates/fill.ts'
import { root, runProgram } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const hostile = `a 'b' "c" $(touch here) \`touch here\` \\ é`
const values = new Map([
  ...['profile', 'model', 'repository', 'toolParser', 'listen'].map(name => [name, hostile] as const),
  ['contextTokens', '131072'],
  ['port', '8001'],
])

const textOf = (name: string, filled: ReadonlyMap<string, string> = new Map()) =>
  fill(readFileSync(join(root, templates.find(one => one.name === name)?.file ?? name), 'utf8'), 'shell', filled).text

const commandsIn = (name: string) =>
  [...textOf(name).matchAll(/^```bash\n(.*?)^```$/gms)].map(([, command = '']) => command)

test.each([
  ['vllm', 'sh', textOf('vllm')],
  ['vllm, filled', 'sh', textOf('vllm', values)],
  ['llama-server', 'sh', textOf('llama-server')],
  ['llama-server, filled', 'sh', textOf('llama-server', values)],
  ['envrc', 'bash', `#!/usr/bin/env bash\n${textOf('envrc')}`],
  ['envrc, filled', 'bash', `#!/usr/bin/env bash\n${textOf('envrc', values)}`],
  ...['cloud-escalator', 'vibe-orchestrator'].flatMap(name =>
    commandsIn(name).map((text, index) => [`${name}, ${index + 1}`, 'bash', text]),
  ),
] as [string, string, string][])('%s is for %s, and shellcheck finds nothing', (_, shell, text) => {
  expect(spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  if (!isInstalled('shellcheck') && !everythingExpected) return
  // SC2016: what is in single quotes is meant to stay as it is.
  const checked = runProgram(['shellcheck', `--shell=${shell}`, '--exclude=SC2016', '-'], temporaryHome(), {
    input: text,
  })
  expect(checked).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('every command of a skill that claude-switch runs names its profile', () => {
  for (const name of ['cloud-escalator', 'vibe-orchestrator']) {
    const commands = commandsIn(name).filter(text => text.includes('claude-switch run'))
    expect(commands.length).toBeGreaterThan(1)
    for (const text of textOf(name, new Map([['profile', 'my-box']])).match(/claude-switch run .*/g) ?? [])
      expect(text).toMatch(/claude-switch run (--quiet )?my-box --|claude-switch run`/)
  }
})

describe('a server is started with the values as they are', () => {
  const started = (name: string, words: readonly string[]) => {
    const home = temporaryHome()
    for (const program of ['vllm', 'llama-server'])
      home.write(`bin/${program}`, '#!/bin/sh\nprintf "%s\\n" "$@"\n', 0o755)
    home.write('script.sh', textOf(name, values))
    const env = { PATH: `${home.path}/bin:/usr/bin:/bin` }
    return { ...runProgram(['sh', 'script.sh', ...words], home, { env }), home }
  }

  test.each([
    [
      'vllm',
      [],
      [
        'serve',
        hostile,
        '--served-model-name',
        hostile,
        '--enable-auto-tool-choice',
        '--tool-call-parser',
        hostile,
        '--max-model-len',
        '131072',
        '--host',
        hostile,
        '--port',
        '8001',
      ],
    ],
    [
      'llama-server',
      ['my model.gguf'],
      [
        '-m',
        'my model.gguf',
        '--alias',
        hostile,
        '--jinja',
        '-c',
        '131072',
        '-np',
        '1',
        '--host',
        hostile,
        '--port',
        '8001',
      ],
    ],
  ])('%s', (name, words, expected) => {
    const { code, stdout } = started(name, words)
    expect([code, stdout]).toEqual([0, `${expected.join('\n')}\n`])
  })

  test('llama-server asks for the model that it needs', () => {
    const { code, stderr } = started('llama-server', [])
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('which model? sh llama-server.sh model.gguf')])
  })
})

const noDirenv = !isInstalled('direnv')
if (noDirenv && everythingExpected) throw new Error('direnv is missing')

describe.skipIf(noDirenv)('direnv', () => {
  const inside = (profile: string) => {
    const home = temporaryHome(backendsText)
    home.write('project/.envrc', textOf('envrc', new Map([['profile', profile]])))
    const env = { ANTHROPIC_API_KEY: 'sk-own', ANTHROPIC_BASE_URL: 'http://own.test.invalid' }
    expect(runProgram(['direnv', 'allow', 'project'], home, { env }).code).toBe(0)
    return runProgram(['direnv', 'exec', 'project', 'env'], home, { env })
  }

  test('switches what is started there, the key taken when it is loaded', () => {
    const lines = inside('local').stdout.split('\n')
    expect(lines).toContain('ANTHROPIC_BASE_URL=http://127.0.0.1:4999')
    expect(lines).toContain('ANTHROPIC_AUTH_TOKEN=canary-local')
    expect(lines.filter(line => /^(ANTHROPIC_API_KEY|plan)=/.test(line))).toEqual([])
  })

  test('says so, and does not switch, where the profile cannot be used', () => {
    const { code, stdout, stderr } = inside('nobody')
    expect(stderr).toContain('there is no profile "nobody"')
    expect(stderr).toContain('claude-switch: not switched')
    expect([code === 0, stdout]).toEqual([false, ''])
  })
})

import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { claudeSwitch, runProgram } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

describe('env', () => {
  test.each([
    ['bash', /^\\builtin unset -v [\s\S]*\\builtin export ANTHROPIC_BASE_URL='http:\/\/127\.0\.0\.1:4999' &&\n/],
    ['zsh', /^\\builtin unset -v [\s\S]*\\builtin export ANTHROPIC_BASE_URL='http:\/\/127\.0\.0\.1:4999' &&\n/],
    ['sh', /^\\command unset -v [\s\S]*\\command export ANTHROPIC_BASE_URL='http:\/\/127\.0\.0\.1:4999' &&\n/],
    ['fish', /^set --global --export ANTHROPIC_BASE_URL 'http:\/\/127\.0\.0\.1:4999'\n/],
    ['elvish', /^set-env ANTHROPIC_BASE_URL 'http:\/\/127\.0\.0\.1:4999'\n/m],
    ['nushell', /^load-env \{ANTHROPIC_BASE_URL: "http:\/\/127\.0\.0\.1:4999"\}\n/m],
    ['powershell', /^Set-Item -LiteralPath Env:ANTHROPIC_BASE_URL -Value 'http:\/\/127\.0\.0\.1:4999'\n/m],
    ['tcsh', 'false\n'],
  ])('--shell %s', (shell, stdout) => {
    const refused = `claude-switch: there is no shell "tcsh" here; take one of bash, zsh, sh, fish, elvish, nushell, powershell.\n`
    const answer = stdout === 'false\n' ? { code: 2, stdout, stderr: refused } : { code: 0, stdout, stderr: '' }
    expectAnswer(['env', 'local', '--shell', shell], temporaryHome(backendsText), answer)
  })

  test('without --shell is for the shell that it runs in', () => {
    const text = (args: string[], SHELL: string) =>
      claudeSwitch(['env', 'local', ...args], temporaryHome(backendsText), { env: { SHELL } }).stdout
    expect(text([], '/usr/bin/fish')).toBe(text(['--shell', 'fish'], '/bin/bash'))
    expect(text([], '/bin/false')).toBe(text(['--shell', 'sh'], '/bin/bash'))
  })

  test.each([
    ['--model x', /ANTHROPIC_MODEL='x' [\s\S]*CLAUDE_CODE_SUBAGENT_MODEL='x'/],
    ['--model=opus', /ANTHROPIC_MODEL='opus'/, /alias/],
  ])('%s', (option, stdout, stderr = /^$/) => {
    expectAnswer(['env', 'local', '--shell', 'sh', ...option.split(' ')], temporaryHome(backendsText), {
      code: 0,
      stdout,
      stderr,
    })
  })

  test('--quiet leaves out what is said on stderr', () => {
    const home = temporaryHome(`${backendsText}LOCAL_MODLE=x\n`)
    expect(claudeSwitch(['env', 'local', '--json'], home).stderr).toMatch(/^warning /)
    expect(claudeSwitch(['env', 'local', '--json', '-q'], home).stderr).toBe('')
  })

  test('switches a shell that evaluates it, which is there to be trusted', () => {
    const home = temporaryHome(backendsText)
    const script = 'eval "$(claude-switch env local --shell sh)" && printenv ANTHROPIC_BASE_URL ANTHROPIC_AUTH_TOKEN'
    const { stdout, stderr } = runProgram(['sh', '-c', script], home, { env: { ANTHROPIC_API_KEY: 'k' } })
    expect([stdout, stderr]).toEqual(['http://127.0.0.1:4999\ncanary-local\n', ''])
  })
})

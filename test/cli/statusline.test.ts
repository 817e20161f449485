import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeSwitch, command, environmentOf, runProgram } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

const env = {
  CLAUDE_SWITCH_PROFILE: 'local',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary-local',
}
/** What the real client handed over. */
const answered = readFileSync(join(import.meta.dirname, '../fixtures/statusline/answered.json'), 'utf8')
const line = 'local  qwen3-coder  free  context 8%\n'
const alone = 'local  free\n'
const program = `'${process.execPath}' '${command}' statusline`

describe('statusline reads its stdin', () => {
  const ask = (input: string) => claudeSwitch(['statusline'], temporaryHome(backendsText), { env, input })

  test.each([
    ['the client’s JSON', answered, line],
    ['the same with a byte order mark', `\ufeff${answered}`, line],
    ['the same and much white space', answered + ' '.repeat(500_000), line],
    ['nothing', '', alone],
    ['no JSON', 'hello', alone],
    ['more than a megabyte', `{"x":"${'x'.repeat(1 << 20)}","model":{"id":"m"}}`, alone],
  ])('%s', (_, input, stdout) => {
    expect(ask(input)).toEqual({ code: 0, stdout, stderr: '' })
  })

  test.each([
    ['closed', `${program} <&-`, alone],
    ['a directory', `${program} </`, alone],
    ['the null device', `${program} </dev/null`, alone],
    ['a writer that is slow', `{ head -c 9 json; sleep 0.3; tail -c +10 json; } | ${program}`, line],
    ['a file', `${program} <json`, line],
  ])('%s', (_, script, stdout) => {
    const home = temporaryHome(backendsText)
    home.write('json', answered)
    expect(runProgram(['bash', '-c', script], home, { env })).toEqual({ code: 0, stdout, stderr: '' })
  })

  test('a pipe that somebody made non-blocking', async () => {
    const home = temporaryHome(backendsText)
    home.write('json', answered)
    // Whoever sets the flag on a pipe sets it for all that share it: here the reader itself, before it becomes ours.
    const perl = `use Fcntl; fcntl(STDIN, F_SETFL, O_NONBLOCK); exec '${process.execPath}', '${command}', 'statusline'`
    const child = spawn('bash', ['-c', '{ sleep 0.4; cat json; } | perl -e "$0"', perl], {
      env: environmentOf(home, env),
      cwd: home.path,
      timeout: 20_000,
    })
    let shown = ''
    child.stdout.on('data', chunk => {
      shown += chunk
    })
    const [code] = await once(child, 'close')
    expect({ code, shown }).toEqual({ code: 0, shown: line })
  })

  test('a terminal gets a sentence, at once', () => {
    const home = temporaryHome(backendsText)
    const words = ['--quiet', '--return', '--command', program, '/dev/null']
    const { stdout, status } = spawnSync('script', words, {
      env: environmentOf(home, env),
      cwd: home.path,
      timeout: 20_000,
    })
    expect(String(stdout).replace(/\s+/g, ' ')).toContain('settings --statusline installs it.')
    expect(status).toBe(2)
  })
})

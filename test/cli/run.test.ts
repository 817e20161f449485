import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { type Answer, expectAnswer } from '../support/answers.ts'
import { claudeSwitch, command, environmentOf } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { hostileValues } from '../support/hostile-values.ts'

const line = 'local -> http://127.0.0.1:4999, qwen3-coder, free (BILLING of profile local)\n'
const usage = 'claude-switch: say what to run, such as: claude-switch run local -- claude -p "hello"\n'

/** Prints one variable of its environment. */
const printing = (name: string) => ['node', '-p', `process.env.${name}`]

describe('words, options and exit codes', () => {
  test.each<[string, string[], Answer]>([
    ['the child’s output', ['run', 'local', '--', 'echo', 'hi'], { code: 0, stdout: 'hi\n', stderr: line }],
    ['without --', ['run', 'local', 'echo', 'hi'], { code: 0, stdout: 'hi\n', stderr: line }],
    ['--quiet', ['run', '-q', 'local', '--', 'echo', 'hi'], { code: 0, stdout: 'hi\n', stderr: '' }],
    ['behind the profile', ['run', 'local', '-q', '--', 'echo', 'hi'], { code: 0, stdout: 'hi\n', stderr: '' }],
    ['without -- too', ['run', 'local', '--quiet', 'echo', 'hi'], { code: 0, stdout: 'hi\n', stderr: '' }],
    [
      'options of the command',
      ['run', '-q', 'local', 'echo', '-q', '--model', 'x'],
      { code: 0, stdout: '-q --model x\n', stderr: '' },
    ],
    ['a -- of the command', ['run', '-q', 'local', '--', 'echo', '--', 'x'], { code: 0, stdout: '-- x\n', stderr: '' }],
    ['only the first -- is ours', ['run', '-q', 'local', 'echo', '--', 'x'], { code: 0, stdout: '-- x\n', stderr: '' }],
    [
      'words that a shell would read',
      ['run', '-q', 'local', 'echo', '$HOME', "it's", '*'],
      { code: 0, stdout: "$HOME it's *\n", stderr: '' },
    ],
    [
      '--model',
      ['run', 'local', '-q', '--model', 'x', '--', ...printing('ANTHROPIC_DEFAULT_HAIKU_MODEL')],
      { code: 0, stdout: 'x\n', stderr: '' },
    ],
    [
      '--model=',
      ['run', '-q', '--model=x', 'local', ...printing('ANTHROPIC_MODEL')],
      { code: 0, stdout: 'x\n', stderr: '' },
    ],
    ['status 7', ['run', '-q', 'local', '--', 'sh', '-c', 'exit 7'], { code: 7, stdout: '', stderr: '' }],
    ['status 255', ['run', '-q', 'local', '--', 'sh', '-c', 'exit 255'], { code: 255, stdout: '', stderr: '' }],
    [
      'a child that a signal ends',
      ['run', '-q', 'local', '--', 'sh', '-c', 'kill -TERM $$'],
      { code: 143, stdout: '', stderr: '' },
    ],
    [
      'another signal',
      ['run', '-q', 'local', '--', 'sh', '-c', 'kill -KILL $$'],
      { code: 137, stdout: '', stderr: '' },
    ],
    [
      'no such command',
      ['run', '-q', 'local', 'no-such-command'],
      { code: 127, stdout: '', stderr: 'claude-switch: there is no command "no-such-command" on the PATH.\n' },
    ],
    [
      'a file that is no program',
      ['run', '-q', 'local', '/etc/passwd'],
      { code: 126, stdout: '', stderr: 'claude-switch: "/etc/passwd" cannot be run: EACCES.\n' },
    ],
    [
      'the child’s stderr',
      ['run', '-q', 'local', 'sh', '-c', 'echo oops >&2; exit 1'],
      { code: 1, stdout: '', stderr: 'oops\n' },
    ],
    ['nothing to run', ['run', 'local'], { code: 2, stdout: '', stderr: usage }],
    ['nothing behind --', ['run', 'local', '--'], { code: 2, stdout: '', stderr: usage }],
    [
      'no profile',
      ['run'],
      {
        code: 2,
        stdout: '',
        stderr: "claude-switch: missing required argument 'profile'\nSee: claude-switch run --help\n",
      },
    ],
    [
      'an unknown option',
      ['run', 'local', '--nope', 'ls'],
      { code: 2, stdout: '', stderr: 'claude-switch: "--nope" is no option of run; see: claude-switch help run\n' },
    ],
    [
      'an unknown profile',
      ['run', 'nope', 'ls'],
      { code: 1, stdout: '', stderr: /^claude-switch: there is no profile "nope"\.\n/ },
    ],
    [
      'a failing secret command',
      ['run', 'broken', 'echo', 'hi'],
      {
        code: 1,
        stdout: '',
        stderr:
          'sorry\nclaude-switch: BROKEN_AUTH_TOKEN_COMMAND gave no secret: it ended with status 3; nothing was changed.\n',
      },
    ],
    ['off, where nothing is active', ['run', '-q', 'off', 'echo', 'hi'], { code: 0, stdout: 'hi\n', stderr: '' }],
  ])('%s', (_, args, answer) => {
    expectAnswer(args, temporaryHome(backendsText), answer)
  })

  test('stdin is the child’s', () => {
    const { stdout } = claudeSwitch(['run', '-q', 'local', 'cat'], temporaryHome(backendsText), { input: 'in\n' })
    expect(stdout).toBe('in\n')
  })
})

describe('the child’s environment', () => {
  const home = () => temporaryHome(backendsText)
  const dirty = { ANTHROPIC_API_KEY: 'sk-ant-canary-mine', CLAUDE_CODE_USE_BEDROCK: '1', OTHER: 'kept' }
  const environment = (profile: string, env: Record<string, string> = dirty): Record<string, string> =>
    JSON.parse(
      claudeSwitch(['run', '-q', profile, 'node', '-p', 'JSON.stringify(process.env)'], home(), { env }).stdout,
    )

  test('is the plan on top of the caller’s', () => {
    expect(environment('local')).toMatchObject({
      OTHER: 'kept',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
      ANTHROPIC_AUTH_TOKEN: 'canary-local',
      CLAUDE_SWITCH_PROFILE: 'local',
    })
    expect(environment('local')).not.toHaveProperty('ANTHROPIC_API_KEY')
    expect(environment('local')).not.toHaveProperty('CLAUDE_CODE_USE_BEDROCK')
    expect(environment('cloud')).toMatchObject({ ANTHROPIC_API_KEY: 'sk-ant-canary-mine' })
    expect(environment('my-box')).toMatchObject({ ANTHROPIC_API_KEY: 'canary-box', EXTRA_THING: 'an extra thing' })
  })

  test('never has what the shell remembers', () => {
    const memory = JSON.stringify({ profile: 'local', variables: [['ANTHROPIC_API_KEY', 'canary-before', null]] })
    const child = environment('my-box', { __claude_switch_undo: memory, CLAUDE_SWITCH_PROFILE: 'local' })
    expect(JSON.stringify(child)).not.toContain('canary-before')
    expect(child).not.toHaveProperty('__claude_switch_undo')
  })

  test('has hostile values unchanged, from the file and from its own environment', () => {
    const values = hostileValues.filter(value => value.length < 5000)
    // Everything that single quotes can hold in a dotenv file; the others come by reference.
    const quotable = (value: string) => !/['\r]/.test(value) && !value.includes('your-')
    const lines = values.map((value, n) => `LOCAL_ENV_V${n}=${quotable(value) ? `'${value}'` : `"\${IN${n}}"`}\n`)
    const text = `LOCAL_BASE_URL=http://127.0.0.1:1\nLOCAL_MODEL=m\n${lines.join('')}`
    const env = Object.fromEntries(values.map((value, n) => [`IN${n}`, value]))
    const { stdout, stderr } = claudeSwitch(
      ['run', '-q', 'local', 'node', '-p', 'JSON.stringify(process.env)'],
      temporaryHome(text),
      { env },
    )
    expect(stderr).toBe('')
    const child = JSON.parse(stdout)
    expect(values.map((_, n) => child[`V${n}`])).toEqual(values)
  })
})

describe('signals', () => {
  /** Sends a signal to the command once its child is up, and says how both ended. */
  function signalled(signal: NodeJS.Signals, script: string): Promise<{ code: number | null; stdout: string }> {
    const home = temporaryHome(backendsText)
    const child = spawn(process.execPath, [command, 'run', '-q', 'local', 'sh', '-c', script], {
      env: environmentOf(home),
      timeout: 20_000,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    child.stdout.on('data', text => {
      if (stdout === '') child.kill(signal)
      stdout += text
    })
    return new Promise(resolve => child.on('close', code => resolve({ code, stdout })))
  }
  const script =
    'trap "echo got; exit 5" TERM HUP INT; echo up; n=0; while [ $n -lt 100 ]; do sleep 0.05; n=$((n+1)); done'

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s is passed on, and the child’s own answer is ours', async signal => {
    expect(await signalled(signal, script)).toEqual({ code: 5, stdout: 'up\ngot\n' })
  })

  test('SIGTERM ends a child that does not catch it', async () => {
    expect(await signalled('SIGTERM', 'echo up; exec sleep 10')).toEqual({ code: 143, stdout: 'up\n' })
  })

  test('SIGINT is the child’s to decide about: the terminal sends it to both', async () => {
    expect(await signalled('SIGINT', 'echo up; sleep 0.2; exit 9')).toEqual({ code: 9, stdout: 'up\n' })
  })
})

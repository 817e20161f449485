import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { converseAside, runAside, startAside } from '../support/aside.ts'
import { command } from '../support/binary.ts'
import { type Fake, json } from '../support/fakes/fake.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const good = vllm({ context: { loaded: 131_072 } })
/** The same, slow enough that its live line can be seen, or silent where a model has to answer. */
const slow = vllm({ context: { loaded: 131_072 }, slowMs: 15 })
const silent: Fake = request =>
  request.path === '/v1/messages' && request.body.length > 2
    ? { status: 200, headers: { 'content-type': 'text/event-stream' }, body: [{ waitMs: 60_000 }] }
    : good(request)

async function homeOf(fakes: Readonly<Record<string, Fake>>) {
  const texts = await Promise.all(
    Object.entries(fakes).map(async ([name, fake]) => {
      const { url } = await serveFake(fake)
      const limits = `${name}_CONTEXT_TOKENS=131072\n${name}_MAX_OUTPUT_TOKENS=16384\n`
      return `${name}_BASE_URL=${url}\n${name}_KIND=vllm\n${name}_MODEL=served-name\n${name}_AUTH_TOKEN=x\n${limits}`
    }),
  )
  return temporaryHome(texts.join(''))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what moves a cursor begins with one
const sequences = /(?<=\n|\r)|(?=\u001b)|(?<=\u001b\[[?\d;]*[A-Za-z])/

/** What a terminal shows in the end of what a program wrote: enough of one for lines that are rewritten and taken away. */
function screen(written: string): string[] {
  const lines: string[] = ['']
  let [row, column] = [0, 0]
  for (const piece of written.split(sequences)) {
    const [letter, number] = [piece.at(-1), Number(/\d+/.exec(piece) ?? 1)]
    const before = (lines[row] ?? '').slice(0, column)
    if (!piece.startsWith('\u001b[')) {
      const text = piece.replace(/[\r\n]/g, '')
      lines[row] = before.padEnd(column) + text + (lines[row] ?? '').slice(column + text.length)
      column = letter === '\r' ? 0 : column + text.length
      if (letter === '\n') lines[++row] ??= ''
    } else if (letter === 'A') row = Math.max(0, row - number)
    else if (letter === 'J') lines.splice(row, lines.length, before)
    else if (letter === 'K') lines[row] = before
  }
  return lines
}

const onTerminal = ['script', '-qefc']
const hasScript = everythingExpected || (isInstalled('script') && process.platform === 'linux')

describe.runIf(hasScript)('on a terminal', () => {
  const run = async (words: string, home: ReturnType<typeof temporaryHome>, env: Record<string, string> = {}) =>
    startAside([...onTerminal, `stty cols 80 rows 24; ${words}`, '/dev/null'], home, { env: { TERM: 'xterm', ...env } })
      .end

  test('a live line for each backend, and in the end the report alone', async () => {
    const home = await homeOf({ ONE: slow, TWO: slow })
    const { code, stdout } = await run('claude-switch doctor one two', home)
    expect(code).toBe(0)
    for (const live of ['one: streamed reply ...', 'two: tool calls ...', 'one: works ('])
      expect(stdout).toContain(live)
    const shown = screen(stdout)
    expect(shown.filter(line => /\.\.\.|\(\d+\.\d s\)|waits/.test(line))).toEqual([])
    expect(shown[0]).toContain('this machine')
    expect(shown.filter(line => /(one|two)\S* {2}/.test(line))).toHaveLength(2)
    // Autowrap is on again, and the cursor was never hidden.
    expect(stdout.lastIndexOf('\u001b[?7h')).toBeGreaterThan(stdout.lastIndexOf('\u001b[?7l'))
    expect(stdout).not.toContain('\u001b[?25l')
  })

  test.each<[string, Record<string, string>, boolean, boolean]>([
    ['in colour', {}, true, true],
    ['NO_COLOR', { NO_COLOR: '1' }, false, true],
    ['a dumb terminal', { TERM: 'dumb' }, false, false],
    ['a dumb terminal, in colour all the same', { TERM: 'dumb', FORCE_COLOR: '1' }, true, false],
  ])('%s', async (_, env, isColoured, isLive) => {
    const { stdout } = await run('claude-switch doctor one', await homeOf({ ONE: good }), env)
    expect(stdout.includes('\u001b[32m')).toBe(isColoured)
    expect(stdout.includes('\u001b[1A')).toBe(isLive)
    if (!isLive) expect(stdout).toMatch(/^one: works \(\d\.\d s\)\r$/m)
  })

  test('the report into a file, the live lines on the terminal', async () => {
    const home = await homeOf({ ONE: slow })
    const { stdout } = await run('claude-switch doctor one >report; tail -n +1 report', home)
    expect(stdout).toContain('one: streamed reply ...')
    expect(stdout).not.toContain('\u001b[32m')
    expect(screen(stdout).join('\n')).toMatch(/^this machine\n[\s\S]*\none {2}works\n/)
  })

  test('too many backends for a terminal: each is said at its end', async () => {
    const many = Object.fromEntries(Array.from({ length: 24 }, (_, number) => [`P${number}`, () => json(404, {})]))
    const { stdout } = await run('claude-switch doctor --all', await homeOf(many))
    expect(stdout).not.toContain('\u001b[24A')
    expect(stdout.match(/^p\d+: breaks: .* s\)\r$/gm)).toHaveLength(24)
  })
})

describe.runIf(everythingExpected || isInstalled('expect'))('Ctrl-C', () => {
  test('in the middle ends at once with 130, and leaves the terminal as it was', async () => {
    const home = await homeOf({ ONE: silent })
    const shell =
      'stty -a >before; claude-switch doctor one; echo "code=$?="; stty -a >after; cmp before after && echo sa""me'
    const begin = performance.now()
    const ran = await converseAside(
      ['bash', '--norc', '-c', `trap : INT; ${shell}`],
      [
        ['', 'one: authorised ...'],
        ['\u0003', 'code=130='],
        ['', 'same'],
      ],
      home,
      { TERM: 'xterm' },
    )
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(performance.now() - begin).toBeLessThan(15_000)
    expect(ran.stdout).not.toContain('works')
  })
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it, piped too, with nothing on stdout', async signal => {
  const home = await homeOf({ ONE: silent })
  const { child, end } = startAside([process.execPath, command, 'doctor', 'one'], home)
  await wait(700)
  child.kill(signal)
  const { code, stdout } = await end
  expect({ code, stdout }).toEqual({ code: { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal], stdout: '' })
})

test('a reader that goes away is no bug of ours', async () => {
  const home = await homeOf({ ONE: good })
  const { code, stdout, stderr } = await startAside(['sh', '-c', 'claude-switch doctor one | head -1'], home).end
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'this machine\n' })
  expect(stderr).not.toMatch(/bug of ours|\n {4}at /)
  expect((await runAside(['doctor', 'one'], home)).code).toBe(0)
})

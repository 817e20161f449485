import { describe, expect, test } from 'vitest'
import { runAside } from '../support/aside.ts'
import { claudeSwitch } from '../support/binary.ts'
import type { Fake } from '../support/fakes/fake.ts'
import { openrouter } from '../support/fakes/openrouter.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { backendsText, temporaryHome } from '../support/home.ts'

/** A backend with which nothing is wrong, and the lines of a profile that fits it. */
const good = vllm({ context: { loaded: 131_072 }, thinking: true })
const lines = (name: string, url: string) => `${name}_BASE_URL=${url}
${name}_KIND=vllm
${name}_MODEL=served-name
${name}_AUTH_TOKEN='canary-${name}'
${name}_CONTEXT_TOKENS=131072
${name}_MAX_OUTPUT_TOKENS=16384
`
const dead = 'http://127.0.0.1:1'

/** A home with profiles good, other (as good), small (works with settings), dead and unready. */
async function homeOf() {
  const [one, two] = [await serveFake(good), await serveFake(vllm())]
  const text = `${lines('GOOD', one.url)}${lines('OTHER', one.url)}${lines('SMALL', two.url)}${lines('DEAD', dead)}
UNREADY_BASE_URL=${dead}
ASKING_BASE_URL=${dead}
ASKING_MODEL=m
ASKING_AUTH_TOKEN_COMMAND='echo the vault is closed >&2; exit 3'
CLOUD_MODEL=opus
OLLAMA_BASE_URL=${dead}
`
  return { home: temporaryHome(text), good: one, small: two }
}

const switchedTo = (name: string) => ({ CLAUDE_SWITCH_PROFILE: name })

describe('whom it examines, and what its exit code says', () => {
  test.each<[string, string[], Record<string, string>, number, RegExp[]]>([
    ['nobody', [], {}, 0, [/^this machine\n {2}Backends file +ok /]],
    ['the active profile', [], switchedTo('good'), 0, [/^good {2}works$/m]],
    ['an active profile that is gone', [], switchedTo('gone'), 1, [/^gone {2}breaks: the profile is not ready$/m]],
    ['one', ['good'], switchedTo('dead'), 0, [/^good {2}works$/m]],
    ['one by another spelling', ['GOOD'], {}, 0, [/^good {2}works$/m]],
    ['two', ['good', 'dead'], {}, 1, [/^good {2}works$/m, /^dead {2}breaks: unreachable$/m]],
    ['one that needs settings', ['small'], {}, 0, [/^small {2}works with these settings$/m]],
    ['one that is not ready', ['unready'], {}, 1, [/UNREADY_MODEL is missing;\s+add a line such as UNREADY_MODEL=/]],
    [
      'one whose secret command fails',
      ['asking'],
      {},
      1,
      [/ASKING_AUTH_TOKEN_COMMAND gave no secret: it ended\s+with status 3\n/],
    ],
    ['Anthropic without a login', ['cloud'], {}, 1, [/^cloud {2}breaks: no credential$/m, /claude auth login/]],
  ])('%s', async (_, words, env, code, shows) => {
    const { home } = await homeOf()
    const ran = await runAside(['doctor', ...words], home, { env })
    expect(ran.code, ran.stdout).toBe(code)
    for (const text of shows) expect(ran.stdout).toMatch(text)
    expect(ran.stdout).not.toMatch(/\bbug of ours|\n {4}at /)
  })

  test('nobody: a sentence says how to name one', async () => {
    const { home } = await homeOf()
    const { stderr } = await runAside(['doctor'], home)
    expect(stderr).toMatch(
      /^no profile is active in this shell[\s\S]*claude-switch doctor good examines one[\s\S]*--all/,
    )
    expect(stderr).toBe(claudeSwitch(['doctor'], home).stderr)
  })

  test('the one that is named twice is examined once', async () => {
    const { home } = await homeOf()
    const { stdout, stderr } = await runAside(['doctor', 'good', 'Good', 'good'], home)
    expect(stdout.match(/^good {2}/gm)).toHaveLength(1)
    expect(stderr).toMatch(/^good: works \(\d+\.\d s\)\n$/)
  })

  test('--all: every one that is declared or works as it stands', async () => {
    const { home } = await homeOf()
    const { stdout, stderr, code } = await runAside(['doctor', '--all'], home)
    const names = [...stdout.matchAll(/^([\w-]+) {2}(works|breaks)/gm)].map(([, name]) => name)
    expect(names).toEqual(['cloud', 'ollama', 'good', 'other', 'small', 'dead', 'unready', 'asking'])
    expect(code).toBe(1)
    expect(stderr).toContain('the vault is closed')
    expect(stderr.match(/^[\w-]+: .* \(\d+\.\d s\)$/gm)).toHaveLength(names.length)
  })

  test.each<[string[], number, RegExp]>([
    [['doctor', 'lcoal'], 1, /^claude-switch: there is no profile "lcoal"\. Did you mean local\?\n {2}profiles in ~/],
    [['doctor', 'local', 'nobody-knows'], 1, /^claude-switch: there is no profile "nobody-knows"\.\n/],
    [['doctor', '--all', 'local'], 2, /^claude-switch: --all examines every profile; leave the names out\.\n$/],
    [['doctor', 'local', '--fix'], 2, /^claude-switch: --fix asks before it writes.* add --yes\.\n$/],
    [['doctor', 'local', '--fix', '--json'], 2, /add --yes/],
    [['doctor', 'local', '--yes'], 2, /^claude-switch: --yes goes with --fix\.\n$/],
    [
      ['doctor', '--fix', '--yes'],
      2,
      /^claude-switch: no profile is active.*nothing to fix; claude-switch doctor local /,
    ],
    [['doctor', '--lsit'], 2, /unknown option '--lsit'/],
    ...['0', '-1', 'soon', '', '1e9', 'Infinity', 'NaN'].map((value): [string[], number, RegExp] => [
      ['doctor', 'local', `--timeout=${value}`],
      2,
      /^claude-switch: --timeout takes seconds, such as 60\.\n$/,
    ]),
    [['doctor', 'local', '--timeout'], 2, /argument missing/],
  ])('%j is refused, and nothing is asked', (words, code, says) => {
    const ran = claudeSwitch(words, temporaryHome(backendsText))
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: '' })
    expect(ran.stderr).toMatch(says)
  })
})

describe('what it prints', () => {
  test('piped, nothing acts on a terminal; in colour where that is asked for', async () => {
    const { home } = await homeOf()
    const plain = await runAside(['doctor', 'good', 'dead'], home)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(`${plain.stdout}${plain.stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    // What is to be copied stays whole.
    expect(plain.stdout.split('\n').filter(line => line.length > 80 && !line.startsWith('      '))).toEqual([])
    const coloured = await runAside(['doctor', 'good', 'dead'], home, { env: { FORCE_COLOR: '1' } })
    expect(coloured.stdout).toContain('\u001b[32mworks\u001b[39m')
    expect(coloured.stdout).toContain('\u001b[31mbreaks: unreachable\u001b[39m')
  })

  test('the window and the tools come first, and what was skipped is one line', async () => {
    const { home } = await homeOf()
    const { stdout } = await runAside(['doctor', 'good', 'dead'], home)
    const rows = stdout.slice(stdout.indexOf('\ngood')).matchAll(/^ {2}(\S.*?) +(ok|note|warn|FAIL) /gm)
    expect([...rows].slice(0, 2).map(([, title]) => title)).toEqual(['context window', 'tool calls'])
    expect(stdout).toMatch(/^ {2}the other \d+: not examined, since reachable failed$/m)
  })

  test('--list says what is examined and what it costs, and asks nobody', async () => {
    const home = temporaryHome()
    const { code, stdout } = claudeSwitch(['doctor', '--list'], home)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^reachable +free +address, /)
    expect(stdout).toMatch(/^tools +tokens +a tool call as Claude Code makes it/m)
    expect(stdout).toMatch(/^depth +--deep +/m)
    const { probes } = JSON.parse(claudeSwitch(['doctor', '--list', '--json'], home).stdout)
    expect(probes.map(({ id }: { id: string }) => id)).toEqual([...stdout.matchAll(/^(\S+)/gm)].map(([id]) => id))
    for (const probe of probes) expect(Object.keys(probe)).toEqual(['id', 'title', 'cost', 'needs', 'deep', 'asks'])
  })
})

describe('money', () => {
  const asksAModel = ({ path, json }: { path: string; json: unknown }) =>
    path.endsWith('/v1/messages') && Array.isArray((json as { messages?: unknown } | undefined)?.messages)
  const metered = async (fake: Fake, more = '') => {
    const served = await serveFake(fake)
    const text = `PAID_BASE_URL=${served.url}/api\nPAID_KIND=openrouter\nPAID_AUTH_TOKEN='canary-paid'\n`
    const model = 'PAID_MODEL=anthropic/claude-sonnet-4.6\n'
    return { served, home: temporaryHome(`${text}${model}${more}`) }
  }
  const billed = 'PAID_BILLING=metered\n'
  const settings = JSON.stringify({ env: { ANTHROPIC_BASE_URL: dead, ANTHROPIC_AUTH_TOKEN: 'x' } })

  test.each<[string, string, string | undefined, string[], boolean]>([
    ['metered', billed, undefined, [], false],
    ['metered, --deep', billed, undefined, ['--deep'], false],
    ['metered, --fix --yes', billed, undefined, ['--fix', '--yes'], false],
    ['metered, and a settings file leads to this machine', billed, settings, [], false],
    ['metered, --paid', billed, undefined, ['--paid'], true],
    ['free, as the user says', 'PAID_BILLING=free\n', undefined, [], true],
  ])('%s', async (_, more, settingsFile, words, isAsked) => {
    const { served, home } = await metered(openrouter(), more)
    if (settingsFile !== undefined) home.write('.claude/settings.json', settingsFile)
    const { stdout, stderr } = await runAside(['doctor', 'paid', ...words], home)
    expect(served.seen.length).toBeGreaterThan(3)
    expect(served.seen.some(asksAModel), stdout).toBe(isAsked)
    const isPaid = isAsked && more === billed
    expect(/^paid: about \d+ tokens in and \d+ out will be asked for\.$/m.test(stderr)).toBe(isPaid)
    expect(/^ {2}this examination cost [1-9]\d* tokens in and [1-9]\d* out, /m.test(stdout)).toBe(isPaid)
    if (!isAsked) expect(stdout).toMatch(/^paid {2}not tried: it costs tokens, and --paid was not given$/m)
  })
})

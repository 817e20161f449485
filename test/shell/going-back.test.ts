import { describe, expect, test } from 'vitest'
import { backendsText, type Home, temporaryHome } from '../support/home.ts'
import { environmentIn, takeSnapshot } from '../support/shell-state.ts'
import { runShell, type Way, ways } from '../support/ways.ts'

/** What a user may have had before: a key of Anthropic's, and a foreign server with its token. */
const own = {
  ANTHROPIC_API_KEY: "sk-ant-user's \\ key",
  ANTHROPIC_BASE_URL: 'https://old.test.invalid',
  ANTHROPIC_AUTH_TOKEN: 'old "token"',
  ANTHROPIC_MODEL: 'old model',
  CLAUDE_CODE_USE_VERTEX: '1',
  NO_PROXY: 'corp.test.invalid',
}

/** One session: what is typed, and which variables have which values at its end. `@` stands for the command. */
interface Session {
  readonly name: string
  readonly typed: readonly string[]
  /** Values at the end; undefined for a variable that must not be there. Without it: everything as in the beginning. */
  readonly ends?: Readonly<Record<string, string | undefined>>
  readonly says?: RegExp
}

const atLocal = {
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999',
  ANTHROPIC_AUTH_TOKEN: 'canary-local',
  ANTHROPIC_API_KEY: undefined,
  EXTRA_THING: undefined,
}
const atBox = {
  ANTHROPIC_BASE_URL: 'https://box.test.invalid/anthropic',
  ANTHROPIC_API_KEY: 'canary-box',
  ANTHROPIC_AUTH_TOKEN: undefined,
  EXTRA_THING: 'an extra thing',
}
const atCloud = {
  ANTHROPIC_BASE_URL: undefined,
  ANTHROPIC_AUTH_TOKEN: undefined,
  ANTHROPIC_API_KEY: own.ANTHROPIC_API_KEY,
  ANTHROPIC_MODEL: undefined,
  CLAUDE_CODE_USE_VERTEX: undefined,
  CLAUDE_CODE_MAX_CONTEXT_TOKENS: undefined,
  NO_PROXY: 'corp.test.invalid',
  EXTRA_THING: undefined,
}

const sessions: readonly Session[] = [
  { name: 'off', typed: ['@ local', '@ off'] },
  {
    name: 'off after many switches',
    typed: ['@ local', '@ my-box', '@ ollama', '@ cloud', '@ my-box', '@ my-box', '@ local', '@ off'],
  },
  { name: 'off twice', typed: ['@ local', '@ off', '@ off'] },
  { name: 'off before any switch', typed: ['@ off'], says: /nothing to take back/ },
  { name: 'off, and on again', typed: ['@ local', '@ off', '@ my-box', '@ off'] },
  { name: 'off after --model', typed: ['@ local --model other', '@ off'] },
  { name: 'a switch after another leaves nothing of it', typed: ['@ my-box', '@ local'], ends: atLocal },
  { name: 'the other way round', typed: ['@ local', '@ my-box'], ends: atBox },
  { name: 'cloud brings the key back', typed: ['@ local', '@ cloud'], ends: atCloud },
  { name: 'cloud after many switches', typed: ['@ my-box', '@ local', '@ ollama', '@ cloud'], ends: atCloud },
  { name: 'cloud first', typed: ['@ cloud'], ends: atCloud },
  { name: 'the profile before', typed: ['@ local', '@ my-box', '@ -'], ends: atLocal },
  { name: 'the profile before, twice', typed: ['@ local', '@ my-box', '@ -', '@ -'], ends: atBox },
  {
    name: 'the profile before, though one was chosen twice',
    typed: ['@ local', '@ my-box', '@ my-box', '@ -'],
    ends: atLocal,
  },
  {
    name: '--model is for one switch',
    typed: ['@ local --model other', '@ local'],
    ends: { ANTHROPIC_MODEL: 'qwen3-coder' },
  },
  {
    name: 'a value set by hand stays, and is said',
    typed: ['@ local', 'export ANTHROPIC_MODEL=mine', '@ off'],
    ends: { ...own, ANTHROPIC_MODEL: 'mine' },
    says: /ANTHROPIC_MODEL changed by hand since the last switch; your value stays/,
  },
  {
    name: 'a value set by hand waits through a switch',
    typed: ['@ local', 'export ANTHROPIC_MODEL=mine', '@ my-box', '@ off'],
    ends: { ...own, ANTHROPIC_MODEL: 'mine' },
    says: /ANTHROPIC_MODEL changed by hand since the last switch; your value comes back with: claude-switch off/,
  },
  {
    name: 'a variable removed by hand stays away',
    typed: ['@ local', 'unset ANTHROPIC_BASE_URL', '@ off'],
    ends: { ...own, ANTHROPIC_BASE_URL: undefined },
  },
  {
    name: 'a key exported by hand is no key for another host',
    typed: ['@ local', 'export ANTHROPIC_API_KEY=sk-ant-new', '@ my-box'],
    ends: atBox,
  },
  {
    name: 'and goes to cloud',
    typed: ['@ local', 'export ANTHROPIC_API_KEY=sk-ant-new', '@ cloud'],
    ends: { ...atCloud, ANTHROPIC_API_KEY: 'sk-ant-new' },
  },
  { name: 'a refusal in between', typed: ['@ local', '@ nope', '@ broken', '@ off'] },
]

/** Lines for a shell, with the export and the unset that fish says otherwise. */
function textOf({ shell, call, setUp }: Way, typed: readonly string[]): string {
  const lines = typed.map(line => line.replaceAll('@', call))
  if (shell.name !== 'fish') return `${setUp}${lines.join('\n')}\n`
  const fish = lines.map(line => line.replace(/^export (\w+)=/, 'set -gx $1 ').replace(/^unset /, 'set -e '))
  return `${setUp}${fish.join('\n')}\n`
}

function goThrough(way: Way, typed: readonly string[], home: Home) {
  const ran = runShell(
    way.shell,
    `${takeSnapshot(way.shell, 'before')}${textOf(way, typed)}${takeSnapshot(way.shell, 'after')}true`,
    home,
    { env: own },
  )
  return { ...ran, before: environmentIn(home, 'before'), after: environmentIn(home, 'after') }
}

/** What is remembered is decided by the command; one way of each sort of shell is enough for every session. */
const eachSort = ['bash, sourced', 'zsh, init', 'dash, init', 'fish, init']

describe.each(ways.filter(({ name }) => eachSort.includes(name)))('$name', way => {
  test.each(sessions)('$name', ({ typed, ends, says }) => {
    const { before, after, stderr } = goThrough(way, typed, temporaryHome(backendsText))
    if (ends) expect(Object.fromEntries(Object.keys(ends).map(name => [name, after[name]]))).toEqual(ends)
    else expect(after).toEqual(before)
    if (says) expect(stderr).toMatch(says)
  })
})

describe.each(ways)('$name', way => {
  test('one session with everything in it', () => {
    const home = temporaryHome(backendsText)
    const typed = [
      '@ local',
      '@ nope',
      '@ my-box',
      'export ANTHROPIC_MODEL=mine',
      '@ -',
      '@ cloud',
      '@ broken',
      '@ off',
    ]
    const { before, after } = goThrough(way, typed, home)
    expect(after).toEqual({ ...before, ANTHROPIC_MODEL: 'mine' })
  })

  test('off needs no backends file, nor the profile that was active', () => {
    const home = temporaryHome(backendsText)
    const { before, after } = goThrough(way, ['@ my-box', 'rm "$HOME/.claude-backends.env"', '@ off'], home)
    expect(after).toEqual(before)
  })

  test('the file may change while a profile is active', () => {
    const home = temporaryHome(backendsText)
    home.write('newer', backendsText.replace('4999', '4777').replace('EXTRA_THING', 'OTHER_THING'))
    const change = 'cp "$HOME/newer" "$HOME/.claude-backends.env"'
    const { after } = goThrough(way, ['@ my-box', change, '@ my-box', '@ local'], home)
    expect(after).toMatchObject({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:4777' })
    expect(Object.keys(after)).not.toContain('EXTRA_THING')
    expect(Object.keys(after)).not.toContain('OTHER_THING')
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { converseAside, startAside } from '../support/aside.ts'
import { claudeSwitch } from '../support/binary.ts'
import type { Exchange } from '../support/conversation.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'
import { ways } from '../support/ways.ts'

/** A profile that works and says nothing of its window, one that nothing answers, and the file as it should become. */
async function homeOf() {
  const { url } = await serveFake(vllm({ context: { loaded: 50_000 } }))
  const written = `BOX_BASE_URL=${url}\nBOX_KIND=vllm\nBOX_MODEL=served-name\nBOX_AUTH_TOKEN=x\n`
  return { home: temporaryHome(`${written}DEAD_BASE_URL=http://127.0.0.1:1\nDEAD_MODEL=m\n`), written }
}
const limits = 'BOX_CONTEXT_TOKENS=50000\nBOX_MAX_OUTPUT_TOKENS=8192\n'

describe.each(ways)('$name', ({ shell, setUp, call }) => {
  const status = shell.name === 'fish' ? '$status' : '$?'
  const program = (text: string, interactive: string[] = []) => [
    ...shell.words,
    ...interactive,
    '-c',
    `${setUp}${text}`,
  ]

  test('what it prints and its exit code come through, and the switched profile is the one that is examined', async () => {
    const { home } = await homeOf()
    const text = `${call} -q box\n${call} doctor >out 2>err; echo "code ${status}"\n${call} doctor dead >dead; echo "code ${status}"`
    const ran = await startAside(program(text), home).end
    expect(ran.stdout, readFileSync(join(home.path, 'out'), 'utf8')).toBe('code 0\ncode 1\n')
    expect(readFileSync(join(home.path, 'out'), 'utf8')).toMatch(
      /^this machine\n[\s\S]*\nbox {2}works with these settings\n/,
    )
    expect(readFileSync(join(home.path, 'err'), 'utf8')).toMatch(/^box: works with these settings \(\d+\.\d s\)\n$/)
    expect(readFileSync(join(home.path, 'dead'), 'utf8')).toMatch(/^dead {2}breaks: unreachable$/m)
    expect(ran.stderr).toMatch(/^dead: breaks: unreachable \(\d+\.\d s\)\n$/)
  })

  test.runIf(everythingExpected || isInstalled('expect'))('--fix asks, and takes the answer', async () => {
    const { home, written } = await homeOf()
    const steps: Exchange[] = [
      ['', 'Write this?'],
      ['y', 'wrote ~/'],
      ['', /box {2}works\s/],
      ['', 'code 0'],
    ]
    const ran = await converseAside(program(`${call} doctor box --fix; echo "code ${status}"`), steps, home, {
      TERM: 'xterm',
    })
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(readFileSync(join(home.path, '.claude-backends.env'), 'utf8')).toContain(`${written}${limits}`)
  })
})

test.each<[string[], string[]]>([
  [
    ['doctor', ''],
    ['local', 'cloud', 'ollama', 'vibe', 'my-box', 'broken'],
  ],
  [
    ['doctor', 'local', ''],
    ['cloud', 'ollama', 'vibe', 'my-box', 'broken'],
  ],
  [['doctor', 'local', 'my'], ['my-box']],
  [['doctor', '--timeout', 'local', '--paid', 'cloud', 'l'], ['local']],
  [['doctor', 'local', 'local'], []],
  [['doctor', 'local', '--de'], ['--deep']],
  [
    ['demo', '--'],
    ['--keep', '--help'],
  ],
  [['demo', ''], []],
])('completion of %j', (words, candidates) => {
  const { stdout } = claudeSwitch(['complete', '--', ...words], temporaryHome(backendsText))
  expect(stdout.split('\n').filter(Boolean)).toEqual(candidates)
})

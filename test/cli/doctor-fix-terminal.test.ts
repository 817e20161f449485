import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { converseAside } from '../support/aside.ts'
import type { Exchange } from '../support/conversation.ts'
import { serveFake } from '../support/fakes/serving.ts'
import { vllm } from '../support/fakes/vllm.ts'
import { type Home, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const name = '.claude-backends.env'
const limits = 'BOX_CONTEXT_TOKENS=50000\nBOX_MAX_OUTPUT_TOKENS=8192\n'
const textOf = (home: Home) => readFileSync(join(home.path, name), 'utf8')

/** A profile that says nothing of its window, which is 50000 tokens. */
async function homeOf() {
  const { url } = await serveFake(vllm({ context: { loaded: 50_000 } }))
  const written = `BOX_BASE_URL=${url}\nBOX_KIND=vllm\nBOX_MODEL=served-name\nBOX_AUTH_TOKEN='canary-box'\n`
  return { home: temporaryHome(written), written }
}

describe.runIf(everythingExpected || isInstalled('expect'))('on a terminal', () => {
  const change = '5 + BOX_CONTEXT_TOKENS=50000'
  const ask = (exchanges: Exchange[], home: Home) =>
    converseAside(['sh', '-c', 'claude-switch doctor box --fix; echo "code=$?="'], exchanges, home)

  test.each<[string, string, string]>([
    ['no', 'n', 'nothing was changed.'],
    ['Enter', '\r', 'nothing was changed.'],
    ['Ctrl-C', '\u0003', 'nothing was changed.'],
    ['Esc', '\u001b', 'nothing was changed.'],
  ])('%s: nothing is changed', async (_, key, says) => {
    const { home, written } = await homeOf()
    const steps: Exchange[] = [
      ['', change],
      ['', 'Write this?'],
      [key, says],
      ['', 'code=0='],
    ]
    expect(await ask(steps, home)).toMatchObject({ code: 0, stderr: '' })
    expect(textOf(home)).toBe(written)
  })

  test('yes', async () => {
    const { home, written } = await homeOf()
    const steps: Exchange[] = [
      ['', 'works with these settings'],
      ['', 'Write this?'],
      ['y', 'wrote ~/'],
      ['', /box {2}works\s/],
      ['', 'code=0='],
    ]
    expect(await ask(steps, home)).toMatchObject({ code: 0, stderr: '' })
    expect(textOf(home)).toBe(`${written}${limits}`)
  })

  test.runIf(everythingExpected || (isInstalled('script') && process.platform === 'linux'))(
    'what somebody else wrote while it asked is kept',
    async () => {
      const { home, written } = await homeOf()
      const edit = `until grep -qs "Write this" log; do sleep 0.05; done; echo EDITED=1 >> ${name}; echo now edited`
      const shell = `(${edit}) & script -qfec "claude-switch doctor box --fix" log; echo "code=$?="`
      const steps: Exchange[] = [
        ['', 'now edited'],
        ['y', 'was changed by somebody else meanwhile'],
        ['', 'code=1='],
      ]
      expect(await converseAside(['sh', '-c', shell], steps, home)).toMatchObject({ code: 0, stderr: '' })
      expect(textOf(home)).toBe(`${written}EDITED=1\n`)
    },
  )
})

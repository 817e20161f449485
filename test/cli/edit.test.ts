import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { converseAside } from '../support/aside.ts'
import { claudeSwitch } from '../support/binary.ts'
import { backendsText, temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const name = '.claude-backends.env'
const adding = (line: string) => ({ EDITOR: `sh -c 'echo "${line}" >> "$1"' editor` })

describe('edit', () => {
  test.each<[string, Record<string, string>, number, RegExp]>([
    ['a line that is right', adding('BOX_BASE_URL=http://127.0.0.1:1'), 0, /profiles, and no line that is wrong\.\n$/],
    ['a line that is wrong', adding('LOCAL_KIND=olama'), 1, /:\d+: LOCAL_KIND is none of its \d+ words/],
    ['an editor that fails', { EDITOR: 'false' }, 1, /the editor "false" did not end well: it ended with 1\. EDITOR/],
    ['VISUAL before EDITOR', { VISUAL: 'true', EDITOR: 'false' }, 0, /no line that is wrong/],
    ['no such editor', { EDITOR: 'no-such-editor' }, 1, /did not end well: it ended with 127/],
  ])('%s', (_, env, code, stderr) => {
    const ran = claudeSwitch(['edit'], temporaryHome(backendsText), { env })
    expect(ran).toEqual({ code, stdout: '', stderr: expect.stringMatching(stderr) })
  })

  test('a file that is not there is written first', () => {
    const home = temporaryHome()
    expect(claudeSwitch(['edit'], home, { env: adding('LOCAL_MODEL=m') })).toMatchObject({ code: 0, stdout: '' })
    expect(readFileSync(join(home.path, name), 'utf8')).toMatch(/^# The backends[\s\S]*\nLOCAL_MODEL=m\n$/)
  })
})

test.runIf(everythingExpected || isInstalled('expect'))(
  'on a terminal a wrong line can be put right at once',
  async () => {
    const home = temporaryHome(backendsText)
    home.write(
      'bin/editor',
      '#!/bin/sh\nif grep -q olama "$1"; then sed -i s/olama/ollama/ "$1"; else echo LOCAL_KIND=olama >> "$1"; fi\n',
      0o755,
    )
    const line = 'EDITOR="$HOME/bin/editor" claude-switch edit; echo "code=$?="'
    const shown = await converseAside(
      ['sh', '-c', line],
      [
        ['', 'Edit it again?'],
        ['y', 'no line that is wrong'],
        ['', 'code=0='],
      ],
      home,
    )
    expect(shown).toMatchObject({ code: 0, stderr: '' })
  },
)

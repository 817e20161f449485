import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { program } from '../../src/cli/commands.ts'
import { manPages } from '../../src/cli/man-pages.ts'
import { isInstalled } from '../support/shells.ts'

const pages = manPages(program, '1.2.3')
const commands = program.commands.filter(({ hidden }) => !hidden)
const plain = (page: string) => page.replaceAll('\\-', '-').replaceAll('\\e', '\\').replaceAll('\\(dq', '"')

test.each(commands)(
  '$name: its page has its words, its options and its examples',
  ({ name, says, options, examples }) => {
    const page = plain(pages.get(`claude-switch-${name}.1`) ?? '')
    expect(page).toContain(`claude-switch-${name} - ${says}`)
    for (const option of options) expect(page).toMatch(new RegExp(`--${option.name}\\b`))
    for (const [line, words] of examples) {
      expect(page).toContain(line)
      expect(page).toContain(words)
    }
    expect(plain(pages.get('claude-switch.1') ?? '')).toContain(`.B ${name}`)
  },
)

test('a command that nobody types has none', () => {
  expect(pages.size).toBe(commands.length + 1)
})

test('no text of ours is taken for a macro or an escape', () => {
  const odd = {
    name: 'odd',
    words: '',
    count: [0, 0],
    says: '.so /etc/passwd',
    options: [],
    examples: [["'x \\n", 'a-b "c"']],
  }
  const page = manPages({ commands: [odd], switchCommand: program.switchCommand } as never, '1').get(
    'claude-switch-odd.1',
  )
  expect(page?.split('\n').filter(line => /^[.']/.test(line) && !/^\.(TH|SH|TP|BR?|RI|BI) ?/.test(line))).toEqual([])
  expect(page).toContain(".B \\&'x \\en")
})

describe.skipIf(!isInstalled('mandoc'))('mandoc', () => {
  test.each([...pages.keys()])('%s has nothing that it warns of', name => {
    const directory = mkdtempSync(join(tmpdir(), 'claude-switch-man-'))
    try {
      writeFileSync(join(directory, name), pages.get(name) ?? '')
      const ran = spawnSync('mandoc', ['-Tlint', '-W', 'warning', join(directory, name)], { encoding: 'utf8' })
      // A page that is made anew by each build has no date.
      expect(ran.stdout.split('\n').filter(line => line !== '' && !line.includes('missing date'))).toEqual([])
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})

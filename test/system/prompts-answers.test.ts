import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { root } from '../support/binary.ts'
import { converse } from '../support/conversation.ts'
import { temporaryHome } from '../support/home.ts'
import { everythingExpected, isInstalled } from '../support/shells.ts'

const asked: Record<string, { call: string; shows: string }> = {
  choice: {
    call: `askChoice('Which?', [{ title: 'one', value: 1 }, { title: 'two', value: undefined }, { title: 'three', value: 3 }], 2)`,
    shows: 'three',
  },
  text: {
    call: `askText('Name?', { initial: 'box', refuse: text => (text === 'no' ? 'not that' : undefined) })`,
    shows: 'box',
  },
  secret: { call: `askSecret('Key?', { refuse: text => (text === '' ? 'not empty' : undefined) })`, shows: 'Key?' },
}

const program = (call: string) => `
  const { writeFileSync } = require('node:fs')
  process.stdin.on('data', bytes => String(bytes) === '\\u0005' && process.stdin.push(null))
  require('./questions.cjs').${call}.then(answer => {
    writeFileSync('answer', String(answer))
    process.stderr.write('done\\n')
  })
`

/** What comes of the keys, and all that the terminal showed. */
function answerOf(question: string, typed: string, between: readonly (readonly [string, string])[] = []) {
  const home = temporaryHome()
  const outfile = join(home.path, 'questions.cjs')
  const entryPoints = [join(root, 'src/system/prompts.ts')]
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' })
  const { call = '', shows = '' } = asked[question] ?? {}
  home.write('ask.cjs', program(call))
  const steps = [['', shows], ...between, [typed, 'done']] as const
  const { code, stdout, stderr } = converse(['sh', '-c', `"${process.execPath}" ask.cjs >printed`], steps, home, {})
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  // Captured, as it is where a shell evaluates it.
  expect(readFileSync(join(home.path, 'printed'), 'utf8')).toBe('')
  return { answer: readFileSync(join(home.path, 'answer'), 'utf8'), shown: stdout }
}

const unknownKeys = '\u001bOP\u001b[24~\u001b[2~\u001b[200~\u001bq\u0002'

describe.runIf(everythingExpected || isInstalled('expect'))('on a terminal', () => {
  describe.each(Object.keys(asked))('a %s', question => {
    test.each([
      ['Ctrl-C', '\u0003'],
      ['Ctrl-D', '\u0004'],
      ['Esc', '\u001b'],
      ['the end of the input', '\u0005'],
    ])('is left open by %s', (_, typed) => expect(answerOf(question, typed).answer).toBe('undefined'))
  })

  test.each([
    ['choice', 'Enter takes the first offer', '\r', '3'],
    ['choice', 'down goes round', '\u001b[B\r', '1'],
    ['choice', 'up', '\u001b[A\u001b[A\r', '1'],
    ['choice', 'a value that is undefined', '\u001b[A\r', 'undefined'],
    ['choice', 'keys that mean nothing', `${unknownKeys}x\r`, '3'],
    ['text', 'Enter takes what stands there', '\r', 'box'],
    ['text', 'a text, its ends trimmed', ' my box \r', 'my box'],
    ['text', 'a text that was corrected', 'ab\bc\r', 'ac'],
    ['text', 'keys that mean nothing', `${unknownKeys}x\r`, 'x'],
    ['secret', 'a secret', 'canary\r', 'canary'],
  ])('a %s: %s', (question, _, typed, expected) => expect(answerOf(question, typed).answer).toBe(expected))

  test('what there is against a text is said', () =>
    expect(answerOf('text', `${'\b'.repeat(2)}yes\r`, [['no\r', 'not that']]).answer).toBe('yes'))

  test('a secret is not shown, whether it is given or left', () => {
    expect(answerOf('secret', 'canary\r').shown).not.toContain('canary')
    expect(answerOf('secret', 'canary\u0003').shown).not.toContain('canary')
    expect(answerOf('secret', 'canary\r', [['\r', 'not empty']])).toMatchObject({ answer: 'canary' })
  })
})
